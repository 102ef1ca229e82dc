import fc from 'fast-check';
import type { Types } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EntryRecord } from '~/server/models/entry';
import type { BusMessage, Signal } from '~/server/realtime/bus';
import { createHub, type Hub } from '~/server/realtime/hub';
import type { UserNotice } from '~/server/realtime/notices';
import { silentLog } from '../support/confab';
import { type ScriptedBus, scriptedBus } from '../support/scripted-bus';
import { ANA, aConversation, aDatabase, aTimeline, BEN, type TestDatabase } from '../support/timeline';

let database: TestDatabase;
beforeAll(async () => {
  database = await aDatabase();
});
afterAll(() => database[Symbol.asyncDispose]());

interface Scene {
  readonly bus: ScriptedBus;
  readonly hub: Hub;
  readonly conversationId: Types.ObjectId;
  /** Ranges read from the database to fill holes. */
  readonly fills: [number, number][];
  write(count: number): Promise<void>;
}

async function aScene(): Promise<Scene> {
  const bus = scriptedBus();
  const timeline = aTimeline(database.models, { bus });
  const fills: [number, number][] = [];
  const hub = createHub({
    models: database.models,
    bus,
    log: silentLog,
    // A test says when, or a slow machine would have a head looked at between two writes.
    looksByItself: false,
    range(conversationId, from, to) {
      fills.push([from, to]);
      return timeline.range(conversationId, from, to);
    },
  });
  const conversationId = await aConversation(database.models);
  let written = 0;
  return {
    bus,
    hub,
    conversationId,
    fills,
    async write(count) {
      for (let n = 0; n < count; n += 1) {
        written += 1;
        const text = `message ${written}`;
        await timeline.append(conversationId, { kind: 'message', senderId: ANA, clientId: `m-${written}`, text });
      }
      await timeline.drain();
    },
  };
}

/** A listener, and a promise of the moment it has been given a number. */
function aReader() {
  const numbers: number[] = [];
  const resets: number[] = [];
  const signals: Signal[] = [];
  let look = () => {};
  return {
    numbers,
    resets,
    signals,
    onEntries(records: readonly EntryRecord[]) {
      for (const { entry } of records) numbers.push(entry.seq);
      look();
    },
    onReset(head: number) {
      resets.push(head);
      look();
    },
    onSignal: (signal: Signal) => void signals.push(signal),
    until: (passes: () => boolean) =>
      new Promise<void>((resolve) => {
        look = () => passes() && resolve();
        look();
      }),
  };
}

const fromTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

test('whatever the bus loses, doubles and reorders, a reader gets every number once and in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 11 }), { maxLength: 30 }), async (deliveries) => {
      const { bus, hub, conversationId, write } = await aScene();
      await write(3);
      const reader = aReader();
      const { head, stop } = await hub.conversation(conversationId.toString(), reader);
      expect(head).toBe(3);
      await write(9);
      for (const index of deliveries) bus.deliver(index);
      await hub.checkHeads();
      await reader.until(() => reader.numbers.length >= 9);
      expect(reader.numbers).toEqual(fromTo(4, 12));
      stop();
      hub.close();
    }),
    { numRuns: 25 },
  );
});

test('hints that come in order cost no read, and a hole costs one for all readers', async () => {
  const { bus, hub, conversationId, fills, write } = await aScene();
  const readers = [aReader(), aReader(), aReader()];
  for (const reader of readers) await hub.conversation(conversationId.toString(), reader);
  await write(2);
  bus.deliver(0);
  bus.deliver(1);
  await Promise.all(readers.map((reader) => reader.until(() => reader.numbers.length === 2)));
  expect(readers.map(({ numbers }) => numbers)).toEqual([
    [1, 2],
    [1, 2],
    [1, 2],
  ]);
  expect(fills).toEqual([]);
  await write(4);
  bus.deliver(5);
  await Promise.all(readers.map((reader) => reader.until(() => reader.numbers.length === 6)));
  expect(readers.map(({ numbers }) => numbers)).toEqual([fromTo(1, 6), fromTo(1, 6), fromTo(1, 6)]);
  expect(fills).toEqual([[3, 6]]);
  hub.close();
});

