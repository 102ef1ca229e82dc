import type { OwnStorage } from './own-storage';
import { namedFiles } from './pending-file';
import { asQueued, draftOf, fromStored } from './stored-item';

/** Every file that a stored draft or outbox item names, of whatever tab; `null` if that cannot be found out. */
export async function storedNames(storage: OwnStorage): Promise<ReadonlySet<string> | null> {
  const [items, drafts] = await Promise.all([storage.entries('outbox:'), storage.entries('draft:')]);
  if (storage.isIncomplete()) return null;
  const outbox = items.flatMap(([, value]) => fromStored(value) ?? []).map(asQueued);
  const prepared = drafts.flatMap(([key, value]) => {
    const content = typeof value === 'object' && value !== null && 'content' in value ? value.content : null;
    return draftOf(content).map((draft) => [key, draft] as const);
  });
  return namedFiles({ outbox, drafts: new Map(prepared) });
}
