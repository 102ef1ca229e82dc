import type { Conversation } from '~/contract/conversation';
import type { Entry } from '~/contract/entry';
import type { Head } from '~/contract/events';
import type { HistoryPage, SyncPage } from '~/contract/message';
import type { Id } from '~/contract/primitives';
import type { Receipt } from '~/contract/receipt';
import { withChangesElsewhere } from './elsewhere';
import {
  type Asked,
  isBehind,
  type Model,
  omit,
  put,
  recounted,
  withAnswer,
  withCertainty,
  withConversation,
  withForgotten,
  withHead,
  withMark,
  withReset,
  withState,
  withTimeline,
  withUncertainty,
  withUsers,
  withWatermarks,
} from './model';
import type { Restored } from './persistence';
import type { Timeline } from './state';
import { lacksMore, note, restoredMark, unknownMark } from './summary';
import { appendAll, fromPage, prepend, replace } from './timeline';

/** What is to be fetched after a change. */
export type Effect =
  /** Its timeline lacks something. */
  | { readonly type: 'catchUp'; readonly conversationId: Id }
  /** The summary of some conversation may lack something; `soon` can wait for more of the kind. */
  | { readonly type: 'refresh'; readonly when: 'now' | 'soon' }
  /** That number exists; if the feed does not bring what lies before it shortly, it is to be fetched. */
  | { readonly type: 'expect'; readonly conversationId: Id; readonly seq: number }
  /** People who are named. */
  | { readonly type: 'meet'; readonly userIds: readonly Id[] }
  /** Somebody is writing; that ends by itself. */
  | { readonly type: 'typing'; readonly conversationId: Id; readonly userId: Id }
  /** The timeline begins anew: what is held away from it may lack changes, and what waited for it can be read. */
  | { readonly type: 'reread'; readonly conversationId: Id }
  /** This device has seen more than the server was told: it was left before it could tell. */
  | { readonly type: 'tellRead'; readonly conversationId: Id; readonly seq: number }
  /** Who else is in the conversation may have changed. */
  | { readonly type: 'members'; readonly conversationId: Id };

export interface Change {
  readonly model: Model;
  readonly effects: readonly Effect[];
}

/** An entry from the feed. */
export function receiveEntry(model: Model, entry: Entry, at: number): Change {
  const { conversationId } = entry;
  const noted = noteEntry(model, entry, at);
  const placed = appendEntries(land(noted.model, [entry]), conversationId, [entry]);
  const next = settle(withoutWriters(placed, conversationId, [entry]));
  const effects = [
    ...noted.effects,
    ...refreshIfStale(model, next, conversationId),
    ...catchUp(next, conversationId),
    ...members(conversationId, [entry]),
    meet([entry]),
  ];
  return { model: next, effects };
}

/** Somebody began or stopped writing. */
export function receiveTyping(model: Model, { conversationId, userId, typing }: Typing): Change {
  if (!typing) return { model: withoutTyping(model, conversationId, userId), effects: [] };
  if (userId === model.state.me.id) return { model, effects: [] };
  const writing = model.state.typing.get(conversationId) ?? [];
  const effects: Effect[] = [
    { type: 'typing', conversationId, userId },
    { type: 'meet', userIds: [userId] },
  ];
  if (writing.includes(userId)) return { model, effects };
  const typings = put(model.state.typing, conversationId, [...writing, userId]);
  return { model: withState(model, { typing: typings }), effects };
}

interface Typing {
  readonly conversationId: Id;
  readonly userId: Id;
  readonly typing: boolean;
}

export function withoutTyping(model: Model, conversationId: Id, userId: Id): Model {
  const writing = model.state.typing.get(conversationId);
  if (!writing?.includes(userId)) return model;
  const others = writing.filter((id) => id !== userId);
  const { typing } = model.state;
  return withState(model, {
    typing: others.length > 0 ? put(typing, conversationId, others) : omit(typing, conversationId),
  });
}

/** Who has sent a message has written it. */
function withoutWriters(model: Model, conversationId: Id, entries: readonly Entry[]): Model {
  if (!model.state.typing.has(conversationId)) return model;
  return entries.reduce(
    (next, { kind, senderId }) => (kind === 'message' ? withoutTyping(next, conversationId, senderId) : next),
    model,
  );
}

