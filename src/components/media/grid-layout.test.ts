import fc from 'fast-check';
import { expect, test } from 'vitest';
import { boxOf, gridOf } from './grid-layout';

const WIDE = { width: 1600, height: 900 };
const TALL = { width: 900, height: 1600 };
const SQUARE = { width: 800, height: 800 };

const shape = fc.record({ width: fc.integer({ min: 1, max: 65_535 }), height: fc.integer({ min: 1, max: 65_535 }) });
const anyShape = fc.oneof(shape, fc.constant({}));

test('a single picture keeps its shape and fits', () => {
  expect(boxOf(WIDE)).toEqual({ width: 336, ratio: 16 / 9 });
  expect(boxOf(TALL)).toEqual({ width: 198, ratio: 9 / 16 });
});

test('a small picture is not enlarged, beyond what a finger finds', () => {
  expect(boxOf({ width: 200, height: 150 }).width).toBe(200);
  expect(boxOf({ width: 16, height: 16 })).toEqual({ width: 96, ratio: 1 });
});

test('a film of unknown size is as wide as films are', () => {
  expect(boxOf({})).toEqual({ width: 336, ratio: 16 / 9 });
});

test('whatever its shape, a box is neither a line nor a tower', () => {
  fc.assert(
    fc.property(anyShape, (one) => {
      const { width, ratio } = boxOf(one);
      const height = width / ratio;
      expect(width).toBeGreaterThanOrEqual(96);
      expect(width).toBeLessThanOrEqual(336);
      expect(height).toBeGreaterThanOrEqual(95);
      expect(height).toBeLessThan(352.1);
    }),
    { examples: [[{ width: 845, height: 2295 }]] },
  );
});

test('two wide pictures stand one above the other, others side by side', () => {
  expect(gridOf([WIDE, WIDE])).toMatchObject({ columns: 1, rows: 2 });
  expect(gridOf([TALL, TALL])).toMatchObject({ columns: 2, rows: 1 });
  expect(gridOf([WIDE, TALL])).toMatchObject({ columns: 2, rows: 1 });
});

test('of three the first is the largest', () => {
  expect(gridOf([WIDE, SQUARE, SQUARE]).cells[0]).toBe('1 / 1 / 2 / 3');
  expect(gridOf([TALL, SQUARE, SQUARE]).cells[0]).toBe('1 / 1 / 3 / 2');
});

test('of more than four the last one shown says how many are behind it', () => {
  expect(gridOf([SQUARE, SQUARE, SQUARE, SQUARE])).toMatchObject({ more: 0 });
  const ten = gridOf(Array.from({ length: 10 }, () => SQUARE));
  expect(ten.cells).toHaveLength(4);
  expect(ten.more).toBe(6);
});

test('whatever is in it, a grid is covered once and wholly', () => {
  fc.assert(
    fc.property(fc.array(anyShape, { minLength: 1, maxLength: 10 }), (shapes) => {
      const { columns, rows, cells, more } = gridOf(shapes);
      const covered = cells.flatMap(placesOf).sort();
      const all = Array.from(
        { length: columns * rows },
        (_, at) => `${(at % columns) + 1} ${Math.floor(at / columns) + 1}`,
      );
      expect(covered).toEqual(all.sort());
      expect(cells.length + more).toBe(shapes.length);
    }),
  );
});

function placesOf(area: string): string[] {
  const [row = 1, column = 1, rowEnd = row + 1, columnEnd = column + 1] = area.split(' / ').map(Number);
  const places: string[] = [];
  for (let y = row; y < rowEnd; y++) for (let x = column; x < columnEnd; x++) places.push(`${x} ${y}`);
  return places;
}
