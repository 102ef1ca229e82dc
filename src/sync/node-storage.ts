import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Storage } from './storage';

/**
 * Keeps values as JSON files in a directory, one a key, for programs that must not lose what they wrote when they are
 * restarted. A value is there in full or as it was before: files are replaced by renaming. One process at a time.
 */
export function nodeStorage(directory: string): Storage {
  let last: Promise<unknown> = mkdir(directory, { recursive: true });
  let writes = 0;

  /** One after the other, in the order they were asked for. */
  function inTurn<T>(operation: () => Promise<T>): Promise<T> {
    const turn = last.then(operation, operation);
    last = turn.catch(() => {});
    return turn;
  }

  const fileOf = (key: string) => join(directory, `${encodeURIComponent(key)}.json`);

  async function read(file: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(file, 'utf8'));
    } catch {
      return undefined;
    }
  }

  return {
    get: (key) => inTurn(() => read(fileOf(key))),
    set: (key, value) =>
      inTurn(async () => {
        const draft = join(directory, `draft-${process.pid}-${++writes}`);
        await writeFile(draft, JSON.stringify(value), { flush: true });
        await rename(draft, fileOf(key));
      }),
    delete: (key) => inTurn(() => rm(fileOf(key), { force: true })),
    entries: (prefix) =>
      inTurn(async () => {
        const names = (await readdir(directory)).filter((name) => name.endsWith('.json'));
        const keys = names.map((name) => decodeURIComponent(name.slice(0, -'.json'.length)));
        const found = keys.filter((key) => key.startsWith(prefix));
        return Promise.all(found.map(async (key) => [key, await read(fileOf(key))] as const));
      }),
    clear: () =>
      inTurn(async () => {
        for (const name of await readdir(directory)) {
          if (name.endsWith('.json')) await rm(join(directory, name), { force: true });
        }
      }),
  };
}
