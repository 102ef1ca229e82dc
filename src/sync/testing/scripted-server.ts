import { checksumOf, digestOf } from '~/contract/checksum';
import type { Conversation, ConversationKind, Preview } from '~/contract/conversation';
import type { Entry, MessageEntry } from '~/contract/entry';
import type { Event, Head } from '~/contract/events';
import { UNREAD_MAX } from '~/contract/limits';
import type {
  CheckAnswer,
  CheckHeldInput,
  DeleteMessageInput,
  EditMessageInput,
  GetHistoryInput,
  GetMessagesInput,
  GetSinceInput,
  HistoryPage,
  MessagesByNumber,
  ReactToMessageInput,
  SendMessageInput,
  SyncPage,
} from '~/contract/message';
import type { Presence } from '~/contract/presence';
import { attachedOf, previewOf } from '~/contract/preview';
import type { RaiseReceiptInput, Receipt, Watermarks } from '~/contract/receipt';
import type { CreateUploadInput, UploadTicket } from '~/contract/upload';
import type { User } from '~/contract/user';
import { TransportError } from '~/sync/transport';
import { createScriptedUploads, type StoredAttachment } from './scripted-uploads';

/** As it is stored: without links. */
type FullMessage = Omit<MessageEntry, 'attachments'> & { readonly attachments: readonly StoredAttachment[] };
type FullEntry = Exclude<Entry, { kind: 'hidden' | 'message' }> | FullMessage;
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
  /** Of each member, past ones too. */
  readonly watermarks: Map<string, Watermarks>;
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
  const lastSeenAt = new Map<string, string>();
  const uploads = createScriptedUploads(now);
  const pictures = new Map<string, string>();
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

  function presenceOf(userId: string): Presence {
    const online = (feeds.get(userId)?.size ?? 0) > 0;
    return { userId, online, lastSeenAt: online ? null : (lastSeenAt.get(userId) ?? null) };
  }

  function publishPresence(userId: string): void {
    for (const reader of feeds.keys()) publish(reader, { type: 'presence', ...presenceOf(userId) });
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
    if (entry.kind === 'delete') {
      for (const stored of room.entries.slice(entry.targetSeq, entry.seq - 1)) {
        const { entry: edit } = stored;
        if (edit.kind === 'edit' && edit.targetId === entry.targetId) stored.entry = { ...edit, text: '' };
      }
    }
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
      retentionDays: null,
      slug: null,
      name: room.kind === 'direct' ? null : room.id,
      avatarUrl: avatarOf(room.id),
      peer: (peerId !== undefined && userOf(peerId)) || null,
      createdBy: room.createdBy,
      ...UNSET,
      ...watermarksOf(room, userId),
      unread: unreadOf(room, userId, summary.head),
      ...summary,
    };
  }

  function avatarOf(id: string): string | null {
    const picture = pictures.get(id);
    return picture === undefined ? null : uploads.avatarUrl(picture);
  }

  function userOf(userId: string): User | undefined {
    const user = users.get(userId);
    return user && { ...user, avatarUrl: avatarOf(userId) };
  }

  /** Who shares a conversation with them is told, and they are. */
  function tellChanged(userId: string): void {
    const user = userOf(userId);
    if (!user) return;
    const sharers = [...rooms.values()].flatMap(({ members }) => (members.has(userId) ? [...members] : []));
    for (const reader of new Set([userId, ...sharers])) publish(reader, { type: 'user', user });
  }

  function viewOf({ entry, audience, hiddenFrom }: Stored, userId: string): Entry {
    if ((audience === null || audience === userId) && !hiddenFrom.has(userId)) {
      if (entry.kind !== 'message') return entry;
      return { ...entry, attachments: entry.attachments.map((attachment) => uploads.linked(attachment, userId)) };
    }
    const { conversationId, seq, id, at } = entry;
    return { kind: 'hidden', conversationId, seq, id, clientId: null, senderId: null, at };
  }

  function found(id: string, kind: ConversationKind, memberIds: readonly [string, ...string[]]): string {
    const [createdBy] = memberIds;
    const members = new Set(memberIds);
    const createdAt = new Date(now()).toISOString();
    const pair = kind === 'direct' ? memberIds : [];
    const watermarks = new Map(memberIds.map((userId) => [userId, { readSeq: 1, deliveredSeq: 1 }]));
    const room: Room = { id, kind, createdBy, pair, members, watermarks, entries: [], createdAt, summaries: [] };
    rooms.set(id, room);
    append(room, { kind: 'system', action: 'created', senderId: createdBy, clientId: 'created', memberIds });
    for (const userId of members) publish(userId, { type: 'conversation', conversation: describe(room, userId) });
    return id;
  }

  function sent(userId: string, input: SendMessageInput): Entry {
    const { conversationId, clientId, text = '', uploadIds = [], replyToId } = input;
    const room = roomFor(userId, conversationId);
    const known = room.entries.find(({ entry }) => entry.senderId === userId && entry.clientId === clientId);
    if (known) return viewOf(known, userId);
    const replied = replyToId ? visible(room, userId, replyToId) : null;
    const replyTo = replied && { id: replied.id, seq: replied.seq };
    const attachments = uploads.claim(userId, uploadIds, `${conversationId} ${clientId}`);
    const draft = { kind: 'message', text, senderId: userId, clientId, ...UNTOUCHED, attachments, replyTo } as const;
    return viewOf(append(room, draft), userId);
  }

  function visible(room: Room, userId: string, messageId: string): FullMessage {
    const target = room.entries.find(({ entry }) => entry.id === messageId);
    if (target?.entry.kind === 'message' && !target.hiddenFrom.has(userId)) return target.entry;
    throw new TransportError('NOT_FOUND', 'no such message');
  }

  let intents = 0;
  function intend(userId: string, conversationId: string, draft: object, audience: string | null = null): void {
    const room = roomFor(userId, conversationId);
    append(room, { ...draft, senderId: userId, clientId: `intent-${++intents}` } as Draft, audience);
  }

  function targetOf(conversationId: string, targetSeq: number) {
    return { targetSeq, targetId: `${conversationId}/${targetSeq}` };
  }

  /** The same rules as the server's: one's own are edited, and nothing is done to what was deleted or hidden. */
  function changedBy(
    userId: string,
    { conversationId, messageId, clientId }: { conversationId: string; messageId: string; clientId: string },
    change: { kind: 'edit' | 'reaction' | 'hide' | 'delete' } & Record<string, unknown>,
  ): Entry {
    const room = roomFor(userId, conversationId);
    const earlier = room.entries.find(({ entry }) => entry.senderId === userId && entry.clientId === clientId);
    if (earlier) return viewOf(earlier, userId);
    const target = visible(room, userId, messageId);
    const isOwn = target.senderId === userId;
    if ((change.kind === 'edit' || change.kind === 'delete') && !isOwn) {
      throw new TransportError('FORBIDDEN', 'not yours');
    }
    if ((change.kind === 'edit' || change.kind === 'reaction') && target.deletedAt !== null) {
      throw new TransportError('CONFLICT', 'deleted');
    }
    const draft = {
      ...change,
      senderId: userId,
      clientId,
      ...targetOf(conversationId, target.seq),
    } as unknown as Draft;
    return viewOf(append(room, draft, change.kind === 'hide' ? userId : null), userId);
  }

  return {
    limits,
    addUser(id: string): User {
      const user = {
        id,
        username: id,
        name: id.toUpperCase(),
        avatarUrl: id === 'bob' ? '/api/media/bob/avatar' : null,
      };
      users.set(id, user);
      return user;
    },
    /** A person or a group has this picture from now on. */
    portray(id: string, picture: string): void {
      pictures.set(id, picture);
      tellChanged(id);
    },
    rename(id: string, name: string): void {
      users.set(id, { ...users.get(id)!, name });
      tellChanged(id);
    },
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
    uploads,
    createUpload(userId: string, input: CreateUploadInput): UploadTicket {
      roomFor(userId, input.conversationId ?? '');
      return uploads.create(userId, input);
    },
    /** With files of these contents. */
    say(userId: string, conversationId: string, text: string, ...contents: string[]): Entry {
      const uploadIds = contents.map((bytes) => {
        const filename = `${++intents}.txt`;
        const input = { clientId: filename, filename, size: bytes.length, mimeType: 'text/plain' };
        const { uploadId } = uploads.create(userId, input);
        uploads.append(userId, uploadId, { offset: 0, bytes });
        return uploadId;
      });
      return sent(userId, { conversationId, text, uploadIds, clientId: `other-${++intents}` });
    },
    edit(userId: string, conversationId: string, seq: number, text: string): void {
      intend(userId, conversationId, { kind: 'edit', text, mentions: [], ...targetOf(conversationId, seq) });
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
      const seq = room.entries.length + 1;
      room.watermarks.set(userId, { readSeq: seq, deliveredSeq: seq });
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
        .map((room) => ({ conversationId: room.id, seq: room.entries.length, ...watermarksOf(room, userId) })),
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
      { conversationId, before, after, around, limit = limits.historyPage }: GetHistoryInput,
    ): () => HistoryPage {
      const head = roomFor(userId, conversationId).entries.length;
      return () => {
        const { entries } = roomFor(userId, conversationId);
        const from = around === undefined ? after : Math.max(0, around - 1 - Math.floor(limit / 2));
        const to = before === undefined ? head : Math.min(head, before - 1);
        const page =
          from === undefined
            ? entries.slice(Math.max(0, to - limit), Math.max(0, to))
            : entries.slice(from, Math.min(head, from + limit));
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
    check(userId: string, { conversationId, from, to, checksum }: CheckHeldInput): CheckAnswer {
      const { entries } = roomFor(userId, conversationId);
      const head = entries.length;
      if (head !== to) return { verdict: 'moved', head };
      const read = entries.slice(from - 1, to).map((stored) => viewOf(stored, userId));
      return { verdict: checksumOf(read.map(digestOf)) === checksum ? 'same' : 'differs', head };
    },
    single(userId: string, { conversationId, seqs }: GetMessagesInput): MessagesByNumber {
      const { entries } = roomFor(userId, conversationId);
      const found = [...seqs].sort((a, b) => a - b).flatMap((seq) => entries[seq - 1] ?? []);
      return { entries: found.map((stored) => viewOf(stored, userId)), head: entries.length };
    },
    editedBy: (userId: string, { conversationId, messageId, text, clientId }: EditMessageInput): Entry =>
      changedBy(userId, { conversationId, messageId, clientId }, { kind: 'edit', text, mentions: [] }),
    reactedBy: (userId: string, { conversationId, messageId, emoji, on, clientId }: ReactToMessageInput): Entry =>
      changedBy(userId, { conversationId, messageId, clientId }, { kind: 'reaction', emoji, on }),
    deletedBy: (userId: string, { conversationId, messageId, scope, clientId }: DeleteMessageInput): Entry =>
      changedBy(userId, { conversationId, messageId, clientId }, { kind: scope === 'me' ? 'hide' : 'delete' }),
    raised(userId: string, { conversationId, seq }: RaiseReceiptInput, which: 'read' | 'delivered'): Receipt {
      const room = roomFor(userId, conversationId);
      const before = watermarksOf(room, userId);
      const to = Math.min(seq, room.entries.length);
      const after = {
        readSeq: which === 'read' ? Math.max(before.readSeq, to) : before.readSeq,
        deliveredSeq: Math.max(before.deliveredSeq, to),
      };
      room.watermarks.set(userId, after);
      const receipt = { conversationId, userId, ...after };
      if (after.readSeq === before.readSeq && after.deliveredSeq === before.deliveredSeq) return receipt;
      const audience = room.kind === 'room' ? [userId] : room.members;
      for (const reader of audience) publish(reader, { type: 'receipt', ...receipt });
      return receipt;
    },
    receipts(userId: string, conversationId: string): Receipt[] {
      const room = roomFor(userId, conversationId);
      if (room.kind === 'room') return [];
      const others = [...room.members].filter((id) => id !== userId);
      return others.map((id) => ({ conversationId, userId: id, ...watermarksOf(room, id) }));
    },
    typing(userId: string, conversationId: string, typing: boolean): void {
      const room = roomFor(userId, conversationId);
      for (const reader of room.members) {
        if (reader !== userId) publish(reader, { type: 'typing', conversationId, userId, typing });
      }
    },
    presence: (userIds: readonly string[]): Presence[] => userIds.map(presenceOf),
    users: (userIds: readonly string[]) => userIds.flatMap((id) => userOf(id) ?? []),
    /** Every event for that person from now on, and of everybody's presence. */
    subscribe(userId: string, listener: (event: Event) => void): () => void {
      const listeners = feeds.get(userId) ?? new Set();
      feeds.set(userId, listeners.add(listener));
      if (listeners.size === 1) publishPresence(userId);
      return () => {
        if (!listeners.delete(listener) || listeners.size > 0) return;
        lastSeenAt.set(userId, new Date(now()).toISOString());
        publishPresence(userId);
      };
    },
    /** Changes what is stored without telling anybody, as no server ever should. */
    tamper(conversationId: string, seq: number, change: { readonly text: string; readonly rev?: number }): void {
      const stored = roomOf(conversationId).entries[seq - 1]!;
      stored.entry = { ...stored.entry, ...change } as FullEntry;
    },
    /** Loses the last entries, as a database does that is restored from yesterday. */
    setBack(conversationId: string, head: number): void {
      const room = roomOf(conversationId);
      room.entries.splice(head);
      room.summaries.splice(head);
      for (const [userId, { readSeq, deliveredSeq }] of room.watermarks) {
        room.watermarks.set(userId, { readSeq: Math.min(readSeq, head), deliveredSeq: Math.min(deliveredSeq, head) });
      }
    },
  };
}

const UNTOUCHED = { mentions: [], forwarded: false, editedAt: null, deletedAt: null, reactions: [], rev: 0 } as const;

/** What nobody has set. */
const UNSET = {
  role: 'member',
  joinedSeq: 1,
  pins: [],
  blocked: false,
  mutedUntil: null,
  notify: null,
  pinned: false,
  archived: false,
  markedUnread: false,
} as const;

function watermarksOf({ watermarks }: Room, userId: string): Watermarks {
  return watermarks.get(userId) ?? { readSeq: 0, deliveredSeq: 0 };
}

function unreadOf(room: Room, userId: string, head: number): number {
  const { readSeq } = watermarksOf(room, userId);
  const known = room.entries.slice(0, head).map(({ entry }) => entry);
  const gone = new Set<number>();
  for (const entry of known) {
    if (entry.kind === 'delete' || (entry.kind === 'hide' && entry.senderId === userId)) gone.add(entry.targetSeq);
  }
  const waiting = known
    .slice(readSeq)
    .filter((entry) => entry.kind === 'message' && entry.senderId !== userId && !gone.has(entry.seq));
  return Math.min(UNREAD_MAX, waiting.length);
}

function keyOf({ lastActivityAt, id }: Conversation): string {
  return `${lastActivityAt} ${id}`;
}

/** Written apart from the engine's own rules, as the server's are. */
function afterIntent(target: FullMessage, intent: FullEntry): FullMessage {
  const rev = intent.seq;
  if (intent.kind === 'edit') return { ...target, text: intent.text, editedAt: intent.at, rev };
  if (intent.kind === 'delete') {
    return { ...target, text: '', attachments: [], deletedAt: intent.at, reactions: [], rev };
  }
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
    const attached = attachedOf(entry.attachments);
    return { id, seq, senderId, text: previewOf(entry.text), deleted: false, attached, at };
  }
  if (!preview || preview.deleted || !('targetId' in entry) || entry.targetId !== preview.id) return preview;
  if (entry.kind === 'edit') return { ...preview, text: previewOf(entry.text) };
  if (entry.kind === 'delete') return { ...preview, text: '', deleted: true, attached: null };
  return preview;
}
