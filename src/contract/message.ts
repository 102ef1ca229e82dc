import { z } from 'zod';
import { CHECKSUM } from './checksum';
import type { Entry, MessageEntry } from './entry';
import { ATTACHMENTS_MAX, CHECKED_MAX, FORWARD_MAX, HISTORY_PAGE_MAX, SYNC_PAGE_MAX } from './limits';
import { caption, clientId, emoji, id, query, seq } from './primitives';

/** Text, files, or both. Each upload is the sender's, complete, and of no other message. */
export const sendMessage = z
  .strictObject({
    conversationId: id,
    clientId,
    text: caption.optional(),
    uploadIds: z.array(id).max(ATTACHMENTS_MAX).optional(),
    replyToId: id.optional(),
  })
  .refine(({ text, uploadIds }) => Boolean(text?.trim()) || Boolean(uploadIds?.length), {
    path: ['text'],
    error: 'must not be empty',
  });
export type SendMessageInput = z.infer<typeof sendMessage>;

const message = { conversationId: id, messageId: id };
/** The text may be emptied where there are files. */
export const editMessage = z.strictObject({ ...message, text: caption, clientId });
export type EditMessageInput = z.infer<typeof editMessage>;
/** For everyone it leaves a tombstone; for me it is gone on all of the caller's devices and nobody else learns of it. */
export const deleteMessage = z.strictObject({ ...message, scope: z.enum(['everyone', 'me']), clientId });
export type DeleteMessageInput = z.infer<typeof deleteMessage>;
export const reactToMessage = z.strictObject({ ...message, emoji, on: z.boolean(), clientId });
export type ReactToMessageInput = z.infer<typeof reactToMessage>;
export const pinMessage = z.strictObject({ ...message, on: z.boolean(), clientId });
export type PinMessageInput = z.infer<typeof pinMessage>;
export const messageInfo = z.strictObject(message);
/** Each target gets a message of its own; a retry with the same `clientId` finds those already made. */
export const forwardMessage = z.strictObject({
  ...message,
  toConversationIds: z.array(id).min(1).max(FORWARD_MAX),
  clientId,
});
export type ForwardMessageInput = z.infer<typeof forwardMessage>;

/** `message.get`: single entries by number, for quotes and pins; numbers that do not exist are left out. */
export const getMessages = z.strictObject({ conversationId: id, seqs: z.array(seq).min(1).max(HISTORY_PAGE_MAX) });
export type GetMessagesInput = z.infer<typeof getMessages>;
/** Ascending, each as of `head` at least; not a dense run. */
export interface MessagesByNumber {
  readonly entries: readonly Entry[];
  readonly head: number;
}

/** Words and beginnings of words, all of which a message must hold; in one conversation, or in all of the caller's. */
export const searchMessages = z.strictObject({
  query,
  conversationId: id.optional(),
  cursor: z.string().max(200).nullish(),
});
export type SearchMessagesInput = z.infer<typeof searchMessages>;
/** Newest first. */
export interface SearchPage {
  readonly messages: readonly MessageEntry[];
  readonly nextCursor: string | null;
}

/** `media`: pictures and videos. `files`: everything else that was attached, voice too. `links`: web addresses in texts. */
export const mediaKind = z.enum(['media', 'files', 'links']);
export type MediaKind = z.infer<typeof mediaKind>;
/** `message.media`: what a conversation holds of one kind. */
export const listMedia = z.strictObject({
  conversationId: id,
  kind: mediaKind,
  cursor: z.string().max(200).nullish(),
});
export type ListMediaInput = z.infer<typeof listMedia>;
/** The messages that hold it, newest first; what else is attached to them is there too. */
export interface MediaPage {
  readonly messages: readonly MessageEntry[];
  readonly nextCursor: string | null;
}

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

/** `sync.check`: the reader holds the numbers `from` to `to`, the last it has applied, and they make this checksum. */
export const checkHeld = z
  .strictObject({
    conversationId: id,
    from: seq,
    to: seq,
    checksum: z.string().regex(CHECKSUM, 'must be a checksum of this release'),
  })
  .refine(({ from, to }) => from <= to && to - from < CHECKED_MAX, {
    path: ['from'],
    error: `must be one of the last ${CHECKED_MAX} numbers up to to`,
  });
export type CheckHeldInput = z.infer<typeof checkHeld>;

/**
 * `same`: the reader holds what it would read. `differs`: it holds something else, though `to` was the last number before
 * and after they were compared; take the newest page instead. `moved`: `to` is not the last number, so nothing is proved.
 */
export interface CheckAnswer {
  readonly verdict: 'same' | 'differs' | 'moved';
  readonly head: number;
}
