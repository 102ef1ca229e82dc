import type { Presence } from '~/contract/presence';
import type { Id } from '~/contract/primitives';
import type { Log } from '~/server/log';
import type { Models } from '~/server/models/models';
import type { Bus } from './bus';
import { type PresenceStore, RENEW_MS } from './presence';
import { createPresenceWatches } from './presence-watches';

/** Milliseconds between writes of `lastSeenAt` for somebody who stays: what is known if every server is killed at once. */
const SEEN_EVERY_MS = 300_000;

export interface PresenceLeasesOptions {
  readonly store: PresenceStore;
  readonly bus: Bus;
  readonly models: Pick<Models, 'users'>;
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

  async function went(userIds: readonly Id[]): Promise<void> {
    await writeSeen(userIds);
    publish(userIds);
  }

  async function writeSeen(userIds: readonly Id[]): Promise<void> {
    if (userIds.length === 0) return;
    try {
      await models.users.updateMany({ _id: { $in: userIds } }, { $max: { lastSeenAt: now() } });
    } catch (error) {
      log.warn({ error: String(error) }, 'when somebody was last seen could not be written');
    }
  }

  async function take(userId: Id, connectionId: string): Promise<void> {
    if (await store.renew(userId, connectionId)) publish([userId]);
  }

  /** Answers with the person if nothing holds them online any more. */
  async function give(userId: Id, connectionId: string): Promise<Id[]> {
    return (await store.release(userId, connectionId)) ? [userId] : [];
  }

  async function noteSeen(): Promise<void> {
    const people = new Set(held.values());
    for (const userId of seen.keys()) if (!people.has(userId)) seen.delete(userId);
    const at = now().getTime();
    const due = [...people].filter((userId) => (seen.get(userId) ?? 0) <= at - SEEN_EVERY_MS);
    await writeSeen(due);
    for (const userId of due) seen.set(userId, at);
  }

  /** Renews what is held here, ends what has run out anywhere, and finds what was missed. */
  async function renew(): Promise<void> {
    await Promise.all([...held].map(([connectionId, userId]) => take(userId, connectionId)));
    await went(await store.expire());
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

    /** The person is online from now on, until the answer is called or this process is gone for a lease. */
    hold(userId: Id, connectionId: string): () => void {
      held.set(connectionId, userId);
      background(take(userId, connectionId));
      return () => {
        if (held.delete(connectionId)) background(give(userId, connectionId).then(went));
      };
    },

    /** Gives every lease back: whom only this process holds is offline at once. */
    async close(): Promise<void> {
      clearInterval(timer);
      const all = [...held];
      held.clear();
      const gone = await Promise.all(all.map(([connectionId, userId]) => give(userId, connectionId)));
      await went(gone.flat());
      await Promise.all(underWay);
      await store.close();
    },
  };
}

export type PresenceLeases = ReturnType<typeof createPresenceLeases>;
