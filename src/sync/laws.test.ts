import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deed } from './testing/history';
import { DRIZZLE, STORM } from './testing/scripted-transport';
import { ACT_STEPS, CASTS, createWorld, LOOK_STEPS, type Step, TAB_STEPS, type World } from './testing/world';

const tab = fc.nat(5);
const where = fc.nat(20);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 10, arbitrary: fc.record({ kind: fc.constantFrom(...ACT_STEPS), tab, where }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constantFrom(...LOOK_STEPS), tab, where }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom(...TAB_STEPS), tab, where }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('others' as const), deed, where }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.integer({ min: 1, max: 3000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lag' as const), numbers: fc.nat(2) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('found' as const) }) },
);
const schedule = fc.record({
  seed: fc.nat(),
  cast: fc.constantFrom(...CASTS),
  past: fc.nat(30),
  isOpened: fc.boolean(),
  steps: fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }),
});
/** Random schedules of each kind; `RUNS=10000` for a thorough search. */
const RUNS = Number(process.env.RUNS ?? 300);

describe('under any schedule of faults, nothing is lost, doubled or out of order', () => {
  it('if the feed tells all, without another word', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async ({ steps, ...options }) => {
        const world = await createWorld({ ...options, weather: DRIZZLE });
        for (const one of steps) await world.step(one);
        await world.heal();
        await check(world);
      }),
      { numRuns: RUNS },
    );
  });

  it('if the feed loses, doubles and swaps what it tells, after the next connection', async () => {
    await fc.assert(
      fc.asyncProperty(schedule, async ({ steps, ...options }) => {
        const world = await createWorld({ ...options, weather: STORM });
        for (const one of steps) await world.step(one);
        await world.heal();
        await world.reconnect();
        await check(world);
      }),
      { numRuns: RUNS },
    );
  });
});

async function check(world: World): Promise<void> {
  expect(world.violations).toEqual([]);
  await checkReading(world);
  await checkWriting(world);
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
    expect(new Map([...state.conversations].sort())).toEqual(new Map([...conversations].sort()));
    for (const [id, timeline] of state.timelines) {
      expect(timeline).toMatchObject({ status: 'ready', upTo: server.head(id) });
      const first = entries(id)[0]?.seq ?? 1;
      expect(entries(id)).toEqual(server.snapshot(person, id).slice(first - 1));
    }
    for (const [id, { entries: stretch }] of state.excerpts) {
      const start = stretch[0]?.seq ?? 1;
      expect(stretch).toEqual(server.snapshot(person, id).slice(start - 1, start - 1 + stretch.length));
    }
    for (const [id, quoted] of state.quoted) {
      for (const [seq, entry] of quoted) expect(entry).toEqual(server.snapshot(person, id)[seq - 1]);
    }
    for (const [id, receipts] of state.receipts) {
      const expected = server
        .receipts(person, id)
        .map(({ userId, readSeq, deliveredSeq }) => [userId, { readSeq, deliveredSeq }]);
      expect([...receipts].sort()).toEqual(expected.sort());
    }
    expect(state.typing.size).toBe(0);
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
      const inOrder = here.map((one) => one.clientId).filter(straight);
      expect(numbered(id).filter((clientId) => inOrder.includes(clientId))).toEqual(inOrder);
    }
  }
}
