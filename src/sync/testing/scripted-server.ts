import type { Conversation, ConversationKind, Preview } from '~/contract/conversation';
import type { Entry, MessageEntry } from '~/contract/entry';
import type { Event, Head } from '~/contract/events';
import type { GetHistoryInput, GetSinceInput, HistoryPage, SendMessageInput, SyncPage } from '~/contract/message';
import { previewOf } from '~/contract/preview';
import type { User } from '~/contract/user';
import { TransportError } from '~/sync/transport';

type FullEntry = Exclude<Entry, { kind: 'hidden' }>;
type Draft = FullEntry extends infer E
  ? E extends FullEntry
    ? Omit<E, 'conversationId' | 'seq' | 'id' | 'at'>
    : never
  : never;

interface Stored {
  entry: FullEntry;
  readonly audience: string | null;
  readonly hiddenFrom: Set<string>;
}

interface Room {
  readonly id: string;
  readonly kind: ConversationKind;
  readonly createdBy: string;
  readonly pair: readonly string[];
  readonly members: Set<string>;
  readonly entries: Stored[];
  readonly createdAt: string;
  /** The summary as it was after each number; what is answered may lag behind. */
  readonly summaries: Summary[];
}

type Summary = Pick<Conversation, 'head' | 'memberCount' | 'lastMessage' | 'lastActivityAt'>;

/** Small, so that short tests meet every border. */
export interface Limits {
  readonly historyPage: number;
  readonly sincePage: number;
  readonly resetAfter: number;
  readonly listPage: number;
}

export const SMALL: Limits = { historyPage: 6, sincePage: 4, resetAfter: 12, listPage: 2 };

export type ScriptedServer = ReturnType<typeof createScriptedServer>;

