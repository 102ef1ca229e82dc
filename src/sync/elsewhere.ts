import type { Entry } from '~/contract/entry';
import type { HistoryPage, MessagesByNumber } from '~/contract/message';
import type { Id } from '~/contract/primitives';
import { type Model, put, withState } from './model';
import { replay } from './timeline';

/** Whether a dense run has that number. */
export function holds(run: readonly Entry[], seq: number): boolean {
  const first = run[0]?.seq ?? Number.POSITIVE_INFINITY;
  return seq >= first && seq < first + run.length;
}

/**
 * Entries away from the timeline as they are after everything the timeline has applied, which may be more than was known
 * when they were read. `null` if changes lie between, or there is no timeline to tell: they have to be read again.
 */
export function current(
  { state }: Model,
  conversationId: Id,
  { entries, head }: Pick<HistoryPage, 'entries' | 'head'>,
): readonly Entry[] | null {
  const timeline = state.timelines.get(conversationId);
  if (timeline?.status !== 'ready') return null;
  if (head < (timeline.entries[0]?.seq ?? 1) - 1) return null;
  return replay(entries, timeline.entries);
}

/**
 * What the timeline has just applied, applied also to what is held of the same conversation away from it: the excerpt
 * and single entries. In the same order, so that all three show the same.
 */
export function withChangesElsewhere(model: Model, conversationId: Id, applied: readonly Entry[]): Model {
  return withQuotedChanged(withExcerptChanged(model, conversationId, applied), conversationId, applied);
}

function withExcerptChanged(model: Model, conversationId: Id, applied: readonly Entry[]): Model {
  const excerpt = model.state.excerpts.get(conversationId);
  if (!excerpt) return model;
  const entries = replay(excerpt.entries, applied);
  if (entries === excerpt.entries) return model;
  return withState(model, { excerpts: put(model.state.excerpts, conversationId, { ...excerpt, entries }) });
}

function withQuotedChanged(model: Model, conversationId: Id, applied: readonly Entry[]): Model {
  const quoted = model.state.quoted.get(conversationId);
  if (!quoted) return model;
  let next: Map<number, Entry> | null = null;
  for (const [seq, held] of quoted) {
    const after = replay([held], applied)[0] ?? held;
    if (after !== held) next = (next ?? new Map(quoted)).set(seq, after);
  }
  if (!next) return model;
  return withState(model, { quoted: put(model.state.quoted, conversationId, next) });
}

/** Single entries as they are now; those of the numbers asked for that do not exist are gone. `null` as for `current`. */
export function withQuoted(
  model: Model,
  conversationId: Id,
  { seqs, ...page }: MessagesByNumber & { readonly seqs: readonly number[] },
): Model | null {
  const quoted = new Map(model.state.quoted.get(conversationId));
  for (const seq of seqs) quoted.delete(seq);
  for (const entry of page.entries) {
    // One by one: a run is dense, and these are not.
    const [now] = current(model, conversationId, { entries: [entry], head: page.head }) ?? [];
    if (!now) return null;
    quoted.set(now.seq, now);
  }
  return withState(model, { quoted: put(model.state.quoted, conversationId, quoted) });
}
