import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { type Backend, createBackend } from '../support/confab';
import { aDirect, asMessage, everything } from '../support/conversations';
import { aLiveDevice } from '../support/devices';
import { aPerson, apiOf } from '../support/people';
import { type ServerProcess, startServerProcess } from '../support/processes';
import { aProxyTo, type Upgrades } from '../support/proxy';
import { hasRedis, startRedis, type TestRedis } from '../support/redis';
import { aDatabase } from '../support/timeline';

/** Milliseconds that a client has to be live elsewhere; a busy machine may need most of them. Who is there sooner ends the wait. */
const PATIENCE_MS = 30_000;

describe.skipIf(!hasRedis)('of two servers behind a balancer, one is told to stop', () => {
  let backend: Backend;
  let database: Awaited<ReturnType<typeof aDatabase>>;
  let redis: TestRedis;
  beforeEach(async () => {
    backend = await createBackend();
    database = await aDatabase();
    redis = await startRedis();
  });
  afterEach(async () => {
    await redis[Symbol.asyncDispose]();
    await database[Symbol.asyncDispose]();
    await backend.close();
  });

  async function start(): Promise<ServerProcess> {
    const env = { ...backend.env, mongodbUrl: database.url, redisUrl: redis.url };
    const started = await startServerProcess(env, PATIENCE_MS);
    onTestFinished(() => started[Symbol.asyncDispose]());
    return started;
  }

  const WAYS: readonly (readonly [anas: Upgrades, via: 'socket' | 'events'])[] = [
    ['pass', 'socket'],
    ['refuse', 'events'],
  ];

  test.each(WAYS)(
    'people who talk are moved to the other and notice nothing; nothing is lost or doubled (upgrades: %s)',
    async (upgrades, via) => {
      const [first, next] = await Promise.all([start(), start()]);
      const [ana, ben] = [await aPerson(first.url, 'Ana'), await aPerson(first.url, 'Ben')];
      const { id } = await aDirect(ana, ben);
      const proxies = [await aProxyTo(first.url, upgrades), await aProxyTo(first.url)];
      for (const proxy of proxies) onTestFinished(() => proxy[Symbol.asyncDispose]());
      const devices = [await aLiveDevice(ana, proxies[0]!.url), await aLiveDevice(ben, proxies[1]!.url)] as const;
      for (const device of devices) {
        onTestFinished(() => device[Symbol.asyncDispose]());
        await device.engine.open(id);
      }
      await devices[0].until(({ connection }) => connection.phase === 'live' && connection.via === via);
      const before = devices.map(({ connections }) => connections.length);

      let over = false;
      let counts = [0, 0];
      const talking = devices.map(async (device, who) => {
        while (!over) {
          device.engine.send(id, `${who}: ${counts[who]}`);
          counts = counts.with(who, counts[who]! + 1);
          await device.until(({ outbox }) => outbox.length === 0);
        }
      });
      await Promise.all(devices.map((device) => device.until(() => device.texts(id).length >= 10)));
      for (const proxy of proxies) proxy.target = next.url;
      expect(await first.terminate()).toMatchObject({ code: 0, signal: null, stderr: '' });
      const moved = Math.max(...devices.map((device) => device.texts(id).length));
      await Promise.all(devices.map((device) => device.until(() => device.texts(id).length >= moved + 10)));
      over = true;
      await Promise.all(talking);

      for (const device of devices) await device.until(() => device.texts(id).length === counts[0]! + counts[1]!);
      const stored = (await everything({ api: apiOf(next.url, ana.token) }, id)).slice(1);
      for (const device of devices) expect(device.texts(id)).toEqual(stored.map((entry) => asMessage(entry).text));
      for (const [who, count] of counts.entries()) {
        const own = devices[0].texts(id).filter((text) => text.startsWith(`${who}: `));
        expect(own).toEqual(Array.from({ length: count }, (_, index) => `${who}: ${index}`));
      }
      // Not for a moment was either without a feed.
      for (const [who, { connections }] of devices.entries()) {
        expect(connections.slice(before[who]).filter((one) => !one.startsWith('live'))).toEqual([]);
      }
    },
  );
});
