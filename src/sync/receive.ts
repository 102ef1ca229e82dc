import type { Conversation } from '~/contract/conversation';
import type { Entry } from '~/contract/entry';
import type { Head } from '~/contract/events';
import type { HistoryPage, SyncPage } from '~/contract/message';
import type { Id } from '~/contract/primitives';
import {
  isBehind,
  type Model,
  omit,
  put,
  withCertainty,
  withHead,
  withMark,
  withReset,
  withState,
  withTimeline,
  withUncertainty,
  withUsers,
} from './model';
import type { Restored } from './persistence';
import type { Timeline } from './state';
import { note, unknownMark } from './summary';
import { appendAll, fromPage, LOADING, prepend, replace } from './timeline';

/** What is to be fetched after a change. */
export type Effect =
  /** Its timeline lacks something. */
  | { readonly type: 'catchUp'; readonly conversationId: Id }
  /** The summary of some conversation may lack something; `soon` can wait for more of the kind. */
  | { readonly type: 'refresh'; readonly when: 'now' | 'soon' }
  /** That number exists; if the feed does not bring what lies before it shortly, it is to be fetched. */
  | { readonly type: 'expect'; readonly conversationId: Id; readonly seq: number }
  /** People who are named. */
  | { readonly type: 'meet'; readonly userIds: readonly Id[] };

export interface Change {
  readonly model: Model;
  readonly effects: readonly Effect[];
}

/** An entry from the feed. */
export function receiveEntry(model: Model, entry: Entry, at: number): Change {
  const noted = noteEntry(model, entry, at);
  const next = settle(appendEntries(land(noted.model, [entry]), entry.conversationId, [entry]));
  return { model: next, effects: [...noted.effects, ...catchUp(next, entry.conversationId), meet([entry])] };
}

/** The numbered entry that sending an outbox item was answered with; the item gives way to it in the same change. */
export function receiveAcknowledged(model: Model, clientId: string, entry: Entry, at: number): Change {
  const { conversationId, seq } = entry;
  const head = model.marks.get(conversationId)?.head ?? 0;
  const noted = seq === head + 1 ? noteEntry(model, entry, at) : { model, effects: [] };
  const isWaiting = model.state.outbox.some((item) => item.clientId === clientId);
  const landed = isWaiting ? put(noted.model.landed, clientId, seq) : noted.model.landed;
  const next = settle(appendEntries({ ...noted.model, landed }, conversationId, [entry]));
  return { model: next, effects: [...noted.effects, { type: 'expect', conversationId, seq }] };
}

/** A number exists, whatever the feed brought. */
export function receiveHead(model: Model, { conversationId, seq }: Head, at: number): Change {
  const next = withHead(model, conversationId, seq, at);
  if (next === model) return { model, effects: [] };
  return { model: next, effects: [...catchUp(next, conversationId), { type: 'refresh', when: 'soon' }] };
}

/** What an earlier start left. It is shown, and the server is asked about all of it. */
export function receiveRestored(model: Model, { conversations, users, drafts }: Restored): Change {
  const { state } = model;
  const unknown = conversations.filter(({ id }) => !model.marks.has(id));
  const doubted = unknown.map(({ id }) => [id, { ...unknownMark(0, 0), doubtedAt: 0 }] as const);
  const next = withState(
    { ...model, marks: new Map([...doubted, ...model.marks]) },
    {
      conversations: new Map([...unknown.map((one) => [one.id, one] as const), ...state.conversations]),
      listStatus: conversations.length > 0 ? 'ready' : state.listStatus,
      users: withUsers(new Map(users.map((user) => [user.id, user])), [...state.users.values()]),
      drafts: new Map([...drafts, ...state.drafts]),
    },
  );
  return { model: next, effects: unknown.map(meetConversation) };
}

/** What an earlier start left of a timeline. It is shown, and the server is asked what came since. */
export function receiveStored(model: Model, conversationId: Id, timeline: Timeline): Change {
  const placed = withUncertainty(withTimeline(model, conversationId, timeline), conversationId);
  const next = settle(land(placed, timeline.entries));
  return { model: next, effects: [meet(timeline.entries)] };
}

/** The newest page, asked for at `askedAt`: the first of a timeline, or the one after a reset. */
export function receiveNewest(model: Model, conversationId: Id, page: HistoryPage, askedAt: number): Change {
  const held = model.state.timelines.get(conversationId);
  if (!held) return { model, effects: [] };
  const timeline = held.status === 'ready' ? replace(held, page) : fromPage(page);
  const isAnswered = askedAt > (model.resets.get(conversationId) ?? 0);
  const resets = isAnswered ? omit(model.resets, conversationId) : model.resets;
  const placed = withTimeline({ ...withCertainty(model, conversationId), resets }, conversationId, timeline);
  const next = settle(land(placed, page.entries));
  return { model: next, effects: [expect(conversationId, page), meet(page.entries)] };
}

