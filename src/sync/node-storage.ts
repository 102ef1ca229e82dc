import { readFile } from 'node:fs/promises';
import { nodeDirectory } from './node-directory';
import type { Storage } from './storage';

/**
 * Keeps values as JSON files in a directory, one a key, for programs that must not lose what they wrote when they are
 * restarted. A value is there in full or as it was before. One process at a time.
 */
export function nodeStorage(directory: string): Storage {
  const { inTurn, pathOf, write, remove, keys } = nodeDirectory(directory, '.json');

  async function read(key: string): Promise<unknown> {
    try {
      return JSON.parse(await readFile(pathOf(key), 'utf8'));
    } catch {
      return undefined;
    }
  }

  return {
    get: (key) => inTurn(() => read(key)),
    set: (key, value) => inTurn(() => write(key, JSON.stringify(value))),
    delete: (key) => inTurn(() => remove(key)),
    entries: (prefix) =>
      inTurn(async () => {
        const found = (await keys()).filter((key) => key.startsWith(prefix));
        return Promise.all(found.map(async (key) => [key, await read(key)] as const));
      }),
    clear: () =>
      inTurn(async () => {
        for (const key of await keys()) await remove(key);
      }),
  };
}
