import { Redis } from 'ioredis';
import type { Log } from '~/server/log';
import { type Meters, noMeters } from '~/server/meters';
import { type Bus, type BusMessage, Listeners, SUBSCRIBE_WAIT_MS } from './bus';

/** Keeps Confab's channels apart from others' on a shared Redis. */
const PREFIX = 'confab:';

/** Milliseconds between attempts to reach Redis again: soon, for people wait, and never in a storm. */
const RETRY_MIN_MS = 100;
const RETRY_MAX_MS = 2_000;

/**
 * The bus of many processes: Redis pub/sub, one subscription per topic and process. While Redis is away, publications
 * are lost at once; when it is back, every topic is subscribed again and `onResume` is told.
 */
export function redisBus(url: string, log: Log, meters: Meters = noMeters): Bus {
  const options = {
    retryStrategy: (attempt: number) =>
      Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2),
    maxRetriesPerRequest: 0,
    enableOfflineQueue: false,
    autoResubscribe: false,
  };
  const publisher = new Redis(url, options);
  const subscriber = new Redis(url, options);
  const listeners = new Listeners<BusMessage>();
  const resumed = new Set<() => void>();
  /** Topic → settles when Redis confirmed it on the present connection. */
  const confirmed = new Map<string, Promise<void>>();
  let reached = false;

  const confirm = (topic: string): Promise<void> => {
    const standing = confirmed.get(topic);
    if (standing) return standing;
    if (subscriber.status !== 'ready') return new Promise(() => {});
    const confirmation = subscriber.subscribe(PREFIX + topic).then(
      () => {},
      () => {
        confirmed.delete(topic);
        return new Promise<void>(() => {});
      },
    );
    confirmed.set(topic, confirmation);
    return confirmation;
  };

  subscriber.on('message', (channel: string, text: string) => {
    listeners.deliver(channel.slice(PREFIX.length), JSON.parse(text) as BusMessage);
  });
  subscriber.on('close', () => confirmed.clear());
  subscriber.on('ready', () => {
    const first = !reached;
    reached = true;
    const topics = listeners.topics();
    void Promise.all(topics.map(confirm)).then(() => {
      if (!first || topics.length > 0) for (const listener of resumed) listener();
    });
  });
  for (const connection of [publisher, subscriber]) {
    let down = false;
    connection.on('error', (error: Error) => {
      if (!down) log.warn({ error: error.message }, 'Redis is out of reach; live delivery waits for the head check');
      down = true;
    });
    connection.on('ready', () => {
      if (down) log.info('Redis is back');
      down = false;
    });
  }

  return {
    publish(topic, message) {
      publisher.publish(PREFIX + topic, JSON.stringify(message)).catch(() => meters.count('bus_lost'));
    },
    async subscribe(topic, callback) {
      const listener = (message: BusMessage) => callback(message);
      listeners.add(topic, listener);
      await Promise.race([confirm(topic), waitUnref(SUBSCRIBE_WAIT_MS)]);
      return () => {
        if (!listeners.remove(topic, listener)) return;
        confirmed.delete(topic);
        if (subscriber.status === 'ready') subscriber.unsubscribe(PREFIX + topic).catch(() => {});
      };
    },
    onResume(listener) {
      resumed.add(listener);
      return () => void resumed.delete(listener);
    },
    reach: () => Promise.all([publisher, subscriber].map((connection) => connection.ping())),
    async close() {
      publisher.disconnect();
      subscriber.disconnect();
    },
  };
}

function waitUnref(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
