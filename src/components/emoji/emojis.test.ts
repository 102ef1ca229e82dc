import { beforeAll, expect, test } from 'vitest';
import { emoji as oneEmoji } from '~/contract/primitives';
import { CATEGORIES, type EmojiBook, findEmojis, loadEmojis } from './emojis';

let book: EmojiBook;
beforeAll(async () => {
  book = await loadEmojis('en');
});

test('the server accepts every emoji that can be picked', () => {
  expect(book.all.filter(({ emoji }) => !oneEmoji.safeParse(emoji).success)).toEqual([]);
  expect(book.all.length).toBeGreaterThan(1_800);
});

test('every category has some, and codes name them', () => {
  expect(new Set(book.all.map(({ category }) => category))).toEqual(new Set(CATEGORIES));
  expect(book.byCode.get('smile')).toBe('😄');
  expect(book.byCode.get('+1')).toBe('👍');
  expect(book.byCode.get('heart')).toBe('❤️');
});

test('what is looked for by its code comes first', () => {
  expect(findEmojis(book, 'smile', 5)[0]?.emoji).toBe('😄');
  expect(findEmojis(book, 'thumbs up', 5)[0]?.emoji).toBe('👍');
  expect(findEmojis(book, 'germany', 5).map(({ emoji }) => emoji)).toEqual(['🇩🇪']);
  expect(findEmojis(book, 'zzzz', 5)).toEqual([]);
  expect(findEmojis(book, '  ', 5)).toEqual([]);
});
