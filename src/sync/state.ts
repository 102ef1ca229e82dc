import type { Conversation } from '~/contract/conversation';
import type { Entry, MessageRef } from '~/contract/entry';
import type { AppCode } from '~/contract/errors';
import type { AttachmentKind } from '~/contract/media-types';
import type { NotificationSettings } from '~/contract/notification';
import type { Presence } from '~/contract/presence';
import type { Id, Instant } from '~/contract/primitives';
import type { Watermarks } from '~/contract/receipt';
import type { User } from '~/contract/user';
import type { Via } from './live-line';

/**
 * `connecting`: the first time. `live`: heads have been received and nothing is missing that is not being fetched.
 * `reconnecting`: was live, comes back by itself. `offline`: the device has no network. `signedOut`: the session is over.
 */
export type ConnectionPhase = 'connecting' | 'live' | 'reconnecting' | 'offline' | 'signedOut';

export type LoadStatus = 'loading' | 'ready' | 'failed';

/** The newest stretch of a conversation's list that this client holds: dense, `entries[i].seq === entries[0].seq + i`. */
export interface Timeline {
  readonly entries: readonly Entry[];
  /** The last number applied: the seq of the last entry, or 0. It is the whole sync state of a conversation. */
  readonly upTo: number;
  /** Of the newest page. */
  readonly status: LoadStatus;
  /** Of the page before the first entry held. */
  readonly older: LoadStatus;
}

/**
 * A stretch of a conversation's list away from its newest end, around a message that was jumped to: dense, and with
 * every change that the timeline has applied.
 */
export interface Excerpt {
  readonly entries: readonly Entry[];
  /** The number that was jumped to. */
  readonly around: number;
  readonly status: LoadStatus;
  readonly older: LoadStatus;
  readonly newer: LoadStatus;
}

/** A file on this device that is to be sent; its bytes are behind `Engine.fileOf`. */
export interface PendingFile {
  /** Begins with the time it was attached (see `fileIdAt`); its first upload is asked for under this name. */
  readonly fileId: string;
  readonly filename: string;
  readonly size: number;
  readonly mimeType: string;
  readonly kind: AttachmentKind;
  readonly width?: number;
  readonly height?: number;
  readonly durationMs?: number;
  readonly wave?: readonly number[];
  readonly placeholder?: string;
  /** Of a video: one frame as JPEG, PNG or WebP, in base64. */
  readonly poster?: string;
  /** The upload that has all of its bytes; null until there is one. */
  readonly uploadId: Id | null;
  /** How many uploads before the present one the server has removed. */
  readonly renewed?: number;
}

/** What is known of a file before it is attached. */
export type FileAbout = Omit<PendingFile, 'fileId' | 'uploadId' | 'size' | 'renewed'>;

/** What a person has prepared in a conversation and not sent. */
export interface Draft {
  readonly text: string;
  /** In the order they were attached; at most `ATTACHMENTS_MAX`. */
  readonly files: readonly PendingFile[];
}

/**
 * How far a file of the outbox has come. `waiting`: for its turn, the network or another attempt. `failed`: the server
 * will not have it, or its bytes are gone; its message has failed for that reason.
 */
export interface UploadProgress {
  /** Bytes the server has, as far as is known. */
  readonly sent: number;
  readonly status: 'waiting' | 'sending' | 'done' | 'failed';
}

/** What a person does in a conversation, before it has a number. */
export type Act =
  | {
      readonly kind: 'message';
      /** May be empty where there are files. */
      readonly text: string;
      readonly files: readonly PendingFile[];
      readonly replyTo: MessageRef | null;
    }
  | { readonly kind: 'edit'; readonly targetId: Id; readonly targetSeq: number; readonly text: string }
  | { readonly kind: 'delete'; readonly targetId: Id; readonly targetSeq: number }
  | { readonly kind: 'hide'; readonly targetId: Id; readonly targetSeq: number }
  | {
      readonly kind: 'reaction';
      readonly targetId: Id;
      readonly targetSeq: number;
      readonly emoji: string;
      readonly on: boolean;
    };

/** Why an act failed: what the server refused it for, or that the bytes of one of its files are not on this device any more. */
export type Failure = AppCode | 'FILE_GONE';

/**
 * An act on its way. `queued` and `sending` resolve by themselves; `failed` waits for the person to retry or drop it.
 * A message stays `queued` while its files go up.
 */
export interface OutboxItem {
  readonly clientId: string;
  readonly conversationId: Id;
  readonly act: Act;
  readonly createdAt: Instant;
  /** When the server takes the next one, after it refused for too many; null otherwise. */
  readonly retryAt: Instant | null;
  readonly status: 'queued' | 'sending' | 'failed';
  /** Why it failed; null unless `failed`. */
  readonly error: Failure | null;
  /** The server's words for why it failed; null if it said none. */
  readonly words: string | null;
}

/** Immutable: a change makes a new object along its path and keeps the rest, so that `===` tells what changed. */
export interface SyncState {
  readonly me: User;
  readonly connection: {
    readonly phase: ConnectionPhase;
    /** What the feed comes over, or came over last; at first `socket`. */
    readonly via: Via;
    /** Round trip; null where it is not measured, as over server-sent events. */
    readonly latencyMs: number | null;
  };
  readonly conversations: ReadonlyMap<Id, Conversation>;
  /** Of the list of conversations. `ready` as soon as something can be shown, from storage or from the server. */
  readonly listStatus: LoadStatus;
  readonly timelines: ReadonlyMap<Id, Timeline>;
  /** Of conversations in which the person looks at something older than the timeline holds. */
  readonly excerpts: ReadonlyMap<Id, Excerpt>;
  /** Single entries that are quoted or pinned and lie outside of the timeline, by conversation and number. */
  readonly quoted: ReadonlyMap<Id, ReadonlyMap<number, Entry>>;
  /** The other members' watermarks, of conversations being watched; rooms have none. */
  readonly receipts: ReadonlyMap<Id, ReadonlyMap<Id, Watermarks>>;
  /** Who else is writing, in the order they began. */
  readonly typing: ReadonlyMap<Id, readonly Id[]>;
  /** Of people being watched. */
  readonly presence: ReadonlyMap<Id, Presence>;
  /** In the order they were written. */
  readonly outbox: readonly OutboxItem[];
  /** How far the files of the outbox have come, by fileId; not stored. */
  readonly uploads: ReadonlyMap<string, UploadProgress>;
  /** None is empty. */
  readonly drafts: ReadonlyMap<Id, Draft>;
  /** People met so far, to name senders. */
  readonly users: ReadonlyMap<Id, User>;
  /** How often the server held something else than this client, which then loaded it anew. Stays 0. */
  readonly divergences: number;
  /** What the person has set for notifications, where the feed has told of a change. */
  readonly notifications: NotificationSettings | null;
}
