import { useState } from 'react';
import { useSync } from '~/components/app/engine-context';
import type { Conversation } from '~/contract/conversation';
import type { Entry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';
import type { Timeline } from '~/sync/state';

export interface UnreadMark {
  /** What was unread when the conversation was opened is not known yet; until then nothing counts as read. */
  readonly opening: boolean;
  /** The first message that was unread, if it is held. */
  readonly seq: number | null;
  /** A number right after what was read, if unread messages begin before what is held. */
  readonly before: number | null;
}

/** What was known when the conversation was opened. */
interface Opened {
  readonly upTo: number;
  readonly head: number;
  /** More was unread than is held. */
  readonly more: boolean;
}

/** Where unread began when the conversation was opened. It stays while the screen stays, whatever is read meanwhile. */
export function useUnreadMark(conversation: Conversation, timeline: Timeline, entries: readonly Entry[]): UnreadMark {
  const meId = useSync((state) => state.me.id);
  const live = useSync((state) => state.connection.phase === 'live');
  const [opened, setOpened] = useState<Opened | null>(null);

  if (opened === null) {
    const { readSeq, head, unread } = conversation;
    const caughtUp = live && timeline.status === 'ready' && timeline.upTo >= head;
    const held = unreadIn(timeline.entries, { upTo: readSeq, head: timeline.upTo }, meId);
    if (caughtUp || held.length > 0) setOpened({ upTo: readSeq, head: timeline.upTo, more: unread > held.length });
    return { opening: true, seq: null, before: null };
  }
  const isBefore = opened.more && (entries[0]?.seq ?? 1) > opened.upTo + 1;
  return {
    opening: false,
    seq: isBefore ? null : (unreadIn(entries, opened, meId)[0] ?? null),
    before: isBefore ? opened.upTo + 1 : null,
  };
}

/** The numbers of others' messages past what was read, up to the head as it was then. */
export function unreadIn(
  entries: readonly Entry[],
  { upTo, head }: { readonly upTo: number; readonly head: number },
  meId: Id,
): number[] {
  const first = entries[0]?.seq ?? 1;
  return entries
    .slice(Math.max(0, upTo + 1 - first), Math.max(0, head + 1 - first))
    .filter((entry) => entry.kind === 'message' && entry.senderId !== meId && !entry.deletedAt)
    .map(({ seq }) => seq);
}
