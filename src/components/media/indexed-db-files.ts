import { clear, createStore, del, get, keys, set } from 'idb-keyval';
import type { Id } from '~/contract/primitives';
import type { FileStorage } from '~/sync/files';

export interface PageFiles extends FileStorage {
  /** Forgets every file: on sign-out. */
  clear(): Promise<void>;
}

/** Bytes of what is chosen or on its way; each person has a database of their own, as for everything else that is stored. */
export function indexedDbFiles(userId: Id): PageFiles {
  const store = createStore(`confab-${userId}-files`, 'files');
  return {
    set: (fileId, blob) => set(fileId, blob, store),
    get: async (fileId) => {
      const found = await get<unknown>(fileId, store);
      return found instanceof Blob ? found : null;
    },
    delete: (fileId) => del(fileId, store),
    keys: () => keys<string>(store),
    clear: () => clear(store),
  };
}
