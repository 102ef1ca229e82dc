import { expect, test } from 'vitest';
import type { AttachedKind } from '~/contract/preview';
import { sayIn } from '~/i18n/testing';
import { attachedWords, wordsOf } from './attached-words';

const t = sayIn('attached');
const KINDS: readonly AttachedKind[] = ['image', 'video', 'voice', 'audio', 'file'];

test('one file is called what it is, several are counted', () => {
  expect(KINDS.map((kind) => attachedWords(t, { kind, count: 1 }))).toEqual([
    'Photo',
    'Video',
    'Voice message',
    'Audio',
    'File',
  ]);
  expect(KINDS.map((kind) => attachedWords(t, { kind, count: 3 }))).toEqual([
    '3 photos',
    '3 videos',
    '3 voice messages',
    '3 audio files',
    '3 files',
  ]);
});

test('what was written comes before what is attached', () => {
  const photo = {
    id: '1',
    kind: 'image',
    filename: 'a.png',
    size: 1,
    mimeType: 'image/png',
    url: '',
    expiresAt: '',
  } as const;
  expect(wordsOf(t, { text: 'look', attachments: [photo] })).toBe('look');
  expect(wordsOf(t, { text: ' ', attachments: [photo] })).toBe('Photo');
  expect(wordsOf(t, { text: 'hello', attachments: [] })).toBe('hello');
});
