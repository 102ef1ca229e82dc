import { openAsBlob } from 'node:fs';
import type { FileStorage } from './files';
import { nodeDirectory } from './node-directory';

/**
 * Keeps bytes as files in a directory, one a key, for programs that must not lose what they attached when they are
 * restarted. A file is there in full or as it was before. One process at a time.
 */
export function nodeFiles(directory: string): FileStorage {
  const { inTurn, pathOf, write, remove, keys } = nodeDirectory(directory, '.bytes');
  return {
    set: (fileId, blob) => inTurn(() => write(fileId, blob.stream())),
    // Read when it is sent, not before: a film does not have to fit into memory.
    get: (fileId) =>
      inTurn(async () => {
        try {
          return await openAsBlob(pathOf(fileId));
        } catch {
          return null;
        }
      }),
    delete: (fileId) => inTurn(() => remove(fileId)),
    keys: () => inTurn(keys),
  };
}
