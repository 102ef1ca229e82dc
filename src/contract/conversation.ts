import { z } from 'zod';
import { CONVERSATIONS_PAGE_MAX, GROUP_MEMBERS_MAX } from './limits';
import { clientId, type Id, type Instant, id, name, query, slug } from './primitives';
import type { User } from './user';

export type ConversationKind = 'direct' | 'group' | 'room';
export type Role = 'owner' | 'admin' | 'member';

/** The last message, cut to what a list shows. */
export interface Preview {
  readonly id: Id;
  readonly seq: number;
  readonly senderId: Id;
  /** The first characters; empty once deleted. */
  readonly text: string;
  readonly deleted: boolean;
  readonly at: Instant;
}

/** A conversation as one of its members sees it. */
export interface Conversation {
  readonly id: Id;
  readonly kind: ConversationKind;
  /** Rooms have one. */
  readonly slug: string | null;
  /** Groups and rooms have one; a direct conversation is called by its `peer`. */
  readonly name: string | null;
  /** The other person of a direct conversation; in one with yourself, you. */
  readonly peer: User | null;
  readonly createdBy: Id;
  readonly memberCount: number;
  /** The number of its last entry. */
  readonly head: number;
  readonly lastMessage: Preview | null;
  /** Of the last message, or of its creation. */
  readonly lastActivityAt: Instant;
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

/** Opaque; from `nextCursor` of the page before. */
const cursor = z.string().max(200);
export const listConversations = z.strictObject({
  cursor: cursor.nullish(),
  limit: z.int().min(1).max(CONVERSATIONS_PAGE_MAX).optional(),
});

export const createRoom = z.strictObject({ slug, name });
export const listRooms = z.strictObject({ query: query.optional(), cursor: cursor.nullish() });
export const roomBySlug = z.strictObject({ slug });
