import { describe, expect, test } from 'vitest';
import { excerptOf } from './excerpt-of';

const textOf = (text: string, query: string) =>
  excerptOf(text, query)
    .map((piece) => (piece.found ? `[${piece.text}]` : piece.text))
    .join('');

describe('an excerpt of a message', () => {
  test('marks the words that were looked for, however they are written', () => {
    expect(textOf('Shall we go to Mumbai?', 'mum go')).toBe('Shall we [go] to [Mum]bai?');
  });

  test('is one line', () => {
    expect(textOf('one\n\n  two', 'two')).toBe('one [two]');
  });

  test('of a long text begins shortly before the first word found', () => {
    const text = `${'word '.repeat(100)}needle ${'after '.repeat(100)}`;
    expect(textOf(text, 'needle')).toMatch(/^… (word ){1,8}\[needle\] (after )+.* …$/);
  });

  test('finds characters inside a run of a script without spaces', () => {
    expect(textOf('我们在北京见面', '北京')).toBe('我们在[北京]见面');
  });

  test('without anything to mark is the beginning', () => {
    expect(textOf('nothing here', '???')).toBe('nothing here');
    expect(textOf('', 'x')).toBe('');
  });

  test('takes metacharacters as what they are', () => {
    expect(textOf('a.*b', '.* ( [ \\')).toBe('a.*b');
  });
});
