import { expect, test } from 'vitest';
import { waveBars } from './wave-bars';

const barsIn = (path: string) =>
  [...path.matchAll(/M([\d.]+) ([\d.]+)v([\d.]+)/g)].map(([, x, y, length]) => ({
    x: Number(x),
    top: Number(y),
    bottom: Number(y) + Number(length),
  }));

test('every number has a bar, from the beginning to the end', () => {
  const { viewBox, path } = waveBars([0, 50, 100, 50]);
  expect(viewBox).toBe('0 0 16 32');
  expect(barsIn(path).map(({ x }) => x)).toEqual([2, 6, 10, 14]);
});

test('louder is longer, around the middle and within the picture', () => {
  const { path, stroke } = waveBars([0, 30, 60, 100]);
  const bars = barsIn(path);
  const lengths = bars.map(({ top, bottom }) => bottom - top);
  expect(lengths).toEqual([...lengths].sort((a, b) => a - b));
  for (const { top, bottom } of bars) {
    expect(top - stroke / 2).toBeGreaterThanOrEqual(0);
    expect(bottom + stroke / 2).toBeLessThanOrEqual(32);
    expect((top + bottom) / 2).toBeCloseTo(16, 1);
  }
});

test('silence is a line of dots', () => {
  expect(barsIn(waveBars([0, 0]).path)).toHaveLength(2);
});

test('numbers that cannot be do not leave the picture', () => {
  const [low, high] = barsIn(waveBars([-20, 900]).path);
  expect(low!.bottom - low!.top).toBeLessThan(1);
  expect(high!.top).toBeGreaterThanOrEqual(0);
});
