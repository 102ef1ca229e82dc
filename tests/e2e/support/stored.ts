import type { Page } from 'playwright-core';
import type { Conversation } from '~/contract/conversation';
import type { Entry } from '~/contract/entry';

/** What a device holds, as it keeps it for its next start. */
export interface Stored {
  readonly conversations: ReadonlyMap<string, Conversation>;
  readonly timelines: ReadonlyMap<string, readonly Entry[]>;
  /** Acts and messages that are still on their way. */
  readonly waiting: number;
}

/** Reads what the page's engine has stored; its state reaches the storage within about a second. */
export async function storedBy(page: Page): Promise<Stored> {
  const all = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const found: [string, unknown][] = [];
    for (const { name } of databases) {
      if (!name?.startsWith('confab-') || name.endsWith('-files')) continue;
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const objects = database.transaction('sync').objectStore('sync');
      const read = <T>(request: IDBRequest<T>) =>
        new Promise<T>((resolve) => {
          request.onsuccess = () => resolve(request.result);
        });
      const [keys, values] = await Promise.all([read(objects.getAllKeys()), read(objects.getAll())]);
      for (const [index, key] of keys.entries()) found.push([String(key), values[index]]);
      database.close();
    }
    return found;
  });
  const under = (prefix: string) =>
    all.flatMap(([key, value]) => {
      const at = key.indexOf(`:${prefix}`);
      return at === -1 ? [] : [[key.slice(at + 1 + prefix.length), value] as const];
    });
  const conversations = under('conversations').flatMap(([, value]) => (value as { content: Conversation[] }).content);
  return {
    conversations: new Map(conversations.map((one) => [one.id, one])),
    timelines: new Map(under('timeline:').map(([id, value]) => [id, (value as { content: Entry[] }).content])),
    waiting: under('outbox:').length,
  };
}
