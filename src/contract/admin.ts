import { z } from 'zod';
import type { PlatformRole } from './account';
import type { ConversationKind } from './conversation';
import type { AppCode } from './errors';
import { RETENTION_DAYS_MAX } from './limits';
import type { AttachmentKind } from './media-types';
import { type Id, type Instant, id, query, type Role } from './primitives';
import type { User } from './user';

/** Opaque; from `nextCursor` of the page before. */
const cursor = z.string().max(200).nullish();

/** Why an admin does it; kept in the audit log. */
const reason = z.string().trim().max(500, 'must be at most 500 characters').optional();

/** A person as admins see them. */
export interface AdminPerson extends User {
  readonly email: string;
  readonly role: PlatformRole;
  readonly createdAt: Instant;
  readonly lastSeenAt: Instant | null;
  /** Since when they cannot sign in; null for who can. */
  readonly disabledAt: Instant | null;
  /** Whether the account is erased, or about to be. */
  readonly erased: boolean;
  /** Of their files. */
  readonly bytes: number;
}

export const listPeople = z.strictObject({
  query: query.optional(),
  only: z.enum(['admins', 'disabled']).optional(),
  cursor,
});
export type ListPeopleInput = z.infer<typeof listPeople>;

export const actOnPerson = z.strictObject({ userId: id, reason });
export type ActOnPersonInput = z.infer<typeof actOnPerson>;

export const setPlatformRole = actOnPerson.extend({ platformRole: z.enum(['admin', 'member']) });
export type SetPlatformRoleInput = z.infer<typeof setPlatformRole>;

/** Whoever opens it sets a new password, once, until it ends. Told this once. */
export interface PasswordReset {
  /** Root-relative; what is secret comes after `#`, which browsers keep to themselves. */
  readonly path: string;
  readonly expiresAt: Instant;
}

/** A conversation as admins see it: never what is said in it. */
export interface AdminConversation {
  readonly id: Id;
  readonly kind: ConversationKind;
  readonly slug: string | null;
  readonly name: string | null;
  /** The two of a direct one. */
  readonly people: readonly User[];
  readonly memberCount: number;
  /** Numbers of its timeline: messages and everything that happened to them. */
  readonly entries: number;
  /** Of the files in it. */
  readonly bytes: number;
  readonly lastActivityAt: Instant;
  /** After how many days its messages are deleted; null for never. */
  readonly retentionDays: number | null;
  /** What admins have set here: days, 0 for no bound; null as for all. */
  readonly retentionBound: number | null;
}

export interface AdminConversationDetail extends AdminConversation {
  readonly members: readonly { readonly user: User; readonly role: Role }[];
}

export const listAdminConversations = z.strictObject({
  query: query.optional(),
  kind: z.enum(['direct', 'group', 'room']).optional(),
  cursor,
});
export type ListAdminConversationsInput = z.infer<typeof listAdminConversations>;

export const adminConversation = z.strictObject({ conversationId: id });
export const setOwner = z.strictObject({ conversationId: id, userId: id, reason });
export type SetOwnerInput = z.infer<typeof setOwner>;

/** 0 keeps messages for good whatever holds for all; null is as for all. */
export const setRetentionBound = z.strictObject({
  conversationId: id,
  days: z.int().min(0).max(RETENTION_DAYS_MAX).nullable(),
  reason,
});
export type SetRetentionBoundInput = z.infer<typeof setRetentionBound>;

export interface StorageFigures {
  readonly total: StorageSum;
  readonly byKind: readonly (StorageSum & { readonly kind: AttachmentKind })[];
  /** Who has most, first. */
  readonly byPerson: readonly (StorageSum & { readonly user: User })[];
  readonly biggest: readonly {
    readonly uploadId: Id;
    readonly filename: string;
    readonly kind: AttachmentKind;
    readonly bytes: number;
    readonly owner: User | null;
    readonly createdAt: Instant;
  }[];
}

export interface StorageSum {
  readonly files: number;
  readonly bytes: number;
}

export interface LiveFigures {
  readonly people: number;
  readonly online: number;
  readonly connections: number;
  readonly conversations: number;
  readonly messagesLastMinute: number;
  /** Milliseconds until it answered; null for one that does not. */
  readonly database: number | null;
  readonly bus: number | null;
  readonly processes: readonly ProcessFigures[];
}

/** What a process says of itself. */
export interface ProcessFigures {
  readonly id: string;
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly node: string;
  readonly startedAt: Instant;
  readonly connections: number;
  readonly memoryBytes: number;
}

export const AUDIT_ACTIONS = [
  'disable',
  'enable',
  'resetPassword',
  'makeAdmin',
  'unmakeAdmin',
  'export',
  'erase',
  'setOwner',
  'setRetention',
  'dismissReport',
  'deleteReported',
  'disableReported',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** A line of the log of what admins do: written before the act, and never changed. */
export interface AuditLine {
  readonly id: Id;
  readonly at: Instant;
  /** Null for the command line. */
  readonly by: User | null;
  readonly action: AuditAction;
  readonly target: AuditTarget;
  readonly reason: string;
  /** With it the line says that the act of an earlier line came to nothing. */
  readonly refusal: AppCode | null;
}

export interface AuditTarget {
  readonly kind: 'person' | 'conversation' | 'report';
  readonly id: Id;
  /** What it is called now; null for what is gone. */
  readonly name: string | null;
}

export const listAudit = z.strictObject({ cursor });

export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
}
