import { expect, test } from 'vitest';
import { sayIn } from '~/i18n/testing';
import { typingLineWords } from './typing-line';

const PLACE = 'c'.repeat(24);
const [ANA, BEN, CLEO] = ['a'.repeat(24), 'b'.repeat(24), 'd'.repeat(24)];

function words(...writing: string[]) {
  const users = new Map([
    [ANA, { id: ANA, username: 'ana', name: 'Ana', avatarUrl: null }],
    [BEN, { id: BEN, username: 'ben', name: 'Ben', avatarUrl: null }],
  ]);
  return typingLineWords({ typing: new Map([[PLACE, writing]]), users }, PLACE, {
    t: sayIn('typing'),
    somebody: 'Somebody',
  });
}

test('one and two people are named, more are several', () => {
  expect(words()).toBe('');
  expect(words(ANA)).toBe('Ana is typing…');
  expect(words(ANA, BEN)).toBe('Ana and Ben are typing…');
  expect(words(ANA, BEN, CLEO)).toBe('Several people are typing…');
});

test('somebody who is not known yet is somebody', () => {
  expect(words(CLEO)).toBe('Somebody is typing…');
});
