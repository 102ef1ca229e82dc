import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeStorage } from './node-storage';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'node-storage-'));
});
afterEach(() => rm(directory, { recursive: true }));

it('keeps values through a restart, under any key', async () => {
  const keys = ['ann:outbox:1', '../escape', 'ann:drafts/ü.json', '.'];
  for (const key of keys) await nodeStorage(directory).set(key, { key });
  const restarted = nodeStorage(directory);
  for (const key of keys) expect(await restarted.get(key)).toEqual({ key });
  expect(await restarted.get('unknown')).toBeUndefined();
  expect(await readdir(directory)).toHaveLength(keys.length);
});

it('finds keys by how they begin', async () => {
  const storage = nodeStorage(directory);
  for (const key of ['a:1', 'a:2', 'b:1']) await storage.set(key, key);
  expect([...(await storage.entries('a:'))].sort()).toEqual([
    ['a:1', 'a:1'],
    ['a:2', 'a:2'],
  ]);
});

it('does what it was asked in that order', async () => {
  const storage = nodeStorage(directory);
  void storage.set('a', 1);
  void storage.delete('a');
  void storage.set('a', 2);
  void storage.set('b', 1);
  expect(await storage.get('a')).toBe(2);
  await storage.clear();
  expect(await storage.entries('')).toEqual([]);
});

it('takes a file that is no JSON for nothing', async () => {
  await writeFile(join(directory, 'a.json'), '{"half');
  expect(await nodeStorage(directory).entries('')).toEqual([['a', undefined]]);
});
