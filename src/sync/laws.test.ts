import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownStorage } from './own-storage';
import { namedFiles } from './pending-file';
import { memoryStorage } from './storage';
import { storedNames } from './stored-names';
import { aDevice } from './testing/device';
import { deed, PEOPLE } from './testing/history';
import { CHANCE, holds, LAW_TIMEOUT_MS } from './testing/law';
import { linkless } from './testing/linkless';
import { DRIZZLE, STORM } from './testing/scripted-transport';
import {
  ACT_STEPS,
  CASTS,
  createWorld,
  FILE_STEPS,
  LOOK_STEPS,
  type Step,
  TAB_STEPS,
  type World,
  type Written,
} from './testing/world';

const tab = fc.nat(5);
const where = fc.nat(20);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: fc.constantFrom(...ACT_STEPS), tab, where }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom(...LOOK_STEPS), tab, where }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom(...FILE_STEPS), tab, where }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom(...TAB_STEPS), tab, where }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('others' as const), deed, where }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.integer({ min: 1, max: 3000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lag' as const), numbers: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('found' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('collect' as const) }) },
);
const schedule = fc.record({
  seed: fc.nat(),
  cast: fc.constantFrom(...CASTS),
  past: fc.nat(30),
  isOpened: fc.boolean(),
  steps: fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }),
});
/** Mostly about files, and what can become of them. */
const fileStep: fc.Arbitrary<Step> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ kind: fc.constantFrom(...FILE_STEPS), tab, where }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom('reload', 'crash', 'cut', 'retry'), tab, where }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom('offline', 'online'), tab, where }) },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.integer({ min: 1, max: 3000 }) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('collect' as const) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('others' as const),
      deed: fc.record({ kind: fc.constant('come or go' as const), by: fc.constantFrom(...PEOPLE), pick: fc.nat(1000) }),
      where,
    }),
  },
);
const fileSchedule = fc.record({
  seed: fc.nat(),
  cast: fc.constantFrom(...CASTS),
  past: fc.nat(3),
  isOpened: fc.boolean(),
  steps: fc.array(fileStep, { minLength: 5, maxLength: 60, size: 'max' }),
});

describe(`under any schedule of faults, nothing is lost, doubled or out of order, ${CHANCE}`, {
  timeout: LAW_TIMEOUT_MS,
}, () => {
  it('if the feed tells all, without another word', async () => {
    await holds(
      fc.asyncProperty(schedule, async ({ steps, ...options }) => {
        const world = await createWorld({ ...options, weather: DRIZZLE });
        for (const one of steps) await world.step(one);
        await world.heal();
        await check(world);
      }),
    );
  });

  it('if the feed loses, doubles and swaps what it tells, after the next connection', async () => {
    await holds(
      fc.asyncProperty(schedule, async ({ steps, ...options }) => {
        const world = await createWorld({ ...options, weather: STORM });
        for (const one of steps) await world.step(one);
        await world.heal();
        await world.reconnect();
        await check(world);
      }),
    );
  });

  it('whatever becomes of files on their way', async () => {
    await holds(
      fc.asyncProperty(fileSchedule, async ({ steps, ...options }) => {
        const world = await createWorld({ ...options, weather: DRIZZLE });
        for (const one of steps) await world.step(one);
        await world.heal();
        await check(world);
      }),
    );
  });
});

async function check(world: World): Promise<void> {
  expect(world.violations).toEqual([]);
  await checkReading(world);
  await checkWriting(world);
  await checkFiles(world);
  for (const { engine } of world.tabs) engine.stop();
  expect(world.clock.pending()).toBe(0);
}

