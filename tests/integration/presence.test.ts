import { Types } from 'mongoose';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ONLINE_LISTED_MAX } from '~/contract/limits';
import type { Presence } from '~/contract/presence';
import type { Bus } from '~/server/realtime/bus';
import { memoryBus } from '~/server/realtime/bus-memory';
import { LEASE_MS, type PresenceStore } from '~/server/realtime/presence';
import { createPresenceLeases } from '~/server/realtime/presence-leases';
import { memoryPresence } from '~/server/realtime/presence-memory';
import { redisPresence } from '~/server/realtime/presence-redis';
import { connectRedis } from '~/server/redis/link';
import type { Actor } from '~/server/services/actor';
import { createPresence } from '~/server/services/presence';
import { createBackend, silentLog, startConfab, type TestServer } from '../support/confab';
import { aPerson, type Listener, listenAs, type Person } from '../support/people';
import { hasRedis, startRedis } from '../support/redis';
import { SOON_MS, startCluster } from '../support/redis-cluster';
import { REDIS_FORMS } from '../support/redis-forms';
import { refusal } from '../support/refusals';
import { type ScriptedBus, scriptedBus } from '../support/scripted-bus';
import { aDatabase, type TestDatabase } from '../support/timeline';

/** Milliseconds a lease lasts where it has to run out in a test. */
const SHORT_LEASE_MS = 300;

/** Asks until it is so. */
async function until(passes: () => Promise<boolean>): Promise<void> {
  while (!(await passes())) await new Promise((resolve) => setImmediate(resolve));
}

const anId = () => new Types.ObjectId().toString();

interface StoreEnds {
  /** Two processes of a deployment. */
  readonly here: PresenceStore;
  readonly there: PresenceStore;
  /** Everything that is not renewed runs out, while what `renew` keeps up does not. */
  lapse(renew: () => Promise<unknown>): Promise<void>;
}

/** What both stores promise. */
function contract(ends: () => StoreEnds) {
  test('a person comes online with the first connection and goes with the last, whichever process has them', async () => {
    const { here, there } = ends();
    const [ana, ben] = [anId(), anId()];
    expect(await here.renew(ana, 'tab-1')).toBe(true);
    expect(await there.renew(ana, 'tab-2')).toBe(false);
    expect(await here.renew(ana, 'tab-1')).toBe(false);
    expect(await there.online([ana, ben])).toEqual(new Set([ana]));
    expect(await here.release(ana, 'tab-1')).toBe(false);
    expect(await here.online([ana])).toEqual(new Set([ana]));
    expect(await there.release(ana, 'tab-2')).toBe(true);
    expect(await here.online([ana])).toEqual(new Set());
  });

  test('giving a lease back twice, or one that was never taken, takes nobody offline', async () => {
    const { here } = ends();
    const ana = anId();
    await here.renew(ana, 'tab-3');
    expect(await here.release(ana, 'unknown')).toBe(false);
    expect(await here.release(ana, 'tab-3')).toBe(true);
    expect(await here.release(ana, 'tab-3')).toBe(false);
    expect(await here.renew(ana, 'tab-3')).toBe(true);
    await here.release(ana, 'tab-3');
  });

  test('people are counted, not connections', async () => {
    const { here, there } = ends();
    const before = await here.count();
    const [ana, ben] = [anId(), anId()];
    for (const id of ['tab-4', 'tab-5']) await here.renew(ana, id);
    await there.renew(ben, 'tab-6');
    expect(await there.count()).toBe(before + 2);
    for (const id of ['tab-4', 'tab-5']) await here.release(ana, id);
    await there.release(ben, 'tab-6');
    expect(await here.count()).toBe(before);
  });

  test('what is not renewed runs out: that person is gone, told of once, and whoever is renewed stays', async () => {
    const { here, there, lapse } = ends();
    const [killed, stays] = [anId(), anId()];
    await there.renew(killed, 'tab-7');
    await there.renew(stays, 'tab-8');
    await lapse(() => here.renew(stays, 'tab-9'));
    expect(await here.online([killed, stays])).toEqual(new Set([stays]));
    const told = (await Promise.all([here.expire(), there.expire()])).flat();
    expect(told.filter((userId) => [killed, stays].includes(userId))).toEqual([killed]);
    expect(await here.expire()).not.toContain(killed);
    expect(await here.renew(killed, 'tab-7')).toBe(true);
    for (const [userId, id] of [
      [killed, 'tab-7'],
      [stays, 'tab-9'],
    ] as const)
      await here.release(userId, id);
  });

  test('a lease that ran out does not hold a person whose last connection goes', async () => {
    const { here, there, lapse } = ends();
    const ana = anId();
    await there.renew(ana, 'tab-10');
    await lapse(() => here.renew(ana, 'tab-11'));
    expect(await here.release(ana, 'tab-11')).toBe(true);
    expect(await here.online([ana])).toEqual(new Set());
  });

  test('a whole room is asked about at once', async () => {
    const { here } = ends();
    const members = Array.from({ length: 5_000 }, anId);
    const present = members.filter((_, index) => index % 100 === 0);
    await Promise.all(present.map((userId) => here.renew(userId, `of-${userId}`)));
    expect(await here.online(members)).toEqual(new Set(present));
    expect(await here.online([])).toEqual(new Set());
    await Promise.all(present.map((userId) => here.release(userId, `of-${userId}`)));
  });
}

