import type { Conversation } from '~/contract/conversation';
import type { MessageEntry } from '~/contract/entry';
import { UNREAD_MAX } from '~/contract/limits';
import type { SyncState } from './state';

/** What is known of a message of one's own: the server has it, all the others' devices have it, all of them have read it. */
export type Tick = 'sent' | 'delivered' | 'read';

/** By the watermarks of the other members; `sent` in rooms, and as long as nothing is known of the others. */
export function tickOf(state: SyncState, conversation: Conversation, message: MessageEntry): Tick {
  const receipts = state.receipts.get(conversation.id);
  if (!receipts || receipts.size === 0 || conversation.kind === 'room') return 'sent';
  let tick: Tick = 'read';
  for (const { readSeq, deliveredSeq } of receipts.values()) {
    if (deliveredSeq < message.seq) return 'sent';
    if (readSeq < message.seq) tick = 'delivered';
  }
  return tick;
}

/** Of all conversations that are not archived; each up to `UNREAD_MAX`, one marked as unread at least once. */
export function unreadTotal({ conversations }: Pick<SyncState, 'conversations'>): number {
  let total = 0;
  for (const { archived, unread, markedUnread } of conversations.values()) {
    if (!archived) total += Math.min(UNREAD_MAX, Math.max(unread, markedUnread ? 1 : 0));
  }
  return total;
}
