import { expect, test } from 'vitest';
import { centreSquare, fitWithin } from './frame';

test('a large picture is made to fit in its own shape, a small one stays', () => {
  expect(fitWithin({ width: 4000, height: 3000 }, 640)).toEqual({ width: 640, height: 480 });
  expect(fitWithin({ width: 3000, height: 4000 }, 640)).toEqual({ width: 480, height: 640 });
  expect(fitWithin({ width: 20, height: 10 }, 640)).toEqual({ width: 20, height: 10 });
});

test('a very long picture keeps at least a pixel of its short side', () => {
  expect(fitWithin({ width: 10_000, height: 3 }, 24)).toEqual({ width: 24, height: 1 });
});

test('a square is cut from the middle', () => {
  expect(centreSquare({ width: 400, height: 300 })).toEqual({ x: 50, y: 0, side: 300 });
  expect(centreSquare({ width: 300, height: 401 })).toEqual({ x: 0, y: 50, side: 300 });
});