describe('the leases of one process', () => {
  let at = 0;
  const store = memoryPresence({ leaseMs: SHORT_LEASE_MS, now: () => at });
  contract(() => ({
    here: store,
    there: store,
    async lapse(renew) {
      at += SHORT_LEASE_MS - 1;
      await renew();
      at += 1;
    },
  }));
});

interface StoreEnd extends AsyncDisposable {
  readonly store: PresenceStore;
}

/** A process's leases in Redis. */
function anEnd(url: string, leaseMs = LEASE_MS): StoreEnd {
  const link = connectRedis(url, silentLog);
  const store = redisPresence(link, { leaseMs });
  return {
    store,
    async [Symbol.asyncDispose]() {
      await store.close();
      link.close();
    },
  };
}

/** Resolves when each sees what the other holds: until it is connected, a process answers for itself. */
async function together(one: PresenceStore, other: PresenceStore): Promise<void> {
  const isReached = async (store: PresenceStore, from: PresenceStore) => {
    const knock = anId();
    await store.renew(knock, knock);
    const heard = (await from.online([knock])).has(knock);
    await store.release(knock, knock);
    return heard;
  };
  await until(async () => (await isReached(one, other)) && (await isReached(other, one)));
}

describe.skipIf(!hasRedis).each(REDIS_FORMS)(
  'the leases of many processes on %s (needs redis-server)',
  (_name, start) => {
    let redis: Awaited<ReturnType<typeof start>>;
    let ends: readonly [StoreEnd, StoreEnd];
    beforeAll(async () => {
      redis = await start();
      ends = [anEnd(redis.url, SHORT_LEASE_MS), anEnd(redis.url, SHORT_LEASE_MS)];
      await together(ends[0].store, ends[1].store);
    });
    afterAll(async () => {
      for (const end of ends) await end[Symbol.asyncDispose]();
      await redis[Symbol.asyncDispose]();
    });

    contract(() => {
      const [{ store: here }, { store: there }] = ends;
      return {
        here,
        there,
        async lapse(renew) {
          const witness = anId();
          await there.renew(witness, witness);
          await until(async () => {
            await renew();
            return !(await here.online([witness])).has(witness);
          });
        },
      };
    });
  },
);

