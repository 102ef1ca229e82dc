import type { Conversation } from '~/contract/conversation';
import type { Entry } from '~/contract/entry';
import type { AppCode } from '~/contract/errors';
import type { Id, Instant } from '~/contract/primitives';
import type { User } from '~/contract/user';

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

/** A message on its way. `queued` and `sending` resolve by themselves; `failed` waits for the person to retry or drop it. */
export interface OutboxItem {
  readonly clientId: string;
  readonly conversationId: Id;
  readonly text: string;
  readonly createdAt: Instant;
  readonly status: 'queued' | 'sending' | 'failed';
  /** Why it failed; null unless `failed`. */
  readonly error: AppCode | null;
}

/** Immutable: a change makes a new object along its path and keeps the rest, so that `===` tells what changed. */
export interface SyncState {
  readonly me: User;
  readonly connection: { readonly phase: ConnectionPhase; readonly latencyMs: number | null };
  readonly conversations: ReadonlyMap<Id, Conversation>;
  /** Of the list of conversations. `ready` as soon as something can be shown, from storage or from the server. */
  readonly listStatus: LoadStatus;
  readonly timelines: ReadonlyMap<Id, Timeline>;
  /** In the order they were written. */
  readonly outbox: readonly OutboxItem[];
  readonly drafts: ReadonlyMap<Id, string>;
  /** People met so far, to name senders. */
  readonly users: ReadonlyMap<Id, User>;
}
