import type { Conversation } from './conversation';
import type { Entry } from './entry';
import type { Id } from './primitives';

/** The last number of a conversation. */
export interface Head {
  readonly conversationId: Id;
  readonly seq: number;
}

/** What the feed yields, several at a time. Strict: a new kind is a new member here and a new case in every switch. */
export type Event =
  /** First on every (re)connect: every conversation of the reader, and no other. Live from this moment on. */
  | { readonly type: 'heads'; readonly heads: readonly Head[] }
  /** Entries of one conversation come in the order of their numbers, each once per connection. */
  | { readonly type: 'entry'; readonly entry: Entry }
  /** The reader has joined it, or it has changed. */
  | { readonly type: 'conversation'; readonly conversation: Conversation }
  /** The reader is no longer a member; nothing more of it follows. */
  | { readonly type: 'left'; readonly conversationId: Id }
  /** Too much happened to send it all; take the newest page. */
  | { readonly type: 'reset'; readonly conversationId: Id };

/** For the end of an exhaustive `switch`: a case that was forgotten does not compile. */
export function assertNever(value: never): never {
  throw new Error(`unexpected ${JSON.stringify(value)}`);
}
