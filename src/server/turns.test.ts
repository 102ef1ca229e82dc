import { expect, test } from 'vitest';
import { createTurns } from './turns';

test('so many run at once, the others in the order they came, and one that fails gives its place away', async () => {
  const turn = createTurns(2);
  const ends: (() => void)[] = [];
  const started: number[] = [];
  const works = [0, 1, 2, 3].map((index) =>
    turn(async () => {
      started.push(index);
      await new Promise<void>((resolve) => ends.push(resolve));
      if (index === 0) throw new Error('failed');
    }).catch((error: Error) => error.message),
  );
  await new Promise(setImmediate);
  expect(started).toEqual([0, 1]);
  ends[0]?.();
  await new Promise(setImmediate);
  expect(started).toEqual([0, 1, 2]);
  ends[1]?.();
  ends[2]?.();
  await new Promise(setImmediate);
  ends[3]?.();
  expect(await Promise.all(works)).toEqual(['failed', undefined, undefined, undefined]);
});
