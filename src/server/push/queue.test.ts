import { expect, test } from 'vitest';
import type { Delivery } from './courier';
import { createPushQueue } from './queue';

const AGAIN: Delivery = { outcome: 'again', afterMs: 0 };

/** A queue whose time passes when the test says so. */
function aQueue() {
  const timers: { at: number; callback: () => void }[] = [];
  const queue = createPushQueue({
    after(at, callback) {
      const timer = { at, callback };
      timers.push(timer);
      return () => timers.splice(timers.indexOf(timer), 1);
    },
    random: () => 1,
  });
  /** Lets what is under way come to rest, and answers with the times that are waited for. */
  const settle = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
    return timers.map(({ at }) => at);
  };
  const fire = async () => {
    for (const { callback } of timers.splice(0)) callback();
    return settle();
  };
  return { queue, settle, fire };
}

/** A job that is answered with these, one after the other. */
function aJob(answers: Delivery[], isWanted = () => true) {
  const ends: string[] = [];
  let attempts = 0;
  return {
    ends,
    attempts: () => attempts,
    attempt: async () => {
      attempts += 1;
      return answers.shift() ?? ({ outcome: 'delivered' } as const);
    },
    isStillWanted: async () => isWanted(),
    onEnd: async (outcome: string) => void ends.push(outcome),
  };
}

test('what fails for the moment is tried again, later each time, and then given up', async () => {
  const { queue, settle, fire } = aQueue();
  const job = aJob([AGAIN, AGAIN, AGAIN, AGAIN]);
  queue.add(job);
  expect(await settle()).toEqual([2_000]);
  expect(await fire()).toEqual([8_000]);
  expect(await fire()).toEqual([32_000]);
  expect(await fire()).toEqual([]);
  expect([job.attempts(), job.ends]).toEqual([4, ['given up']]);
});

test('a push service says how long to wait', async () => {
  const { queue, settle, fire } = aQueue();
  const job = aJob([{ outcome: 'again', afterMs: 60_000 }]);
  queue.add(job);
  expect(await settle()).toEqual([60_000]);
  await fire();
  expect(job.ends).toEqual(['delivered']);
});

test('what was read meanwhile is not tried again', async () => {
  const { queue, settle, fire } = aQueue();
  const job = aJob([AGAIN], () => false);
  queue.add(job);
  await settle();
  await fire();
  expect([job.attempts(), job.ends]).toEqual([1, []]);
});

test('so many are under way at once, and the others follow', async () => {
  const { queue, settle } = aQueue();
  const open: (() => void)[] = [];
  const slow = () => ({
    ...aJob([]),
    attempt: () => new Promise<Delivery>((resolve) => open.push(() => resolve({ outcome: 'delivered' }))),
  });
  for (let each = 0; each < 20; each += 1) queue.add(slow());
  await settle();
  expect(open).toHaveLength(8);
  open.shift()?.();
  await settle();
  expect(open).toHaveLength(8);
});

test('nothing begins after it was closed, and no timer is left', async () => {
  const { queue, settle } = aQueue();
  queue.add(aJob([AGAIN]));
  expect(await settle()).toHaveLength(1);
  await queue.close();
  expect(await settle()).toEqual([]);
  expect(queue.add(aJob([]))).toBe(false);
});
