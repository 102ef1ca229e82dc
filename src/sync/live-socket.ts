import { createTRPCClient, createWSClient, jsonEncoder, type TRPCClient, wsLink } from '@trpc/client';
import { CLOSE } from '~/contract/errors';
import type { Event } from '~/contract/events';
import type { AppRouter } from '~/server/trpc/root';
import type { Clock } from './clock';
import { observedWebSocket } from './observed-web-socket';
import { TransportError } from './transport';
import { toTransportError } from './trpc-error';

/** Milliseconds from opening to the first batch; a socket that is silent for longer is worth no more waiting. */
const FIRST_BATCH_MS = 10_000;
/** Milliseconds of quiet before a ping, and to wait for its answer: a dead network is noticed within both. */
const KEEP_ALIVE = { enabled: true, intervalMs: 10_000, pongTimeoutMs: 5_000 };

export interface LiveSocketOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly WebSocket: typeof WebSocket;
  readonly clock: Clock;
  onEvents(events: readonly Event[]): void;
  onLatency(milliseconds: number): void;
  /** Once, unless it was closed from here. Nothing is called after it. */
  onEnd(reason: 'lost' | 'signedOut'): void;
}

/** The procedures, over whatever way. */
export type Api = TRPCClient<AppRouter>;

/** One socket with the feed on it, from opening to its end. It does not come back: its end is told, and another is opened. */
export interface LiveSocket {
  /** Whether the feed has begun: only then are sends faster here than over HTTP. */
  isLive(): boolean;
  /** A call over it; rejects when the socket ends before the answer. */
  ask<T>(call: (api: Api) => Promise<T>): Promise<T>;
  /** At once, without a farewell from the other side; closing twice is the same as once. */
  close(): void;
}

export function openLiveSocket(options: LiveSocketOptions): LiveSocket {
  const { clock, token } = options;
  const unanswered = new Set<(error: TransportError) => void>();
  let isLive = false;
  let isOver = false;

  const Socket = observedWebSocket(options.WebSocket, clock, {
    onLatency: (milliseconds) => !isOver && options.onLatency(milliseconds),
    onGone: (code) => end(code === CLOSE.UNAUTHENTICATED ? 'signedOut' : 'lost'),
  });
  const client = createWSClient({
    url: options.url,
    WebSocket: Socket,
    keepAlive: KEEP_ALIVE,
    // Never reached: the first loss is the end of this client.
    retryDelayMs: () => FIRST_BATCH_MS,
    experimental_encoder: {
      encode: jsonEncoder.encode,
      decode(data) {
        const message = jsonEncoder.decode(data);
        if (isGoodbye(message)) end('lost');
        return message;
      },
    },
    ...(token !== undefined && { connectionParams: { token } }),
  });
  const trpc = createTRPCClient<AppRouter>({ links: [wsLink({ client })] });
  const cancelWait = clock.after(FIRST_BATCH_MS, () => end('lost'));
  const feed = trpc.feed.live.subscribe(undefined, {
    onData({ data }) {
      if (isOver) return;
      cancelWait();
      if (!isLive) Socket.ping();
      isLive = true;
      options.onEvents(data);
    },
    onError: (error) => end(toTransportError(error).code === 'UNAUTHENTICATED' ? 'signedOut' : 'lost'),
    onComplete: () => end('lost'),
  });

  function end(reason: 'lost' | 'signedOut' | null): void {
    if (isOver) return;
    isOver = true;
    isLive = false;
    cancelWait();
    // After the subscription has been made: a socket can fail while it is being set up.
    queueMicrotask(() => {
      feed.unsubscribe();
      client.close().catch(() => {});
      Socket.abandon();
    });
    for (const reject of unanswered) reject(new TransportError('NETWORK', 'the socket closed'));
    if (reason) options.onEnd(reason);
  }

  return {
    isLive: () => isLive,
    async ask(call) {
      let fail: (error: TransportError) => void = () => {};
      const ended = new Promise<never>((_, reject) => {
        fail = reject;
      });
      unanswered.add(fail);
      try {
        return await Promise.race([call(trpc), ended]);
      } finally {
        unanswered.delete(fail);
      }
    },
    close: () => end(null),
  };
}

/** The server asks its clients to go elsewhere. */
function isGoodbye(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'method' in message && message.method === 'reconnect';
}
