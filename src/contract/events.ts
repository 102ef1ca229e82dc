import type { Conversation } from './conversation';
import type { Entry } from './entry';
import type { NotificationSettings } from './notification';
import type { Presence } from './presence';
import type { Id } from './primitives';
import type { Receipt, Watermarks } from './receipt';
import type { User } from './user';

/** The last number of a conversation, and how far the reader has come in it. */
export interface Head extends Watermarks {
  readonly conversationId: Id;
  readonly seq: number;
}

/** What the feed yields, several at a time. Strict: a new kind is a new member here and a new case in every switch. */
export type Event =
  /**
   * First on every (re)connect, and again when hints may have been lost: every conversation of the reader, and no other.
   * Live from this moment on.
   */
  | { readonly type: 'heads'; readonly heads: readonly Head[] }
  /** Entries of one conversation come in the order of their numbers, each once per connection. */
  | { readonly type: 'entry'; readonly entry: Entry }
  /** The reader has joined it, or it has changed. */
  | { readonly type: 'conversation'; readonly conversation: Conversation }
  /** The reader is no longer a member; nothing more of it follows. */
  | { readonly type: 'left'; readonly conversationId: Id }
  /** A member's watermarks rose: the reader's own on another device, or, outside of rooms, another member's. */
  | ({ readonly type: 'receipt' } & Receipt)
  /** Somebody else began or stopped writing. Ends by itself after `TYPING_ENDS_MS`. */
  | { readonly type: 'typing'; readonly conversationId: Id; readonly userId: Id; readonly typing: boolean }
  /** Of people this connection watches. */
  | ({ readonly type: 'presence' } & Presence)
  /** Somebody the reader shares a conversation with, or the reader, has another name or another picture. */
  | { readonly type: 'user'; readonly user: User }
  /** What the reader has set for notifications has changed, on whatever device. */
  | { readonly type: 'notifications'; readonly settings: NotificationSettings }
  /** The process that serves this connection is about to end it: open another, then leave this one. Until then it goes on. */
  | { readonly type: 'leaving' }
  /** The session or token of this connection is over; the socket closes after it. */
  | { readonly type: 'signedOut'; readonly reason: 'expired' | 'ended' }
  /** Too much happened to send it all; take the newest page. */
  | { readonly type: 'reset'; readonly conversationId: Id };

/** For the end of an exhaustive `switch`: a case that was forgotten does not compile. */
export function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