test('a hint that was lost with nothing after it is found by looking at the heads, also when the bus is back', async () => {
  const { bus, hub, conversationId, write } = await aScene();
  const reader = aReader();
  await hub.conversation(conversationId.toString(), reader);
  await write(1);
  await hub.checkHeads();
  await reader.until(() => reader.numbers.length === 1);
  await write(1);
  bus.resume();
  await reader.until(() => reader.numbers.length === 2);
  expect(reader.numbers).toEqual([1, 2]);
  hub.close();
});

test('too large a hole is a reset, and what follows comes again', async () => {
  const { bus, hub, conversationId, write } = await aScene();
  await write(1);
  const reader = aReader();
  await hub.conversation(conversationId.toString(), reader);
  await database.models.conversations.updateOne({ _id: conversationId }, { $set: { headSeq: 5_000 } });
  await hub.checkHeads();
  await reader.until(() => reader.resets.length === 1);
  expect([reader.resets, reader.numbers]).toEqual([[5_000], []]);
  expect(bus.topics()).toEqual([`conversation:${conversationId}`]);
  hub.close();
});

test('a topic is subscribed once for all readers, and let go with the last of them', async () => {
  const { bus, hub, conversationId } = await aScene();
  const id = conversationId.toString();
  const both = await Promise.all([hub.conversation(id, aReader()), hub.conversation(id, aReader())]);
  expect(bus.topics()).toEqual([`conversation:${id}`]);
  both[0]?.stop();
  both[0]?.stop();
  expect(bus.topics()).toEqual([`conversation:${id}`]);
  both[1]?.stop();
  expect(bus.topics()).toEqual([]);
  hub.close();
});

test('a change of memberships whose hint was lost is noticed', async () => {
  const { hub } = await aScene();
  const user = await database.models.users.create({
    username: 'ana',
    usernameKey: `ana-${Math.random()}`,
    email: `${Math.random()}@example.org`,
    name: 'Ana',
    passwordHash: '-',
    terms: [],
    createdAt: new Date(),
  });
  let told = 0;
  const stop = await hub.user(user._id.toString(), () => {
    told += 1;
  });
  await hub.checkHeads();
  expect(told).toBe(0);
  await database.models.users.updateOne({ _id: user._id }, { $inc: { membershipRev: 1 } });
  await hub.checkHeads();
  expect(told).toBe(1);
  await hub.checkHeads();
  expect(told).toBe(1);
  stop();
  hub.close();
});

test('what is not kept reaches every reader of its conversation as it was said, and no other', async () => {
  const { bus, hub, conversationId } = await aScene();
  const [first, second, elsewhere] = [aReader(), aReader(), aReader()];
  for (const reader of [first, second]) await hub.conversation(conversationId.toString(), reader);
  await hub.conversation((await aConversation(database.models)).toString(), elsewhere);
  const typing: Signal = {
    type: 'typing',
    conversationId: conversationId.toString(),
    userId: ANA.toString(),
    typing: true,
  };
  bus.publish(`conversation:${conversationId}`, typing);
  bus.deliver(0);
  expect([first.signals, second.signals, elsewhere.signals]).toEqual([[typing], [typing], []]);
  hub.close();
});

test('a person’s devices are told what concerns the person alone', async () => {
  const { bus, hub } = await aScene();
  const notices: UserNotice[] = [];
  const stop = await hub.user(ANA.toString(), (notice) => notices.push(notice));
  const told: BusMessage[] = [
    { type: 'conversation', conversationId: 'c' },
    { type: 'sessions' },
    { type: 'blocks' },
    { type: 'receipt', conversationId: 'c', userId: ANA.toString(), readSeq: 1, deliveredSeq: 2 },
  ];
  for (const message of told) bus.publish(`user:${ANA}`, message);
  bus.publish(`user:${BEN}`, { type: 'sessions' });
  for (const index of bus.published.keys()) bus.deliver(index);
  expect(notices).toEqual(told);
  stop();
  hub.close();
});
