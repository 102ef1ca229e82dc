import type { Log } from '~/server/log';
import { type Meters, noMeters } from '~/server/meters';
import type { RedisLink } from '~/server/redis/link';
import { type Bus, type BusMessage, isBusMessage, Listeners, SUBSCRIBE_WAIT_MS } from './bus';

/** Keeps Confab's channels apart from others' on a shared Redis. */
const PREFIX = 'confab:';

/** Characters on their way to a Redis that does not answer, above which hints are lost at once: memory stays bounded. */
const UNDER_WAY_MAX = 16 * 1024 * 1024;

/**
 * The bus of many processes: Redis pub/sub (sharded on a cluster), one subscription per topic and process. While Redis is
 * away, publications are lost at once; when it is back, every topic is subscribed again and `onResume` is told.
 */
export function redisBus(redis: RedisLink, log: Log, meters: Meters = noMeters): Bus {
  const listeners = new Listeners<BusMessage>();
  const resumed = new Set<() => void>();
  let underWay = 0;
  const warned = new Set<string>();
  const warnOnce = (error: unknown, words: string) => {
    if (!warned.has(words)) log.warn({ error: String(error) }, words);
    warned.add(words);
  };

  const channels = redis.listen({
    onMessage(channel, text) {
      try {
        const message: unknown = JSON.parse(text);
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
      const text = JSON.stringify(message);
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
      await Promise.race([channels.add(PREFIX + topic), waitUnref(SUBSCRIBE_WAIT_MS)]);
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

function waitUnref(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
