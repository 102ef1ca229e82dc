import { Cluster, Redis, type RedisOptions } from 'ioredis';
import type { Log } from '~/server/log';
import { parseRedisUrl, type RedisAddress } from './address';
import { type Channels, type ChannelsOptions, createChannels } from './channels';
import { createShards } from './shards';

/** Milliseconds a command may take before its caller goes on without Redis. */
const ANSWER_WAIT_MS = 1_000;

/** Milliseconds without a byte, while an answer is due, after which a connection counts as dead and is replaced. */
const SILENCE_MS = 3_000;

/** Milliseconds between attempts to reach Redis again: soon, for people wait, and never in a storm. */
const RETRY_MIN_MS = 100;
const RETRY_MAX_MS = 2_000;

const retryDelay = (attempt: number) =>
  Math.min(RETRY_MAX_MS, RETRY_MIN_MS * 2 ** Math.min(attempt, 10)) * (0.5 + Math.random() / 2);

/** Nothing is kept for a Redis that is away: what cannot be sent now fails now. */
const IMPATIENT = {
  connectTimeout: SILENCE_MS,
  socketTimeout: SILENCE_MS,
  maxRetriesPerRequest: 0,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  autoResubscribe: false,
} satisfies RedisOptions;

/** One process's way to Redis, whatever form it has: a server, a master that Sentinels watch, a cluster. */
export interface RedisLink {
  /** Every command is answered or fails, at the latest after `ANSWER_WAIT_MS`; on a cluster its keys lie in one slot. */
  readonly commands: Redis | Cluster;
  /** Publishes in the way that those who listen hear it. Fails like a command. */
  publish(channel: string, text: string): Promise<unknown>;
  /** Another connection, or one for each master of a cluster, to listen with. */
  listen(options: Omit<ChannelsOptions, 'sharded'>): Channels;
  close(): void;
}

/** Connects, again and again for as long as it takes; never throws for want of Redis. */
export function connectRedis(url: string, log: Log): RedisLink {
  const address = parseRedisUrl(url);
  if (typeof address === 'string') throw new Error(`The address of Redis ${address}.`);
  const opened = new Set<Redis | Cluster>();

  let down = false;
  function watched<C extends Redis | Cluster>(connection: C): C {
    connection.on('error', (error: Error) => {
      if (!down) log.warn({ error: error.message }, 'Redis is out of reach; live delivery waits for the head check');
      down = true;
    });
    connection.on('ready', () => {
      if (down) log.info('Redis is back');
      down = false;
    });
    connection.once('end', () => opened.delete(connection));
    opened.add(connection);
    return connection;
  }
  const close = () => {
    for (const connection of opened) connection.disconnect();
  };

  if (address.kind !== 'cluster') {
    const connect = (options: RedisOptions = {}) => watched(serverAt(address, options));
    const commands = connect({ commandTimeout: ANSWER_WAIT_MS });
    return {
      commands,
      publish: (channel, text) => commands.publish(channel, text),
      listen: (options) => createChannels(connect(), { ...options, sharded: false }),
      close,
    };
  }
  const { tls, hosts, username, password } = address;
  const secrets = { ...(username && { username }), ...(password && { password }), ...(tls && { tls: {} }) };
  const commands = watched(
    new Cluster([...hosts], {
      clusterRetryStrategy: retryDelay,
      enableOfflineQueue: false,
      // By the name the cluster gives, for which certificates are made.
      dnsLookup: (host, done) => done(null, host),
      redisOptions: { ...IMPATIENT, ...secrets, commandTimeout: ANSWER_WAIT_MS },
    }),
  );
  const connectTo = (host: string, port: number) =>
    watched(new Redis({ ...IMPATIENT, ...secrets, host, port, retryStrategy: retryDelay }));
  return {
    commands,
    publish: (channel, text) => commands.spublish(channel, text),
    listen: (options) => createShards(commands, connectTo, options),
    close,
  };
}

function serverAt(address: Exclude<RedisAddress, { kind: 'cluster' }>, more: RedisOptions): Redis {
  const options: RedisOptions = {
    ...IMPATIENT,
    ...more,
    retryStrategy: retryDelay,
    // A master that was replaced still answers, as a replica that cannot be written to.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  };
  if (address.kind === 'single') return new Redis(address.url, options);
  const { hosts, master, db, tls, username, password, sentinel } = address;
  return new Redis({
    ...options,
    sentinels: [...hosts],
    name: master,
    db,
    ...(username && { username }),
    ...(password && { password }),
    ...(sentinel.username && { sentinelUsername: sentinel.username }),
    ...(sentinel.password && { sentinelPassword: sentinel.password }),
    ...(tls && { tls: {}, sentinelTLS: {}, enableTLSForSentinelMode: true }),
    sentinelCommandTimeout: ANSWER_WAIT_MS,
    sentinelRetryStrategy: retryDelay,
  });
}
