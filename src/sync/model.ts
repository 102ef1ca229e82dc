import type { Conversation } from '~/contract/conversation';
import type { Id } from '~/contract/primitives';
import type { Watermarks } from '~/contract/receipt';
import type { User } from '~/contract/user';
import { keptUser, withKeptLinks } from './avatars';
import { NO_DRAFT } from './pending-file';
import type { Draft, SyncState, Timeline } from './state';
import {
  type Answer,
  counted,
  isStale,
  type Mark,
  merge,
  raise,
  raiseWatermarks,
  type Summary,
  setBackTo,
  unknownMark,
} from './summary';
import { LOADING } from './timeline';
import { recount } from './unread';

/**
 * The state people see, and what the engine knows beside it. Immutable.
 * `at` in the functions below is a place in the engine's order of events: every event and every request has its own.
 */
export interface Model {
  readonly state: SyncState;
  /** Of every conversation the reader is a member of, also of those known by number only. */
  readonly marks: ReadonlyMap<Id, Mark>;
  /** Conversations whose timeline is to be replaced by the newest page, asked for after this. */
  readonly resets: ReadonlyMap<Id, number>;
  /** Conversations that may have other numbers than are known, which nobody has told: the server is to be asked. */
  readonly unsure: ReadonlySet<Id>;
  /** The numbers of outbox items that the server has, by clientId: shown until their timeline reaches that number. */
  readonly landed: ReadonlyMap<string, number>;
  /** When the current connection was begun, and when it last told all heads. */
  readonly connectingAt: number;
  readonly headsAt: number;
  /** When the feed told of people: answers to questions asked before do not bring back what they were called. */
  readonly toldAt: ReadonlyMap<Id, number>;
  /** When conversations were left: answers to questions asked before do not bring them back. */
  readonly leftAt: ReadonlyMap<Id, number>;
}

export function emptyModel(me: User): Model {
  return {
    state: {
      me,
      connection: { phase: 'connecting', via: 'socket', latencyMs: null },
      conversations: new Map(),
      listStatus: 'loading',
      timelines: new Map(),
      excerpts: new Map(),
      quoted: new Map(),
      receipts: new Map(),
      typing: new Map(),
      presence: new Map(),
      outbox: [],
      uploads: new Map(),
      drafts: new Map(),
      users: new Map([[me.id, me]]),
      divergences: 0,
      notifications: null,
    },
    marks: new Map(),
    resets: new Map(),
    unsure: new Set(),
    landed: new Map(),
    connectingAt: 0,
    headsAt: 0,
    toldAt: new Map(),
    leftAt: new Map(),
  };
}

export function withState(model: Model, change: Partial<SyncState>): Model {
  return { ...model, state: { ...model.state, ...change } };
}

export function withTimeline(model: Model, conversationId: Id, timeline: Timeline): Model {
  if (model.state.timelines.get(conversationId) === timeline) return model;
  return withState(model, { timelines: put(model.state.timelines, conversationId, timeline) });
}

export function withMark(model: Model, conversationId: Id, mark: Mark): Model {
  if (model.marks.get(conversationId) === mark) return model;
  return { ...model, marks: put(model.marks, conversationId, mark) };
}

/** The conversation's last number is at least `head`; it need not be known otherwise. */
export function withHead(model: Model, conversationId: Id, head: number, at: number): Model {
  const mark = model.marks.get(conversationId);
  const raised = mark ? raise(mark, head) : unknownMark(head, at);
  const conversation = model.state.conversations.get(conversationId);
  const next = withMark(model, conversationId, raised);
  if (!conversation || conversation.head === raised.head) return next;
  return withState(next, {
    conversations: put(next.state.conversations, conversationId, { ...conversation, head: raised.head }),
  });
}

/** Numbers above the server's head do not exist: a server that was set back has forgotten them, and so does the model. */
export function withForgotten(model: Model, conversationId: Id, head: number, at: number): Model {
  const { conversations, timelines } = model.state;
  const conversation = conversations.get(conversationId);
  const isHeld = model.marks.has(conversationId) || timelines.has(conversationId);
  // It was left since the server was asked.
  if (!isHeld) return model;
  return withState(withMark(model, conversationId, unknownMark(head, at)), {
    conversations: conversation ? put(conversations, conversationId, setBackTo(conversation, head)) : conversations,
    timelines: timelines.has(conversationId) ? put(timelines, conversationId, LOADING) : timelines,
  });
}

