import type { Clock } from './clock';
import type { Storage } from './storage';

/** A storage that does not answer within this many milliseconds must not hold anything back. */
export const STORAGE_PATIENCE_MS = 2000;

/** One person's part of a storage. Its operations never reject and settle in bounded time; a lost write is lost. */
export interface OwnStorage {
  entries(prefix: string): Promise<readonly (readonly [string, unknown])[]>;
  set(key: string, value: unknown): Promise<void>;
  delete(key: string): Promise<void>;
  /** Whether something could not be read, so that what was not found may be there all the same. */
  isIncomplete(): boolean;
  /** No timer is left; writes are still passed on, and no longer waited for. */
  close(): void;
}

export function ownStorage(storage: Storage, owner: string, clock: Clock): OwnStorage {
  const scope = `${owner}:`;
  const timers = new Set<() => void>();
  let isClosed = false;
  let isIncomplete = false;

  function settled<T>(operation: () => Promise<T>, otherwise: T): Promise<T> {
    return new Promise((resolve) => {
      const stop = isClosed ? () => {} : clock.after(STORAGE_PATIENCE_MS, () => done(otherwise));
      if (!isClosed) timers.add(stop);
      function done(value: T): void {
        stop();
        timers.delete(stop);
        resolve(value);
      }
      // Called at once, so that operations reach the storage in the order they were asked for.
      attempt(operation).then(done, () => done(otherwise));
    });
  }

  return {
    async entries(prefix) {
      const found = await settled<Awaited<ReturnType<Storage['entries']>> | null>(
        () => storage.entries(scope + prefix),
        null,
      );
      if (!found) isIncomplete = true;
      return (found ?? []).map(([key, value]) => [key.slice(scope.length), value] as const);
    },
    set: (key, value) => settled(() => storage.set(scope + key, value), undefined),
    delete: (key) => settled(() => storage.delete(scope + key), undefined),
    isIncomplete: () => isIncomplete,
    close() {
      isClosed = true;
      for (const stop of timers) stop();
      timers.clear();
    },
  };
}

async function attempt<T>(operation: () => Promise<T>): Promise<T> {
  return operation();
}