/** A member's watermarks rose: one's own, on another device, or those of another member. */
export function receiveReceipt(model: Model, { conversationId, userId, readSeq, deliveredSeq }: Receipt): Change {
  if (userId === model.state.me.id) {
    return afterWatermarks(model, withWatermarks(model, conversationId, { readSeq, deliveredSeq }), conversationId);
  }
  const held = model.state.receipts.get(conversationId);
  const before = held?.get(userId);
  // Somebody new, or what is on its way was read before this: whoever shows it asks again.
  if (!held || !before) return { model, effects: [{ type: 'members', conversationId }] };
  if (readSeq <= before.readSeq && deliveredSeq <= before.deliveredSeq) return { model, effects: [] };
  const raised = {
    readSeq: Math.max(readSeq, before.readSeq),
    deliveredSeq: Math.max(deliveredSeq, before.deliveredSeq),
  };
  const receipts = put(model.state.receipts, conversationId, put(held, userId, raised));
  return { model: withState(model, { receipts }), effects: [] };
}

/** The model after watermarks rose; what lacks is asked for. */
export function afterWatermarks(before: Model, after: Model, conversationId: Id): Change {
  return {
    model: after,
    effects: [...refreshIfStale(before, after, conversationId), ...catchUp(after, conversationId)],
  };
}

function refreshIfStale(before: Model, after: Model, conversationId: Id): readonly Effect[] {
  const mark = after.marks.get(conversationId);
  if (!mark || !after.state.conversations.has(conversationId)) return [];
  return lacksMore(before.marks.get(conversationId), mark) ? [{ type: 'refresh', when: 'soon' }] : [];
}

/** The numbered entry that sending an outbox item was answered with; the item gives way to it in the same change. */
export function receiveAcknowledged(model: Model, clientId: string, entry: Entry, at: number): Change {
  const { conversationId, seq } = entry;
  const head = model.marks.get(conversationId)?.head ?? 0;
  const noted = seq === head + 1 ? noteEntry(model, entry, at) : { model, effects: [] };
  const isWaiting = model.state.outbox.some((item) => item.clientId === clientId);
  const landed = isWaiting ? put(noted.model.landed, clientId, seq) : noted.model.landed;
  const next = settle(appendEntries({ ...noted.model, landed }, conversationId, [entry]));
  const effects = [...noted.effects, ...refreshIfStale(model, next, conversationId)];
  return { model: next, effects: [...effects, { type: 'expect', conversationId, seq }] };
}

/** What the server says of a conversation by itself. */
export function receiveConversation(model: Model, conversation: Conversation, at: number): Change {
  const next = withConversation(model, conversation, at);
  return { model: next, effects: [...catchUp(next, conversation.id), ...afterSummary(model, next, conversation)] };
}

/** What the server answers about a conversation, which may be less than is known: then it is asked again. */
export function receiveSummary(model: Model, conversation: Conversation, asked: Asked): Change {
  const next = withAnswer(model, conversation, asked);
  return { model: next, effects: afterSummary(model, next, conversation) };
}

function afterSummary(before: Model, after: Model, conversation: Conversation): readonly Effect[] {
  return [meetConversation(conversation), ...refreshIfStale(before, after, conversation.id)];
}

/** A number exists, whatever the feed brought. */
export function receiveHead(
  model: Model,
  { conversationId, seq }: Pick<Head, 'conversationId' | 'seq'>,
  at: number,
): Change {
  const next = withHead(model, conversationId, seq, at);
  if (next === model) return { model, effects: [] };
  return { model: next, effects: [...catchUp(next, conversationId), { type: 'refresh', when: 'soon' }] };
}

/** What an earlier start left. It is shown, and the server is asked about all of it. */
export function receiveRestored(model: Model, { conversations, users, drafts }: Restored): Change {
  const { state } = model;
  const unknown = conversations.filter(({ id }) => !model.marks.has(id));
  const doubted = unknown.map((conversation) => [conversation.id, restoredMark(conversation)] as const);
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
  return { model: next, effects: [meet(timeline.entries), { type: 'reread', conversationId }] };
}

/** The newest page, asked for at `askedAt`: the first of a timeline, or the one after a reset. */
export function receiveNewest(model: Model, conversationId: Id, page: HistoryPage, askedAt: number): Change {
  const held = model.state.timelines.get(conversationId);
  if (!held) return { model, effects: [] };
  const timeline = held.status === 'ready' ? replace(held, page) : fromPage(page);
  const isAnswered = askedAt > (model.resets.get(conversationId) ?? 0);
  const resets = isAnswered ? omit(model.resets, conversationId) : model.resets;
  const placed = withTimeline({ ...withCertainty(model, conversationId), resets }, conversationId, timeline);
  const next = withRecount(settle(land(placed, page.entries)), conversationId);
  // Between what was held elsewhere and the new page may lie changes that nobody has told of.
  const reread: Effect = { type: 'reread', conversationId };
  return { model: next, effects: [expect(conversationId, page), meet(page.entries), reread] };
}

