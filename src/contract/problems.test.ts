import { expect, test } from 'vitest';
import { register } from './account';
import { createRoom } from './conversation';
import { problemOf } from './problems';

const issuesOf = (result: { error?: { issues: readonly { message: string }[] } | undefined }) =>
  (result.error?.issues ?? []).map(({ message }) => problemOf(message));

test('what people can get wrong in a form has a name each', () => {
  const account = { username: 'ana', email: 'ana@example.org', name: 'Ana', password: 'long enough' };
  const wrong = (part: object) => issuesOf(register.safeParse({ ...account, ...part }));
  expect(wrong({})).toEqual([]);
  expect(wrong({ username: 'a b' })).toEqual(['username']);
  expect(wrong({ email: 'ana' })).toEqual(['email']);
  expect(wrong({ name: ' ' })).toEqual(['empty']);
  expect(wrong({ name: 'x'.repeat(81) })).toEqual(['nameLong']);
  expect(wrong({ password: 'short' })).toEqual(['passwordShort']);
  expect(wrong({ password: 'x'.repeat(201) })).toEqual(['passwordLong']);
  expect(issuesOf(createRoom.safeParse({ name: 'Mumbai', slug: '#' }))).toEqual(['slug']);
});

test('any other words are of no field that people fill in', () => {
  expect(problemOf('Invalid input: expected string')).toBe('other');
});
