import { TYPING_ENDS_MS } from '~/contract/pace';
import type { Models } from '~/server/models/models';
import { LEASE_MS } from '~/server/realtime/presence';
import type { Device } from './device';
import type { Evidence, PresenceView } from './laws/law';
import type { Place, Population } from './population';
import type { Scene } from './scene';
import { headsOf } from './snapshot';
import { within } from './waiting';

type Complaint = Evidence['complaints'][number];

/** Milliseconds for one last word in every conversation to be acknowledged. */
const SENT_MS = 30_000;

/** Milliseconds within which a hint that was lost with nothing after it is found, and what a busy machine adds to it. */
const FOUND_MS = 10_000;
const BUSY_MS = 5_000;

const on = (population: Population) => population.devices.filter(({ engine }) => engine !== null);

/** Undoes every fault, wherever it was left. */
export async function heal({ servers, population }: Scene): Promise<void> {
  for (const { database, redis, trap } of servers.slots) {
    trap.disarm();
    for (const line of [database, redis]) line.heal();
  }
  for (const { line } of population.devices) line.heal();
  const talking = population.people.flatMap(({ me }) => population.devicesOf(me.id));
  await Promise.all([...servers.slots.map(({ start }) => start()), ...talking.map((device) => device.start())]);
}

/** Why a device is not done yet; null once it is live, has nothing left to send and holds every number. */
function lackOf({ engine, id }: Device, heads: ReadonlyMap<string, number>): string | null {
  if (!engine) return null;
  const { connection, conversations, timelines, outbox } = engine.getState();
  if (connection.phase !== 'live') return `${id} is ${connection.phase}`;
  if (outbox.length > 0) return `${id} still has ${JSON.stringify(outbox[0])} and ${outbox.length - 1} more to send`;
  for (const conversationId of conversations.keys()) {
    const { status, upTo = 0 } = timelines.get(conversationId) ?? {};
    const head = heads.get(conversationId) ?? 0;
    if (status !== 'ready' || upTo < head) return `${id} has ${conversationId} up to ${upTo} of ${head} (${status})`;
  }
  return null;
}

async function lacks(population: Population, models: Models): Promise<readonly string[]> {
  for (const device of population.devices) device.giveUpRefused();
  const heads = await headsOf(models);
  return on(population).flatMap((device) => lackOf(device, heads) ?? []);
}

/** Waits until everybody has sent and holds everything. */
export async function untilWhole(population: Population, models: Models, milliseconds: number): Promise<string[]> {
  let left: readonly string[] = [];
  await within(milliseconds, async () => {
    left = await lacks(population, models);
    return left.length === 0;
  });
  return [...left];
}

/**
 * The last word in every conversation is lost to all other processes, and nothing follows it: only the head check finds
 * it. Answers with whom the servers have not told of it by themselves (a device that asks finds out anyway), and with how
 * long the others had to wait.
 */
async function lastWords({ servers, population, history }: Scene, models: Models) {
  for (const { redis } of servers.slots) for (const way of ['up', 'down'] as const) redis.set(way, { blackHole: true });
  const speaking = new Map<string, Device>();
  for (const device of on(population)) {
    for (const { id } of population.placesOf(device.person.me.id)) {
      if (device.engine?.getState().conversations.has(id)) speaking.set(id, device);
    }
  }
  const before = history.told.length;
  for (const [id, device] of speaking) device.send(id, 'the last word');
  const isSent = () => on(population).every(({ engine }) => engine?.getState().outbox.length === 0);
  await within(SENT_MS, isSent);
  // What was on its way to the others goes with the connections.
  for (const { redis } of servers.slots) {
    redis.cut();
    redis.heal();
  }
  const start = history.now();
  const heads = await headsOf(models);
  let left: readonly string[] = [];
  await within(FOUND_MS + BUSY_MS, () => {
    const heard = new Set(
      history.told.slice(before).flatMap((told) => {
        const isByItself = told.type === 'head' || (told.type === 'entry' && told.via === 'feed');
        const isLast = isByItself && told.seq >= (heads.get(told.conversationId) ?? 0);
        return isLast ? [`${told.deviceId} in ${told.conversationId}`] : [];
      }),
    );
    left = on(population).flatMap(({ id, engine }) =>
      [...speaking.keys()]
        .filter((conversationId) => engine?.getState().conversations.has(conversationId))
        .map((conversationId) => `${id} in ${conversationId}`)
        .filter((place) => !heard.has(place)),
    );
    return left.length === 0;
  });
  return { left, tookMs: history.now() - start };
}

