import type { Redis } from 'ioredis';

/** Milliseconds between pings: with `SILENCE_MS` a connection that died without a word is noticed within six seconds. */
const PING_MS = 3_000;

export interface ChannelsOptions {
  /** Sharded pub/sub, which a cluster delivers within one shard. */
  readonly sharded: boolean;
  readonly onMessage: (channel: string, text: string) => void;
  /** Messages may have been lost, and every channel is live again. */
  readonly onResume: () => void;
  /** Redis refused to subscribe; it is asked again with every ping. */
  readonly onRefused: (error: Error) => void;
}

/** The channels that a process listens to, each subscribed once, through every break of the connection. */
export interface Channels {
  /** Resolves when Redis has confirmed it; does not resolve before. */
  add(channel: string): Promise<void>;
  remove(channel: string): void;
  /** Resolves when every connection answers, rejects when one is away; who asks sets the time. */
  reach(): Promise<unknown>;
  close(): void;
}

export interface OwnChannels extends Channels {
  readonly size: number;
  /** Subscribes to all of them anew: Redis may have dropped some. */
  renew(): void;
}

interface Wanted {
  /** On the present connection. */
  state: 'unasked' | 'asked' | 'confirmed';
  /** Those who wait until it is confirmed. */
  waiting: readonly (() => void)[];
}

/** Listens on one connection, which is its own from now on. */
export function createChannels(
  connection: Redis,
  { sharded, onMessage, onResume, onRefused }: ChannelsOptions,
): OwnChannels {
  const wanted = new Map<string, Wanted>();
  /** Counts connections, so that an answer of an earlier one is known as such. */
  let epoch = 0;
  let unconfirmed = 0;
  let lost = false;

  function ask(channel: string, each: Wanted): void {
    if (connection.status !== 'ready' || each.state !== 'unasked') return;
    const asked = epoch;
    each.state = 'asked';
    connection[sharded ? 'ssubscribe' : 'subscribe'](channel).then(
      () => {
        if (asked !== epoch || wanted.get(channel) !== each) return;
        each.state = 'confirmed';
        unconfirmed -= 1;
        for (const wake of each.waiting) wake();
        each.waiting = [];
        resume();
      },
      (error: Error) => {
        if (asked !== epoch || wanted.get(channel) !== each) return;
        each.state = 'unasked';
        lost = true;
        // Else the connection broke, which is another matter.
        if (error.name === 'ReplyError') onRefused(error);
      },
    );
  }

  function resume(): void {
    if (!lost || unconfirmed > 0 || connection.status !== 'ready') return;
    lost = false;
    onResume();
  }

  function askAll(): void {
    for (const [channel, each] of wanted) ask(channel, each);
  }

  function forget(): void {
    epoch += 1;
    for (const each of wanted.values()) each.state = 'unasked';
    unconfirmed = wanted.size;
    lost ||= wanted.size > 0;
  }

  connection.on(sharded ? 'smessage' : 'message', (channel: string, text: string) => {
    if (wanted.has(channel)) onMessage(channel, text);
  });
  connection.on('close', forget);
  connection.on('ready', askAll);
  const pinging = setInterval(() => {
    if (connection.status !== 'ready') return;
    // Its silence ends the connection; nothing else is wanted of it.
    connection.ping().catch(() => {});
    askAll();
  }, PING_MS).unref();

  return {
    get size() {
      return wanted.size;
    },
    add(channel) {
      const known = wanted.get(channel);
      const each: Wanted = known ?? { state: 'unasked', waiting: [] };
      if (each.state === 'confirmed') return Promise.resolve();
      if (!known) {
        wanted.set(channel, each);
        unconfirmed += 1;
      }
      // Who listens from now on may have given up waiting by then.
      if (connection.status !== 'ready') lost = true;
      return new Promise((resolve) => {
        each.waiting = [...each.waiting, resolve];
        ask(channel, each);
      });
    },
    remove(channel) {
      const each = wanted.get(channel);
      if (!each) return;
      wanted.delete(channel);
      if (each.state !== 'confirmed') unconfirmed -= 1;
      if (connection.status !== 'ready') return;
      connection[sharded ? 'sunsubscribe' : 'unsubscribe'](channel).catch(() => {});
      resume();
    },
    reach: () => connection.ping(),
    renew() {
      forget();
      askAll();
    },
    close() {
      clearInterval(pinging);
      wanted.clear();
      connection.disconnect();
    },
  };
}
