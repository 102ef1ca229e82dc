import { memo, useMemo } from 'react';
import { useSync } from '~/components/app/engine-context';
import type { ConversationKind } from '~/contract/conversation';
import type { Entry } from '~/contract/entry';
import type { OutboxItem } from '~/sync/state';
import { CHUNK } from './chunks';
import { DayLine } from './day-line';
import { MessageLine } from './message-line';
import { type MessageRow, outboxRows, type Row, rowsOf } from './rows';
import { SystemLine } from './system-line';
import { UnreadLine } from './unread-line';

interface MessageChunkProps {
  readonly chunk: number;
  readonly entries: readonly Entry[];
  /** What stands after the last entry; empty in all chunks but the last. */
  readonly outbox: readonly OutboxItem[];
  /** Changes that the server did not accept, or not yet, by the number of their message. */
  readonly troubled: ReadonlyMap<number, readonly OutboxItem[]>;
  readonly kind: ConversationKind;
  /** The first message that was unread. */
  readonly unreadSeq: number | null;
  /** No chunk comes after this one. */
  readonly isLast: boolean;
  readonly today: number;
}

export const MessageChunk = memo(function MessageChunk(props: MessageChunkProps) {
  const { chunk, entries, outbox, troubled, kind, unreadSeq, isLast, today } = props;
  const meId = useSync((state) => state.me.id);
  const rows = useMemo(() => {
    const firstSeq = entries[0]?.seq ?? 0;
    const start = Math.max(0, chunk * CHUNK - firstSeq);
    const end = Math.min(entries.length, (chunk + 1) * CHUNK - firstSeq);
    return [...rowsOf(entries, start, end), ...outboxRows(entries, outbox, meId)];
  }, [chunk, entries, outbox, meId]);
  const startsGroup = (row: MessageRow) => row.startsGroup || (unreadSeq !== null && seqOf(row) === unreadSeq);
  const stop = isLast ? rows.findLast((row) => row.kind === 'message') : undefined;

  return (
    <div data-chunk={chunk} className="flow-root">
      {rows.map((row) => (
        <div key={row.key}>
          {row.day !== null && <DayLine day={row.day} today={today} />}
          {unreadSeq !== null && seqOf(row) === unreadSeq && <UnreadLine />}
          {row.kind === 'message' ? (
            // The gap is no part of the message, which would move when older ones show that it continues theirs.
            <div className={startsGroup(row) ? 'pt-3' : 'pt-0.5'}>
              <MessageLine
                id={row.key}
                content={row.content}
                senderId={row.senderId}
                mine={row.senderId === meId}
                startsGroup={startsGroup(row)}
                named={kind !== 'direct' && row.senderId !== meId}
                isStop={row === stop}
                troubled={troubled.get(seqOf(row) ?? 0) ?? NONE}
              />
            </div>
          ) : (
            <SystemLine id={row.key} entry={row.entry} kind={kind} />
          )}
        </div>
      ))}
    </div>
  );
});

const NONE: readonly OutboxItem[] = [];

function seqOf(row: Row): number | null {
  if (row.kind === 'system') return row.entry.seq;
  return 'seq' in row.content ? row.content.seq : null;
}
