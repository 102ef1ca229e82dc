import { expect, test } from 'vitest';
import type { PendingFile, UploadProgress } from '~/sync/state';
import { nameAt, problemOf } from './recording';
import { sentOf } from './sent-of';

test('recordings are named by the moment they end', () => {
  expect(nameAt(new Date(2026, 4, 3, 7, 8, 9), 'Voice message')).toBe('Voice message 2026-05-03 07.08.09');
});

test('why there is no recording is one of a few reasons', () => {
  const named = (name: string) => problemOf(new DOMException('', name));
  expect(named('NotAllowedError')).toBe('denied');
  expect(named('NotFoundError')).toBe('missing');
  expect(named('NotReadableError')).toBe('busy');
  expect(problemOf('whatever')).toBe('other');
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
