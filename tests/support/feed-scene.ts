import { randomUUID } from 'node:crypto';
import { Types } from 'mongoose';
import type { Conversation } from '~/contract/conversation';
import type { Event } from '~/contract/events';
import { NO_NOTIFICATION_SETTINGS } from '~/contract/notification';
import type { Id } from '~/contract/primitives';
import type { Models } from '~/server/models/models';
import { Connection } from '~/server/realtime/connection';
import { createFeeds } from '~/server/realtime/feed';
import { readFeed } from '~/server/realtime/feed-reader';
import { createFeedReads } from '~/server/realtime/feed-sources';
import { createHub, type Hub } from '~/server/realtime/hub';
import { createPresenceLeases, type PresenceLeases } from '~/server/realtime/presence-leases';
import { memoryPresence } from '~/server/realtime/presence-memory';
import type { Timeline } from '~/server/timeline/timeline';
import { silentLog } from './confab';
import { LINKS } from './links';
import { type ScriptedBus, scriptedBus } from './scripted-bus';
import { aConversation, aTimeline } from './timeline';
import { createWaiting } from './waiting';

export interface FeedScene extends AsyncDisposable {
  readonly bus: ScriptedBus;
  readonly hub: Hub;
  readonly leases: PresenceLeases;
  readonly timeline: Timeline;
  /** Who is blocked either way by whom the feed is of. */
  readonly blocked: Set<Id>;
  /** A group of these people, the first its owner. */
  group(...members: Types.ObjectId[]): Promise<Types.ObjectId>;
  listen(userId: Types.ObjectId): Promise<SceneListener>;
}

export interface SceneListener {
  readonly connection: Connection;
  readonly events: readonly Event[];
  /** Codes the socket was closed with. */
  readonly closed: readonly number[];
  /** The session or token it was opened with is over. */
  endCredential(reason: 'expired' | 'ended'): void;
  /** Resolves when that many events of the kind have come, with all of that kind. */
  has<T extends Event['type']>(count: number, type: T): Promise<readonly Extract<Event, { type: T }>[]>;
  /** The feed has returned. */
  readonly over: Promise<void>;
  stop(): Promise<void>;
}

export interface FeedSceneOptions {
  /** Takes place before what waits is applied, whenever a feed sees to that. */
  readonly beforeSettling?: () => Promise<void>;
}

/** A connection without a network. */
export function aConnection(does: Partial<Pick<Connection, 'bufferedAmount' | 'close'>> = {}): Connection {
  return new (class extends Connection {
    bufferedAmount = does.bufferedAmount ?? (() => 0);
    close = does.close ?? (() => {});
  })();
}

/** Feeds on a bus that delivers what it is told to, without a server around them. */
export async function aFeedScene(models: Models, options: FeedSceneOptions = {}): Promise<FeedScene> {
  const bus = scriptedBus();
  const timeline = aTimeline(models, { bus });
  const hub = createHub({ models, bus, log: silentLog, range: timeline.range });
  const leases = createPresenceLeases({
    store: memoryPresence(),
    bus,
    models,
    now: () => new Date(),
    log: silentLog,
  });
  const blocked = new Set<Id>();
  const feed = createFeeds({
    reads: createFeedReads(models),
    links: LINKS,
    hub,
    leases,
    async settle(...upTo) {
      await options.beforeSettling?.();
      await timeline.settle(...upTo);
    },
    settings: async () => NO_NOTIFICATION_SETTINGS,
    describe: async (_userId, id) => ({ id, name: 'described' }) as Conversation,
    blocks: { between: async () => new Set(blocked) },
    random: () => 0,
  });
  const stops = new Set<() => Promise<void>>();

  return {
    bus,
    hub,
    leases,
    timeline,
    blocked,
    async group(...members) {
      const conversationId = await aConversation(models);
      const [owner = new Types.ObjectId()] = members;
      await timeline.append(conversationId, {
        kind: 'system',
        action: 'created',
        senderId: owner,
        clientId: 'system:created',
        memberIds: members,
      });
      return conversationId;
    },
    async listen(userId) {
      const abort = new AbortController();
      const events: Event[] = [];
      const closed: number[] = [];
      const waiting = createWaiting();
      const connection = aConnection({ close: (code) => void closed.push(code) });
      const over = (async () => {
        const about = { id: randomUUID(), userId: userId.toString(), connection };
        for await (const batch of readFeed(feed, about, abort.signal)) {
          events.push(...batch);
          waiting.look();
        }
      })();
      const stop = async () => {
        abort.abort();
        await over;
      };
      stops.add(stop);
      const listener: SceneListener = {
        connection,
        events,
        closed,
        endCredential: (reason) => connection.signOut(reason),
        over,
        stop,
        has: <T extends Event['type']>(count: number, type: T) =>
          waiting.until(() => {
            const found = events.filter((event): event is Extract<Event, { type: T }> => event.type === type);
            return found.length < count ? undefined : found;
          }),
      };
      await listener.has(1, 'heads');
      return listener;
    },
    async [Symbol.asyncDispose]() {
      for (const stop of stops) await stop();
      hub.close();
      await leases.close();
    },
  };
}