describe.skipIf(!hasRedis)('leases in Redis (needs redis-server)', () => {
  test('that is away are those of each process’s own connections; when it is back they are all there', async () => {
    await using redis = await startRedis();
    await using farEnd = anEnd(redis.url);
    await using nearEnd = anEnd(redis.url);
    const [far, near] = [farEnd.store, nearEnd.store];
    await together(far, near);
    const [ana, ben, cay] = [anId(), anId(), anId()];
    await near.renew(ana, 'tab-20');
    await far.renew(ben, 'tab-21');
    await redis.kill();
    expect(await near.renew(cay, 'tab-22')).toBe(true);
    expect(await near.online([ana, ben, cay])).toEqual(new Set([ana, cay]));
    expect([await near.count(), await near.expire()]).toEqual([2, []]);
    expect(await near.release(ana, 'tab-20')).toBe(true);
    await redis.start();
    await until(async () => (await near.online([ben])).has(ben) && (await far.online([cay])).has(cay));
    expect(await far.online([ana, ben, cay])).toEqual(new Set([ben, cay]));
  });

  test('that forgot everything are there again after one renewal', async () => {
    await using redis = await startRedis();
    await using farEnd = anEnd(redis.url);
    await using nearEnd = anEnd(redis.url);
    const [far, near] = [farEnd.store, nearEnd.store];
    await together(far, near);
    const ana = anId();
    await near.renew(ana, 'tab-23');
    await redis.ask('FLUSHALL');
    expect(await far.online([ana])).toEqual(new Set());
    expect(await near.renew(ana, 'tab-23')).toBe(true);
    expect(await far.online([ana])).toEqual(new Set([ana]));
    expect(await far.count()).toBe(1);
  });

  test('whose master was replaced are there again after one renewal', async () => {
    await using redis = await startCluster(SOON_MS);
    await using farEnd = anEnd(redis.url);
    await using nearEnd = anEnd(redis.url);
    const [far, near] = [farEnd.store, nearEnd.store];
    await together(far, near);
    const ana = anId();
    const master = await redis.masterOf('confab:{presence}:online');
    await master.kill();
    await until(async () => {
      await near.renew(ana, 'tab-24');
      return (await far.online([ana])).has(ana);
    });
    expect((await redis.masterOf('confab:{presence}:online')).port).not.toBe(master.port);
  });
});

