import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { nodeFiles } from './node-files';

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'node-files-'));
});
afterEach(() => rm(directory, { recursive: true }));

it('keeps bytes through a restart, under any key', async () => {
  const keys = ['ann:kf12-abc', '../escape', 'ü.bytes', '.'];
  for (const key of keys) await nodeFiles(directory).set(key, new Blob([key, '\0ÿ']));
  const restarted = nodeFiles(directory);
  for (const key of keys) expect(await (await restarted.get(key))?.text()).toBe(`${key}\0ÿ`);
  expect((await restarted.keys()).sort()).toEqual([...keys].sort());
  expect(await restarted.get('unknown')).toBeNull();
  expect(await readdir(directory)).toHaveLength(keys.length);
});

it('does what it was asked in that order', async () => {
  const files = nodeFiles(directory);
  void files.set('a', new Blob(['1']));
  void files.delete('a');
  void files.set('b', new Blob(['2']));
  void files.set('b', new Blob(['three']));
  expect(await files.keys()).toEqual(['b']);
  expect(await (await files.get('b'))?.text()).toBe('three');
});

it('hands out what can be read again after it was deleted and set anew', async () => {
  const files = nodeFiles(directory);
  await files.set('a', new Blob(['1']));
  await files.delete('a');
  expect(await files.get('a')).toBeNull();
  await files.set('a', new Blob(['2']));
  expect(await (await files.get('a'))?.text()).toBe('2');
});
