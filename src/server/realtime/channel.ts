/** What the readers of one topic in this process share. */
export interface Channel {
  /** Readers that use it or wait for it; at none it closes. */
  claims: number;
  /** Rejects when it could not be opened; the next reader opens another. */
  started: Promise<void>;
  stop: () => void;
}

/** Counts a reader in, once the channel is open; the answer counts it out, once, and with the last one closes it. */
export async function enter<C extends Channel>(channels: Map<string, C>, id: string, channel: C): Promise<() => void> {
  channel.claims += 1;
  let released = false;
  const release = () => {
    if (released) return;
    released = true;
    channel.claims -= 1;
    if (channel.claims > 0) return;
    if (channels.get(id) === channel) channels.delete(id);
    channel.stop();
  };
  try {
    await channel.started;
  } catch (error) {
    release();
    throw error;
  }
  return release;
}

/** Gathers the keys asked for in one turn into one read. */
export function gather(read: (keys: readonly string[]) => Promise<Map<string, number>>) {
  let waiting: Set<string> | null = null;
  let answer: Promise<Map<string, number>> = Promise.resolve(new Map());
  return async (key: string): Promise<number | undefined> => {
    if (!waiting) {
      const keys = new Set<string>();
      waiting = keys;
      answer = new Promise((resolve, reject) => {
        setImmediate(() => {
          waiting = null;
          read([...keys]).then(resolve, reject);
        });
      });
    }
    waiting.add(key);
    return (await answer).get(key);
  };
}

/** Runs one read at a time; keys asked for during a read share the one after it. So an answer is never older than one before. */
export function inTurns<V>(read: (keys: readonly string[]) => Promise<V>) {
  let waiting: Set<string> | null = null;
  let next: Promise<V>;
  let last: Promise<unknown> = Promise.resolve();
  return (keys: Iterable<string>): Promise<V> => {
    if (!waiting) {
      const gathered = new Set<string>();
      waiting = gathered;
      next = last.then(() => {
        waiting = null;
        return read([...gathered]);
      });
      last = next.catch(() => {});
    }
    for (const key of keys) waiting.add(key);
    return next;
  };
}
