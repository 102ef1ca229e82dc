import type { FileStorage } from '~/sync/files';
import type { Storage } from '~/sync/storage';

/** What a page sees of what outlives it: from its death on, nothing it says has an effect. */
export function mortal(storage: Storage, files: FileStorage) {
  let isDead = false;
  const never = () => new Promise<never>(() => {});
  const alive = <A extends unknown[], T>(operation: (...args: A) => Promise<T>) => {
    return (...args: A): Promise<T> => (isDead ? never() : operation(...args));
  };
  return {
    storage: {
      get: alive(storage.get),
      set: alive(storage.set),
      delete: alive(storage.delete),
      entries: alive(storage.entries),
      clear: alive(storage.clear),
    },
    files: { set: alive(files.set), get: alive(files.get), delete: alive(files.delete), keys: alive(files.keys) },
    die(): void {
      isDead = true;
    },
  };
}
