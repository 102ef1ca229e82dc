import type { Clock } from './clock';
import type { Api, LineEnd, LineListener, LiveLine } from './live-line';
import { FIRST_BATCH_MS } from './live-socket';

export interface LiveEventsOptions extends LineListener {
  /** Of the procedures. */
  readonly url: string;
  readonly token: string | undefined;
  readonly EventSource: typeof EventSource;
  /** The procedures beside the stream. */
  readonly http: Api;
  readonly clock: Clock;
}

/** One stream of server-sent events with the feed on it; its code is loaded for it. Calls go over HTTP, which it proves to work. */
export function openLiveEvents({ http, clock, onEvents, onEnd, ...stream }: LiveEventsOptions): LiveLine {
  let connection: string | null = null;
  let isOver = false;
  let stop = () => {};
  const cancelWait = clock.after(FIRST_BATCH_MS, () => end('lost'));

  import('./event-stream').then(
    ({ openEventStream }) => {
      if (isOver) return;
      stop = openEventStream({
        ...stream,
        onBatch(id, events) {
          if (isOver) return;
          cancelWait();
          [connection = null] = id.split(':');
          onEvents(events);
          if (events.some(({ type }) => type === 'signedOut')) end('signedOut');
        },
        onEnd: end,
      });
    },
    () => end('lost'),
  );

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
