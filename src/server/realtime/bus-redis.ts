import { randomUUID } from 'node:crypto';
import type { Log } from '~/server/log';
import { type Meters, noMeters } from '~/server/meters';
import type { RedisLink } from '~/server/redis/link';
import { type Bus, type BusMessage, isBusMessage, Listeners, SUBSCRIBE_WAIT_MS } from './bus';

/** Keeps Confab's channels apart from others' on a shared Redis. */
const PREFIX = 'confab:';

/** Characters on their way to a Redis that does not answer, above which hints are lost at once: memory stays bounded. */
const UNDER_WAY_MAX = 16 * 1024 * 1024;

/**
 * The bus of many processes: Redis pub/sub (sharded on a cluster), one subscription per topic and process. What is told in
 * this process itself does not wait for Redis. While Redis is away, publications to others are lost at once; when it is
 * back, every topic is subscribed again and `onResume` is told.
 */
export function redisBus(redis: RedisLink, log: Log, meters: Meters = noMeters): Bus {
  const listeners = new Listeners<BusMessage>();
  /** How each message of this process begins. */
  const own = `{"from":"${randomUUID()}",`;
  const resumed = new Set<() => void>();
  let underWay = 0;
  const warned = new Set<string>();
  const warnOnce = (error: unknown, words: string) => {
    if (!warned.has(words)) log.warn({ error: String(error) }, words);
    warned.add(words);
  };

  const channels = redis.listen({
    onMessage(channel, text) {
      if (text.startsWith(own)) return;
      try {
        const { from: _, ...message } = JSON.parse(text) as object & { from?: unknown };
        if (!isBusMessage(message)) throw new Error('not of this version');
        listeners.deliver(channel.slice(PREFIX.length), message);
      } catch (error) {
        warnOnce(error, 'a message on the bus was not understood; others like it are passed over in silence');
      }
    },
    onResume() {
      for (const listener of resumed) listener();
    },
    onRefused: (error) => warnOnce(error, 'Redis refused a subscription; it is asked again'),
  });

  return {
    publish(topic, message) {
      setImmediate(() => listeners.deliver(topic, message));
      const text = own + JSON.stringify(message).slice(1);
      if (underWay + text.length > UNDER_WAY_MAX) return meters.count('bus_lost');
      underWay += text.length;
      redis
        .publish(PREFIX + topic, text)
        .catch(() => meters.count('bus_lost'))
        .finally(() => {
          underWay -= text.length;
        });
    },
    async subscribe(topic, callback) {
      const listener = (message: BusMessage) => callback(message);
      listeners.add(topic, listener);
      await within(SUBSCRIBE_WAIT_MS, channels.add(PREFIX + topic));
      return () => {
        if (listeners.remove(topic, listener)) channels.remove(PREFIX + topic);
      };
    },
    onResume(listener) {
      resumed.add(listener);
      return () => void resumed.delete(listener);
    },
    reach: () => Promise.all([redis.commands.ping(), channels.reach()]),
    async close() {
      channels.close();
    },
  };
}

/** Answers when the work is done, or after so many milliseconds without it. */
function within(milliseconds: number, work: Promise<void>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds).unref();
    void work.then(() => {
      clearTimeout(timer);
      resolve();
    });
  });
}
