import { expect, test } from 'vitest';
import type { PendingFile, UploadProgress } from '~/sync/state';
import { fileSize } from './file-size';
import { playTime } from './play-time';
import { nameAt, problemOf } from './recording';
import { sentOf } from './sent-of';

test('sizes are said as people say them', () => {
  expect([0, 1, 900, 1536, 10 * 1024, 5.25 * 1024 ** 2, 50 * 1024 ** 2].map(fileSize)).toEqual([
    '0 bytes',
    '1 byte',
    '900 bytes',
    '1.5 kB',
    '10 kB',
    '5.3 MB',
    '50 MB',
  ]);
});

test('playing times are minutes and seconds, and hours where there are any', () => {
  expect([-5, 400, 7_000, 59_600, 750_000, 3_723_000].map(playTime)).toEqual([
    '0:00',
    '0:00',
    '0:07',
    '1:00',
    '12:30',
    '1:02:03',
  ]);
});

test('recordings are named by the moment they end', () => {
  expect(nameAt(new Date(2026, 4, 3, 7, 8, 9))).toBe('Voice message 2026-05-03 07.08.09');
});

test('a person reads why there is no recording', () => {
  const named = (name: string) => problemOf(new DOMException('', name));
  expect(named('NotAllowedError')).toMatch(/not allowed/);
  expect(named('NotFoundError')).toMatch(/No microphone/);
  expect(named('NotReadableError')).toMatch(/another program/);
  expect(problemOf('whatever')).toMatch(/Nothing can be recorded/);
});

function aFile(fileId: string, size: number, uploadId: string | null = null): PendingFile {
  return { fileId, filename: fileId, size, mimeType: 'image/png', kind: 'image', uploadId };
}

test('what is up counts in full, what goes up as far as it has come', () => {
  const files = [aFile('a', 100, 'f'.repeat(24)), aFile('b', 100), aFile('c', 100), aFile('d', 100)];
  const uploads = new Map<string, UploadProgress>([
    ['b', { sent: 40, status: 'sending' }],
    ['c', { sent: 0, status: 'done' }],
  ]);
  expect(sentOf(files, uploads)).toBe(240);
});
