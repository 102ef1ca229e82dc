import type { TRPCClient } from '@trpc/client';
import type { Event } from '~/contract/events';
import type { AppRouter } from '~/server/trpc/root';

/** The procedures, over whatever way. */
export type Api = TRPCClient<AppRouter>;

/** What the feed comes over: a WebSocket, or server-sent events where no socket gets through. */
export type Via = 'socket' | 'events';

/** `moved`: the server ended it in good order, for it to be opened again. `signedOut`: only another session mends it. */
export type LineEnd = 'lost' | 'moved' | 'signedOut';

export interface LineListener {
  onEvents(events: readonly Event[]): void;
  /** Round trip, in milliseconds, where it is measured. */
  onLatency(milliseconds: number): void;
  /** Once, unless it was closed or retired from here. Nothing is called after it. */
  onEnd(reason: LineEnd): void;
}

/** One way to the server with the feed on it, from opening to its end. It does not come back: another is opened. */
export interface LiveLine {
  /** The feed's name in calls that do not go over it; null where calls do. */
  connection(): string | null;
  /** Whether the feed has begun. */
  isLive(): boolean;
  /** A call over it, or beside it; rejects when it ends before the answer that it was to bring. */
  ask<T>(call: (api: Api) => Promise<T>): Promise<T>;
  /** Another has taken its place: it tells nothing more, and closes once what was asked over it is answered. */
  retire(): void;
  /** At once, without a farewell from the other side; closing twice is the same as once. */
  close(): void;
}
