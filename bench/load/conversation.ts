import { setTimeout as pause } from 'node:timers/promises';
import { sharedNow } from '../answering';
import { markedText } from './deliveries';
import type { Line } from './line';

export interface Talk {
  readonly speakers: readonly Speaker[];
  /** Milliseconds that they talk. What they say in the first part of it is not counted: code is cold. */
  readonly forMs: number;
  readonly warmUpMs: number;
  /** Milliseconds between the beginnings of two sends of one speaker; 0: the next as soon as one is kept. */
  readonly everyMs: number;
}

export interface Speaker {
  /** Number of the line that sends. */
  readonly line: number;
  readonly conversationId: string;
  /** Lines that get it, without the speaker's own. */
  readonly readers: number;
}

export interface Talked {
  /** Milliseconds from each send to its answer. */
  readonly kept: readonly number[];
  /** Milliseconds from each send to each reader. */
  readonly delivered: readonly number[];
  /** Sends answered in a second. */
  readonly perSecond: number;
}

/** Milliseconds after the last send in which everything has to arrive; a message that does not is lost. */
const ARRIVE_MS = 30_000;

/** Over all that is said in this process: no two messages have the same number. */
let messages = 0;

export type Listen = (line: number, message: number) => void;

/** Sends messages and sees to it that each arrives everywhere. Times are milliseconds on the shared clock. */
function createTalking(lines: readonly Line[], onMessage: (listen: Listen) => void, countedFrom: number) {
  const sentAt: number[] = [];
  const sentBy: number[] = [];
  const kept: number[] = [];
  const delivered: number[] = [];
  let outstanding = 0;
  let arrived = () => {};

  onMessage((line, message) => {
    if (line === sentBy[message]) return;
    outstanding -= 1;
    const at = sentAt[message]!;
    if (at >= countedFrom) delivered.push(sharedNow() - at);
    if (outstanding === 0) arrived();
  });

  return {
    kept,
    delivered,
    /** Milliseconds until it was answered. */
    async say({ line, conversationId, readers }: Speaker): Promise<number> {
      const message = messages++;
      outstanding += readers;
      const at = sharedNow();
      sentAt[message] = at;
      sentBy[message] = line;
      await lines[line]!.send(conversationId, markedText(message));
      const wait = sharedNow() - at;
      if (at >= countedFrom) kept.push(wait);
      return wait;
    },
    /** Rejects when something does not arrive. */
    async allArrived(): Promise<void> {
      const all = new Promise<void>((resolve) => {
        arrived = resolve;
        if (outstanding === 0) resolve();
      });
      const late = pause(ARRIVE_MS, undefined, { ref: false }).then(() => {
        throw new Error(`${outstanding} messages did not arrive`);
      });
      await Promise.race([all, late]);
    },
  };
}

/** Everybody talks at once. Rejects when a send is refused, or a message does not arrive everywhere. */
export async function converse(
  { speakers, forMs, warmUpMs, everyMs }: Talk,
  lines: readonly Line[],
  onMessage: (listen: Listen) => void,
): Promise<Talked> {
  const start = sharedNow();
  const counted = start + warmUpMs;
  const end = start + forMs;
  const { say, allArrived, kept, delivered } = createTalking(lines, onMessage, counted);

  async function speak(speaker: Speaker, index: number): Promise<void> {
    // Spread over the first interval, so that they do not speak in chorus.
    let next = start + (everyMs * index) / speakers.length;
    while (next < end) {
      if (next > sharedNow()) await pause(next - sharedNow());
      await say(speaker);
      next = everyMs > 0 ? next + everyMs : sharedNow();
    }
  }

  await Promise.all(speakers.map(speak));
  const seconds = (sharedNow() - counted) / 1_000;
  await allArrived();
  return { kept, delivered, perSecond: kept.length / seconds };
}

export interface Chorus {
  readonly speakers: readonly Speaker[];
  readonly rounds: number;
}

/** All speak in the same moment, several times. For each time, milliseconds that each of them waited for the answer. */
export async function chorus(
  { speakers, rounds }: Chorus,
  lines: readonly Line[],
  onMessage: (listen: Listen) => void,
): Promise<readonly (readonly number[])[]> {
  const { say, allArrived } = createTalking(lines, onMessage, 0);
  const waits: number[][] = [];
  for (let round = 0; round < rounds; round += 1) {
    waits.push(await Promise.all(speakers.map(say)));
    await allArrived();
  }
  return waits;
}
