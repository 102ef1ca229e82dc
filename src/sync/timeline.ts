import type { DeleteEntry, Entry, HiddenEntry, MessageEntry, Reaction } from '~/contract/entry';
import { assertNever } from '~/contract/events';
import type { HistoryPage } from '~/contract/message';
import type { Id } from '~/contract/primitives';
import type { Timeline } from './state';

/** Nothing held yet; the newest page is on its way. */
export const LOADING: Timeline = { entries: [], upTo: 0, status: 'loading', older: 'ready' };

/** The newest page as a timeline. Throws if the page is not dense. */
export function fromPage(page: HistoryPage): Timeline {
  checkDense(page.entries);
  return {
    entries: replay(page.entries, page.entries),
    upTo: page.entries.at(-1)?.seq ?? 0,
    status: 'ready',
    older: 'ready',
  };
}

/**
 * The newest page in place of what was held, followed by whatever is held right after it:
 * an entry that came while the page was on its way stays.
 */
export function replace(held: Timeline, page: HistoryPage): Timeline {
  return appendAll(fromPage(page), held.entries).timeline;
}

/** What came of appending: `gap` means that numbers are missing before it and nothing was changed. */
export type Outcome = 'applied' | 'duplicate' | 'gap';

/** Applies the next number, and only the next: neither a duplicate nor an entry after a gap changes anything. */
export function append(timeline: Timeline, entry: Entry): { timeline: Timeline; outcome: Outcome } {
  return appendAll(timeline, [entry]);
}

/** Applies an ascending run as far as it continues the timeline. */
export function appendAll(timeline: Timeline, run: readonly Entry[]): { timeline: Timeline; outcome: Outcome } {
  const fresh = run.filter((entry) => entry.seq > timeline.upTo);
  const first = fresh[0];
  if (!first) return { timeline, outcome: 'duplicate' };
  if (first.seq !== timeline.upTo + 1) return { timeline, outcome: 'gap' };
  const hole = fresh.findIndex((entry, index) => entry.seq !== first.seq + index);
  const next = hole === -1 ? fresh : fresh.slice(0, hole);
  return {
    timeline: {
      ...timeline,
      entries: replay([...timeline.entries, ...next], next),
      upTo: first.seq + next.length - 1,
    },
    outcome: hole === -1 ? 'applied' : 'gap',
  };
}

/**
 * Puts an older page before the first entry held. A page is as of its `head`, which may be before `upTo`: the changes
 * held are replayed onto it. `null` if it does not end right before the first entry held (it was asked for before a reset).
 */
export function prepend(timeline: Timeline, page: HistoryPage): Timeline | null {
  checkDense(page.entries);
  const first = timeline.entries[0];
  const last = page.entries.at(-1);
  if (!first || !last) return timeline;
  if (last.seq + 1 !== first.seq) return null;
  const older = replay(replay(page.entries, page.entries), timeline.entries);
  return { ...timeline, entries: [...older, ...timeline.entries] };
}

/** The timeline cut to its newest entries: what a second start needs. */
export function newest(timeline: Timeline, count: number): readonly Entry[] {
  return timeline.entries.slice(-count);
}

/** The run with the changes applied to what it holds. Changes already in a message (its `rev` tells) do nothing. */
export function replay(run: readonly Entry[], changes: readonly Entry[]): readonly Entry[] {
  const start = run[0]?.seq ?? 0;
  let result: Entry[] | null = null;
  for (const change of changes) {
    if (!('targetSeq' in change)) continue;
    const index = change.targetSeq - start;
    if (change.kind === 'delete') result = withoutEdits(result ?? run, change) ?? result;
    const target = (result ?? run)[index];
    if (target?.id !== change.targetId) continue;
    const after = changed(target, change);
    if (after === target) continue;
    result ??= [...run];
    result[index] = after;
  }
  return result ?? run;
}

/** What a deleted message once said is not kept in its edits either; null if there are none. */
function withoutEdits(run: readonly Entry[], change: DeleteEntry): Entry[] | null {
  let result: Entry[] | null = null;
  const start = run[0]?.seq ?? 0;
  const end = Math.min(run.length, change.seq - start);
  for (let index = Math.max(0, change.targetSeq + 1 - start); index < end; index += 1) {
    const entry = (result ?? run)[index];
    if (entry?.kind !== 'edit' || entry.targetId !== change.targetId || entry.text === '') continue;
    result ??= [...run];
    result[index] = { ...entry, text: '', mentions: [] };
  }
  return result;
}

/**
 * The entry after a change to it; the same object if the change has no effect. Edits, deletions and reactions are guarded
 * by `rev`, and a deleted message never changes again. Hiding is final, so it needs no guard.
 */
export function changed(target: Entry, change: Entry): Entry {
  if (target.kind !== 'message') return target;
  const isOpen = target.deletedAt === null && change.seq > target.rev;
  switch (change.kind) {
    case 'edit':
      return isOpen
        ? { ...target, text: change.text, mentions: change.mentions, editedAt: change.at, rev: change.seq }
        : target;
    case 'delete':
      return isOpen
        ? { ...target, text: '', attachments: [], mentions: [], deletedAt: change.at, reactions: [], rev: change.seq }
        : target;
    case 'reaction': {
      if (!isOpen) return target;
      const reactions = toggled(target.reactions, change.emoji, change.senderId, change.on);
      return { ...target, reactions, rev: change.seq };
    }
    case 'hide':
      return hidden(target);
    case 'message':
    case 'system':
    case 'hidden':
      return target;
    default:
      return assertNever(change);
  }
}

/** Emojis in the order of their first reaction, people in the order they reacted; an emoji without people is gone. */
export function toggled(reactions: readonly Reaction[], emoji: string, userId: Id, on: boolean): readonly Reaction[] {
  const held = reactions.find((reaction) => reaction.emoji === emoji);
  if ((held?.userIds.includes(userId) ?? false) === on) return reactions;
  if (!held) return [...reactions, { emoji, userIds: [userId] }];
  const userIds = on ? [...held.userIds, userId] : held.userIds.filter((id) => id !== userId);
  if (userIds.length === 0) return reactions.filter((reaction) => reaction !== held);
  return reactions.map((reaction) => (reaction === held ? { emoji, userIds } : reaction));
}

function hidden({ conversationId, seq, id, at }: MessageEntry): HiddenEntry {
  return { kind: 'hidden', conversationId, seq, id, clientId: null, senderId: null, at };
}

function checkDense(entries: readonly Entry[]): void {
  const start = entries[0]?.seq ?? 0;
  const hole = entries.findIndex((entry, index) => entry.seq !== start + index);
  if (hole !== -1) throw new Error(`a page skips from ${start + hole - 1} to ${entries[hole]?.seq}`);
}
