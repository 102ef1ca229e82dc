import { expect, test } from 'vitest';
import type { Event } from '~/contract/events';
import { noMeters } from '~/server/meters';
import { createFeedQueue } from './feed-queue';

function aQueue() {
  const overflows: true[] = [];
  const counted: Record<string, number> = {};
  const count = (what: string, by = 1) => {
    counted[what] = (counted[what] ?? 0) + by;
  };
  const meters = { ...noMeters, count };
  const queue = createFeedQueue(new AbortController().signal, () => overflows.push(true), meters);
  return { queue, overflows, counted };
}

const receipt = (userId: string, readSeq: number, deliveredSeq: number): Event => ({
  type: 'receipt',
  conversationId: 'c',
  userId,
  readSeq,
  deliveredSeq,
});
const typing = (userId: string, on = true): Event => ({ type: 'typing', conversationId: 'c', userId, typing: on });
const kept = (n: number): Event => ({ type: 'left', conversationId: `${n}` });
const fill = (queue: ReturnType<typeof aQueue>['queue'], count: number) => {
  for (let n = 0; n < count; n += 1) queue.put(kept(n));
};

test('of what is not kept only the newest of a subject waits, in its own place, and watermarks never fall', async () => {
  const { queue } = aQueue();
  const all = [typing('a'), receipt('a', 3, 9), typing('b'), kept(1), typing('a', false), receipt('a', 5, 7), kept(1)];
  for (const event of all) queue.put(event);
  expect(await queue.take()).toEqual([typing('b'), kept(1), typing('a', false), receipt('a', 5, 9), kept(1)]);
  expect(queue.hasShed()).toBe(false);
});

test('of what somebody is called only the newest waits', async () => {
  const { queue } = aQueue();
  const called = (id: string, name: string): Event => ({
    type: 'user',
    user: { id, username: id, name, avatarUrl: null },
  });
  for (const event of [called('a', 'Ann'), called('b', 'Bob'), called('a', 'Anna')]) queue.put(event);
  expect(await queue.take()).toEqual([called('b', 'Bob'), called('a', 'Anna')]);
});

test('a queue that is half full takes only what is kept, and says once that something was left out', async () => {
  const { queue, counted } = aQueue();
  queue.put(typing('a'));
  fill(queue, 1_000);
  for (const event of [typing('b'), typing('a', false)]) queue.put(event);
  const taken = await queue.take();
  expect(taken?.filter(({ type }) => type === 'typing')).toEqual([typing('a', false)]);
  expect([queue.hasShed(), queue.hasShed()]).toEqual([true, false]);
  expect(counted).toEqual({ feed_shed: 1 });
});

test('before a reader is sent away for being slow, what is not kept makes room', async () => {
  const { queue, overflows, counted } = aQueue();
  for (let n = 0; n < 500; n += 1) queue.put(typing(`${n}`));
  fill(queue, 2_000);
  expect(overflows).toEqual([]);
  fill(queue, 1);
  expect(overflows).toEqual([true]);
  expect(counted).toEqual({ feed_shed: 500, feed_overflows: 1 });
  expect(await queue.take()).toBeNull();
});

test('who waits for events is woken by the next one, and by the end', async () => {
  const { queue } = aQueue();
  const waiting = queue.take();
  queue.put(kept(1));
  expect(await waiting).toEqual([kept(1)]);
  const last = queue.take();
  queue.close();
  expect(await last).toBeNull();
});
