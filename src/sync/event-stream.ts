import { createTRPCClient, httpSubscriptionLink } from '@trpc/client';
import type { Event } from '~/contract/events';
import type { AppRouter } from '~/server/trpc/root';
import type { LineEnd } from './live-line';
import { toTransportError } from './trpc-error';

export interface EventStreamOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly EventSource: typeof EventSource;
  /** Under which id the batch is tracked. */
  onBatch(id: string, events: readonly Event[]): void;
  /** May be called again, and after it was stopped. */
  onEnd(reason: LineEnd): void;
}

/** The feed as server-sent events, until its first end; the answer stops it. */
export function openEventStream({ url, token, EventSource, onBatch, onEnd }: EventStreamOptions): () => void {
  const trpc = createTRPCClient<AppRouter>({
    links: [
      httpSubscriptionLink({
        url,
        EventSource,
        // What a browser's own `EventSource` cannot do, and a page, which has its cookie, does not need.
        ...(token !== undefined && { eventSourceOptions: { fetch: fetchWith(token) } as EventSourceInit }),
      }),
    ],
  });
  const subscription = trpc.feed.live.subscribe(undefined, {
    onData: ({ id, data }) => onBatch(id, data),
    onConnectionStateChange: ({ error }) => error && onEnd(reasonOf(error)),
    onError: (error) => onEnd(reasonOf(error)),
    onComplete: () => onEnd('moved'),
  });
  return () => subscription.unsubscribe();
}

const reasonOf = (error: unknown): LineEnd =>
  toTransportError(error).code === 'UNAUTHENTICATED' ? 'signedOut' : 'lost';

function fetchWith(token: string): typeof fetch {
  return (input, init) => {
    const headers = new Headers(init?.headers);
    headers.set('authorization', `Bearer ${token}`);
    return fetch(input, { ...init, headers });
  };
}
