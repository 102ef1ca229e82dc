import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createAdministration } from './administration';
import { createPasswords, type PasswordCost } from './auth/passwords';
import type { Env } from './env';
import { createJournals } from './journal';
import { createLimits, type Limits } from './limits';
import { createLog, type Log } from './log';
import { folderBlobs } from './media/folder-blobs';
import { createLinks } from './media/links';
import { createPictures } from './media/pictures';
import { createPreparer } from './media/prepare';
import { scratchIn, sweepScratch } from './media/scratch';
import { createUploadLeases } from './media/upload-leases';
import { createUploadLocks } from './media/upload-locks';
import { createMetrics } from './metrics';
import { connectModels } from './models/models';
import { createCourier } from './push/courier';
import { createPushQueue } from './push/queue';
import { type Bus, meteredBus } from './realtime/bus';
import { memoryBus } from './realtime/bus-memory';
import { redisBus } from './realtime/bus-redis';
import { createFeeds } from './realtime/feed';
import { createFeedReads } from './realtime/feed-sources';
import { createHub } from './realtime/hub';
import { createPresenceLeases } from './realtime/presence-leases';
import { memoryPresence } from './realtime/presence-memory';
import { redisPresence } from './realtime/presence-redis';
import { connectRedis } from './redis/link';
import { createAccounts } from './services/accounts';
import { createAdmins } from './services/admins';
import { createBlocks } from './services/blocks';
import { createChecksums } from './services/checksums';
import { createConversations } from './services/conversations';
import { createGallery } from './services/gallery';
import { createHistory } from './services/history';
import { createImports } from './services/imports';
import { createMessages } from './services/messages';
import { createNotificationSettings } from './services/notification-settings';
import { createPasswordResets } from './services/password-resets';
import { createPresence } from './services/presence';
import { createPush } from './services/push';
import { createPushNotices } from './services/push-notices';
import { createReceipts } from './services/receipts';
import { createRooms } from './services/rooms';
import { createSearch } from './services/search';
import { createSessions } from './services/sessions';
import { createTokens } from './services/tokens';
import { createTyping } from './services/typing';
import { createUploads } from './services/uploads';
import { createUsers } from './services/users';
import { createWebhookDeliveries } from './services/webhook-deliveries';
import { createWebhookPosts } from './services/webhook-posts';
import { createWebhookRights } from './services/webhook-rights';
import { createWebhooks } from './services/webhooks';
import { createTimeline } from './timeline/timeline';
import { createPost } from './webhooks/post';
import { createWebhookSecrets } from './webhooks/secrets';

/** Milliseconds between looks for entries that a process left half-done. */
const SWEEP_MS = 10_000;

/** Milliseconds between looks for files that are part of nothing. */
const COLLECT_MS = 60 * 60 * 1000;

/** Milliseconds that closing waits for work under way; what is left is repaired by the next sweep of any process. */
const DRAIN_MS = 5_000;

export interface ContainerOptions {
  readonly env: Pick<
    Env,
    | 'logLevel'
    | 'redisUrl'
    | 'secret'
    | 'publicUrl'
    | 'production'
    | 'rates'
    | 'dataDir'
    | 'uploads'
    | 's3'
    | 'retentionDays'
    | 'webhooks'
    | 'push'
  >;
  readonly mongodbUrl: string;
  readonly log?: Log;
  readonly now?: () => Date;
  readonly passwordCost?: PasswordCost;
  /** Milliseconds from a message until devices are told of it. */
  readonly pushDelayMs?: number;
}

