import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Runs with a new folder, which is gone afterwards. */
export type Scratch = <T>(work: (folder: string) => Promise<T>) => Promise<T>;

export function scratchIn(parent: string): Scratch {
  return async (work) => {
    await mkdir(parent, { recursive: true });
    const folder = await mkdtemp(join(parent, 'work-'));
    try {
      return await work(folder);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
}

/** Milliseconds after which nobody works in a folder any more. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/** Removes what processes that died have left. */
export async function sweepScratch(parent: string): Promise<void> {
  for (const name of await readdir(parent).catch(() => [])) {
    const folder = join(parent, name);
    const found = await stat(folder).catch(() => null);
    if (found && found.mtimeMs < Date.now() - ABANDONED_MS) await rm(folder, { recursive: true, force: true });
  }
}
