import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { scratchIn, sweepScratch } from './scratch';

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'confab-scratch-'));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

test('a folder for work is gone with the work, whatever became of it', async () => {
  const scratch = scratchIn(join(parent, 'work'));
  await scratch((folder) => writeFile(join(folder, 'a'), 'x'));
  await expect(
    scratch(async (folder) => {
      await writeFile(join(folder, 'a'), 'x');
      throw new Error('failed');
    }),
  ).rejects.toThrow('failed');
  expect(await readdir(join(parent, 'work'))).toEqual([]);
});

test('what a process that died has left goes after a day; where somebody works, nothing does', async () => {
  await scratchIn(parent)(async (folder) => {
    const left = await mkdtemp(join(parent, 'work-'));
    const dayAgo = new Date(Date.now() - 25 * 60 * 60 * 1000);
    await utimes(left, dayAgo, dayAgo);
    await sweepScratch(parent);
    expect((await readdir(parent)).map((name) => join(parent, name))).toEqual([folder]);
  });
  await sweepScratch(join(parent, 'nothing'));
});
