import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Entry } from '~/contract/entry';
import { type Backend, createBackend } from '../support/confab';
import { aDirect, everything, send } from '../support/conversations';
import { follow } from '../support/follower';
import { aPerson, type Person } from '../support/people';
import { startServerProcess } from '../support/processes';
import { hasRedis, startRedis } from '../support/redis';
import { REDIS_FORMS } from '../support/redis-forms';

let backend: Backend;
beforeEach(async () => {
  backend = await createBackend();
});
afterEach(() => backend.close());

describe.skipIf(!process.env.MONGODB_URL || !hasRedis)('two servers with one database and one Redis', () => {
  test.each(REDIS_FORMS)(
    'carry a conversation between them over %s, everything once and in order',
    async (_, start) => {
      await using redis = await start();
      const env = { ...backend.env, redisUrl: redis.url };
      await using left = await startServerProcess(env);
      await using right = await startServerProcess(env);
      const ana = await aPerson(left.url, 'Ana');
      const ben = await aPerson(right.url, 'Ben');
      const { id } = await aDirect(ana, ben);
      await using anas = await follow(ana, left.url, id);
      await using bens = await follow(ben, right.url, id);
      const say = async (person: Person, count: number) => {
        const sent: Entry[] = [];
        for (let index = 0; index < count; index += 1) sent.push(await send(person, id, `${person.me.name} ${index}`));
        return sent;
      };
      const [fromAna, fromBen] = await Promise.all([say(ana, 25), say(ben, 25)]);
      for (const follower of [anas, bens]) {
        await follower.has(51);
        expect(follower.entries).toEqual(await everything(ana, id));
        expect(follower.repeated).toEqual([]);
        for (const [person, sent] of [
          [ana, fromAna],
          [ben, fromBen],
        ] as const) {
          expect(follower.entries.slice(1).filter(({ senderId }) => senderId === person.me.id)).toEqual(sent);
        }
      }
    },
  );

  test('acknowledge while Redis is away, and deliver everything once and in order when it is back', async () => {
    await using redis = await startRedis();
    const env = { ...backend.env, redisUrl: redis.url };
    await using left = await startServerProcess(env);
    await using right = await startServerProcess(env);
    const ana = await aPerson(left.url, 'Ana');
    const ben = await aPerson(right.url, 'Ben');
    const { id } = await aDirect(ana, ben);
    await using anas = await follow(ana, left.url, id);
    await using bens = await follow(ben, right.url, id);
    await send(ana, id, 'before');
    await bens.has(2);
    await redis.kill();
    const away = [];
    for (let index = 0; index < 5; index += 1) {
      away.push(await send(ana, id, `ana, away ${index}`), await send(ben, id, `ben, away ${index}`));
    }
    expect(away).toHaveLength(10);
    // Without Redis, heads are looked at every few seconds.
    await Promise.all([anas.has(12), bens.has(12)]);
    await send(ana, id, 'still away');
    await redis.start();
    await send(ben, id, 'back');
    await Promise.all([anas.has(14), bens.has(14)]);
    const after = await send(ana, id, 'after');
    await Promise.all([anas.has(15), bens.has(15)]);
    const all = await everything(ana, id);
    expect(all.at(-1)).toEqual(after);
    for (const follower of [anas, bens]) {
      expect(follower.entries).toEqual(all);
      expect(follower.repeated).toEqual([]);
    }
  });

  test('starts without Redis, and two who talk find each other when it comes', async () => {
    await using redis = await startRedis();
    await redis.kill();
    const env = { ...backend.env, redisUrl: redis.url };
    await using left = await startServerProcess(env);
    await using right = await startServerProcess(env);
    const ana = await aPerson(left.url, 'Ana');
    const ben = await aPerson(right.url, 'Ben');
    const { id } = await aDirect(ana, ben);
    await using bens = await follow(ben, right.url, id);
    await send(ana, id, 'anybody there?');
    await redis.start();
    await bens.has(2);
    await send(ana, id, 'there you are');
    await bens.has(3);
    expect(bens.entries).toEqual(await everything(ana, id));
  });
});
