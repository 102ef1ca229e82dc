import { z } from 'zod';
import type { Entry } from './entry';
import { HISTORY_PAGE_MAX, SYNC_PAGE_MAX } from './limits';
import { clientId, id, seq, text } from './primitives';

export const sendMessage = z.strictObject({ conversationId: id, clientId, text });
export type SendMessageInput = z.infer<typeof sendMessage>;

/** At most one of `before`, `after`, `around`; none asks for the newest page. */
export const getHistory = z
  .strictObject({
    conversationId: id,
    before: seq.optional(),
    after: z.int().min(0).optional(),
    around: seq.optional(),
    limit: z.int().min(1).max(HISTORY_PAGE_MAX).optional(),
  })
  .refine(
    ({ before, after, around }) => [before, after, around].filter((bound) => bound !== undefined).length <= 1,
    'must have at most one of before, after and around',
  );
export type GetHistoryInput = z.infer<typeof getHistory>;

/**
 * A dense, ascending run of entries. Every change numbered up to `head` is already in the messages it shows;
 * a message may also show later ones, which its `rev` tells.
 */
export interface HistoryPage {
  readonly entries: readonly Entry[];
  readonly head: number;
}

export const getSince = z.strictObject({
  conversationId: id,
  /** The last number the reader has applied; 0 for none. */
  seq: z.int().min(0),
  limit: z.int().min(1).max(SYNC_PAGE_MAX).optional(),
});
export type GetSinceInput = z.infer<typeof getSince>;

/** The entries right after the reader's number, dense and in order; more remain while the last is below `head`. */
export interface SyncPage {
  readonly entries: readonly Entry[];
  readonly head: number;
  /** The reader is more than `RESET_AFTER` behind: no entries; take the newest page instead. */
  readonly reset: boolean;
}
