import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A directory with one file a key, all with the same ending. One process at a time. */
export function nodeDirectory(directory: string, ending: string) {
  let last: Promise<unknown> = mkdir(directory, { recursive: true });
  let writes = 0;

  const pathOf = (key: string) => join(directory, encodeURIComponent(key) + ending);

  return {
    pathOf,

    /** One after the other, in the order they were asked for. */
    inTurn<T>(operation: () => Promise<T>): Promise<T> {
      const turn = last.then(operation, operation);
      last = turn.catch(() => {});
      return turn;
    },

    /** The file is there in full or as it was before: it is replaced by renaming. */
    async write(key: string, content: Parameters<typeof writeFile>[1]): Promise<void> {
      const draft = join(directory, `draft-${process.pid}-${++writes}`);
      await writeFile(draft, content, { flush: true });
      await rename(draft, pathOf(key));
    },

    remove: (key: string) => rm(pathOf(key), { force: true }),

    async keys(): Promise<string[]> {
      const names = (await readdir(directory)).filter((name) => name.endsWith(ending));
      return names.map((name) => decodeURIComponent(name.slice(0, -ending.length)));
    },
  };
}
