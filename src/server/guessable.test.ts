import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { isGuessable } from './guessable';

test.each([
  'changeme-changeme-changeme-changeme',
  'please-CHANGE-ME-before-production!!',
  'a-very-long-secret-for-development-only',
  'MyLongSuperPassword2024ForProduction',
  'https://chat.example.org/production/key',
  'your-key-goes-right-here-32-characters',
  'default-value-of-a-compose-file-xyz12',
  '00000000000000000000000000000000',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab',
  'abcabcabcabcabcabcabcabcabcabcabcabc',
  '0123456789abcdef0123456789abcdef',
  '12345678901234567890123456789012',
  'x7Kp2mQ9x7Kp2mQ9x7Kp2mQ9x7Kp2mQ9',
  'Zq8!Zq8!Zq8!Zq8!Zq8!Zq8!Zq8!Zq8!Zq8!Zq',
])('%j can be guessed', (secret) => {
  expect(isGuessable(secret)).toBe(true);
});

test.each(['base64', 'base64url', 'hex'] as const)('what is made at random, as %s, cannot', (encoding) => {
  // As if at random, and the same each time: one in millions that are does spell a word.
  for (let count = 0; count < 2_000; count += 1) {
    const bytes = createHash('sha256').update(`${count}`).digest();
    expect(isGuessable(bytes.toString(encoding))).toBe(false);
    expect(isGuessable(bytes.subarray(0, 24).toString(encoding))).toBe(false);
  }
});

test('words that belong together for nobody cannot', () => {
  expect(isGuessable('velvet otter plays seven copper bells')).toBe(false);
});