/** Takes over what the server says of a conversation by itself: the feed, or a procedure the person called. */
export function withConversation(model: Model, conversation: Conversation, at: number): Model {
  return withMerged({ ...model, leftAt: omit(model.leftAt, conversation.id) }, { conversation, askedAt: null }, at);
}

/** When a question was asked, and when its answer came. */
export interface Asked {
  readonly askedAt: number;
  readonly at: number;
}

/** Takes over an answer, unless the conversation was left since the question was asked. */
export function withAnswer(model: Model, conversation: Conversation, { askedAt, at }: Asked): Model {
  const leftAt = Math.max(model.headsAt, model.leftAt.get(conversation.id) ?? 0);
  if (!model.marks.has(conversation.id) && askedAt < leftAt) return model;
  return withMerged(model, { conversation, askedAt }, at);
}

function withMerged(model: Model, { conversation, askedAt }: Answer, at: number): Model {
  const { id } = conversation;
  const peer = conversation.peer && newestOf(model, conversation.peer, askedAt);
  const held = model.state.conversations.get(id);
  const before = { mark: model.marks.get(id) ?? unknownMark(0, at), conversation: held };
  const answer = { conversation: withKeptLinks(held, { ...conversation, peer }), askedAt };
  const after = recounted(merge(before, answer), model);
  const next = withMark(model, id, after.mark);
  const { conversations, users } = next.state;
  return withState(next, {
    conversations: after.conversation ? put(conversations, id, after.conversation) : conversations,
    users: peer ? withUsers(users, [peer]) : users,
  });
}

/** The reader's own watermarks are at least these, on whatever device they rose. */
export function withWatermarks(model: Model, conversationId: Id, watermarks: Watermarks): Model {
  const mark = model.marks.get(conversationId);
  const conversation = model.state.conversations.get(conversationId);
  if (!mark) return model;
  const after = recounted(raiseWatermarks({ mark, conversation }, watermarks), model);
  if (after.conversation === conversation && after.mark === mark) return model;
  const next = withMark(model, conversationId, after.mark);
  return after.conversation
    ? withState(next, { conversations: put(next.state.conversations, conversationId, after.conversation) })
    : next;
}

/** The unread messages counted where they are all held, whatever was known of their number. */
export function recounted(summary: Summary, { state }: Model): Summary {
  const { conversation, mark } = summary;
  const timeline = state.timelines.get(conversation?.id ?? '');
  if (!conversation || timeline?.status !== 'ready' || timeline.upTo !== conversation.head) return summary;
  const { readSeq } = conversation;
  if ((timeline.entries[0]?.seq ?? 1) > readSeq + 1) return summary;
  const count = recount(mark.count, timeline.entries, { meId: state.me.id, readSeq });
  return counted({ mark: { ...mark, count }, conversation });
}

/**
 * The reader is no longer a member. What was written and not sent stays in the outbox, for the server to refuse;
 * a timeline that is still loading stays, for its own answer to decide.
 */
export function withoutConversation(model: Model, conversationId: Id, at: number): Model {
  const { conversations, timelines, drafts, excerpts, quoted, receipts, typing } = model.state;
  const isLoaded = timelines.get(conversationId)?.status === 'ready';
  return {
    ...withState(model, {
      conversations: omit(conversations, conversationId),
      timelines: isLoaded ? omit(timelines, conversationId) : timelines,
      drafts: omit(drafts, conversationId),
      excerpts: omit(excerpts, conversationId),
      quoted: omit(quoted, conversationId),
      receipts: omit(receipts, conversationId),
      typing: omit(typing, conversationId),
    }),
    marks: omit(model.marks, conversationId),
    resets: omit(model.resets, conversationId),
    unsure: without(model.unsure, conversationId),
    leftAt: put(model.leftAt, conversationId, at),
  };
}

