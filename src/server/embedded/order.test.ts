import { Binary, ObjectId } from 'bson';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compare, keyText } from './order';

const scalar = fc.oneof(
  fc.constantFrom(null, true, false, Number.NaN, Number.POSITIVE_INFINITY, 0, -0, new Date(1), new Date(2), /a/, /b/i),
  fc.integer({ min: -3, max: 3 }),
  fc.double(),
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.constantFrom(new ObjectId('0'.repeat(24)), new ObjectId('f'.repeat(24))),
  fc.uint8Array({ maxLength: 2 }).map((bytes) => new Binary(bytes)),
);
const value = fc.oneof(
  scalar,
  fc.array(scalar, { maxLength: 3 }),
  fc.dictionary(fc.constantFrom('a', 'b'), scalar, { noNullPrototype: true }),
);

describe("MongoDB's order of values", () => {
  it('goes by type first, then by value', () => {
    const ordered = [
      null,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      -1,
      1.5,
      2,
      '',
      'A',
      'a',
      'ab',
      '\uffff', // below any supplementary character in UTF-8, above it in UTF-16
      '\u{10000}',
      {},
      { a: 1 },
      { b: 0 },
      { a: 'x' }, // types of values come before names
      [],
      [1],
      [1, 2],
      [2],
      new Binary(Buffer.from('b')),
      new Binary(Buffer.from('aa')), // shorter ones first
      new ObjectId('0'.repeat(24)),
      new ObjectId('f'.repeat(24)),
      false,
      true,
      new Date(1),
      new Date(2),
      /a/,
      /b/,
    ];
    for (let i = 0; i < ordered.length; i++)
      for (let j = 0; j < ordered.length; j++)
        expect(Math.sign(compare(ordered[i], ordered[j])), `${i} and ${j}`).toBe(Math.sign(i - j));
  });

  it('is a total order, and equal values have equal texts', () => {
    void fc.assert(
      fc.property(value, value, value, (a, b, c) => {
        expect(Math.sign(compare(a, b))).toBe(-Math.sign(compare(b, a)) + 0);
        if (compare(a, b) <= 0 && compare(b, c) <= 0) expect(compare(a, c)).toBeLessThanOrEqual(0);
        expect(compare(a, b) === 0).toBe(keyText(a) === keyText(b));
      }),
      { numRuns: 2_000 },
    );
  });

  it('tells bytes apart that are no text', () => {
    const [a, b] = [new Binary(Buffer.of(0x80)), new Binary(Buffer.of(0x81))];
    expect([compare(a, b) === 0, keyText(a) === keyText(b)]).toEqual([false, false]);
  });

  it('sorts strings by their UTF-8 bytes', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 4 });
    void fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(compare(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
      }),
    );
  });
});
