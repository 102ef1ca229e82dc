import { setMaxListeners } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import type { MessageEntry } from '~/contract/entry';
import { toTransportError } from '~/sync/trpc-error';
import type { Device } from './device';
import type { History, Outcome } from './history';
import type { Place, Population } from './population';
import { type Random, random } from './random';
import { endOf } from './recorded-transport';

export interface HabitsOptions {
  readonly seed: string;
  readonly population: Population;
  readonly history: History;
  /** Milliseconds between two things one device does, on average. */
  readonly paceMs: number;
}

/** What people do all day, out of one hundred. */
const SHARES = [
  ['message', 52],
  ['reaction', 14],
  ['edit', 9],
  ['delete', 3],
  ['hide', 2],
  ['read', 9],
  ['typing', 7],
  ['move', 4],
] as const;

/** Milliseconds joining or leaving may take; then nobody knows whether it happened. */
const MOVE_MS = 10_000;

const EMOJIS = ['👍', '❤️', '😂', '🎉'] as const;

/** Everybody does something now and then, on each device, until it is called off. Answers with how, once all have stopped. */
export function live({ seed, population, history, paceMs }: HabitsOptions): () => Promise<void> {
  const off = new AbortController();
  // One for each device.
  setMaxListeners(0, off.signal);
  const talking = population.people.flatMap(({ me }) => population.devicesOf(me.id));
  const days = talking.map(async (device) => {
    const chance = random(seed, 'habits', device.id);
    const moving = { isOut: false };
    for (;;) {
      await pause(paceMs * (0.3 + 1.4 * chance.next()), undefined, { signal: off.signal });
      await actOnce(device, chance, moving);
    }
  });
  const all = Promise.allSettled(days);
  return async () => {
    off.abort();
    await all;
  };

  async function actOnce(device: Device, chance: Random, moving: { isOut: boolean }): Promise<void> {
    const place = chance.pick(population.placesOf(device.person.me.id));
    const what = chosen(chance.between(1, 100));
    const at = chance.next();
    const emoji = chance.pick(EMOJIS);
    const { engine } = device;
    if (!engine) return;
    device.giveUpRefused();
    const target = (own: boolean) => pickMessage(device, place, { at, own });
    switch (what) {
      case 'message':
        device.send(place.id, `${device.id} at ${history.now()} ${'x'.repeat(Math.floor(at * 200))}`);
        return;
      case 'edit': {
        const message = target(true);
        if (message) device.act(place.id, { ...targetOf(message), kind: 'edit', text: `edited ${history.now()}` });
        return;
      }
      case 'delete':
      case 'hide': {
        const message = target(what === 'delete');
        if (message) device.act(place.id, { ...targetOf(message), kind: what });
        return;
      }
      case 'reaction': {
        const message = target(false);
        const on = at < 0.8;
        if (message) device.act(place.id, { ...targetOf(message), kind: 'reaction', emoji, on });
        return;
      }
      case 'read':
        engine.seen(place.id, engine.getState().timelines.get(place.id)?.upTo ?? 0);
        return;
      case 'typing':
        engine.setTyping(place.id, at < 0.7);
        return;
      case 'move':
        // One device of each person, and rooms only: who leaves a group does not come back by oneself.
        if (place.slug && population.devicesOf(device.person.me.id)[0] === device) await move(device, place, moving);
    }
  }

  async function move({ person, api }: Device, { id, slug }: Place, moving: { isOut: boolean }): Promise<void> {
    const way = moving.isOut ? 'in' : 'out';
    const invokedAt = history.now();
    let outcome: Outcome = 'acknowledged';
    try {
      const { room } = api;
      const signal = AbortSignal.timeout(MOVE_MS);
      await (moving.isOut ? room.join : room.leave).mutate({ slug: slug ?? '' }, { signal });
      moving.isOut = !moving.isOut;
    } catch (error) {
      outcome = endOf(toTransportError(error)).result === 'refused' ? 'failed' : 'unknown';
    }
    history.moved({ userId: person.me.id, conversationId: id, way, invokedAt, outcome });
  }
}

function chosen(percent: number): (typeof SHARES)[number][0] {
  let upTo = 0;
  for (const [what, share] of SHARES) {
    upTo += share;
    if (percent <= upTo) return what;
  }
  return 'message';
}

/** One of the last messages on the screen. */
function pickMessage(
  { engine, person }: Device,
  { id }: Place,
  { at, own }: { at: number; own: boolean },
): MessageEntry | null {
  const entries = engine?.getState().timelines.get(id)?.entries.slice(-40) ?? [];
  const messages = entries.filter(
    (entry): entry is MessageEntry => entry.kind === 'message' && (!own || entry.senderId === person.me.id),
  );
  return messages[Math.floor(at * messages.length)] ?? null;
}

function targetOf({ id, seq }: MessageEntry) {
  return { targetId: id, targetSeq: seq };
}
