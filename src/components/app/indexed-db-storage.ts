import { clear, createStore, entries, get, promisifyRequest } from 'idb-keyval';
import type { Id } from '~/contract/primitives';
import type { Storage } from '~/sync/storage';
import { lastWordsOf } from './last-words';

export interface PageStorage extends Storage {
  /** The page is being left: from now on what is written is also kept where it cannot be lost with the page. */
  leave(): void;
}

/** Each person has a database of their own, so that two who share a browser never see each other's drafts. */
export function indexedDbStorage(userId: Id): PageStorage {
  const store = createStore(`confab-${userId}`, 'sync');
  const lastWords = lastWordsOf(userId);
  let isLeaving = false;
  let ready: Promise<unknown> | undefined;

  /** Committed without waiting for the request, which a page that is being left would not live to see. */
  function write(key: string, value: unknown): Promise<void> {
    return store('readwrite', (objects) => {
      if (value === undefined) objects.delete(key);
      else objects.put(value, key);
      objects.transaction.commit();
      return promisifyRequest(objects.transaction);
    });
  }

  function change(key: string, value: unknown): Promise<void> {
    if (isLeaving) lastWords.keep(key, value);
    return write(key, value);
  }

  /** Before anything is read, what the page before this one wrote last is put where it belongs. */
  function restored(): Promise<unknown> {
    ready ??= Promise.all(lastWords.take().map(([key, value]) => write(key, value)));
    return ready;
  }

  return {
    async get(key) {
      await restored();
      return get(key, store);
    },
    set: change,
    delete: (key) => change(key, undefined),
    async entries(prefix) {
      await restored();
      return (await entries<string, unknown>(store)).filter(([key]) => key.startsWith(prefix));
    },
    async clear() {
      lastWords.take();
      await clear(store);
    },
    leave() {
      isLeaving = true;
    },
  };
}
