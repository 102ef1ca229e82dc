import { expect, test } from 'vitest';
import { slug } from '~/contract/primitives';
import { suggestSlug } from './suggest-slug';

test.each([
  ['Café Mumbai', 'cafe-mumbai'],
  ['  Hello,   World!  ', 'hello-world'],
  [`${'A'.repeat(47)} b`, 'a'.repeat(47)],
])('%j suggests %j', (name, suggested) => {
  expect(suggestSlug(name)).toBe(suggested);
  expect(slug.safeParse(suggested).success).toBe(true);
});

test('a name in another script suggests nothing', () => {
  expect(suggestSlug('मुंबई')).toBe('');
});
