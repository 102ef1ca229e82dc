import type { Id } from '~/contract/primitives';

/** Whose presence the feeds of one connection tell of: nobody's at first. It ends with the connection. */
export interface Interest {
  readonly userIds: ReadonlySet<Id>;
  /** Of these people from now on, and of no others; answers once every feed of the connection is live for them. */
  replace(userIds: ReadonlySet<Id>): Promise<void>;
  /** A feed that tells of them, whenever they are replaced; the answer ends that. */
  serve(follow: (userIds: ReadonlySet<Id>) => Promise<void>): () => void;
}

export function createInterest(): Interest {
  const feeds = new Set<(userIds: ReadonlySet<Id>) => Promise<void>>();
  let current: ReadonlySet<Id> = new Set();
  return {
    get userIds() {
      return current;
    },
    async replace(userIds) {
      current = userIds;
      await Promise.all([...feeds].map((follow) => follow(userIds)));
    },
    serve(follow) {
      feeds.add(follow);
      return () => void feeds.delete(follow);
    },
  };
}

/** Keeps one subscription for each of a set of people that changes. */
export function createFollowing(subscribe: (userId: Id) => Promise<() => void>) {
  const followed = new Map<Id, { live: Promise<void>; stop: () => void }>();
  let closed = false;

  function follow(userId: Id) {
    const started = subscribe(userId);
    const one = {
      live: started.then(() => {}),
      stop: () => void started.then((stop) => stop()).catch(() => {}),
    };
    followed.set(userId, one);
    one.live.catch(() => followed.get(userId) === one && followed.delete(userId));
    return one;
  }

  function keep(userIds: ReadonlySet<Id>): void {
    for (const [userId, { stop }] of followed) {
      if (userIds.has(userId)) continue;
      followed.delete(userId);
      stop();
    }
  }

  return {
    has: (userId: Id) => followed.has(userId),
    /** Answers once all of them are live. */
    async replace(userIds: ReadonlySet<Id>): Promise<void> {
      if (closed) return;
      keep(userIds);
      await Promise.all([...userIds].map((userId) => (followed.get(userId) ?? follow(userId)).live));
    },
    close(): void {
      closed = true;
      keep(new Set());
    },
  };
}
