import { expect, test } from 'vitest';
import { closedCodeAt, completableAt } from './completion';

const at = (text: string) => completableAt(text, text.length);

test('a name is completed from its mark on', () => {
  expect(at('hello @')).toEqual({ kind: 'mention', query: '', start: 6 });
  expect(at('hello @An')).toEqual({ kind: 'mention', query: 'an', start: 6 });
  expect(completableAt('@an rest', 3)).toEqual({ kind: 'mention', query: 'an', start: 0 });
});

test('an address is no mention, and a finished word is not completed', () => {
  expect(at('ana@exam')).toBeNull();
  expect(at('@ana ')).toBeNull();
});

test('an emoji is offered after two letters of its code', () => {
  expect(at(':s')).toBeNull();
  expect(at('so :sm')).toEqual({ kind: 'emoji', query: 'sm', start: 3 });
  expect(at('at 10:30')).toBeNull();
  expect(at('https://')).toBeNull();
});

test('a code ends with its colon', () => {
  expect(closedCodeAt('so :smile:', 10)).toEqual({ code: 'smile', start: 3 });
  expect(closedCodeAt(':+1:', 4)).toEqual({ code: '+1', start: 0 });
  expect(closedCodeAt('10:30:', 6)).toBeNull();
  expect(closedCodeAt('::', 2)).toBeNull();
});
