import { setTimeout as pause } from 'node:timers/promises';
import type { Env } from './env';
import { createLog, type Log } from './log';
import { connectModels } from './models/models';
import type { Bus } from './realtime/bus';
import { memoryBus } from './realtime/bus-memory';
import { redisBus } from './realtime/bus-redis';
import { createFeed } from './realtime/feed';
import { createHub } from './realtime/hub';
import { createAccounts } from './services/accounts';
import { createConversations } from './services/conversations';
import { createMessages } from './services/messages';
import { createRooms } from './services/rooms';
import { createTokens } from './services/tokens';
import { createUsers } from './services/users';
import { createTimeline } from './timeline/timeline';

/** Milliseconds between looks for entries that a process left half-done. */
const SWEEP_MS = 10_000;

/** Milliseconds that closing waits for work under way; what is left is repaired by the next sweep of any process. */
const DRAIN_MS = 5_000;

export interface ContainerOptions {
  readonly env: Pick<Env, 'redisUrl' | 'secret' | 'production'>;
  readonly mongodbUrl: string;
  readonly log?: Log;
  readonly now?: () => Date;
}

/** Builds everything once: connects the database and the bus, repairs what was left half-done, wires the services. */
export async function createContainer({
  env,
  mongodbUrl,
  log = createLog(env),
  now = () => new Date(),
}: ContainerOptions) {
  const models = await connectModels(mongodbUrl);
  const bus: Bus = env.redisUrl ? redisBus(env.redisUrl, log) : memoryBus();
  const timeline = createTimeline({ models, bus, log, now });
  const hub = createHub({ models, bus, log, range: timeline.range });

  const accounts = createAccounts({ models, now });
  const tokens = createTokens({ models, now, accounts });
  const users = createUsers({ models });
  const conversations = createConversations({ models, timeline, now, users });
  const rooms = createRooms({ models, timeline, conversations });
  const messages = createMessages({ timeline, conversations });
  const feed = createFeed({ models, hub, settle: timeline.settle, describe: conversations.describe });

  await timeline.sweep({ everything: true });
  const sweeping = setInterval(() => {
    timeline.sweep().catch((error) => log.warn({ error: String(error) }, 'the sweep failed; it runs again'));
  }, SWEEP_MS).unref();

  return {
    log,
    secret: env.secret,
    models,
    timeline,
    hub,
    feed,
    services: { accounts, tokens, users, conversations, rooms, messages },

    /** Finishes what was accepted, then lets go of the bus and the database. */
    async close(): Promise<void> {
      clearInterval(sweeping);
      hub.close();
      await Promise.race([timeline.drain(), pause(DRAIN_MS, undefined, { ref: false })]);
      timeline.stop();
      await bus.close();
      await models.close();
    },
  };
}

export type Container = Awaited<ReturnType<typeof createContainer>>;
