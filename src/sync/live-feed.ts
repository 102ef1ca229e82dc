import type { Clock } from './clock';
import type { LiveSocket, LiveSocketOptions } from './live-socket';
import type { FeedHandlers } from './transport';

/** The first pause before coming back, in milliseconds; doubled each time, and drawn from the upper 70 %. Never 0. */
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
/** Milliseconds a feed must have lived for its loss to be taken for a first one. */
const STABLE_MS = 10_000;

export interface LiveFeedOptions {
  readonly clock: Clock;
  readonly handlers: FeedHandlers;
  /** Whether there is a good session after all, renewed if need be. Rejects when that cannot be found out now. */
  readonly renew: () => Promise<boolean>;
  readonly open: (listener: Pick<LiveSocketOptions, 'onEvents' | 'onLatency' | 'onEnd'>) => LiveSocket;
}

/** Keeps one live socket open, coming back with jitter, until it is closed or the session is over. */
export interface LiveFeed {
  /** The socket, if the feed on it has begun. */
  live(): LiveSocket | null;
  setOnline(online: boolean): void;
  /** The session seems to be over: unless it can be renewed, the feed closes for good. */
  expire(): void;
  close(): void;
}

export function openLiveFeed({ clock, handlers, open, renew }: LiveFeedOptions, isOnline: boolean): LiveFeed {
  let online = isOnline;
  let socket: LiveSocket | null = null;
  let cancelRetry: (() => void) | null = null;
  let failures = 0;
  let liveSince: number | null = null;
  let isOver = false;
  let isRenewing = false;

  function dial(): void {
    cancelRetry?.();
    cancelRetry = null;
    if (isOver || !online || socket || isRenewing) return;
    liveSince = null;
    handlers.onConnecting();
    socket = open({
      onEvents(events) {
        liveSince ??= clock.now();
        handlers.onEvents(events);
      },
      onLatency: handlers.onLatency,
      onEnd(reason) {
        socket = null;
        if (reason === 'signedOut') return expire();
        if (isOver || !online) return;
        if (liveSince !== null && clock.now() - liveSince >= STABLE_MS) failures = 0;
        handlers.onConnecting();
        cancelRetry = clock.after(pause(), dial);
      },
    });
  }

  /** Comes back with a renewed session; while that cannot be found out, it is tried like a connection. */
  function expire(): void {
    if (isOver || isRenewing) return;
    isRenewing = true;
    hangUp();
    handlers.onConnecting();
    void renew()
      .catch(() => true)
      .then((isGood) => {
        isRenewing = false;
        if (isOver) return;
        if (!isGood) signOut();
        else if (online) cancelRetry = clock.after(pause(), dial);
      });
  }

  function pause(): number {
    const ceiling = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(failures, 10));
    failures += 1;
    return ceiling * (0.3 + 0.7 * clock.random());
  }

  function hangUp(): void {
    cancelRetry?.();
    cancelRetry = null;
    socket?.close();
    socket = null;
  }

  function signOut(): void {
    if (isOver) return;
    isOver = true;
    hangUp();
    handlers.onSignedOut();
  }

  dial();
  return {
    live: () => (socket?.isLive() ? socket : null),
    setOnline(isNowOnline) {
      online = isNowOnline;
      failures = 0;
      if (online) dial();
      else hangUp();
    },
    expire,
    close() {
      isOver = true;
      hangUp();
    },
  };
}