/** Every tab shows what a device of the same person shows that never saw any of it. */
async function checkReading({ tabs, cast, server, fresh }: World): Promise<void> {
  for (const [index, { engine, entries }] of tabs.entries()) {
    const person = cast[index] ?? '';
    const other = await fresh(person);
    const { conversations } = other.engine.getState();
    other.engine.stop();
    const state = engine.getState();
    expect(state.connection.phase).toBe('live');
    expect(linkless(new Map([...state.conversations].sort()))).toEqual(linkless(new Map([...conversations].sort())));
    for (const [id, timeline] of state.timelines) {
      expect(timeline).toMatchObject({ status: 'ready', upTo: server.head(id) });
      const first = entries(id)[0]?.seq ?? 1;
      expect(linkless(entries(id))).toEqual(linkless(server.snapshot(person, id).slice(first - 1)));
    }
    for (const [id, { entries: stretch }] of state.excerpts) {
      const start = stretch[0]?.seq ?? 1;
      const read = server.snapshot(person, id).slice(start - 1, start - 1 + stretch.length);
      expect(linkless(stretch)).toEqual(linkless(read));
    }
    for (const [id, quoted] of state.quoted) {
      for (const [seq, entry] of quoted) {
        expect(linkless(entry)).toEqual(linkless(server.snapshot(person, id)[seq - 1]));
      }
    }
    for (const [id, receipts] of state.receipts) {
      const expected = server
        .receipts(person, id)
        .map(({ userId, readSeq, deliveredSeq }) => [userId, { readSeq, deliveredSeq }]);
      expect([...receipts].sort()).toEqual(expected.sort());
    }
    expect(state.typing.size).toBe(0);
    expect(state.divergences).toBe(0);
  }
}

/** Each message is in the list once, in the order it was written, and nothing waits any more. */
async function checkWriting({ tabs, written, acted, numbered, server, storages }: World): Promise<void> {
  for (const { engine } of tabs) expect(engine.getState().outbox).toEqual([]);
  for (const [person, storage] of storages) expect(await storage.entries(`${person}:outbox:`)).toEqual([]);
  const all = server.conversationsOf('ann').flatMap(numbered);
  expect([...all].sort()).toEqual([...written.keys()].sort());
  const straight = (clientId: string) => written.get(clientId)?.wasRefused === false;
  for (const [clientId, id] of acted) {
    const made = server.entries(id).filter((entry) => entry.clientId === clientId);
    expect(made).toHaveLength(1);
  }
  for (const id of server.conversationsOf('ann')) {
    for (const index of tabs.keys()) {
      const here = [...written.values()].filter((one) => one.conversationId === id && one.tab === index);
      const inOrder = here.filter((one) => straight(one.clientId));
      const place = (one: Written) => numbered(id).indexOf(one.clientId);
      for (const [at, one] of inOrder.entries()) {
        // What has files may come later than what was written after it.
        if (one.fileIds.length > 0) continue;
        for (const later of inOrder.slice(at + 1)) expect(place(later)).toBeGreaterThan(place(one));
      }
    }
  }
}

/** Each message has the files it was written with, in their order; bytes are kept for all stored drafts, and for nothing else. */
async function checkFiles({ tabs, cast, written, contents, server, storages, files, clock }: World): Promise<void> {
  for (const { conversationId, clientId, fileIds } of written.values()) {
    const entry = server.entries(conversationId).find((one) => one.clientId === clientId);
    if (entry?.kind !== 'message' || entry.deletedAt !== null) continue;
    const attached = entry.attachments.map(({ id }) => server.uploads.contentOf(id));
    expect(attached).toEqual(fileIds.map((fileId) => contents.get(fileId)));
  }
  expect(server.uploads.early()).toBe(0);
  for (const { engine, transport } of tabs) {
    expect(engine.getState().uploads.size).toBe(0);
    expect(transport.mostAtOnce).toBeLessThanOrEqual(3);
  }
  // What tabs disagreed about, or a page died over, is nobody's after a day.
  await clock.advance(90_000_000);
  for (const [person, kept] of files) {
    const { engine } = aDevice({ server, clock, userId: person, storage: storages.get(person), files: kept });
    void engine.start();
    await clock.runOut();
    const states = [engine, ...tabs.filter((_, index) => cast[index] === person).map((tab) => tab.engine)];
    const [stored = new Set(), ...prepared] = states.map((one) => namedFiles(one.getState()));
    const left = (await kept.keys()).map((key) => key.slice(`${person}:`.length));
    const named = await storedNames(ownStorage(storages.get(person) ?? memoryStorage(), person, clock));
    expect([...(named ?? [])].filter((fileId) => !left.includes(fileId))).toEqual([]);
    if (prepared.length === 1) expect(new Set(left)).toEqual(prepared[0]);
    for (const fileId of left) expect([stored, ...prepared].some((names) => names.has(fileId))).toBe(true);
    engine.stop();
  }
}
