import type { Id } from '~/contract/primitives';

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

export type Following = ReturnType<typeof createFollowing>;
