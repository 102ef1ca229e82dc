import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deed } from './testing/history';
import { DRIZZLE, STORM } from './testing/scripted-transport';
import { createWorld, type Step, TAB_STEPS, type World } from './testing/world';

const tab = fc.nat(1);
const where = fc.nat(20);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('write' as const), tab, where }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('open' as const), tab, where }) },
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
  tabs: fc.integer({ min: 1, max: 2 }),
  steps: fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }),
});
/** Random schedules of each kind; `RUNS=10000` for a thorough search. */
const RUNS = Number(process.env.RUNS ?? 500);

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

/** Every tab shows what a device shows that never saw any of it. */
async function checkReading({ tabs, server, fresh }: World): Promise<void> {
  const other = await fresh();
  const { conversations } = other.engine.getState();
  other.engine.stop();
  for (const { engine, entries } of tabs) {
    const state = engine.getState();
    expect(state.connection.phase).toBe('live');
    expect(new Map([...state.conversations].sort())).toEqual(new Map([...conversations].sort()));
    for (const [id, timeline] of state.timelines) {
      expect(timeline).toMatchObject({ status: 'ready', upTo: server.head(id) });
      const first = entries(id)[0]?.seq ?? 1;
      expect(entries(id)).toEqual(server.snapshot('ann', id).slice(first - 1));
    }
    for (const [id, { entries: stretch }] of state.excerpts) {
      const start = stretch[0]?.seq ?? 1;
      expect(stretch).toEqual(server.snapshot('ann', id).slice(start - 1, start - 1 + stretch.length));
    }
    for (const [id, quoted] of state.quoted) {
      for (const [seq, entry] of quoted) expect(entry).toEqual(server.snapshot('ann', id)[seq - 1]);
    }
    for (const [id, receipts] of state.receipts) {
      const expected = server
        .receipts('ann', id)
        .map(({ userId, readSeq, deliveredSeq }) => [userId, { readSeq, deliveredSeq }]);
      expect([...receipts].sort()).toEqual(expected.sort());
    }
    expect(state.typing.size).toBe(0);
  }
}

/** Each message is in the list once, in the order it was written, and nothing waits any more. */
async function checkWriting({ tabs, written, acted, numbered, server, storage }: World): Promise<void> {
  for (const { engine } of tabs) expect(engine.getState().outbox).toEqual([]);
  expect(await storage.entries('ann:outbox:')).toEqual([]);
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
