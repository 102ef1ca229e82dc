import { describe, expect, test } from 'vitest';
import { type Figure, quantile, verdictOf } from './figure';

const figure = (values: Figure['values'], budget: Figure['budget']): Figure => ({
  what: 'a send',
  unit: 'ms',
  values,
  ...(budget && { budget }),
});

describe('a verdict', () => {
  test('is about the medians, not about the worst run', () => {
    const reference = { name: 'Socket.IO', values: [10, 10, 10] };
    const verdict = verdictOf(figure({ confab: [9, 9, 90] }, { to: reference, atMost: 1 }));
    expect(verdict).toEqual({ found: 0.9, spread: [0.9, 9], holds: true });
  });

  test('fails past what it may be at most, and below what it must be at least', () => {
    const reference = { name: 'ws', values: [100] };
    expect(verdictOf(figure({ confab: [89] }, { to: reference, atLeast: 0.9 }))?.holds).toBe(false);
    expect(verdictOf(figure({ confab: [91] }, { to: reference, atLeast: 0.9 }))?.holds).toBe(true);
    expect(verdictOf(figure({ confab: [101] }, { to: reference, atMost: 1 }))?.holds).toBe(false);
  });

  test('without anything to be held against is in the unit of the figure', () => {
    expect(verdictOf(figure({ confab: [3] }, { atMost: 2 }))).toEqual({ found: 3, spread: [3, 3], holds: false });
  });

  test('is none without a budget', () => {
    expect(verdictOf(figure({ confab: [3] }, undefined))).toBeNull();
  });
});

test('a quantile is one of the values, whatever their order', () => {
  const values = Array.from({ length: 100 }, (_, index) => 100 - index);
  expect([quantile(values, 0.5), quantile(values, 0.99), quantile(values, 1), quantile([7], 0.99)]).toEqual([
    50, 99, 100, 7,
  ]);
  expect(() => quantile([], 0.5)).toThrow('nothing was measured');
});
