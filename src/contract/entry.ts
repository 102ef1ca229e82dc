import type { Id, Instant, Role } from './primitives';
import type { Attachment } from './upload';

/** What every entry of a conversation's numbered list has. */
interface EntryBase {
  readonly conversationId: Id;
  /** Its number: the list is 1, 2, 3 … without holes. */
  readonly seq: number;
  readonly id: Id;
  /** The sender's own name for it. */
  readonly clientId: string;
  readonly senderId: Id;
  readonly at: Instant;
}

export interface Reaction {
  readonly emoji: string;
  /** In the order they reacted. */
  readonly userIds: readonly Id[];
}

/** Names a message of the same conversation. Whoever shows it reads its present state by number. */
export interface MessageRef {
  readonly id: Id;
  readonly seq: number;
}

export interface MessageEntry extends EntryBase {
  readonly kind: 'message';
  /** Empty once deleted; may be empty where there are attachments. */
  readonly text: string;
  /** In the order they were attached; none once deleted. */
  readonly attachments: readonly Attachment[];
  /** The message it answers. */
  readonly replyTo: MessageRef | null;
  /** Members whose `@username` the text holds. */
  readonly mentions: readonly Id[];
  /** Whether it was forwarded from another message. */
  readonly forwarded: boolean;
  readonly editedAt: Instant | null;
  readonly deletedAt: Instant | null;
  readonly reactions: readonly Reaction[];
  /** The number of the last entry that changed this message; its own number if none did. */
  readonly rev: number;
}

/** An intent names the message it changes by id and by number. */
interface Intent extends EntryBase {
  readonly targetId: Id;
  readonly targetSeq: number;
}

export interface EditEntry extends Intent {
  readonly kind: 'edit';
  readonly text: string;
  readonly mentions: readonly Id[];
}

export interface DeleteEntry extends Intent {
  readonly kind: 'delete';
}

export interface ReactionEntry extends Intent {
  readonly kind: 'reaction';
  readonly emoji: string;
  readonly on: boolean;
}

/** Delete for me: only its author sees it; to everybody else it is `hidden`. */
export interface HideEntry extends Intent {
  readonly kind: 'hide';
}

/** What happened to the conversation itself. The actor is the entry's `senderId`. */
export type SystemAction =
  | { readonly action: 'created'; readonly memberIds: readonly Id[] }
  | { readonly action: 'joined' }
  | { readonly action: 'left' }
  | { readonly action: 'added'; readonly userId: Id }
  | { readonly action: 'removed'; readonly userId: Id }
  | { readonly action: 'role'; readonly userId: Id; readonly role: Role }
  | { readonly action: 'renamed'; readonly name: string }
  /** After how many days messages are deleted from now on; null for never. */
  | { readonly action: 'retention'; readonly days: number | null }
  | { readonly action: 'pinned'; readonly targetId: Id; readonly targetSeq: number; readonly on: boolean };

export type SystemEntry = EntryBase & { readonly kind: 'system' } & SystemAction;

/** A number whose content is not for the reader, who does not learn from whom it came either. */
export interface HiddenEntry extends Omit<EntryBase, 'clientId' | 'senderId'> {
  readonly kind: 'hidden';
  readonly clientId: null;
  readonly senderId: null;
}

export type Entry = MessageEntry | EditEntry | DeleteEntry | ReactionEntry | HideEntry | SystemEntry | HiddenEntry;

export type EntryKind = Entry['kind'];

/** Whether people see a line for it, so that a page of entries can be judged by what it shows. */
export function isShown<E extends { readonly kind: EntryKind }>(
  entry: E,
): entry is Extract<E, { kind: 'message' | 'system' }> {
  return entry.kind === 'message' || entry.kind === 'system';
}