/** Somebody types in each of some places; everybody there sees it, and after that nobody does. */
async function typing({ population }: Scene): Promise<string[]> {
  const complaints: string[] = [];
  const places = new Map<string, { place: Place; typist: Device }>();
  for (const device of on(population)) {
    for (const place of population.placesOf(device.person.me.id)) {
      if (device.engine?.getState().conversations.has(place.id)) places.set(place.id, { place, typist: device });
    }
  }
  for (const { place, typist } of places.values()) {
    const others = on(population).filter(
      ({ engine, person }) => person !== typist.person && engine?.getState().conversations.has(place.id),
    );
    const blind = () =>
      others.filter(({ engine }) => !engine?.getState().typing.get(place.id)?.includes(typist.person.me.id));
    const isSeen = await within(2 * TYPING_ENDS_MS, () => {
      typist.engine?.setTyping(place.id, true);
      return blind().length === 0;
    });
    if (!isSeen) complaints.push(`${typist.id} types in ${place.id}, unseen by ${blind().map(({ id }) => id)}`);
    typist.engine?.setTyping(place.id, false);
  }
  const still = () => on(population).filter(({ engine }) => (engine?.getState().typing.size ?? 0) > 0);
  if (!(await within(2 * TYPING_ENDS_MS, () => still().length === 0))) {
    complaints.push(`somebody types for ever, as ${still().map(({ id }) => id)} see it`);
  }
  return complaints;
}

function presenceOf(population: Population): readonly PresenceView[] {
  const online = new Map<string, boolean>();
  for (const { engine, person } of population.devices) {
    online.set(person.me.id, engine !== null || (online.get(person.me.id) ?? false));
  }
  return on(population).flatMap(({ id: deviceId, engine }) =>
    [...online].map(([aboutId, isOnline]) => {
      const seen = engine!.getState().presence.get(aboutId);
      return { deviceId, aboutId, online: seen?.online ?? null, isOnline };
    }),
  );
}

export interface Recovery {
  readonly complaints: readonly Complaint[];
  readonly presence: readonly PresenceView[];
  /** Milliseconds: until all devices had everything, and until lost last words were found. */
  readonly wholeMs: number;
  readonly lastWordsMs: number;
}

/** Heals everything, and sees whether the product does the rest by itself. */
export async function recover(scene: Scene, models: Models, patienceMs: number): Promise<Recovery> {
  const { population, history, note } = scene;
  await heal(scene);
  const start = history.now();
  const left = await untilWhole(population, models, patienceMs);
  const wholeMs = history.now() - start;
  note(left.length === 0 ? `everybody has everything after ${wholeMs} ms` : `still lacking: ${left.join('; ')}`);
  let presence = presenceOf(population);
  const isRight = () => {
    presence = presenceOf(population);
    return presence.every(({ online, isOnline }) => online === isOnline);
  };
  const until = start + 2 * LEASE_MS - history.now();
  await within(Math.max(until, 0), isRight);
  note(`presence was looked at ${history.now() - start} ms after the last fault`);
  const unseen = await typing(scene);
  // The end of what the lines carry begins anew after this; what was wrong with them has been seen by now.
  const words = await lastWords(scene, models);
  note(
    words.left.length === 0 ? `last words were found after ${words.tookMs} ms` : `not found: ${words.left.join('; ')}`,
  );
  return {
    complaints: [
      ...left.map((lack): Complaint => ({ law: 'heals', words: `after ${patienceMs} ms ${lack}` })),
      ...words.left.map(
        (lack): Complaint => ({
          law: 'heals',
          words: `a last word was not told within ${FOUND_MS + BUSY_MS} ms: ${lack}`,
        }),
      ),
      ...unseen.map((text): Complaint => ({ law: 'typing', words: text })),
    ],
    presence,
    wholeMs,
    lastWordsMs: words.tookMs,
  };
}
