import { CLOSE } from '~/contract/errors';
import type { Event } from '~/contract/events';
import type { Id } from '~/contract/primitives';

/** Milliseconds between the word to its feeds that a connection ends and its end: opening another takes a few round trips, and queries. */
const LEAVE_MS = 2_000;

export const NOBODY: ReadonlySet<Id> = new Set();
const NONE: readonly ConnectedFeed[] = [];

/** A feed, as far as its connection cares. */
export interface ConnectedFeed {
  put(event: Event): void;
  /** Tells of these people from now on, and of no others; answers once it is live for them. */
  follow(userIds: ReadonlySet<Id>): Promise<void>;
  close(): void;
}

/** A socket, or a stream of server-sent events: what its feeds share, and what they are told together. */
export abstract class Connection {
  #feeds = NONE;
  #watched = NOBODY;
  #over: 'expired' | 'ended' | null = null;
  #isLeaving = false;

  /** Bytes accepted and not yet handed to the network. */
  abstract bufferedAmount(): number;
  abstract close(code: number, reason: string): void;

  /** The feed is told what concerns them all, also what has happened already. */
  join(feed: ConnectedFeed): void {
    this.#feeds = [...this.#feeds, feed];
    if (this.#over) feed.put({ type: 'signedOut', reason: this.#over });
    if (this.#isLeaving) feed.put({ type: 'leaving' });
  }

  part(feed: ConnectedFeed): void {
    this.#feeds = this.#feeds.filter((other) => other !== feed);
  }

  closeFeeds(): void {
    for (const feed of this.#feeds) feed.close();
  }

  /** Whose presence its feeds tell of: nobody's at first. */
  get watched(): ReadonlySet<Id> {
    return this.#watched;
  }

  /** Of these people from now on, and of no others; answers once every feed is live for them. */
  async watch(userIds: ReadonlySet<Id>): Promise<void> {
    this.#watched = userIds;
    await Promise.all(this.#feeds.map((feed) => feed.follow(userIds)));
  }

  /** Whether the session or token it was opened with is over; once over, always over. */
  get isOver(): boolean {
    return this.#over !== null;
  }

  signOut(reason: 'expired' | 'ended'): void {
    this.#over = reason;
    for (const feed of this.#feeds) feed.put({ type: 'signedOut', reason });
  }

  /** Tells its feeds that it is about to end, and ends it in a while; at once if it has none. Again is the same as once. */
  leave(leaveMs = LEAVE_MS): void {
    if (this.#isLeaving) return;
    this.#isLeaving = true;
    for (const feed of this.#feeds) feed.put({ type: 'leaving' });
    const end = () => this.close(CLOSE.RESTARTING, 'restarting; come back');
    if (this.#feeds.length === 0) end();
    else setTimeout(end, leaveMs);
  }
}