/** Builds everything once: connects the database and the bus, repairs what was left half-done, wires the services. */
export async function createContainer({
  env,
  mongodbUrl,
  log = createLog(env),
  now = () => new Date(),
  passwordCost,
  pushDelayMs,
}: ContainerOptions) {
  const metrics = createMetrics();
  const { meters } = metrics;
  const { retentionDays } = env;
  const models = await connectModels(mongodbUrl);
  const redis = env.redisUrl ? connectRedis(env.redisUrl, log) : null;
  const bus: Bus = meteredBus(redis ? redisBus(redis, log, meters) : memoryBus(), meters);
  const timeline = createTimeline({
    models,
    bus,
    log,
    meters,
    now,
    onAppended(conversationId, entries) {
      deliveries.heard(conversationId);
      pushNotices.appended(conversationId, entries);
    },
  });
  const hub = createHub({ models, bus, log, meters, onHeard: timeline.heard, range: timeline.range });

  const links = createLinks({ secret: env.secret, now });
  const limits: Limits = createLimits({ redis, rates: env.rates, meters });
  const mediaDir = join(env.dataDir, 'media');
  const scratchDir = join(mediaDir, 'scratch');
  const scratch = scratchIn(scratchDir);
  // Its libraries are large; who has no bucket does without them.
  const blobs = env.s3 ? (await import('./media/s3-blobs')).s3Blobs(env.s3, scratch) : folderBlobs(mediaDir, scratch);
  const locks = createUploadLocks({ leases: createUploadLeases(models) });
  const uploads = createUploads({
    models,
    blobs,
    preparer: createPreparer({ blobs, pictures: createPictures(), scratch }),
    locks,
    links,
    limits,
    conversations: { authorise: (...call) => conversations.authorise(...call) },
    now,
    log,
    ...env.uploads,
  });
  const leases = createPresenceLeases({
    store: redis ? redisPresence(redis) : memoryPresence(),
    bus,
    models,
    now,
    log,
  });

  const sessions = createSessions({ models, now, bus });
  const vapidKeys = env.push.keys ?? (await models.vapidKeys());
  const { publicKey } = vapidKeys;
  const courier = createCourier({ ...env.push, keys: vapidKeys });
  const pushNotices = createPushNotices({
    models,
    now,
    log,
    meters,
    sessions,
    publicKey,
    courier,
    queue: createPushQueue({ after }),
    after,
    delayMs: pushDelayMs,
  });
  const push = createPush({ models, now, limits, publicKey, courier, onSubscribed: pushNotices.subscribed });
  const passwords = createPasswords(passwordCost);
  const admins = createAdmins({ models });
  const accounts = createAccounts({ models, links, now, limits, admins, sessions, uploads, bus, passwords });
  const passwordResets = createPasswordResets({ models, now, passwords, sessions, limits });
  const tokens = createTokens({ models, now, accounts, bus });
  const blocks = createBlocks({ models, bus, now });
  const users = createUsers({
    models,
    links,
    blocks,
    presenceOf: (actor, userIds) => presence.get(actor, userIds),
  });
  const conversations = createConversations({
    models,
    links,
    timeline,
    now,
    users,
    blocks,
    limits,
    bus,
    uploads,
    retentionDays,
  });
  const rooms = createRooms({ models, links, timeline, conversations, limits });
  const gallery = createGallery({ models, links, conversations });
  const history = createHistory({ links, timeline, conversations });
  const checksums = createChecksums({
    links,
    timeline,
    conversations,
    onDivergence(divergence) {
      meters.count('divergences');
      log.warn(divergence, 'a client held something else than the server; it loads it anew');
    },
  });
  const messages = createMessages({ models, links, timeline, conversations, limits, uploads });
  const receipts = createReceipts({
    models,
    timeline,
    bus,
    now,
    conversations,
    limits,
    onRead: pushNotices.read,
  });
  const search = createSearch({ models, links, conversations, limits });
  const typing = createTyping({ bus, conversations, limits });
  const presence = createPresence({ leases, models, conversations, blocks, bus });
  const notificationSettings = createNotificationSettings({ models, bus, limits });
  const hooks = {
    models,
    now,
    timeline,
    limits,
    secrets: createWebhookSecrets(env.secret),
    rights: createWebhookRights(models),
  };
  const imports = createImports({ models, now, timeline, conversations });
  const webhooks = createWebhooks({ ...hooks, conversations });
  const webhookPosts = createWebhookPosts(hooks);
  const deliveries = createWebhookDeliveries({ ...hooks, log, post: createPost(env.webhooks) });
  const feed = createFeeds({
    reads: createFeedReads(models),
    links,
    hub,
    settle: timeline.settle,
    describe: conversations.describe,
    leases,
    blocks,
    settings: notificationSettings.of,
    meters,
  });

  const administration = createAdministration({
    models,
    links,
    bus,
    timeline,
    leases,
    limits,
    uploads,
    admins,
    accounts,
    sessions,
    resets: passwordResets,
    conversations,
    now,
    log,
    retentionDays,
    blobs,
    secret: env.secret,
  });

  const topics = () => ({ ...hub.open(), presence: leases.watched() });
  metrics.watch('confab_subscriptions', 'Topics of the bus that somebody here listens to, by kind.', topics, 'topic');
  metrics.watch('confab_presence_leases', 'Connections for which this process keeps people online.', leases.held);

  await admins.found();
  await timeline.sweep({ everything: true });
  const sweeping = setInterval(() => {
    timeline.sweep().catch((error) => log.warn({ error: String(error) }, 'the sweep failed; it runs again'));
  }, SWEEP_MS).unref();

  const collect = () =>
    Promise.all([uploads.collect(), sweepScratch(scratchDir)]).catch((error) =>
      log.warn({ error: String(error) }, 'collecting failed; it runs again'),
    );
  let collected: Promise<unknown> = collect();
  const collecting = setInterval(() => {
    collected = collected.then(collect);
  }, COLLECT_MS).unref();

  return {
    log,
    metrics,
    /** A journal for the calls of each request or socket. */
    journalOf: createJournals({ log, meters }),
    secret: env.secret,
    bus,
    /** Whether people come over https, so that cookies are sent in no other way. */
    secureCookies: env.publicUrl?.startsWith('https:') ?? false,
    models,
    timeline,
    links,
    blobs,
    uploadLocks: locks,
    hub,
    feed,
    services: {
      accounts,
      admins,
      passwordResets,
      ...administration.services,
      sessions,
      tokens,
      blocks,
      checksums,
      users,
      conversations,
      rooms,
      messages,
      notificationSettings,
      gallery,
      history,
      receipts,
      search,
      typing,
      presence,
      uploads,
      imports,
      webhooks,
      webhookPosts,
      push,
    },
    webhookDeliveries: deliveries,

    upkeep: administration.upkeep,

    /** Finishes what was accepted, then lets go of the bus and the database. */
    async close(): Promise<void> {
      clearInterval(sweeping);
      clearInterval(collecting);
      hub.close();
      await leases.close();
      await deliveries.stop();
      const drained = Promise.all([
        timeline.drain(),
        uploads.idle(),
        collected,
        administration.close(),
        pushNotices.close(),
      ]);
      await Promise.race([drained, pause(DRAIN_MS, undefined, { ref: false })]);
      timeline.stop();
      courier.close();
      blobs.close();
      await bus.close();
      redis?.close();
      await models.close();
    },
  };
}

/** In real time; nobody waits for it to end. */
function after(milliseconds: number, callback: () => void): () => void {
  const timer = setTimeout(callback, milliseconds).unref();
  return () => clearTimeout(timer);
}

export type Container = Awaited<ReturnType<typeof createContainer>>;