describe('people who come and go', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await aDatabase();
  });
  afterAll(() => database[Symbol.asyncDispose]());

  let at: Date;
  let store: PresenceStore;
  let bus: Bus;
  beforeEach(() => {
    at = new Date('2026-01-01T00:00:00.000Z');
    store = memoryPresence({ leaseMs: 30_000, now: () => at.getTime() });
    bus = memoryBus();
  });
  const pass = (milliseconds: number) => {
    at = new Date(at.getTime() + milliseconds);
  };
  /** A process of the deployment whose timer only the test drives. */
  const aProcess = (options: { bus?: Bus; store?: PresenceStore } = {}) =>
    createPresenceLeases({
      store,
      bus,
      models: database.models,
      now: () => at,
      log: silentLog,
      renewMs: 3_600_000,
      ...options,
    });
  type Process = ReturnType<typeof aProcess>;

  async function aUser(): Promise<string> {
    const { _id } = await database.models.users.create({
      username: 'ana',
      usernameKey: anId(),
      email: anId(),
      name: 'Ana',
      passwordHash: '-',
      terms: [],
      createdAt: at,
    });
    return _id.toString();
  }

  /** Watches one person; resolves with what it was told once that is so many. */
  async function watching(process: Process, userId: string) {
    const told: Presence[] = [];
    let look = () => {};
    const stop = await process.watch(userId, (presence) => {
      told.push(presence);
      look();
    });
    await process.look([userId]);
    const has = (count: number) =>
      new Promise<readonly Presence[]>((resolve) => {
        look = () => told.length >= count && resolve(told);
        look();
      });
    return { told, has, stop };
  }

  test('with two tabs a person is offline only after the last, and then it is known since when', async () => {
    const [here, there] = [aProcess(), aProcess()];
    const ana = await aUser();
    const { told, has } = await watching(there, ana);
    const [first, second] = [here.hold(ana, 'tab-1'), here.hold(ana, 'tab-2')];
    expect(await has(1)).toEqual([{ userId: ana, online: true, lastSeenAt: null }]);
    first();
    first();
    expect(await there.look([ana])).toEqual([{ userId: ana, online: true, lastSeenAt: null }]);
    pass(5_000);
    second();
    expect((await has(2))[1]).toEqual({ userId: ana, online: false, lastSeenAt: at.toISOString() });
    expect(told).toHaveLength(2);
  });

  test('who reads that a person is away reads since when, from the very moment on', async () => {
    const there = aProcess();
    const read = new Map<string, readonly Presence[]>();
    const here = aProcess({
      store: {
        ...store,
        async release(userId, connectionId) {
          const went = await store.release(userId, connectionId);
          read.set(userId, await there.look([userId]));
          return went;
        },
      },
    });
    const [first, last] = [await aUser(), await aUser()];
    const leave = here.hold(first, 'tab-1');
    here.hold(last, 'tab-2');
    pass(5_000);
    leave();
    await here.close();
    const away = (userId: string) => [userId, [{ userId, online: false, lastSeenAt: at.toISOString() }]] as const;
    expect(read).toEqual(new Map([away(first), away(last)]));
  });

  test('whose server was killed goes offline when the lease has run out, told by any server that is left', async () => {
    const [killed, left] = [aProcess(), aProcess()];
    const [ana, ben] = [await aUser(), await aUser()];
    killed.hold(ana, 'tab-1');
    left.hold(ben, 'tab-2');
    const { has } = await watching(left, ana);
    for (let passed = 0; passed < 30_000; passed += 10_000) {
      pass(10_000);
      await left.renew();
    }
    expect((await has(1))[0]).toMatchObject({ userId: ana, online: false, lastSeenAt: at.toISOString() });
    expect(await left.look([ben])).toEqual([{ userId: ben, online: true, lastSeenAt: null }]);
  });

  test('a server that closes gives its people back at once, and not those whom another has', async () => {
    const [closing, stays] = [aProcess(), aProcess()];
    const [ana, ben] = [await aUser(), await aUser()];
    closing.hold(ana, 'tab-1');
    closing.hold(ben, 'tab-2');
    stays.hold(ben, 'tab-3');
    const { has } = await watching(stays, ana);
    await closing.close();
    expect((await has(1))[0]).toMatchObject({ userId: ana, online: false });
    expect(await stays.look([ben])).toEqual([{ userId: ben, online: true, lastSeenAt: null }]);
  });

  test('a change whose hint was lost is found by the next renewal', async () => {
    const process = aProcess({ bus: scriptedBus() });
    const ana = await aUser();
    const { has } = await watching(process, ana);
    process.hold(ana, 'tab-1');
    await process.renew();
    expect(await has(1)).toEqual([{ userId: ana, online: true, lastSeenAt: null }]);
  });

  test('a hint that comes late or twice tells nothing wrong', async () => {
    const late: ScriptedBus = scriptedBus();
    const process = aProcess({ bus: late });
    const ana = await aUser();
    const { told, has } = await watching(process, ana);
    process.hold(ana, 'tab-1')();
    await until(async () => late.published.length === 2);
    process.hold(ana, 'tab-2');
    await until(async () => late.published.length === 3);
    for (const index of [1, 0, 2, 1]) late.deliver(index);
    await has(1);
    await process.look([ana]);
    expect(told).toEqual([{ userId: ana, online: true, lastSeenAt: null }]);
  });

  test('while somebody stays, when they were last seen is written every few minutes and told to nobody', async () => {
    const process = aProcess();
    const ana = await aUser();
    process.hold(ana, 'tab-1');
    const seenAt = async () => (await database.models.users.findById(ana).lean())?.lastSeenAt;
    await process.renew();
    const first = at;
    expect(await seenAt()).toEqual(first);
    pass(10_000);
    await process.renew();
    expect(await seenAt()).toEqual(first);
    for (let passed = 0; passed < 300_000; passed += 20_000) {
      pass(20_000);
      await process.renew();
    }
    expect((await seenAt())?.getTime()).toBeGreaterThan(first.getTime());
    expect(await process.look([ana])).toEqual([{ userId: ana, online: true, lastSeenAt: null }]);
  });

  test('a person is subscribed to once for all who watch, and let go with the last of them', async () => {
    const counted = scriptedBus();
    const process = aProcess({ bus: counted });
    const ana = await aUser();
    const both = await Promise.all([process.watch(ana, () => {}), process.watch(ana, () => {})]);
    expect(counted.topics()).toEqual([`presence:${ana}`]);
    both[0]?.();
    both[0]?.();
    expect(counted.topics()).toEqual([`presence:${ana}`]);
    both[1]?.();
    expect(counted.topics()).toEqual([]);
  });
});