/** The server's rules, in memory: dense numbers, intents in order, one answer for one clientId, one view per reader. */
export function createScriptedServer(now: () => number, limits: Limits = SMALL) {
  const users = new Map<string, User>();
  const rooms = new Map<string, Room>();
  const feeds = new Map<string, Set<(event: Event) => void>>();
  /** Summaries answer as of that many numbers ago. */
  let lag = 0;

  function roomOf(conversationId: string): Room {
    const room = rooms.get(conversationId);
    if (!room) throw new TransportError('NOT_FOUND', 'no such conversation');
    return room;
  }

  function roomFor(userId: string, conversationId: string): Room {
    const room = roomOf(conversationId);
    if (!room.members.has(userId)) throw new TransportError('FORBIDDEN', 'not a member');
    return room;
  }

  function publish(userId: string, event: Event): void {
    for (const listener of feeds.get(userId) ?? []) listener(event);
  }

  function append(room: Room, draft: Draft, audience: string | null = null): Stored {
    const known = room.entries.find(
      ({ entry }) => entry.senderId === draft.senderId && entry.clientId === draft.clientId,
    );
    if (known) return known;
    const seq = room.entries.length + 1;
    const at = new Date(now()).toISOString();
    const base = { conversationId: room.id, seq, id: `${room.id}/${seq}`, at };
    const entry = (draft.kind === 'message' ? { ...draft, ...base, rev: seq } : { ...draft, ...base }) as FullEntry;
    const stored: Stored = { entry, audience, hiddenFrom: new Set() };
    room.entries.push(stored);
    apply(room, entry);
    room.summaries.push(summaryAfter(room, entry));
    for (const userId of room.members) publish(userId, { type: 'entry', entry: viewOf(stored, userId) });
    return stored;
  }

  function apply(room: Room, entry: FullEntry): void {
    if (!('targetSeq' in entry)) return;
    const target = room.entries[entry.targetSeq - 1];
    if (target?.entry.kind !== 'message') return;
    if (entry.kind === 'hide') target.hiddenFrom.add(entry.senderId);
    else if (target.entry.rev < entry.seq && target.entry.deletedAt === null) {
      target.entry = afterIntent(target.entry, entry);
    }
  }

  function summaryAfter(room: Room, entry: FullEntry): Summary {
    const before = room.summaries.at(-1);
    const lastMessage = previewAfter(before?.lastMessage ?? null, entry);
    return {
      head: entry.seq,
      memberCount: room.members.size,
      lastMessage,
      lastActivityAt: entry.kind === 'message' ? entry.at : (before?.lastActivityAt ?? room.createdAt),
    };
  }

  function describe(room: Room, userId: string): Conversation {
    const summary = room.summaries[Math.max(0, room.summaries.length - 1 - lag)]!;
    const peerId = room.pair.find((id) => id !== userId) ?? room.pair[0];
    return {
      id: room.id,
      kind: room.kind,
      slug: null,
      name: room.kind === 'direct' ? null : room.id,
      peer: (peerId !== undefined && users.get(peerId)) || null,
      createdBy: room.createdBy,
      ...summary,
    };
  }

  function found(id: string, kind: ConversationKind, memberIds: readonly [string, ...string[]]): string {
    const [createdBy] = memberIds;
    const members = new Set(memberIds);
    const createdAt = new Date(now()).toISOString();
    const pair = kind === 'direct' ? memberIds : [];
    const room: Room = { id, kind, createdBy, pair, members, entries: [], createdAt, summaries: [] };
    rooms.set(id, room);
    append(room, { kind: 'system', action: 'created', senderId: createdBy, clientId: 'created', memberIds });
    for (const userId of members) publish(userId, { type: 'conversation', conversation: describe(room, userId) });
    return id;
  }

  function sent(userId: string, { conversationId, clientId, text }: SendMessageInput): Entry {
    const room = roomFor(userId, conversationId);
    const draft = { kind: 'message', text, senderId: userId, clientId, ...UNTOUCHED } as const;
    return viewOf(append(room, draft), userId);
  }

  let intents = 0;
  function intend(userId: string, conversationId: string, draft: object, audience: string | null = null): void {
    const room = roomFor(userId, conversationId);
    append(room, { ...draft, senderId: userId, clientId: `intent-${++intents}` } as Draft, audience);
  }

  function targetOf(conversationId: string, targetSeq: number) {
    return { targetSeq, targetId: `${conversationId}/${targetSeq}` };
  }

  return {
    limits,
    addUser(id: string): User {
      const user = { id, username: id, name: id.toUpperCase() };
      users.set(id, user);
      return user;
    },
    rename: (user: User) => void users.set(user.id, user),
    lagBehind(numbers: number): void {
      lag = numbers;
    },
    found,
    members: (conversationId: string) => roomOf(conversationId).members,
    head: (conversationId: string) => roomOf(conversationId).entries.length,
    /** As nobody sees it: in full. */
    entries: (conversationId: string): readonly FullEntry[] => roomOf(conversationId).entries.map(({ entry }) => entry),
    conversationsOf: (userId: string) =>
      [...rooms.values()].filter((room) => room.members.has(userId)).map((r) => r.id),
    snapshot: (userId: string, conversationId: string): readonly Entry[] =>
      roomOf(conversationId).entries.map((stored) => viewOf(stored, userId)),

    send: sent,
    say(userId: string, conversationId: string, text: string): Entry {
      return sent(userId, { conversationId, text, clientId: `other-${++intents}` });
    },
    edit(userId: string, conversationId: string, seq: number, text: string): void {
      intend(userId, conversationId, { kind: 'edit', text, ...targetOf(conversationId, seq) });
    },
    remove(userId: string, conversationId: string, seq: number): void {
      intend(userId, conversationId, { kind: 'delete', ...targetOf(conversationId, seq) });
    },
    react(userId: string, conversationId: string, seq: number, { emoji, on }: { emoji: string; on: boolean }): void {
      intend(userId, conversationId, { kind: 'reaction', emoji, on, ...targetOf(conversationId, seq) });
    },
    hide(userId: string, conversationId: string, seq: number): void {
      intend(userId, conversationId, { kind: 'hide', ...targetOf(conversationId, seq) }, userId);
    },
    join(userId: string, conversationId: string): void {
      const room = roomOf(conversationId);
      if (room.members.has(userId)) return;
      room.members.add(userId);
      intend(userId, conversationId, { kind: 'system', action: 'joined' });
      publish(userId, { type: 'conversation', conversation: describe(room, userId) });
    },
    leave(userId: string, conversationId: string): void {
      const room = roomOf(conversationId);
      if (!room.members.delete(userId)) return;
      append(room, { kind: 'system', action: 'left', senderId: userId, clientId: `intent-${++intents}` });
      publish(userId, { type: 'left', conversationId });
    },

    heads: (userId: string): Head[] =>
      [...rooms.values()]
        .filter((room) => room.members.has(userId))
        .map((room) => ({ conversationId: room.id, seq: room.entries.length })),
    list(userId: string, cursor: string | null) {
      const all = [...rooms.values()]
        .filter((room) => room.members.has(userId))
        .map((room) => describe(room, userId))
        .sort((a, b) => (keyOf(a) < keyOf(b) ? 1 : -1));
      const rest = all.filter((one) => cursor === null || keyOf(one) < cursor);
      const conversations = rest.slice(0, limits.listPage);
      const last = conversations.at(-1);
      return { conversations, nextCursor: last && rest.length > limits.listPage ? keyOf(last) : null };
    },
    conversation: (userId: string, conversationId: string) => describe(roomFor(userId, conversationId), userId),
    /** In two steps, as a server reads: the head first, the entries perhaps a moment later. */
    history(
      userId: string,
      { conversationId, before, limit = limits.historyPage }: GetHistoryInput,
    ): () => HistoryPage {
      const head = roomFor(userId, conversationId).entries.length;
      return () => {
        const { entries } = roomFor(userId, conversationId);
        const to = before === undefined ? head : Math.min(head, before - 1);
        const page = entries.slice(Math.max(0, to - limit), Math.max(0, to));
        return { entries: page.map((stored) => viewOf(stored, userId)), head };
      };
    },
    since(userId: string, { conversationId, seq, limit = limits.sincePage }: GetSinceInput): SyncPage {
      const { entries } = roomFor(userId, conversationId);
      const head = entries.length;
      if (seq > head || head - seq > limits.resetAfter) return { entries: [], head, reset: true };
      const page = entries.slice(seq, seq + Math.min(limit, limits.sincePage));
      return { entries: page.map((stored) => viewOf(stored, userId)), head, reset: false };
    },
    users: (userIds: readonly string[]) => userIds.flatMap((id) => users.get(id) ?? []),
    /** Every event for that person from now on. */
    subscribe(userId: string, listener: (event: Event) => void): () => void {
      const listeners = feeds.get(userId) ?? new Set();
      feeds.set(userId, listeners.add(listener));
      return () => void listeners.delete(listener);
    },
    /** Loses the last entries, as a database does that is restored from yesterday. */
    setBack(conversationId: string, head: number): void {
      const room = roomOf(conversationId);
      room.entries.splice(head);
      room.summaries.splice(head);
    },
  };
}

