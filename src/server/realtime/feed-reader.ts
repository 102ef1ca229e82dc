import type { Event } from '~/contract/events';
import type { Id } from '~/contract/primitives';
import type { Connection } from './connection';
import type { OpenFeed } from './feed';

/** Bytes in a connection's send buffer above which its feeds wait for it to drain. */
export const BUFFERED_MAX = 512 * 1024;

/** Takes what a feed tells, at once: a line of a socket, or what server-sent events are yielded from. */
export interface FeedReader {
  /** Whether it has more to take than it should; it is told nothing until it has caught up. */
  isBehind(): boolean;
  write(events: readonly Event[]): void;
  /** The same, of what many are told in the same words; all of them are given the same array. */
  writeCommon(events: readonly Event[]): void;
  /** Nothing more comes, for this reason if it failed. Called once. */
  end(error?: unknown): void;
}

/** Whose feed it is. */
export interface FeedFor {
  /** The feed's own, known to its reader alone: the reader's calls by other ways name the feed by it. */
  readonly id: string;
  readonly userId: Id;
  readonly connection: Connection | null;
}

/** A feed for who asks for one batch after the other; slower than it tells, they have it wait. Returns when the signal aborts. */
export async function* readFeed(open: OpenFeed, about: FeedFor, signal: AbortSignal): AsyncGenerator<readonly Event[]> {
  const { connection } = about;
  let batch: readonly Event[] | null = null;
  let isOver = false;
  let failure: unknown;
  let wake = () => {};
  const write = (events: readonly Event[]) => {
    batch = events;
    wake();
  };
  const feed = open(about, {
    isBehind: () => batch !== null || (connection !== null && connection.bufferedAmount() > BUFFERED_MAX),
    write,
    writeCommon: write,
    end(error) {
      isOver = true;
      failure = error;
      wake();
    },
  });
  const close = () => feed.close();
  signal.addEventListener('abort', close, { once: true });
  if (signal.aborted) close();
  try {
    for (;;) {
      if (batch) {
        const events: readonly Event[] = batch;
        batch = null;
        yield events;
      } else if (isOver) break;
      else await new Promise<void>((resolve) => (wake = resolve));
    }
    if (failure !== undefined) throw failure;
  } finally {
    signal.removeEventListener('abort', close);
    close();
  }
}
