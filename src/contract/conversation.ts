import { z } from 'zod';
import type { MessageRef } from './entry';
import { CONVERSATIONS_PAGE_MAX, GROUP_MEMBERS_MAX, RETENTION_DAYS_MAX } from './limits';
import type { Level } from './notification';
import { level } from './notification-input';
import type { Attached } from './preview';
import { clientId, type Id, type Instant, id, name, query, type Role, slug } from './primitives';
import type { Watermarks } from './receipt';
import type { User } from './user';

export type ConversationKind = 'direct' | 'group' | 'room';

/** The last message, cut to what a list shows. */
export interface Preview {
  readonly id: Id;
  readonly seq: number;
  readonly senderId: Id;
  /** The first characters; empty once deleted. */
  readonly text: string;
  readonly deleted: boolean;
  /** What its files are, and how many; null without files, and once deleted. */
  readonly attached: Attached | null;
  readonly at: Instant;
}

/** What a member has set for themselves; on all their devices, and nobody else learns of it. */
export interface Preferences {
  /** Until when it makes no noise; `MUTED_FOR_GOOD` for good, null for not at all. */
  readonly mutedUntil: Instant | null;
  /** Which messages notify; null for what is usual in its kind (see `levelOf`). */
  readonly notify: Level | null;
  /** Kept at the top of the list. */
  readonly pinned: boolean;
  readonly archived: boolean;
  /** Shown as unread, whatever was read; reading ends it. */
  readonly markedUnread: boolean;
}

/** The last instant there is. */
export const MUTED_FOR_GOOD: Instant = '9999-12-31T23:59:59.999Z';

/** A conversation as one of its members sees it. Its `readSeq` and `deliveredSeq` are the viewer's own. */
export interface Conversation extends Preferences, Watermarks {
  readonly id: Id;
  readonly kind: ConversationKind;
  /** Rooms have one. */
  readonly slug: string | null;
  /** Groups and rooms have one; a direct conversation is called by its `peer`. */
  readonly name: string | null;
  /** Of a group or room that has a picture; signed for the viewer, root-relative. */
  readonly avatarUrl: string | null;
  /** The other person of a direct conversation; in one with yourself, you. */
  readonly peer: User | null;
  readonly createdBy: Id;
  readonly memberCount: number;
  /** The number of its last entry. */
  readonly head: number;
  /** Of the last message that the viewer has not hidden. */
  readonly lastMessage: Preview | null;
  /** Messages of others past `readSeq`, neither deleted nor hidden; counted up to `UNREAD_MAX`. */
  readonly unread: number;
  readonly role: Role;
  /** The number of the entry that made the viewer a member. */
  readonly joinedSeq: number;
  /** Pinned messages, the newest pin first. */
  readonly pins: readonly MessageRef[];
  /** Whether the viewer has blocked the other person of a direct conversation. */
  readonly blocked: boolean;
  /** Of the last message, or of its creation. */
  readonly lastActivityAt: Instant;
  /** After how many days its messages are deleted for everybody; null for never. */
  readonly retentionDays: number | null;
}

export interface Member {
  readonly user: User;
  readonly role: Role;
  readonly joinedSeq: number;
}

export interface ConversationDetail extends Conversation {
  /** In the order they joined; at most `MEMBERS_LISTED_MAX`. */
  readonly members: readonly Member[];
}

/** A room as anyone signed in can find it. */
export interface Room {
  readonly id: Id;
  readonly slug: string;
  readonly name: string;
  readonly avatarUrl: string | null;
  readonly memberCount: number;
  readonly joined: boolean;
}

export const openDirect = z.strictObject({ userId: id });

/** With a `clientId`, a retry finds the group its first attempt made. */
export const createGroup = z.strictObject({
  name,
  memberIds: z.array(id).max(GROUP_MEMBERS_MAX - 1),
  clientId: clientId.optional(),
});
export const addMembers = z.strictObject({
  conversationId: id,
  userIds: z
    .array(id)
    .min(1)
    .max(GROUP_MEMBERS_MAX - 1),
});
export const getConversation = z.strictObject({ conversationId: id });

/** What is left out stays as it is; an `avatarUploadId` of null takes the picture away. */
export const updateConversation = z.strictObject({
  conversationId: id,
  name: name.optional(),
  avatarUploadId: id.nullish(),
});
export type UpdateConversationInput = z.infer<typeof updateConversation>;
export const memberOfConversation = z.strictObject({ conversationId: id, userId: id });
export const setRole = z.strictObject({
  conversationId: id,
  userId: id,
  role: z.enum(['owner', 'admin', 'member']),
});
/** Null takes the choice back: then they are kept for as long as the installation keeps them. */
export const setRetention = z.strictObject({
  conversationId: id,
  days: z.int().min(1).max(RETENTION_DAYS_MAX).nullable(),
});
export type SetRetentionInput = z.infer<typeof setRetention>;
/** What is left out stays as it is. */
export const setPreferences = z.strictObject({
  conversationId: id,
  mutedUntil: z.iso.datetime({ precision: 3 }).nullish(),
  notify: level.nullish(),
  pinned: z.boolean().optional(),
  archived: z.boolean().optional(),
  markedUnread: z.boolean().optional(),
});
export type SetPreferencesInput = z.infer<typeof setPreferences>;

/** Opaque; from `nextCursor` of the page before. */
const cursor = z.string().max(200);
export const listConversations = z.strictObject({
  cursor: cursor.nullish(),
  limit: z.int().min(1).max(CONVERSATIONS_PAGE_MAX).optional(),
});

/** With a `clientId`, a retry finds the room its first attempt made. */
export const createRoom = z.strictObject({ slug, name, clientId: clientId.optional() });
export const listRooms = z.strictObject({ query: query.optional(), cursor: cursor.nullish() });
export const roomBySlug = z.strictObject({ slug });
