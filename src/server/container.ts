import { setTimeout as pause } from 'node:timers/promises';
import type { Env } from './env';
import { createLimits, type Limits } from './limits';
import { createLog, type Log } from './log';
import { connectModels } from './models/models';
import type { Bus } from './realtime/bus';
import { memoryBus } from './realtime/bus-memory';
import { redisBus } from './realtime/bus-redis';
import { createFeed } from './realtime/feed';
import { createHub } from './realtime/hub';
import { createPresenceLeases } from './realtime/presence-leases';
import { memoryPresence } from './realtime/presence-memory';
import { redisPresence } from './realtime/presence-redis';
import { createAccounts } from './services/accounts';
import { createBlocks } from './services/blocks';
import { createConversations } from './services/conversations';
import { createMessages } from './services/messages';
import { createPresence } from './services/presence';
import { createReceipts } from './services/receipts';
import { createRooms } from './services/rooms';
import { createSearch } from './services/search';
import { createSessions } from './services/sessions';
import { createTokens } from './services/tokens';
import { createTyping } from './services/typing';
import { createUsers } from './services/users';
import { createTimeline } from './timeline/timeline';

/** Milliseconds between looks for entries that a process left half-done. */
const SWEEP_MS = 10_000;

/** Milliseconds that closing waits for work under way; what is left is repaired by the next sweep of any process. */
const DRAIN_MS = 5_000;

export interface ContainerOptions {
  readonly env: Pick<Env, 'redisUrl' | 'secret' | 'production' | 'rates'>;
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

  const limits: Limits = createLimits({ redisUrl: env.redisUrl, rates: env.rates, log });
  const leases = createPresenceLeases({
    store: env.redisUrl ? redisPresence(env.redisUrl, log) : memoryPresence(),
    bus,
    models,
    now,
    log,
  });

  const sessions = createSessions({ models, now, bus });
  const accounts = createAccounts({ models, now, limits, sessions });
  const tokens = createTokens({ models, now, accounts, bus });
  const blocks = createBlocks({ models, bus, now });
  const users = createUsers({
    models,
    blocks,
    presenceOf: (actor, userIds) => presence.get(actor, userIds),
  });
  const conversations = createConversations({ models, timeline, now, users, blocks, limits, bus });
  const rooms = createRooms({ models, timeline, conversations, limits });
  const messages = createMessages({ models, timeline, conversations, limits });
  const receipts = createReceipts({ models, timeline, bus, now, conversations, limits });
  const search = createSearch({ models, conversations, limits });
  const typing = createTyping({ bus, conversations, limits });
  const presence = createPresence({ leases, models, conversations, blocks });
  const feed = createFeed({ models, hub, settle: timeline.settle, describe: conversations.describe, leases, blocks });

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
    services: {
      accounts,
      sessions,
      tokens,
      blocks,
      users,
      conversations,
      rooms,
      messages,
      receipts,
      search,
      typing,
      presence,
    },

    /** Finishes what was accepted, then lets go of the bus and the database. */
    async close(): Promise<void> {
      clearInterval(sweeping);
      hub.close();
      await leases.close();
      await Promise.race([timeline.drain(), pause(DRAIN_MS, undefined, { ref: false })]);
      timeline.stop();
      await bus.close();
      await limits.close();
      await models.close();
    },
  };
}

export type Container = Awaited<ReturnType<typeof createContainer>>;
