import { expect, test } from 'vitest';
import { readRefusal, type SignInRefusal, writeRefusal } from './sign-in';

test.each<SignInRefusal>([
  { reason: 'wrong' },
  { reason: 'disabled' },
  { reason: 'limited', retryAfter: 837 },
  { reason: 'unavailable' },
])('$reason is read as it was written', (refusal) => {
  expect(readRefusal(writeRefusal(refusal))).toEqual(refusal);
});

test.each([
  '',
  'Callback',
  'RATE_LIMITED',
  'RATE_LIMITED-',
  'RATE_LIMITED--5',
  'RATE_LIMITED-1e9',
  'connect ECONNREFUSED',
])('%j is a server in trouble, and nothing of it is shown', (word) => {
  expect(readRefusal(word)).toEqual({ reason: 'unavailable' });
});
