import { type Ref, Suspense, useImperativeHandle, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { useEngine, useSync } from '~/components/app/engine-context';
import { lazilyOffline, onceAhead } from '~/components/app/lazily';
import { startOfDay } from '~/components/app/times';
import { useNow } from '~/components/app/use-now';
import type { Conversation } from '~/contract/conversation';
import type { Entry } from '~/contract/entry';
import { pendingOf } from '~/sync/selectors';
import { shownEntries } from '~/sync/shown';
import type { OutboxItem, Timeline } from '~/sync/state';
import { chunkOf } from './chunks';
import { MessageChunk } from './message-chunk';
import { TimelineStart } from './timeline-start';
import { useScrollWindow } from './use-scroll-window';
import { useSeen } from './use-seen';
import { useUnreadMark } from './use-unread-mark';

const TimelineEnd = lazilyOffline((parts) => parts.TimelineEnd);
const FirstUnreadButton = onceAhead((parts) => parts.FirstUnreadButton);
const NewMessagesButton = onceAhead((parts) => parts.NewMessagesButton);
const Announcer = onceAhead((parts) => parts.Announcer);
const MessageKeys = onceAhead((parts) => parts.MessageKeys);

/** What others may ask of the list. */
export interface MessageListHandle {
  toEnd(): void;
  /** Shows the message of that number, once the list holds it. */
  reveal(seq: number): void;
}

interface MessageListProps {
  readonly conversation: Conversation;
  readonly timeline: Timeline;
  /** The number of a message that the address leads to, until it is shown. Before that nothing counts as seen. */
  readonly awaited: number | null;
  readonly onJump: (seq: number) => void;
  readonly ref: Ref<MessageListHandle>;
}

const MINUTE_MS = 60_000;

export function MessageList({ conversation, timeline, awaited, onJump, ref }: MessageListProps) {
  const t = useTranslations('conversation');
  const engine = useEngine();
  const { id, kind } = conversation;
  const meId = useSync((state) => state.me.id);
  const excerpt = useSync((state) => state.excerpts.get(id));
  const entries = useSync((state) => shownEntries(state, id));
  const outbox = useSync((state) => pendingOf(state, id));
  const troubled = useMemo(() => troubledByTarget(outbox), [outbox]);
  const live = excerpt === undefined;
  const stretch = excerpt ?? timeline;
  const firstSeq = entries[0]?.seq ?? 1;
  const lastSeq = live ? timeline.upTo : (entries.at(-1)?.seq ?? firstSeq);
  const all = { first: chunkOf(firstSeq), last: Math.max(chunkOf(firstSeq), chunkOf(lastSeq)) };
  const view = useScrollWindow({
    all,
    live,
    onNearStart() {
      if (stretch.older === 'ready' && firstSeq > 1) void engine.loadOlder(id);
    },
    onNearEnd() {
      if (excerpt?.newer === 'ready') void engine.loadNewer(id);
    },
  });
  const unread = useUnreadMark(conversation, timeline, entries);
  /** The list stands where the person begins to read; before that nothing counts as seen. */
  const [placed, setPlaced] = useState(false);
  useSeen({
    conversationId: id,
    scroller: view.scroller,
    end: live ? lastSeq : null,
    paused: !placed || awaited !== null,
  });
  const missed = useMemo(
    () => timeline.entries.filter((entry) => entry.seq > conversation.readSeq && isNews(entry, meId)).length,
    [timeline.entries, conversation.readSeq, meId],
  );
  /** What is news is told apart from what was there. */
  const [since] = useState(timeline.upTo);
  const today = startOfDay(useNow(MINUTE_MS));

  const placing = useRef(false);
  useLayoutEffect(() => {
    if (placing.current || unread.opening) return;
    placing.current = true;
    void place().finally(() => setPlaced(true));
  });

  /** Begins where unread began, unless the address leads elsewhere or the person has moved already. */
  async function place() {
    if (awaited !== null || !view.pinned) return;
    if (unread.before !== null) {
      // Without the old page the newest messages are shown, and a button that leads there.
      await engine.jumpTo(id, unread.before).then(
        () => view.reveal(unread.before!, 'upper'),
        () => {},
      );
    } else if (unread.seq !== null) view.reveal(unread.seq, 'upper');
  }

  function toEnd() {
    engine.closeExcerpt(id);
    view.toEnd();
  }
  useImperativeHandle(ref, () => ({ toEnd, reveal: (seq) => view.reveal(seq, 'centre') }));

  const chunks: number[] = [];
  for (let chunk = view.range.first; chunk <= view.range.last; chunk++) chunks.push(chunk);

  return (
    <div className="relative flex min-h-0 flex-1">
      <div
        ref={view.scroller}
        onScroll={view.onScroll}
        data-region="messages"
        role="log"
        aria-label={t('messages')}
        aria-live="polite"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow and page keys scroll what has the focus.
        tabIndex={0}
        className="scroll-region flex-1 [overflow-anchor:none] focus-visible:outline-offset-[-2px]"
      >
        {/* Older pages come and go here while scrolling; the announcer says what is new. */}
        <div ref={view.content} aria-live="off" className="flex min-h-full flex-col justify-end talk-column pt-2 pb-3">
          <TimelineStart conversation={conversation} older={stretch.older} atBeginning={firstSeq <= 1} />
          <div ref={view.list} className="@container">
            <div style={{ height: view.above }} />
            {chunks.map((chunk) => (
              <MessageChunk
                key={chunk}
                chunk={chunk}
                entries={entries}
                outbox={live && chunk === all.last ? outbox : NOTHING}
                troubled={troubled}
                kind={kind}
                unreadSeq={unread.seq}
                isLast={chunk === all.last}
                today={today}
              />
            ))}
            <div style={{ height: view.below }} />
          </div>
          {excerpt && (
            <Suspense fallback={<div className="h-14" />}>
              <TimelineEnd conversationId={id} newer={excerpt.newer} />
            </Suspense>
          )}
        </div>
      </div>
      <Suspense>
        <Announcer entries={timeline.entries} upTo={timeline.upTo} since={since} />
        <MessageKeys
          conversation={conversation}
          list={view.scroller}
          firstSeq={firstSeq}
          onReveal={(seq) => view.reveal(seq, 'centre')}
          onEnd={toEnd}
        />
      </Suspense>
      <Suspense>{unread.before !== null && <FirstUnreadButton seq={unread.before} onJump={onJump} />}</Suspense>
      <Suspense>{!view.pinned && <NewMessagesButton count={missed} onClick={toEnd} />}</Suspense>
    </div>
  );
}

const NOTHING: readonly never[] = [];

function troubledByTarget(outbox: readonly OutboxItem[]): ReadonlyMap<number, readonly OutboxItem[]> {
  const troubled = new Map<number, OutboxItem[]>();
  for (const item of outbox) {
    if (item.act.kind === 'message' || (item.status !== 'failed' && item.retryAt === null)) continue;
    const { targetSeq } = item.act;
    troubled.set(targetSeq, [...(troubled.get(targetSeq) ?? []), item]);
  }
  return troubled;
}

function isNews(entry: Entry, meId: string): boolean {
  return entry.kind === 'message' && entry.senderId !== meId && !entry.deletedAt;
}
