import { expect, test } from 'vitest';
import type { Event } from '~/contract/events';
import { noMeters } from '~/server/meters';
import { FeedQueue } from './feed-queue';

function aQueue() {
  const counted: Record<string, number> = {};
  const count = (what: string, by = 1) => {
    counted[what] = (counted[what] ?? 0) + by;
  };
  const meters = { ...noMeters, count };
  return { queue: new FeedQueue(meters), counted };
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
/** Whether there was room for the last. */
const fill = (queue: FeedQueue, count: number): boolean => {
  let hasRoom = true;
  for (let n = 0; n < count; n += 1) hasRoom = queue.put(kept(n));
  return hasRoom;
};

test('of what is not kept only the newest of a subject waits, in its own place, and watermarks never fall', () => {
  const { queue } = aQueue();
  const all = [typing('a'), receipt('a', 3, 9), typing('b'), kept(1), typing('a', false), receipt('a', 5, 7), kept(1)];
  for (const event of all) queue.put(event);
  expect(queue.take()).toEqual([typing('b'), kept(1), typing('a', false), receipt('a', 5, 9), kept(1)]);
  expect(queue.hasShed()).toBe(false);
});

test('of what somebody is called only the newest waits', () => {
  const { queue } = aQueue();
  const called = (id: string, name: string): Event => ({
    type: 'user',
    user: { id, username: id, name, avatarUrl: null },
  });
  for (const event of [called('a', 'Ann'), called('b', 'Bob'), called('a', 'Anna')]) queue.put(event);
  expect(queue.take()).toEqual([called('b', 'Bob'), called('a', 'Anna')]);
});

test('a queue that is half full takes only what is kept, and says once that something was left out', () => {
  const { queue, counted } = aQueue();
  queue.put(typing('a'));
  fill(queue, 1_000);
  for (const event of [typing('b'), typing('a', false)]) queue.put(event);
  const taken = queue.take();
  expect(taken.filter(({ type }) => type === 'typing')).toEqual([typing('a', false)]);
  expect([queue.hasShed(), queue.hasShed()]).toEqual([true, false]);
  expect(counted).toEqual({ feed_shed: 1 });
});

test('before a reader is sent away for being slow, what is not kept makes room', () => {
  const { queue, counted } = aQueue();
  for (let n = 0; n < 500; n += 1) queue.put(typing(`${n}`));
  expect(fill(queue, 2_000)).toBe(true);
  expect(fill(queue, 1)).toBe(false);
  expect(counted).toEqual({ feed_shed: 500, feed_overflows: 1 });
});

test('what was taken waits no longer', () => {
  const { queue } = aQueue();
  queue.put(kept(1));
  expect(queue.take()).toEqual([kept(1)]);
  expect([queue.isEmpty, queue.take()]).toEqual([true, []]);
});