/** Asks the server again, whatever is known. */
export function withDoubt(model: Model, conversationId: Id, at: number): Model {
  const mark = model.marks.get(conversationId) ?? unknownMark(0, at);
  return withMark(model, conversationId, { ...mark, doubtedAt: at });
}

/** The timeline, if one is held, is to be replaced by the newest page. */
export function withReset(model: Model, conversationId: Id, at: number): Model {
  if (!model.state.timelines.has(conversationId)) return model;
  return { ...model, resets: put(model.resets, conversationId, at) };
}

export function withUncertainty(model: Model, conversationId: Id): Model {
  return { ...model, unsure: new Set([...model.unsure, conversationId]) };
}

export function withCertainty(model: Model, conversationId: Id): Model {
  return model.unsure.has(conversationId) ? { ...model, unsure: without(model.unsure, conversationId) } : model;
}

/** Who the feed says has another name or picture. */
export function withToldUser(model: Model, user: User, at: number): Model {
  return withPeople({ ...model, toldAt: put(model.toldAt, user.id, at) }, [user], at);
}

/** Takes over what the server says of people, wherever they are named. */
export function withPeople(model: Model, answered: readonly User[], askedAt: number): Model {
  const met = answered.map((user) => newestOf(model, user, askedAt));
  const { me, users, conversations } = model.state;
  const after = withUsers(users, met);
  if (after === users) return model;
  const named = [...conversations].flatMap(([id, one]) => {
    const peer = one.peer && after.get(one.peer.id);
    return peer && peer !== users.get(peer.id) ? [[id, { ...one, peer }] as const] : [];
  });
  return withState(model, {
    me: after.get(me.id) ?? me,
    users: after,
    conversations: named.length > 0 ? new Map([...conversations, ...named]) : conversations,
  });
}

/** The person as they are now: the one held, if that was told after the question. */
function newestOf({ state, toldAt }: Model, user: User, askedAt: number | null): User {
  const isOlder = askedAt !== null && askedAt < (toldAt.get(user.id) ?? 0);
  return isOlder ? (state.users.get(user.id) ?? user) : user;
}

export function withUsers(users: ReadonlyMap<Id, User>, met: readonly User[]): ReadonlyMap<Id, User> {
  const fresh = met.map((user) => keptUser(users.get(user.id), user)).filter((user) => user !== users.get(user.id));
  return fresh.length === 0 ? users : new Map([...users, ...fresh.map((user) => [user.id, user] as const)]);
}

/** What is prepared in a conversation; an empty draft is none. */
export function withDraft(model: Model, conversationId: Id, change: Partial<Draft>): Model {
  const { drafts } = model.state;
  const held = drafts.get(conversationId) ?? NO_DRAFT;
  const next = { ...held, ...change };
  if (next.text === held.text && next.files === held.files) return model;
  const isEmpty = next.text === '' && next.files.length === 0;
  return withState(model, {
    drafts: isEmpty ? omit(drafts, conversationId) : put(drafts, conversationId, next),
  });
}

/** Conversations whose summary is missing, in doubt, or may lack something. */
export function staleConversations({ marks, state }: Model): Id[] {
  return [...marks].filter(([id, mark]) => isStale(mark) || !state.conversations.has(id)).map(([id]) => id);
}

/** Whether its timeline lacks something, a page or numbers that are known to exist; or whether they do exist. */
export function isBehind({ state, marks, resets, unsure }: Model, conversationId: Id): boolean {
  const timeline = state.timelines.get(conversationId);
  if (unsure.has(conversationId)) return true;
  if (!timeline) return false;
  if (timeline.status !== 'ready' || resets.has(conversationId)) return true;
  return timeline.upTo < (marks.get(conversationId)?.head ?? 0);
}

export function put<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map(map).set(key, value);
}

export function omit<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  if (!map.has(key)) return map;
  const rest = new Map(map);
  rest.delete(key);
  return rest;
}

function without<V>(set: ReadonlySet<V>, value: V): ReadonlySet<V> {
  if (!set.has(value)) return set;
  const rest = new Set(set);
  rest.delete(value);
  return rest;
}
