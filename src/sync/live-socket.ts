import { createTRPCClient, createWSClient, wsLink } from '@trpc/client';
import { CLOSE } from '~/contract/errors';
import type { AppRouter } from '~/server/trpc/root';
import type { Clock } from './clock';
import type { LineEnd, LineListener, LiveLine } from './live-line';
import { observedWebSocket } from './observed-web-socket';
import { TransportError } from './transport';
import { toTransportError } from './trpc-error';

/** Milliseconds from opening to the first batch; a line that is silent for longer is worth no more waiting. */
export const FIRST_BATCH_MS = 10_000;
/** Milliseconds of quiet before a ping, and to wait for its answer: a dead network is noticed within both. */
const KEEP_ALIVE = { enabled: true, intervalMs: 10_000, pongTimeoutMs: 5_000 };

export interface LiveSocketOptions extends LineListener {
  readonly url: string;
  readonly token: string | undefined;
  readonly WebSocket: typeof WebSocket;
  readonly clock: Clock;
}

/** One socket with the feed on it. While the feed lives, calls are faster here than over HTTP. */
export function openLiveSocket(options: LiveSocketOptions): LiveLine {
  const { clock, token } = options;
  const unanswered = new Set<(error: TransportError) => void>();
  let isLive = false;
  let isRetired = false;
  let isOver = false;

  const Socket = observedWebSocket(options.WebSocket, clock, {
    onLatency: (milliseconds) => !isOver && !isRetired && options.onLatency(milliseconds),
    onGone: (code) => end(reasonOf(code)),
  });
  const client = createWSClient({
    url: options.url,
    WebSocket: Socket,
    keepAlive: KEEP_ALIVE,
    // Never reached: the first loss is the end of this client.
    retryDelayMs: () => FIRST_BATCH_MS,
    ...(token !== undefined && { connectionParams: { token } }),
  });
  const trpc = createTRPCClient<AppRouter>({ links: [wsLink({ client })] });
  const cancelWait = clock.after(FIRST_BATCH_MS, () => end('lost'));
  const feed = trpc.feed.live.subscribe(undefined, {
    onData({ data }) {
      if (isOver || isRetired) return;
      cancelWait();
      if (!isLive) Socket.ping();
      isLive = true;
      options.onEvents(data);
    },
    onError: (error) => end(toTransportError(error).code === 'UNAUTHENTICATED' ? 'signedOut' : 'lost'),
    onComplete: () => end('lost'),
  });

  function end(reason: LineEnd | null): void {
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
    if (reason && !isRetired) options.onEnd(reason);
  }

  return {
    connection: () => null,
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
        if (isRetired && unanswered.size === 0) end(null);
      }
    },
    retire() {
      isRetired = true;
      if (unanswered.size === 0) end(null);
    },
    close: () => end(null),
  };
}

function reasonOf(code: number | undefined): LineEnd {
  if (code === CLOSE.UNAUTHENTICATED) return 'signedOut';
  return code === CLOSE.RESTARTING ? 'moved' : 'lost';
}
