import type { Entry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';
import { type Model, put, withState } from './model';
import { replay } from './timeline';

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
  let next = quoted;
  for (const change of applied) {
    if (!('targetSeq' in change)) continue;
    const held = next.get(change.targetSeq);
    if (!held) continue;
    const after = replay([held], [change])[0];
    if (after && after !== held) next = put(next, change.targetSeq, after);
  }
  if (next === quoted) return model;
  return withState(model, { quoted: put(model.state.quoted, conversationId, next) });
}

/** Single entries as they are after everything the timeline holds. */
export function withQuoted(model: Model, conversationId: Id, entries: readonly Entry[]): Model {
  const changes = model.state.timelines.get(conversationId)?.entries ?? [];
  let quoted = model.state.quoted.get(conversationId) ?? new Map<number, Entry>();
  for (const entry of entries) quoted = put(quoted, entry.seq, replay([entry], changes)[0] ?? entry);
  return withState(model, { quoted: put(model.state.quoted, conversationId, quoted) });
}