/** An older page; `null` if it does not join what is held. */
export function receiveOlder(model: Model, conversationId: Id, page: HistoryPage): Change | null {
  const held = model.state.timelines.get(conversationId);
  if (!held) return { model, effects: [] };
  const timeline = prepend(held, page);
  if (!timeline) return null;
  const next = settle(land(withTimeline(model, conversationId, timeline), page.entries));
  return { model: next, effects: [expect(conversationId, page), meet(page.entries)] };
}

/** What follows the number `after`, or word that the timeline is to be replaced. */
export function receiveSince(model: Model, page: SyncPage, asked: Asked): Change {
  const { conversationId, after, at } = asked;
  const certain = withCertainty(model, conversationId);
  if (page.reset) {
    const kept = page.head < after ? withForgotten(certain, { conversationId, seq: page.head }, at) : certain;
    return { model: withReset(kept, conversationId, at), effects: [{ type: 'refresh', when: 'soon' }] };
  }
  const next = settle(appendEntries(land(certain, page.entries), conversationId, page.entries));
  return { model: next, effects: [expect(conversationId, page), meet(page.entries)] };
}

interface Asked {
  readonly conversationId: Id;
  readonly after: number;
  readonly at: number;
}

/** Numbers above the server's head do not exist: a server that was set back has forgotten them, and so does the model. */
function withForgotten(model: Model, { conversationId, seq }: Head, at: number): Model {
  if (!model.state.timelines.has(conversationId)) return model;
  return withMark(withTimeline(model, conversationId, LOADING), conversationId, unknownMark(seq, at));
}

/** The people a conversation names. */
export function meetConversation(conversation: Conversation): Effect {
  return { type: 'meet', userIds: conversation.lastMessage ? [conversation.lastMessage.senderId] : [] };
}

function noteEntry(model: Model, entry: Entry, at: number): Change {
  const { conversationId } = entry;
  const mark = model.marks.get(conversationId) ?? unknownMark(0, at);
  const conversation = model.state.conversations.get(conversationId);
  const after = note({ mark, conversation }, entry);
  let next = withMark(model, conversationId, after.mark);
  if (after.conversation && after.conversation !== conversation) {
    next = withState(next, { conversations: put(next.state.conversations, conversationId, after.conversation) });
  }
  if (!conversation) return { model: next, effects: [{ type: 'refresh', when: 'now' }] };
  const isStale = after.mark.missed > mark.missed;
  return { model: next, effects: isStale ? [{ type: 'refresh', when: 'soon' }] : [] };
}

function appendEntries(model: Model, conversationId: Id, entries: readonly Entry[]): Model {
  const held = model.state.timelines.get(conversationId);
  if (held?.status !== 'ready') return model;
  return withTimeline(model, conversationId, appendAll(held, entries).timeline);
}

/** Notes which outbox items the server has. */
function land(model: Model, entries: readonly Entry[]): Model {
  if (model.state.outbox.length === 0) return model;
  const { me, outbox } = model.state;
  const waiting = new Map(outbox.map((item) => [item.clientId, item.conversationId]));
  let { landed } = model;
  for (const { kind, clientId, conversationId, senderId, seq } of entries) {
    if (kind !== 'message' || senderId !== me.id || clientId === null) continue;
    if (waiting.get(clientId) !== conversationId || landed.has(clientId)) continue;
    landed = put(landed, clientId, seq);
  }
  return landed === model.landed ? model : { ...model, landed };
}

/** Removes the outbox items whose entry is in its place: applied to the timeline, or in no timeline that is held. */
export function settle(model: Model): Model {
  if (model.landed.size === 0) return model;
  const { outbox, timelines } = model.state;
  const left = outbox.filter(({ clientId, conversationId }) => {
    const seq = model.landed.get(clientId);
    const timeline = timelines.get(conversationId);
    return seq === undefined || (timeline !== undefined && (timeline.status !== 'ready' || timeline.upTo < seq));
  });
  if (left.length === outbox.length) return model;
  const remaining = new Set(left.map((item) => item.clientId));
  const landed = new Map([...model.landed].filter(([clientId]) => remaining.has(clientId)));
  return withState({ ...model, landed }, { outbox: left });
}

function catchUp(model: Model, conversationId: Id): readonly Effect[] {
  return isBehind(model, conversationId) ? [{ type: 'catchUp', conversationId }] : [];
}

function expect(conversationId: Id, page: { readonly head: number }): Effect {
  return { type: 'expect', conversationId, seq: page.head };
}

function meet(entries: readonly Entry[]): Effect {
  const userIds = entries.flatMap((entry) => (entry.kind === 'hidden' ? [] : [entry.senderId, ...others(entry)]));
  return { type: 'meet', userIds: [...new Set(userIds)] };
}

function others(entry: Entry): readonly Id[] {
  if (entry.kind === 'message') return entry.reactions.flatMap((reaction) => reaction.userIds);
  if (entry.kind !== 'system') return [];
  if (entry.action === 'created') return entry.memberIds;
  return entry.action === 'added' ? [entry.userId] : [];
}
