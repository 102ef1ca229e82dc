import { expect, test } from 'vitest';
import { isEmojiOnly } from './emoji-only';

test('one to three emojis are shown large, with or without spaces', () => {
  for (const text of ['👍', ' 👍🏽 ', '👨‍👩‍👧‍👦❤️🇩🇪', '👍\n👍', '1️⃣']) expect(isEmojiOnly(text), text).toBe(true);
});

test('everything else is text', () => {
  for (const text of ['', ' ', '👍👍👍👍', '👍 yes', 'ok', '1', '#', '❤', `${'👍'.repeat(5_000)}`]) {
    expect(isEmojiOnly(text), text.slice(0, 10)).toBe(false);
  }
});
