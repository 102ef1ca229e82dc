import type { Entry } from '~/contract/entry';
import { assertNever } from '~/contract/events';
import type { Id } from '~/contract/primitives';
import { pendingOf } from './selectors';
import type { OutboxItem, SyncState } from './state';
import { replay } from './timeline';

interface Shown {
  readonly pending: readonly OutboxItem[];
  readonly entries: readonly Entry[];
}

/** What was shown last for each array of entries held: it is shown again until something else is on its way. */
const shown = new WeakMap<readonly Entry[], Shown>();

const NOTHING: readonly Entry[] = [];

/**
 * The entries on the screen: of the excerpt, if one is open, else of the timeline; with what the person has done to them
 * and the server does not have yet. The same array, with the same entries, as long as nothing in it changes.
 */
export function shownEntries(state: SyncState, conversationId: Id): readonly Entry[] {
  const entries =
    state.excerpts.get(conversationId)?.entries ?? state.timelines.get(conversationId)?.entries ?? NOTHING;
  return withPending(state, conversationId, entries);
}

/** One entry by its number, wherever it is held; with what the person has done to it. */
export function shownMessage(state: SyncState, conversationId: Id, seq: number): Entry | undefined {
  const runs = [state.timelines.get(conversationId)?.entries, state.excerpts.get(conversationId)?.entries];
  for (const run of runs) {
    const index = seq - (run?.[0]?.seq ?? Number.POSITIVE_INFINITY);
    const held = run?.[index];
    if (run && held) return withPending(state, conversationId, run)[index];
  }
  const quoted = state.quoted.get(conversationId)?.get(seq);
  if (!quoted) return undefined;
  return oneWithPending(state, conversationId, quoted);
}

/** What the person did to a message and the server refused. */
export function failedActs(state: SyncState, conversationId: Id, targetId: Id): readonly OutboxItem[] {
  const pending = pendingOf(state, conversationId);
  if (pending.length === 0) return NO_ITEMS;
  const failed = pending.filter(
    ({ act, status }) => status === 'failed' && act.kind !== 'message' && act.targetId === targetId,
  );
  return failed.length === 0 ? NO_ITEMS : failed;
}

const NO_ITEMS: readonly OutboxItem[] = [];

function withPending(state: SyncState, conversationId: Id, entries: readonly Entry[]): readonly Entry[] {
  const pending = pendingOf(state, conversationId);
  if (pending.length === 0) return entries;
  const last = shown.get(entries);
  if (last?.pending === pending) return last.entries;
  const result = replay(entries, changesOf(state, pending));
  shown.set(entries, { pending, entries: result });
  return result;
}

const quotedShown = new WeakMap<Entry, { readonly pending: readonly OutboxItem[]; readonly entry: Entry }>();

function oneWithPending(state: SyncState, conversationId: Id, entry: Entry): Entry {
  const pending = pendingOf(state, conversationId);
  if (pending.length === 0) return entry;
  const last = quotedShown.get(entry);
  if (last?.pending === pending) return last.entry;
  const result = replay([entry], changesOf(state, pending))[0] ?? entry;
  quotedShown.set(entry, { pending, entry: result });
  return result;
}

/** As entries that come after all others, in the order they were done. */
function changesOf({ me }: SyncState, pending: readonly OutboxItem[]): Entry[] {
  const first = Number.MAX_SAFE_INTEGER - pending.length;
  return pending.flatMap(({ act, clientId, conversationId, createdAt, status }, index): Entry[] => {
    if (status === 'failed' || act.kind === 'message') return [];
    const { targetId, targetSeq } = act;
    const base = { conversationId, seq: first + index, id: clientId, clientId, senderId: me.id, at: createdAt };
    const intent = { ...base, targetId, targetSeq };
    switch (act.kind) {
      case 'edit':
        // Whom it mentions is for the server to say.
        return [{ ...intent, kind: 'edit' as const, text: act.text, mentions: [] }];
      case 'delete':
      case 'hide':
        return [{ ...intent, kind: act.kind }];
      case 'reaction':
        return [{ ...intent, kind: 'reaction' as const, emoji: act.emoji, on: act.on }];
      default:
        return assertNever(act);
    }
  });
}
