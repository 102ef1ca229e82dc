import { memo, useMemo } from 'react';
import { useSync } from '~/components/app/engine-context';
import type { ConversationKind } from '~/contract/conversation';
import type { Entry } from '~/contract/entry';
import type { OutboxItem } from '~/sync/state';
import { CHUNK } from './chunks';
import { DayLine } from './day-line';
import { MessageLine } from './message-line';
import { outboxRows, rowsOf } from './rows';
import { SystemLine } from './system-line';

interface MessageChunkProps {
  readonly chunk: number;
  readonly entries: readonly Entry[];
  /** What stands after the last entry; empty in all chunks but the last. */
  readonly outbox: readonly OutboxItem[];
  readonly kind: ConversationKind;
  readonly today: number;
}

export const MessageChunk = memo(function MessageChunk({ chunk, entries, outbox, kind, today }: MessageChunkProps) {
  const meId = useSync((state) => state.me.id);
  const rows = useMemo(() => {
    const firstSeq = entries[0]?.seq ?? 0;
    const start = Math.max(0, chunk * CHUNK - firstSeq);
    const end = Math.min(entries.length, (chunk + 1) * CHUNK - firstSeq);
    return [...rowsOf(entries, start, end), ...outboxRows(entries, outbox, meId)];
  }, [chunk, entries, outbox, meId]);

  return (
    <div data-chunk={chunk} className="flow-root">
      {rows.map((row) => (
        <div key={row.key}>
          {row.day !== null && <DayLine day={row.day} today={today} />}
          {row.kind === 'message' ? (
            <MessageLine
              id={row.key}
              content={row.content}
              senderId={row.senderId}
              mine={row.senderId === meId}
              startsGroup={row.startsGroup}
              named={kind !== 'direct' && row.senderId !== meId}
            />
          ) : (
            <SystemLine id={row.key} entry={row.entry} kind={kind} />
          )}
        </div>
      ))}
    </div>
  );
});
