import { expect, test } from 'vitest';
import { createHeads } from './heads';

function scene() {
  let now = 0;
  const heads = createHeads(() => now);
  return {
    heads,
    pass(milliseconds: number) {
      now += milliseconds;
    },
  };
}

test('where this process wrote last it begins, until somebody else is heard to have written there', () => {
  const { heads } = scene();
  expect(heads.of('a')).toBeNull();
  heads.is('a', 7, 20);
  heads.heard('a', 5);
  heads.heard('a', 7);
  expect(heads.of('a')).toBe(7);
  heads.heard('a', 9);
  expect(heads.of('a')).toBeNull();
  heads.is('a', 10, 20);
  expect(heads.of('a')).toBe(10);
  heads.forget('a');
  expect(heads.of('a')).toBeNull();
});

test('of a conversation that this process does not write in nothing is kept', () => {
  const { heads } = scene();
  heads.heard('a', 9);
  heads.rival('a');
  expect(heads.of('a')).toBeNull();
  expect(heads.turnOfOthers('a')).toBe(0);
});

test('others get a turn as long as an insert takes, while they write too', () => {
  const { heads, pass } = scene();
  heads.is('a', 7, 20);
  heads.heard('a', 7);
  expect(heads.turnOfOthers('a')).toBe(0);
  heads.heard('a', 8);
  expect(heads.turnOfOthers('a')).toBe(20);
  heads.is('a', 9, 30);
  expect(heads.turnOfOthers('a')).toBe(30);
  pass(501);
  expect(heads.turnOfOthers('a')).toBe(0);
  heads.rival('a');
  expect(heads.turnOfOthers('a')).toBe(30);
});

test('a slow database does not make the turn of others long', () => {
  const { heads } = scene();
  heads.is('a', 7, 5_000);
  heads.rival('a');
  expect(heads.turnOfOthers('a')).toBe(100);
});
