import { type Ref, useEffect, useImperativeHandle, useMemo, useState } from 'react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { startOfDay } from '~/components/app/times';
import { useNow } from '~/components/app/use-now';
import type { Conversation } from '~/contract/conversation';
import type { Entry } from '~/contract/entry';
import { pendingOf } from '~/sync/selectors';
import type { Timeline } from '~/sync/state';
import { Announcer } from './announcer';
import { chunkOf } from './chunks';
import { MessageChunk } from './message-chunk';
import { NewMessagesButton } from './new-messages-button';
import { TimelineStart } from './timeline-start';
import { useScrollWindow } from './use-scroll-window';

/** What others may ask of the list. */
export interface MessageListHandle {
  toEnd(): void;
}

interface MessageListProps {
  readonly conversation: Conversation;
  readonly timeline: Timeline;
  readonly ref: Ref<MessageListHandle>;
}

const MINUTE_MS = 60_000;

export function MessageList({ conversation, timeline, ref }: MessageListProps) {
  const engine = useEngine();
  const meId = useSync((state) => state.me.id);
  const outbox = useSync((state) => pendingOf(state, conversation.id));
  const { entries, upTo } = timeline;
  const firstSeq = entries[0]?.seq ?? 1;
  const all = { first: chunkOf(firstSeq), last: Math.max(chunkOf(firstSeq), chunkOf(upTo)) };
  const view = useScrollWindow({
    all,
    onNearStart() {
      if (timeline.older === 'ready' && firstSeq > 1) void engine.loadOlder(conversation.id);
    },
  });
  const missed = useMissed(entries, upTo, meId, view.pinned);
  const today = startOfDay(useNow(MINUTE_MS));
  useImperativeHandle(ref, () => ({ toEnd: view.toEnd }));

  const chunks: number[] = [];
  for (let chunk = view.range.first; chunk <= view.range.last; chunk++) chunks.push(chunk);

  return (
    <div className="relative flex min-h-0 flex-1">
      <div
        ref={view.scroller}
        onScroll={view.onScroll}
        role="log"
        aria-label="Messages"
        aria-live="polite"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow and page keys scroll what has the focus.
        tabIndex={0}
        className="scroll-region flex-1 [overflow-anchor:none] focus-visible:outline-offset-[-2px]"
      >
        {/* Older pages come and go here while scrolling; the announcer says what is new. */}
        <div ref={view.content} aria-live="off" className="flex min-h-full flex-col justify-end px-3 pt-2 pb-3 md:px-5">
          <TimelineStart conversation={conversation} older={timeline.older} atBeginning={firstSeq <= 1} />
          <div ref={view.list}>
            <div style={{ height: view.above }} />
            {chunks.map((chunk) => (
              <MessageChunk
                key={chunk}
                chunk={chunk}
                entries={entries}
                outbox={chunk === all.last ? outbox : NOTHING}
                kind={conversation.kind}
                today={today}
              />
            ))}
            <div style={{ height: view.below }} />
          </div>
        </div>
      </div>
      <Announcer entries={entries} upTo={upTo} meId={meId} />
      {!view.pinned && <NewMessagesButton count={missed} onClick={view.toEnd} />}
    </div>
  );
}

const NOTHING: readonly never[] = [];

/** How many messages of others came since the end was last in view. */
function useMissed(entries: readonly Entry[], upTo: number, meId: string, pinned: boolean): number {
  const [seen, setSeen] = useState(upTo);
  useEffect(() => {
    if (pinned) setSeen(upTo);
  }, [pinned, upTo]);
  return useMemo(() => {
    if (pinned) return 0;
    return entries.filter((entry) => entry.seq > seen && isNews(entry, meId)).length;
  }, [entries, seen, meId, pinned]);
}

function isNews(entry: Entry, meId: string): boolean {
  return entry.kind === 'message' && entry.senderId !== meId;
}
