import { expect, test } from 'vitest';
import { safeReturnPath, signInPath } from './return-path';

test('a path of this site is returned to', () => {
  expect(safeReturnPath('/c/abc?x=1')).toBe('/c/abc?x=1');
});

test.each([
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  'javascript:alert(1)',
  '/.//evil.example',
  '/\t/evil.example',
  'http://[',
])('%j leads home', (wanted) => {
  expect(safeReturnPath(wanted)).toBe('/');
});

test('nothing, or several, lead home', () => {
  expect(safeReturnPath(undefined)).toBe('/');
  expect(safeReturnPath(['/a', '/b'])).toBe('/');
});

test('home needs no return path', () => {
  expect(signInPath('/')).toBe('/sign-in');
  expect(signInPath('/rooms')).toBe('/sign-in?callbackUrl=%2Frooms');
});