/** An older page; `null` if it does not join what is held. */
export function receiveOlder(model: Model, conversationId: Id, page: HistoryPage): Change | null {
  const held = model.state.timelines.get(conversationId);
  if (!held) return { model, effects: [] };
  const timeline = prepend(held, page);
  if (!timeline) return null;
  const placed = settle(land(withTimeline(model, conversationId, timeline), page.entries));
  const next = withRecount(placed, conversationId);
  return { model: next, effects: [expect(conversationId, page), meet(page.entries)] };
}

/** Entries that have been placed away from the timeline, or before it. */
export function receivePage(model: Model, conversationId: Id, page: HistoryPage): Change {
  const next = withRecount(settle(land(model, page.entries)), conversationId);
  return { model: next, effects: [expect(conversationId, page), meet(page.entries)] };
}

/** What follows the number that was asked about, or word that the timeline is to be replaced. */
export function receiveSince(model: Model, page: SyncPage, asked: SinceAsked): Change {
  const { conversationId, known, at } = asked;
  const certain = withCertainty(model, conversationId);
  const isSetBack = page.head < known;
  if (page.reset || isSetBack) {
    const kept = isSetBack ? withForgotten(certain, conversationId, page.head, at) : certain;
    return { model: withReset(kept, conversationId, at), effects: [{ type: 'refresh', when: 'soon' }] };
  }
  const placed = appendEntries(land(certain, page.entries), conversationId, page.entries);
  const next = settle(withoutWriters(placed, conversationId, page.entries));
  const effects = [expect(conversationId, page), ...members(conversationId, page.entries), meet(page.entries)];
  return { model: next, effects };
}

interface SinceAsked {
  readonly conversationId: Id;
  /** A number that was known to exist before the server was asked; its answer tells the exact last one. */
  readonly known: number;
  readonly at: number;
}

/** The people a conversation names. */
export function meetConversation(conversation: Conversation): Effect {
  return { type: 'meet', userIds: conversation.lastMessage ? [conversation.lastMessage.senderId] : [] };
}

function noteEntry(model: Model, entry: Entry, at: number): Change {
  const { conversationId } = entry;
  const mark = model.marks.get(conversationId) ?? unknownMark(0, at);
  const conversation = model.state.conversations.get(conversationId);
  const after = recounted(note({ mark, conversation }, entry, model.state.me.id), model);
  let next = withMark(model, conversationId, after.mark);
  if (after.conversation && after.conversation !== conversation) {
    next = withState(next, { conversations: put(next.state.conversations, conversationId, after.conversation) });
  }
  return { model: next, effects: conversation ? [] : [{ type: 'refresh', when: 'now' }] };
}

function appendEntries(model: Model, conversationId: Id, entries: readonly Entry[]): Model {
  const held = model.state.timelines.get(conversationId);
  if (held?.status !== 'ready') return model;
  const { timeline } = appendAll(held, entries);
  if (timeline === held) return model;
  const applied = timeline.entries.slice(held.entries.length);
  const next = withTimeline(model, conversationId, timeline);
  return withRecount(withChangesElsewhere(next, conversationId, applied), conversationId);
}

function withRecount(model: Model, conversationId: Id): Model {
  const mark = model.marks.get(conversationId);
  const conversation = model.state.conversations.get(conversationId);
  if (!mark || !conversation) return model;
  const after = recounted({ mark, conversation }, model);
  const next = withMark(model, conversationId, after.mark);
  if (!after.conversation || after.conversation === conversation) return next;
  return withState(next, { conversations: put(next.state.conversations, conversationId, after.conversation) });
}

/** Notes which outbox items the server has. */
function land(model: Model, entries: readonly Entry[]): Model {
  if (model.state.outbox.length === 0) return model;
  const { me, outbox } = model.state;
  const waiting = new Map(outbox.map((item) => [item.clientId, item.conversationId]));
  let { landed } = model;
  for (const { kind, clientId, conversationId, senderId, seq } of entries) {
    if (kind === 'system' || senderId !== me.id || clientId === null) continue;
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

function members(conversationId: Id, entries: readonly Entry[]): readonly Effect[] {
  return entries.some(({ kind }) => kind === 'system') ? [{ type: 'members', conversationId }] : [];
}

function meet(entries: readonly Entry[]): Effect {
  const userIds = entries.flatMap((entry) => (entry.kind === 'hidden' ? [] : [entry.senderId, ...others(entry)]));
  return { type: 'meet', userIds: [...new Set(userIds)] };
}

function others(entry: Entry): readonly Id[] {
  if (entry.kind === 'message') return [...entry.mentions, ...entry.reactions.flatMap(({ userIds }) => userIds)];
  if (entry.kind !== 'system') return [];
  if (entry.action === 'created') return entry.memberIds;
  return 'userId' in entry ? [entry.userId] : [];
}
