import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ATTACHMENTS_MAX, BATCH_MAX, GROUP_MEMBERS_MAX, POSTER_MAX, TEXT_MAX } from '~/contract/limits';
import { isTangled } from './tangled';

const bytesOf = (json: string) => new TextEncoder().encode(json);

const batchOf = (size: number, call: unknown) => JSON.stringify(Object.fromEntries(Array(size).fill(call).entries()));

describe('the longest batch is no tangle:', () => {
  test.each([
    ['of messages that are all quotes', batchOf(BATCH_MAX, { text: '"\\'.repeat(TEXT_MAX / 2), clientId: 'aaaaaaaa' })],
    ['of groups', batchOf(BATCH_MAX, { name: 'x', memberIds: Array(GROUP_MEMBERS_MAX - 1).fill('a'.repeat(24)) })],
    ['of films', batchOf(ATTACHMENTS_MAX, { filename: '[{'.repeat(100), poster: 'A'.repeat(POSTER_MAX) })],
  ])('%s', (_what, json) => {
    expect(isTangled(bytesOf(json))).toBe(false);
  });
});

test.each([
  ['deep', '['.repeat(11)],
  ['deep in a field', `{"a":"\\"]]]]]","b":${'{"a":'.repeat(10)}`],
  ['wide', '[0,0,'.padEnd(70_000, '0,')],
  ['of many fields', `{${'"a":0,'.repeat(16_000)}`],
  ['of many lists', '[],'.repeat(30_000)],
])('a tangle is what is %s', (_what, json) => {
  expect(isTangled(bytesOf(json))).toBe(true);
});

test('what stands in a text is no nesting, whatever it holds', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: fc.constantFrom('"', '\\', '[', '{', ',') }),
      (a, b) => {
        const text = `${a}${b.repeat(20)}`;
        expect(isTangled(bytesOf(JSON.stringify({ text, more: [text] })))).toBe(false);
      },
    ),
  );
});
