import type { Presence } from '~/contract/presence';
import type { Id } from '~/contract/primitives';
import { inTurns } from '~/server/gather';
import type { Log } from '~/server/log';
import type { Bus } from './bus';
import { type Channel, enter, release } from './channel';

export interface PresenceWatchesOptions {
  readonly bus: Bus;
  readonly log: Log;
  readonly read: (userIds: readonly Id[]) => Promise<ReadonlyMap<Id, Presence>>;
}

interface PresenceChannel extends Channel {
  readonly listeners: Set<(presence: Presence) => void>;
  /** As last read; null until somebody has looked. */
  known: Presence | null;
}

/**
 * Whom somebody in this process watches: one bus subscription a person. A hint says only that there is something new;
 * what is told is read after it, so that hints which come late or twice tell nothing wrong.
 */
export function createPresenceWatches({ bus, log, read }: PresenceWatchesOptions) {
  const channels = new Map<Id, PresenceChannel>();

  const look = inTurns(async (userIds) => {
    const found = await read(userIds);
    for (const [userId, presence] of found) tell(userId, presence);
    return found;
  });

  function tell(userId: Id, presence: Presence): void {
    const channel = channels.get(userId);
    if (!channel) return;
    const { known } = channel;
    channel.known = presence;
    if (!known || (known.online === presence.online && known.lastSeenAt === presence.lastSeenAt)) return;
    for (const listener of [...channel.listeners]) listener(presence);
  }

  function open(userId: Id): PresenceChannel {
    const channel: PresenceChannel = {
      listeners: new Set(),
      known: null,
      claims: 0,
      started: Promise.resolve(),
      stop: () => {},
    };
    const onHint = () => {
      look([userId]).catch((error) => log.warn({ error: String(error) }, 'a presence could not be read yet'));
    };
    channel.started = (async () => {
      channel.stop = await bus.subscribe(`presence:${userId}`, onHint);
    })();
    channels.set(userId, channel);
    return channel;
  }

  return {
    /** How many people are watched. */
    open: () => channels.size,

    /** How they are, read after the call and after every earlier answer. */
    async look(userIds: readonly Id[]): Promise<Presence[]> {
      if (userIds.length === 0) return [];
      const found = await look(userIds);
      return userIds.flatMap((userId) => found.get(userId) ?? []);
    },

    /** Calls back with changes to what was read last; live once it answers. Look after that. */
    async watch(userId: Id, listener: (presence: Presence) => void): Promise<() => void> {
      const channel = channels.get(userId) ?? open(userId);
      await enter(channels, userId, channel);
      const own = (presence: Presence) => listener(presence);
      channel.listeners.add(own);
      return () => {
        if (channel.listeners.delete(own)) release(channels, userId, channel);
      };
    },

    /** Finds changes of which the hints were lost. */
    async check(onlineOf: (userIds: readonly Id[]) => Promise<ReadonlySet<Id>>): Promise<void> {
      const known = [...channels].flatMap(([userId, channel]) => (channel.known ? [{ ...channel.known, userId }] : []));
      if (known.length === 0) return;
      const online = await onlineOf(known.map(({ userId }) => userId));
      const changed = known.filter((presence) => presence.online !== online.has(presence.userId));
      if (changed.length > 0) await look(changed.map(({ userId }) => userId));
    },
  };
}
