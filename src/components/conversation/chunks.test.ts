import { expect, test } from 'vitest';
import { CHUNK, chunkOf, chunksBetween, clampRange, heightBetween, settleRange } from './chunks';

const HEIGHTS = new Map([
  [3, 100],
  [4, 200],
  [5, 300],
]);
const ALL = { first: 3, last: 5 };

test('a chunk keeps its number when older entries come before it', () => {
  expect(chunkOf(CHUNK)).toBe(1);
  expect(chunkOf(2 * CHUNK - 1)).toBe(1);
});

test('the chunks between two heights are those that touch the stretch', () => {
  expect(chunksBetween(HEIGHTS, ALL, 0, 50)).toEqual({ first: 3, last: 3 });
  expect(chunksBetween(HEIGHTS, ALL, 150, 350)).toEqual({ first: 4, last: 5 });
  expect(chunksBetween(HEIGHTS, ALL, -500, 5000)).toEqual(ALL);
});

test('beyond either end there is still one chunk', () => {
  expect(chunksBetween(HEIGHTS, ALL, 9000, 9500)).toEqual({ first: 5, last: 5 });
  expect(chunksBetween(HEIGHTS, ALL, -900, -500)).toEqual({ first: 3, last: 3 });
});

test('what was never seen is guessed, what was seen is measured', () => {
  expect(heightBetween(HEIGHTS, 3, 5)).toBe(300);
  expect(heightBetween(HEIGHTS, 5, 7)).toBeGreaterThan(300);
});

test('a range that covers what is wanted stays until it is much too large', () => {
  const wanted = { first: 10, last: 12 };
  expect(settleRange({ first: 9, last: 13 }, wanted)).toEqual({ first: 9, last: 13 });
  expect(settleRange({ first: 7, last: 13 }, wanted)).toEqual(wanted);
  expect(settleRange({ first: 11, last: 13 }, wanted)).toEqual(wanted);
});

test('a range follows when the list is replaced by a later stretch', () => {
  expect(clampRange({ first: 1, last: 2 }, { first: 8, last: 9 })).toEqual({ first: 8, last: 8 });
});
