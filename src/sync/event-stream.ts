import type { Event } from '~/contract/events';
import type { Clock } from './clock';
import type { LineEnd } from './live-line';

/** Milliseconds of quiet after which a stream is taken for lost: the server pings every 10 s, and one ping may be late. */
const SILENCE_MS = 25_000;

export interface EventStreamOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly EventSource: typeof EventSource;
  readonly clock: Clock;
  /** Under which id the batch is tracked. */
  onBatch(id: string, events: readonly Event[]): void;
  /** May be called again, and after it was stopped. */
  onEnd(reason: LineEnd): void;
}

/**
 * The feed as server-sent events, until its first end; the answer stops it. What is read is tRPC's own form: batches
 * under their ids, `return` at the end, `serialized-error` for a refusal, and pings.
 */
export function openEventStream({ url, token, EventSource, clock, onBatch, onEnd }: EventStreamOptions): () => void {
  // A browser's own `EventSource` sends no headers of ours, and a page, which has its cookie, needs none.
  const init = token === undefined ? undefined : ({ fetch: fetchWith(token) } as EventSourceInit);
  const source = new EventSource(url, init);
  let cancelSilence = () => {};

  const heard = () => {
    cancelSilence();
    cancelSilence = clock.after(SILENCE_MS, () => onEnd('lost'));
  };
  const on = (type: string, listener: (event: MessageEvent<string>) => void) => {
    source.addEventListener(type, (event) => {
      heard();
      listener(event as MessageEvent<string>);
    });
  };

  heard();
  on('ping', () => {});
  on('message', ({ lastEventId, data }) => onBatch(lastEventId, JSON.parse(data)));
  on('return', () => onEnd('moved'));
  on('serialized-error', ({ data }) =>
    onEnd(JSON.parse(data)?.data?.appCode === 'UNAUTHENTICATED' ? 'signedOut' : 'lost'),
  );
  // Also where it would come back by itself: it comes back as everything does, with pauses that grow.
  source.addEventListener('error', () => onEnd('lost'));

  return () => {
    cancelSilence();
    source.close();
  };
}

function fetchWith(token: string): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(input, { ...init, headers });
  };
}
