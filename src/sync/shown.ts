import type { Entry } from '~/contract/entry';
import { assertNever } from '~/contract/events';
import type { Id } from '~/contract/primitives';
import { holds } from './elsewhere';
import { grouped } from './grouped';
import { pendingOf } from './selectors';
import type { Act, OutboxItem, SyncState } from './state';
import { changed } from './timeline';

/** What is done to a message, before it has a number. */
type Deed = OutboxItem & { readonly act: Exclude<Act, { kind: 'message' }> };

const NO_ENTRIES: readonly Entry[] = [];
const NO_ITEMS: readonly OutboxItem[] = [];

/**
 * The entries on the screen: of the excerpt, if one is open, else of the timeline; with what the person has done to them
 * and the server does not have yet. The same array, with the same entries, as long as nothing in it changes.
 */
export function shownEntries(state: SyncState, conversationId: Id): readonly Entry[] {
  const { excerpts, timelines } = state;
  const entries = (excerpts.get(conversationId) ?? timelines.get(conversationId))?.entries ?? NO_ENTRIES;
  const deeds = onTheirWay(state, conversationId);
  return deeds.length === 0 ? entries : runs(entries, deeds, () => runAfter(entries, deeds, state.me.id));
}

/** One entry by its number, wherever it is held; with what the person has done to it. */
export function shownMessage(state: SyncState, conversationId: Id, seq: number): Entry | undefined {
  const entry = heldEntry(state, conversationId, seq);
  if (!entry) return undefined;
  const deeds = onTheirWay(state, conversationId).filter(({ act }) => act.targetId === entry.id);
  return entryAfter(entry, deeds, state.me.id);
}

/** What the person did to a message and the server refused; the same array as long as nothing in it changes. */
export function failedActs(state: SyncState, conversationId: Id, targetId: Id): readonly OutboxItem[] {
  const pending = pendingOf(state, conversationId);
  if (pending.length === 0) return NO_ITEMS;
  let byTarget = failures.get(pending);
  if (!byTarget) {
    byTarget = grouped(pending.filter(isDeed).filter(hasFailed), ({ act }) => act.targetId);
    failures.set(pending, byTarget);
  }
  return byTarget.get(targetId) ?? NO_ITEMS;
}

const failures = new WeakMap<readonly OutboxItem[], ReadonlyMap<Id, readonly OutboxItem[]>>();

function heldEntry({ timelines, excerpts, quoted }: SyncState, conversationId: Id, seq: number): Entry | undefined {
  for (const held of [timelines.get(conversationId), excerpts.get(conversationId)]) {
    if (held && holds(held.entries, seq)) return held.entries[seq - (held.entries[0]?.seq ?? 0)];
  }
  return quoted.get(conversationId)?.get(seq);
}

function onTheirWay(state: SyncState, conversationId: Id): readonly Deed[] {
  const pending = pendingOf(state, conversationId);
  return pending.length === 0 ? NO_DEEDS : pending.filter(isDeed).filter((item) => !hasFailed(item));
}

const NO_DEEDS: readonly Deed[] = [];

function isDeed(item: OutboxItem): item is Deed {
  return item.act.kind !== 'message';
}

function hasFailed({ status }: OutboxItem): boolean {
  return status === 'failed';
}

/** Remembers for each thing held what it last became, and after which deeds: whether one is being sent is all the same. */
function lastOf<K extends object, V>() {
  const last = new WeakMap<K, { readonly deeds: readonly Deed[]; readonly result: V }>();
  return (held: K, deeds: readonly Deed[], compute: () => V): V => {
    const known = last.get(held);
    if (known?.deeds.length === deeds.length && known.deeds.every((deed, index) => isSame(deed, deeds[index]))) {
      return known.result;
    }
    const result = compute();
    last.set(held, { deeds, result });
    return result;
  };
}

function isSame(deed: Deed, other: Deed | undefined): boolean {
  return deed.clientId === other?.clientId;
}

const runs = lastOf<readonly Entry[], readonly Entry[]>();
const singles = lastOf<Entry, Entry>();

function runAfter(entries: readonly Entry[], deeds: readonly Deed[], meId: Id): readonly Entry[] {
  let result: Entry[] | null = null;
  const start = entries[0]?.seq ?? 0;
  for (const [seq, those] of grouped(deeds, ({ act }) => act.targetSeq)) {
    const held = entries[seq - start];
    const after = held && entryAfter(held, those, meId);
    if (!after || after === held) continue;
    result ??= [...entries];
    result[seq - start] = after;
  }
  return result ?? entries;
}

function entryAfter(entry: Entry, deeds: readonly Deed[], meId: Id): Entry {
  if (deeds.length === 0) return entry;
  return singles(entry, deeds, () =>
    deeds.reduce(
      (shown, deed, index) =>
        // As entries that come after all others, in the order they were done.
        shown.id === deed.act.targetId ? changed(shown, entryOf(deed, FIRST_SEQ + index, meId)) : shown,
      entry,
    ),
  );
}

/** Above every number that is given; the person cannot do more than a million things to one message meanwhile. */
const FIRST_SEQ = Number.MAX_SAFE_INTEGER - 1_000_000;

function entryOf({ act, clientId, conversationId, createdAt }: Deed, seq: number, senderId: Id): Entry {
  const { targetId, targetSeq } = act;
  const intent = { conversationId, seq, id: clientId, clientId, senderId, at: createdAt, targetId, targetSeq };
  switch (act.kind) {
    case 'edit':
      // Whom it mentions is for the server to say.
      return { ...intent, kind: 'edit', text: act.text, mentions: [] };
    case 'delete':
    case 'hide':
      return { ...intent, kind: act.kind };
    case 'reaction':
      return { ...intent, kind: 'reaction', emoji: act.emoji, on: act.on };
    default:
      return assertNever(act);
  }
}
