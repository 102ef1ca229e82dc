import { answer, sharedNow } from '../answering';
import type { Peer } from '../figure';
import { dialConfab } from './confab-line';
import { type Chorus, chorus, converse, type Listen, type Talk } from './conversation';
import { eachMessage } from './deliveries';
import { type Asked, ask } from './http';
import type { Dial, Line } from './line';
import { type Return, returnAll } from './returning';
import { dialSocketIo } from './socket-io-line';
import { dialWs } from './ws-line';

// Everybody who is not a server: one process that holds their connections and says what they say.

const DIALS: Record<Peer, Dial> = { confab: dialConfab, 'socket.io': dialSocketIo, ws: dialWs };

/** Connections that are being opened at a time: more only wait in the server's queue. */
const AT_ONCE = 100;

export interface Opening {
  readonly peer: Peer;
  /** Everybody's line goes to one of them, in turn. */
  readonly urls: readonly string[];
  readonly tokens: readonly string[];
}

export interface Reached {
  /** When the last message came, on the shared clock. */
  readonly at: number;
  /** Of all frames that told something, since the lines were opened. */
  readonly bytes: number;
}

const lines: Line[] = [];
let listener: Listen = () => {};
let messages = 0;
let bytes = 0;
let lost: string | null = null;
let awaited: { total: number; resolve: (reached: Reached) => void; reject: (error: Error) => void } | null = null;

function onFrame(line: number, frame: Buffer): void {
  bytes += frame.length;
  eachMessage(frame, (message) => {
    messages += 1;
    listener(line, message);
  });
  if (awaited && messages >= awaited.total) {
    awaited.resolve({ at: sharedNow(), bytes });
    awaited = null;
  }
}

/** Nothing that is waited for comes any more. */
function onLost(reason: string): void {
  lost ??= reason;
  awaited?.reject(new Error(`a line was lost: ${reason}`));
  awaited = null;
}

async function open({ peer, urls, tokens }: Opening): Promise<void> {
  let next = 0;
  const openSome = async () => {
    while (next < tokens.length) {
      const index = next++;
      lines[index] = await DIALS[peer]({
        url: urls[index % urls.length]!,
        token: tokens[index]!,
        onFrame: (frame) => onFrame(index, frame),
        onLost,
      });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, openSome));
}

/** All of them, and no end of theirs counts any more. */
function close(): void {
  for (const line of lines.splice(0)) line.close();
}

/** Resolves once so many messages have come since the lines were opened; rejects when a line was lost. */
function reach({ total }: { readonly total: number }): Promise<Reached> {
  if (lost) throw new Error(`a line was lost: ${lost}`);
  if (messages >= total) return Promise.resolve({ at: sharedNow(), bytes });
  return new Promise((resolve, reject) => {
    awaited = { total, resolve, reject };
  });
}

/** Rejects when a line is lost. */
async function overLines<P, R>(
  planned: P,
  run: (planned: P, lines: readonly Line[], onMessage: (listen: Listen) => void) => Promise<R>,
): Promise<R> {
  const done = await run(planned, lines, (listen) => {
    listener = listen;
  });
  if (lost) throw new Error(`a line was lost: ${lost}`);
  return done;
}

const commands = {
  open,
  close,
  reach,
  talk: (planned: Talk) => overLines(planned, converse),
  chorus: (planned: Chorus) => overLines(planned, chorus),
  ask: (asked: Asked) => ask(asked),
  comeBack: (planned: Return) => returnAll(planned, DIALS),
};

export type LoadCommands = typeof commands;

answer(commands);
