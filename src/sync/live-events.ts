import type { Clock } from './clock';
import { openEventStream } from './event-stream';
import type { Api, LineEnd, LineListener, LiveLine } from './live-line';
import { FIRST_BATCH_MS } from './live-socket';

export interface LiveEventsOptions extends LineListener {
  /** Of the stream. */
  readonly url: string;
  readonly token: string | undefined;
  readonly EventSource: typeof EventSource;
  /** The procedures beside the stream. */
  readonly http: Api;
  readonly clock: Clock;
}

/** One stream of server-sent events with the feed on it. Calls go over HTTP, which it proves to work. */
export function openLiveEvents({ http, clock, onEvents, onEnd, ...stream }: LiveEventsOptions): LiveLine {
  let connection: string | null = null;
  let isOver = false;
  const cancelWait = clock.after(FIRST_BATCH_MS, () => end('lost'));
  const stop = openEventStream({
    ...stream,
    clock,
    onBatch(id, events) {
      if (isOver) return;
      cancelWait();
      [connection = null] = id.split(':');
      onEvents(events);
      if (events.some(({ type }) => type === 'signedOut')) end('signedOut');
    },
    onEnd: end,
  });

  function end(reason: LineEnd | null): void {
    if (isOver) return;
    isOver = true;
    connection = null;
    cancelWait();
    stop();
    if (reason) onEnd(reason);
  }

  return {
    connection: () => connection,
    isLive: () => connection !== null,
    ask: (call) => call(http),
    retire: () => end(null),
    close: () => end(null),
  };
}
