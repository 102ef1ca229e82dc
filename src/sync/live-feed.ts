import type { Event } from '~/contract/events';
import type { Clock } from './clock';
import type { LineEnd, LineListener, LiveLine, Via } from './live-line';
import type { FeedHandlers } from './transport';
import { createWays } from './ways';

/** The first pause before coming back, in milliseconds; doubled each time, and drawn from the upper 70 %. Never 0. */
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
/** Milliseconds a feed must have lived for its loss to be taken for a first one. */
const STABLE_MS = 10_000;
/** Milliseconds within which a client that was asked to move does so: many are asked at about the same time. */
const MOVE_MS = 200;

export interface LiveFeedOptions {
  readonly clock: Clock;
  readonly handlers: FeedHandlers;
  /** Whether there is a good session after all, renewed if need be. Rejects when that cannot be found out now. */
  readonly renew: () => Promise<boolean>;
  readonly socket: (listener: LineListener) => LiveLine;
  /** Null where there are none to be had. */
  readonly events: ((listener: LineListener) => LiveLine) | null;
}

/**
 * Keeps one line open with the feed on it, coming back with jitter, until it is closed or the session is over: a socket,
 * or server-sent events where no socket gets through. A server that leaves is left only once another line is live.
 */
export interface LiveFeed {
  /** The line, if the feed on it has begun. */
  live(): LiveLine | null;
  setOnline(online: boolean): void;
  /** The session seems to be over: unless it can be renewed, the feed closes for good. */
  expire(): void;
  close(): void;
}

interface Attempt {
  readonly via: Via;
  line: LiveLine | null;
  liveSince: number | null;
}

export function openLiveFeed(options: LiveFeedOptions, isOnline: boolean): LiveFeed {
  const { clock, handlers, renew } = options;
  const ways = createWays(clock);
  let online = isOnline;
  let current: Attempt | null = null;
  /** Takes the place of the current one when it is live. */
  let successor: Attempt | null = null;
  let cancelRetry = () => {};
  let cancelProbe = () => {};
  let cancelMove = () => {};
  let failures = 0;
  let isOver = false;
  let isRenewing = false;

  const isShut = () => isOver || !online || isRenewing;

  function dial(): void {
    cancelRetry();
    if (isShut() || current) return;
    handlers.onConnecting();
    current = { via: options.events ? ways.next() : 'socket', line: null, liveSince: null };
    open(current);
  }

  /** Another line beside the current one, which goes on for as long as the other is not live. */
  function succeed(via: Via): void {
    if (isShut() || !current) return;
    successor?.line?.close();
    successor = { via, line: null, liveSince: null };
    open(successor);
  }

  /** Looks whether a socket gets through by now. */
  function probeIn(milliseconds: number): void {
    cancelProbe();
    cancelProbe = clock.after(milliseconds, () => !successor && succeed('socket'));
  }

  function move(via: Via): void {
    cancelMove();
    cancelMove = clock.after(clock.random() * MOVE_MS, () => succeed(via));
  }

  function open(attempt: Attempt): void {
    const { via } = attempt;
    const line = (via === 'events' && options.events) || options.socket;
    attempt.line = line({
      onEvents(events) {
        if (attempt.liveSince === null) begin(attempt);
        handlers.onEvents(events);
        if (attempt === current && events.some(isFarewell)) move(via);
      },
      onLatency: (milliseconds) => attempt === current && handlers.onLatency(milliseconds),
      onEnd: (reason) => onEnd(attempt, reason),
    });
  }

  function begin(attempt: Attempt): void {
    attempt.liveSince = clock.now();
    cancelProbe();
    if (attempt === successor) {
      cancelMove();
      forget(current);
      current?.line?.retire();
      current = attempt;
      successor = null;
    }
    handlers.onConnected(attempt.via);
    if (attempt.via === 'events') probeIn(ways.probeIn());
  }

  function onEnd(attempt: Attempt, reason: LineEnd): void {
    if (reason === 'signedOut') {
      expire();
      return;
    }
    forget(attempt, reason === 'lost');
    if (attempt === successor) {
      successor = null;
      if (current?.via === 'events') probeIn(ways.probeIn());
      return;
    }
    cancelProbe();
    cancelMove();
    current = successor;
    successor = null;
    if (isShut()) return;
    handlers.onConnecting();
    if (current) return;
    const lived = livedBy(attempt) ?? 0;
    if (lived >= STABLE_MS) failures = 0;
    // Not at once, time and again, to a server that ends all it begins.
    const isAsked = reason === 'moved' && lived >= FIRST_RETRY_MS;
    cancelRetry = clock.after(isAsked ? clock.random() * MOVE_MS : pause(), dial);
  }

  const livedBy = ({ liveSince }: Attempt) => (liveSince === null ? null : clock.now() - liveSince);

  function forget(attempt: Attempt | null, broke = false): void {
    if (attempt) ways.ended(attempt.via, livedBy(attempt), broke);
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
    cancelRetry();
    cancelProbe();
    cancelMove();
    forget(current);
    current?.line?.close();
    successor?.line?.close();
    current = null;
    successor = null;
  }

  function signOut(): void {
    if (isOver) return;
    isOver = true;
    hangUp();
    handlers.onSignedOut();
  }

  dial();
  return {
    live: () => (current?.line?.isLive() ? current.line : null),
    setOnline(isNowOnline) {
      online = isNowOnline;
      failures = 0;
      if (!online) return hangUp();
      ways.doubt();
      if (current?.via === 'events') probeIn(0);
      else dial();
    },
    expire,
    close() {
      isOver = true;
      hangUp();
    },
  };
}

function isFarewell({ type }: Event): boolean {
  return type === 'leaving';
}
