import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { Presence } from '~/contract/presence';
import type { Id } from '~/contract/primitives';
import type { Log } from '~/server/log';
import type { Models } from '~/server/models/models';
import type { Bus } from './bus';
import { type PresenceStore, RENEW_MS } from './presence';
import { createPresenceWatches } from './presence-watches';

/** Milliseconds between writes of `lastSeenAt` for somebody who stays: what is known if every server is killed at once. */
const SEEN_EVERY_MS = 300_000;

/** Leases that are renewed, and people whose time is written, at once: a thousand in one go would hold up who sends meanwhile. */
const AT_ONCE = 25;

/** Milliseconds between two such portions, less where the next renewal would come too soon. */
const PORTION_EVERY_MS = 50;

export interface PresenceLeasesOptions {
  readonly store: PresenceStore;
  readonly bus: Bus;
  readonly models: Pick<Models, 'users' | 'inReach'>;
  readonly now: () => Date;
  readonly log: Log;
  readonly renewMs?: number;
}

/**
 * Who is online: holds a lease for each connection of this process, renews them all by one timer, and tells of people
 * who come and go, also of those whose process was killed. None of it ever fails a caller for want of Redis.
 */
export function createPresenceLeases({ store, bus, models, now, log, renewMs = RENEW_MS }: PresenceLeasesOptions) {
  /** Connection → person. */
  const held = new Map<string, Id>();
  /** Person connected here → when `lastSeenAt` was written, in milliseconds. */
  const seen = new Map<Id, number>();
  const underWay = new Set<Promise<void>>();
  const watches = createPresenceWatches({ bus, log, read });

  async function read(userIds: readonly Id[]): Promise<Map<Id, Presence>> {
    const online = await store.online(userIds);
    const away = userIds.filter((userId) => !online.has(userId));
    const docs = away.length > 0 ? await models.users.find({ _id: { $in: away } }, { lastSeenAt: 1 }).lean() : [];
    const lastSeen = new Map(docs.map(({ _id, lastSeenAt }) => [_id.toString(), lastSeenAt?.toISOString() ?? null]));
    return new Map(
      userIds.map((userId) => [
        userId,
        { userId, online: online.has(userId), lastSeenAt: lastSeen.get(userId) ?? null },
      ]),
    );
  }

  function publish(userIds: readonly Id[]): void {
    for (const userId of userIds) bus.publish(`presence:${userId}`, { type: 'presence' });
  }

  /** Never fails, and holds nobody up for long: without the database people come and go all the same. */
  async function writeSeen(userIds: readonly Id[]): Promise<void> {
    if (userIds.length === 0) return;
    try {
      const people = { _id: { $in: userIds } };
      await models.inReach(models.users.updateMany(people, { $max: { lastSeenAt: now() } }).exec());
    } catch (error) {
      log.warn({ error: String(error) }, 'when somebody was last seen could not be written');
    }
  }

  async function take(userId: Id, connectionId: string): Promise<void> {
    if (await store.renew(userId, connectionId)) publish([userId]);
  }

  /**
   * Gives leases back, each after it is written that its person was here until now: who reads that they are away reads
   * since when. It is written for every lease, because nobody knows beforehand which is a person's last.
   */
  async function give(leases: readonly (readonly [connectionId: string, userId: Id])[]): Promise<void> {
    await writeSeen(leases.map(([, userId]) => userId));
    const gone = leases.map(async ([connectionId, userId]) =>
      (await store.release(userId, connectionId)) ? [userId] : [],
    );
    publish((await Promise.all(gone)).flat());
  }

  let leaving: (readonly [connectionId: string, userId: Id])[] = [];

  /** With whoever else goes in this turn of the event loop: a network that breaks takes a thousand at once. */
  async function giveTogether(connectionId: string, userId: Id): Promise<void> {
    leaving.push([connectionId, userId]);
    if (leaving.length > 1) return;
    await nextTurn();
    const all = leaving;
    leaving = [];
    await give(all);
  }

  async function noteSeen(): Promise<void> {
    const people = new Set(held.values());
    for (const userId of seen.keys()) if (!people.has(userId)) seen.delete(userId);
    const at = now().getTime();
    const due = [...people].filter((userId) => (seen.get(userId) ?? 0) <= at - SEEN_EVERY_MS);
    await inPortions(due, async (userIds) => {
      await writeSeen(userIds);
      for (const userId of userIds) seen.set(userId, at);
    });
  }

  /** Over a part of the time between two renewals, however many there are. */
  async function inPortions<T>(all: readonly T[], work: (some: readonly T[]) => Promise<void>): Promise<void> {
    const pauseMs = Math.min(PORTION_EVERY_MS, (renewMs / 4) * (AT_ONCE / all.length));
    for (let from = 0; from < all.length; from += AT_ONCE) {
      if (from > 0) await pause(pauseMs, undefined, { ref: false });
      await work(all.slice(from, from + AT_ONCE));
    }
  }

  /** Renews what is held here, ends what has run out anywhere, and finds what was missed. */
  async function renew(): Promise<void> {
    await inPortions([...held], async (leases) => {
      // Who has gone since gave theirs back.
      const kept = leases.filter(([connectionId]) => held.has(connectionId));
      await Promise.all(kept.map(([connectionId, userId]) => take(userId, connectionId)));
    });
    const lapsed = await store.expire();
    await writeSeen(lapsed);
    publish(lapsed);
    await noteSeen();
    await watches.check(store.online);
  }

  function background(task: Promise<void>): void {
    const tracked = task
      .catch((error) => log.warn({ error: String(error) }, 'presence is behind; the next renewal mends it'))
      .finally(() => underWay.delete(tracked));
    underWay.add(tracked);
  }

  let renewing = false;
  const timer = setInterval(() => {
    if (renewing) return;
    renewing = true;
    background(renew().finally(() => (renewing = false)));
  }, renewMs).unref();

  return {
    look: watches.look,
    watch: watches.watch,
    online: store.online,
    count: store.count,
    renew,
    /** How many people are watched from here. */
    watched: watches.open,
    /** How many leases this process holds. */
    held: () => held.size,

    /** The person is online from now on, until soon after the answer is called or this process is gone for a lease. */
    hold(userId: Id, connectionId: string): () => void {
      held.set(connectionId, userId);
      background(take(userId, connectionId));
      return () => {
        if (held.delete(connectionId)) background(giveTogether(connectionId, userId));
      };
    },

    /** Gives every lease back: whom only this process holds is offline once it answers. */
    async close(): Promise<void> {
      clearInterval(timer);
      const all = [...held];
      held.clear();
      await give(all);
      await Promise.all(underWay);
      await store.close();
    },
  };
}

export type PresenceLeases = ReturnType<typeof createPresenceLeases>;
