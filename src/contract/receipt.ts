import { z } from 'zod';
import { type Id, type Instant, id, seq } from './primitives';

/** How far a member has come. `readSeq` ≤ `deliveredSeq` ≤ the conversation's head, and each only rises. */
export interface Watermarks {
  /** Everything up to this number was on the screen of one of the member's devices. */
  readonly readSeq: number;
  /** Everything up to this number has reached one of the member's devices. */
  readonly deliveredSeq: number;
}

/** One member's watermarks in one conversation. Rooms keep them to each member: nobody else is told. */
export interface Receipt extends Watermarks {
  readonly conversationId: Id;
  readonly userId: Id;
}

/** What became of one message with one member: `message.info`. */
export interface MessageReceipt {
  readonly userId: Id;
  readonly delivered: boolean;
  /** Null when it is not delivered, or was so long ago that only the fact is kept. */
  readonly deliveredAt: Instant | null;
  readonly read: boolean;
  readonly readAt: Instant | null;
}

/** For `receipt.read` and `receipt.delivered`. A number beyond the head counts as the head. */
export const raiseReceipt = z.strictObject({ conversationId: id, seq });
export type RaiseReceiptInput = z.infer<typeof raiseReceipt>;
/** `receipt.list`: the other members' watermarks; none in a room. */
export const listReceipts = z.strictObject({ conversationId: id });

export interface UnreadSummary {
  /** Of all conversations that are not archived; each counted up to `UNREAD_MAX`, one marked as unread at least once. */
  readonly total: number;
  /** Those with something unread. */
  readonly conversations: readonly { readonly conversationId: Id; readonly count: number }[];
}
