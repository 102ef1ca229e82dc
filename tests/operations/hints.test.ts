import { expect, test } from 'vitest';
import { createBackend, startConfab } from '../support/confab';
import { aDirect, aGroup, send } from '../support/conversations';
import { follow } from '../support/follower';
import { aPerson, listenAs } from '../support/people';
import { hasRedis, startRedis } from '../support/redis';
import { aDatabase } from '../support/timeline';

/** Milliseconds within which what nobody was told of is found. */
const FOUND_WITHIN_MS = 10_000;

test('a message whose hint is lost with nothing after it arrives within ten seconds', async () => {
  await using database = await aDatabase();
  const backend = await createBackend();
  const shared = { ...backend, env: { ...backend.env, mongodbUrl: database.url } };
  // Each has a bus of its own: what one says the other never hears.
  await using near = await startConfab({ backend: shared });
  await using far = await startConfab({ backend: shared });
  const [ana, ben] = [await aPerson(near.url, 'Ana'), await aPerson(near.url, 'Ben')];
  const { id } = await aDirect(ana, ben);
  await using bens = await follow(ben, far.url, id);
  await bens.has(1);
  for (const count of [2, 3, 4]) {
    const before = performance.now();
    const sent = await send(ana, id);
    await bens.has(count);
    expect(performance.now() - before).toBeLessThan(FOUND_WITHIN_MS);
    expect(bens.entries.at(-1)).toEqual(sent);
  }
  expect(bens.repeated).toEqual([]);
  await backend.close();
});

test.skipIf(!hasRedis)('a process subscribes to a conversation once, however many of its sockets listen', async () => {
  await using redis = await startRedis();
  await using database = await aDatabase();
  const backend = await createBackend();
  const shared = { ...backend, env: { ...backend.env, mongodbUrl: database.url, redisUrl: redis.url } };
  await using near = await startConfab({ backend: shared });
  await using far = await startConfab({ backend: shared });
  const people = await Promise.all(Array.from({ length: 10 }, () => aPerson(near.url)));
  const [ana] = people as [(typeof people)[number]];
  const { id } = await aGroup(ana, people.slice(1));
  const listening = async (url: string) =>
    Promise.all(people.flatMap((person) => Array.from({ length: 5 }, () => listenAs(person, url))));
  const subscribed = async () => ((await redis.ask('PUBSUB', 'NUMSUB', `confab:conversation:${id}`)) as unknown[])[1];

  const listeners = await listening(near.url);
  expect(listeners).toHaveLength(50);
  expect(await subscribed()).toBe(1);
  listeners.push(...(await listening(far.url)));
  expect(await subscribed()).toBe(2);
  const sent = await send(ana, id);
  await Promise.all(
    listeners.map((each) => each.until((event) => event.type === 'entry' && event.entry.id === sent.id)),
  );
  for (const each of listeners) await each[Symbol.asyncDispose]();
  while ((await subscribed()) !== 0);
  await backend.close();
});
