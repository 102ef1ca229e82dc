import { isUntil, levelOf } from '~/contract/notification';
import type { SyncState } from '~/sync/state';

/** Unread messages of the conversations that may ask for attention: neither archived, nor muted, nor without notifications. */
export function unreadLoudly({ conversations }: Pick<SyncState, 'conversations'>, now: number): number {
  let total = 0;
  for (const one of conversations.values()) {
    if (one.archived || isUntil(one.mutedUntil, now) || levelOf(one) === 'none') continue;
    total += Math.max(one.unread, one.markedUnread ? 1 : 0);
  }
  return total;
}