const UNTOUCHED = { editedAt: null, deletedAt: null, reactions: [], rev: 0 } as const;

function keyOf({ lastActivityAt, id }: Conversation): string {
  return `${lastActivityAt} ${id}`;
}

function viewOf({ entry, audience, hiddenFrom }: Stored, userId: string): Entry {
  if ((audience === null || audience === userId) && !hiddenFrom.has(userId)) return entry;
  const { conversationId, seq, id, at } = entry;
  return { kind: 'hidden', conversationId, seq, id, clientId: null, senderId: null, at };
}

/** Written apart from the engine's own rules, as the server's are. */
function afterIntent(target: MessageEntry, intent: FullEntry): MessageEntry {
  const rev = intent.seq;
  if (intent.kind === 'edit') return { ...target, text: intent.text, editedAt: intent.at, rev };
  if (intent.kind === 'delete') return { ...target, text: '', deletedAt: intent.at, reactions: [], rev };
  if (intent.kind !== 'reaction') return target;
  const flat = target.reactions.flatMap(({ emoji, userIds }) => userIds.map((userId) => ({ emoji, userId })));
  const others = flat.filter(({ emoji, userId }) => emoji !== intent.emoji || userId !== intent.senderId);
  const isOn = others.length < flat.length;
  const next = intent.on ? (isOn ? flat : [...flat, { emoji: intent.emoji, userId: intent.senderId }]) : others;
  const byEmoji = new Map<string, string[]>();
  // An emoji keeps its place for as long as somebody stands behind it.
  for (const { emoji } of target.reactions) byEmoji.set(emoji, []);
  for (const { emoji, userId } of next) byEmoji.set(emoji, [...(byEmoji.get(emoji) ?? []), userId]);
  const reactions = [...byEmoji].filter(([, ids]) => ids.length > 0).map(([emoji, userIds]) => ({ emoji, userIds }));
  return { ...target, reactions, rev };
}

function previewAfter(preview: Preview | null, entry: FullEntry): Preview | null {
  if (entry.kind === 'message') {
    const { id, seq, senderId, at } = entry;
    return { id, seq, senderId, text: previewOf(entry.text), deleted: false, at };
  }
  if (!preview || preview.deleted || !('targetId' in entry) || entry.targetId !== preview.id) return preview;
  if (entry.kind === 'edit') return { ...preview, text: previewOf(entry.text) };
  if (entry.kind === 'delete') return { ...preview, text: '', deleted: true };
  return preview;
}