test('a room of thousands is read once for everybody who asks at the same time, and listed in part', async () => {
  await using database = await aDatabase();
  const { models } = database;
  const conversationId = new Types.ObjectId();
  const memberIds = Array.from({ length: 5_000 }, () => new Types.ObjectId());
  await models.memberships.insertMany(
    memberIds.map((userId) => ({ conversationId, userId, active: true, role: 'member', joinedSeq: 1, rev: 1 })),
  );
  const reads: number[] = [];
  const presence = createPresence({
    models,
    leases: {
      look: async () => [],
      count: async () => 0,
      async online(userIds) {
        reads.push(userIds.length);
        return new Set(userIds.filter((_, index) => index % 2 === 0));
      },
    },
    conversations: { authorise: async () => new models.memberships() },
    blocks: { between: async () => new Set([String(memberIds[0])]) },
    bus: { publish: () => {} },
  });
  const actor = { userId: anId() } as Actor;
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => presence.inConversation(actor, conversationId.toString())),
  );
  expect(new Set(answers.map(({ count, users }) => `${count}/${users.length}`))).toEqual(
    new Set([`2499/${ONLINE_LISTED_MAX}`]),
  );
  expect(reads).toEqual([5_000]);
});

describe('over the socket', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startConfab();
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const presencesOf = ({ events }: Listener) => events.filter((event) => event.type === 'presence');
  const online = (person: Person): Presence => ({ userId: person.me.id, online: true, lastSeenAt: null });

  /** Resolves when everything published so far has been heard: a person comes that is watched besides. */
  async function settled(listener: Listener, watched: readonly Person[], newcomer: Person): Promise<void> {
    await listener.api.presence.watch.mutate({ userIds: [...watched, newcomer].map(({ me }) => me.id) });
    await using _present = await listenAs(newcomer, server.url);
    await listener.until((event) => event.type === 'presence' && event.userId === newcomer.me.id);
  }

  test('a watched person’s coming and going is told to whoever watches, with the time of the last tab', async () => {
    const [ana, ben] = [await aPerson(server.url, 'Ana'), await aPerson(server.url, 'Ben')];
    await using listener = await listenAs(ana, server.url);
    expect(await listener.api.presence.watch.mutate({ userIds: [ben.me.id, ana.me.id] })).toEqual([
      { userId: ben.me.id, online: false, lastSeenAt: null },
      online(ana),
    ]);
    const tabs = [await listenAs(ben, server.url), await listenAs(ben, server.url)];
    await listener.until((event) => event.type === 'presence' && event.userId === ben.me.id && event.online);
    await tabs[0]?.[Symbol.asyncDispose]();
    expect(await ana.api.presence.get.query({ userIds: [ben.me.id] })).toEqual([online(ben)]);
    await tabs[1]?.[Symbol.asyncDispose]();
    const went = await listener.until((event) => event.type === 'presence' && !event.online);
    expect(went).toMatchObject({ userId: ben.me.id, lastSeenAt: expect.any(String) });
    expect(presencesOf(listener)).toHaveLength(2);
  });

  test('only those watched last are told of, and a feed that begins later tells of them as they are', async () => {
    const people = await Promise.all(['Ana', 'Ben', 'Cay', 'Dan'].map((name) => aPerson(server.url, name)));
    const [ana, ben, cay, dan] = people as [Person, Person, Person, Person];
    await using listener = await listenAs(ana, server.url);
    await listener.api.presence.watch.mutate({ userIds: [ben.me.id] });
    await listener.api.presence.watch.mutate({ userIds: [cay.me.id] });
    await using _ben = await listenAs(ben, server.url);
    await settled(listener, [cay], dan);
    expect(presencesOf(listener).filter(({ userId }) => userId === ben.me.id)).toEqual([]);
    await listener.api.presence.watch.mutate({ userIds: [ben.me.id] });
    const later = await new Promise<unknown>((resolve) => {
      const subscription = listener.api.feed.live.subscribe(undefined, {
        onData({ data }) {
          const presence = data.find(({ type }) => type === 'presence');
          if (!presence) return;
          subscription.unsubscribe();
          resolve(presence);
        },
      });
    });
    expect(later).toEqual({ type: 'presence', ...online(ben) });
  });

  test('between people of whom one has blocked the other nothing is told, from either side, also not that something changed', async () => {
    const people = await Promise.all(['Ana', 'Ben', 'Cay'].map((name) => aPerson(server.url, name)));
    const [ana, ben, cay] = people as [Person, Person, Person];
    await using anas = await listenAs(ana, server.url);
    await anas.api.presence.watch.mutate({ userIds: [ben.me.id] });
    const bens = await listenAs(ben, server.url);
    await anas.until((event) => event.type === 'presence' && event.online);
    await ben.api.user.block.mutate({ userId: ana.me.id });
    const hidden = { userId: ben.me.id, online: false, lastSeenAt: null };
    await anas.until((event) => event.type === 'presence' && !event.online);
    expect(presencesOf(anas).at(-1)).toEqual({ type: 'presence', ...hidden });
    await bens[Symbol.asyncDispose]();
    await settled(anas, [ben], cay);
    expect(presencesOf(anas).filter(({ userId }) => userId === ben.me.id)).toHaveLength(2);
    expect(await ana.api.presence.get.query({ userIds: [ben.me.id] })).toEqual([hidden]);
    expect(await ben.api.presence.get.query({ userIds: [ana.me.id] })).toEqual([{ ...hidden, userId: ana.me.id }]);
    await ben.api.user.unblock.mutate({ userId: ana.me.id });
    await anas.until((event) => event.type === 'presence' && event.lastSeenAt !== null);
  });

  test('members learn how many of them are online, and who, but not of whom they have blocked; strangers learn nothing', async () => {
    const people = await Promise.all(['Ana', 'Ben', 'Cay', 'Dan'].map((name) => aPerson(server.url, name)));
    const [ana, ben, cay, dan] = people as [Person, Person, Person, Person];
    const memberIds = [ben.me.id, cay.me.id];
    const group = await ana.api.conversation.createGroup.mutate({ name: 'Group', memberIds });
    await using _ana = await listenAs(ana, server.url);
    await using _ben = await listenAs(ben, server.url);
    await using _dan = await listenAs(dan, server.url);
    const input = { conversationId: group.id };
    const here = await cay.api.presence.inConversation.query(input);
    expect([here.count, new Set(here.users)]).toEqual([2, new Set([ana.me.id, ben.me.id])]);
    await cay.api.user.block.mutate({ userId: ben.me.id });
    expect(await cay.api.presence.inConversation.query(input)).toEqual({ count: 1, users: [ana.me.id] });
    expect(await refusal(dan.api.presence.inConversation.query(input))).toMatchObject({ appCode: 'NOT_FOUND' });
    expect(await dan.api.presence.count.query()).toBeGreaterThanOrEqual(3);
  });

  test.skipIf(!hasRedis)(
    'who is connected to one server is online on the other, and gone when that server closes',
    async () => {
      await using redis = await startRedis();
      await using database = await aDatabase();
      const backend = await createBackend();
      const shared = { ...backend, env: { ...backend.env, mongodbUrl: database.url, redisUrl: redis.url } };
      await using near = await startConfab({ backend: shared });
      const far = await startConfab({ backend: shared });
      const [ana, ben] = [await aPerson(near.url, 'Ana'), await aPerson(near.url, 'Ben')];
      await using listener = await listenAs(ana, near.url);
      await listener.api.presence.watch.mutate({ userIds: [ben.me.id] });
      await using _ben = await listenAs(ben, far.url);
      await listener.until((event) => event.type === 'presence' && event.online);
      await far[Symbol.asyncDispose]();
      await listener.until((event) => event.type === 'presence' && event.lastSeenAt !== null);
      await backend.close();
    },
  );

  test('watching over HTTP needs the name of a feed', async () => {
    const ana = await aPerson(server.url, 'Ana');
    expect(await refusal(ana.api.presence.watch.mutate({ userIds: [] }))).toMatchObject({ appCode: 'INVALID_INPUT' });
  });
});
