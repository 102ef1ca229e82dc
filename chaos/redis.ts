import { Redis } from 'ioredis';
import { startRedis } from '../tests/support/redis';
import type { Target } from './line';

/** The Redis of a run, and what can happen to it. */
export interface ChaosRedis {
  readonly target: Target;
  /** Gone without goodbye, and back on the same port, empty, after so many milliseconds. */
  restart(awayMs: number): Promise<void>;
  /** Stands still: connections stay, nobody answers. */
  pause(milliseconds: number): Promise<void>;
  flush(): Promise<void>;
  /** Ends the connections that subscribe, and no others. */
  cutSubscribers(): Promise<void>;
  /** What Confab keeps in it. */
  keys(): Promise<readonly string[]>;
  /** What Confab listens to. */
  channels(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Everything of Confab's begins so. */
const OWN = 'confab:*';

export async function startChaosRedis(): Promise<ChaosRedis> {
  const server = await startRedis();
  const { hostname: host, port } = new URL(server.url);
  const wait = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

  async function ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    const redis = new Redis(server.url, { lazyConnect: true, maxRetriesPerRequest: 3 });
    redis.on('error', () => {});
    try {
      return await question(redis);
    } finally {
      redis.disconnect();
    }
  }

  return {
    target: { host, port: Number(port) },
    async restart(awayMs) {
      await server.kill();
      await wait(awayMs);
      await server.start();
    },
    async pause(milliseconds) {
      const about = await ask((redis) => redis.info('server'));
      const pid = Number(/process_id:(\d+)/.exec(about)?.[1]);
      process.kill(pid, 'SIGSTOP');
      try {
        await wait(milliseconds);
      } finally {
        process.kill(pid, 'SIGCONT');
      }
    },
    flush: () => ask(async (redis) => void (await redis.flushall())),
    cutSubscribers: () => ask(async (redis) => void (await redis.client('KILL', 'TYPE', 'PUBSUB'))),
    keys: () => ask((redis) => redis.keys(OWN)),
    channels: () => ask(async (redis) => (await redis.pubsub('CHANNELS', OWN)) as string[]),
    close: async () => server[Symbol.asyncDispose](),
  };
}
