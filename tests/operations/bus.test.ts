import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bus, BusMessage, Topic } from '~/server/realtime/bus';
import { memoryBus } from '~/server/realtime/bus-memory';
import { redisBus } from '~/server/realtime/bus-redis';
import { connectRedis, type RedisLink } from '~/server/redis/link';
import { silentLog } from '../support/confab';
import { hasRedis, startRedis } from '../support/redis';
import { SOON_MS, startCluster } from '../support/redis-cluster';
import { REDIS_FORMS } from '../support/redis-forms';
import { startSentinel } from '../support/redis-sentinel';
import { aTcpProxy } from '../support/tcp-proxy';

const hint = (conversationId: string): BusMessage => ({ type: 'membership', conversationId });

/** Collects what arrives and resolves when it is that many. */
function inbox() {
  const messages: BusMessage[] = [];
  let look = () => {};
  return {
    messages,
    take: (message: BusMessage) => {
      messages.push(message);
      look();
    },
    has: (count: number) =>
      new Promise<readonly BusMessage[]>((resolve) => {
        look = () => messages.length >= count && resolve(messages);
        look();
      }),
  };
}

/** What both buses promise. `pair` gives two ends of the same bus: in one process the same one twice. */
function contract(pair: () => { sender: Bus; receiver: Bus }) {
  test('a subscriber gets what is published after it was told that it is subscribed, once', async () => {
    const { sender, receiver } = pair();
    const { take, has } = inbox();
    const stop = await receiver.subscribe('user:a', take);
    const hints = ['1', '2', '3'].map(hint);
    for (const each of hints) sender.publish('user:a', each);
    const found = await has(3);
    expect([found.length, new Set(found)]).toEqual([3, new Set(hints)]);
    stop();
  });

  test('topics are apart, and subscribers of one topic each get everything', async () => {
    const { sender, receiver } = pair();
    const [first, second, other] = [inbox(), inbox(), inbox()];
    const stops = [
      await receiver.subscribe('user:b', first.take),
      await receiver.subscribe('user:b', second.take),
      await receiver.subscribe('user:c', other.take),
    ];
    sender.publish('user:b', hint('b'));
    sender.publish('user:c', hint('c'));
    expect(await first.has(1)).toEqual([hint('b')]);
    expect(await second.has(1)).toEqual([hint('b')]);
    expect(await other.has(1)).toEqual([hint('c')]);
    for (const stop of stops) stop();
  });

  test('after unsubscribing nothing arrives, and unsubscribing twice takes nothing from others', async () => {
    const { sender, receiver } = pair();
    const [gone, stays] = [inbox(), inbox()];
    const stop = await receiver.subscribe('user:d', gone.take);
    const stopOther = await receiver.subscribe('user:d', stays.take);
    stop();
    stop();
    sender.publish('user:d', hint('d'));
    await stays.has(1);
    expect(gone.messages).toEqual([]);
    stopOther();
  });

  test('one callback subscribed twice is called twice', async () => {
    const { sender, receiver } = pair();
    const { take, has } = inbox();
    const stops = [await receiver.subscribe('user:e', take), await receiver.subscribe('user:e', take)];
    sender.publish('user:e', hint('e'));
    expect(await has(2)).toEqual([hint('e'), hint('e')]);
    for (const stop of stops) stop();
  });

  test('a topic subscribed again after its last subscriber left is live', async () => {
    const { sender, receiver } = pair();
    (await receiver.subscribe('user:f', () => {}))();
    const { take, has } = inbox();
    const stop = await receiver.subscribe('user:f', take);
    sender.publish('user:f', hint('f'));
    expect(await has(1)).toEqual([hint('f')]);
    stop();
  });

  test('a hundred topics are live together, and let go together', async () => {
    const { sender, receiver } = pair();
    const topics = Array.from({ length: 100 }, (_, index): Topic => `conversation:${index}`);
    const { take, has } = inbox();
    const stops = await Promise.all(topics.map((topic) => receiver.subscribe(topic, take)));
    for (const topic of topics) sender.publish(topic, hint(topic));
    expect(new Set(await has(100))).toEqual(new Set(topics.map(hint)));
    for (const stop of stops) stop();
  });
}

describe('the bus of one process', () => {
  const bus = memoryBus();
  contract(() => ({ sender: bus, receiver: bus }));
});

interface End extends AsyncDisposable {
  readonly bus: Bus;
  readonly link: RedisLink;
}

/** A process's end of the bus. */
function anEnd(url: string): End {
  const link = connectRedis(url, silentLog);
  const bus = redisBus(link, silentLog);
  return {
    bus,
    link,
    async [Symbol.asyncDispose]() {
      await bus.close();
      link.close();
    },
  };
}

/** Knocks until it is heard: a publisher may be back later than a subscriber. */
async function untilHeard(sender: Bus, receiver: Bus, topic: Topic = 'user:knock'): Promise<void> {
  let heard = false;
  const stop = await receiver.subscribe(topic, () => {
    heard = true;
  });
  while (!heard) {
    sender.publish(topic, hint('knock'));
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  stop();
}

const resumed = ({ bus }: End) =>
  new Promise<void>((resolve) => {
    const stop = bus.onResume(() => {
      stop();
      resolve();
    });
  });

/** Subscribed in the one, a topic is heard of again after `work`, and the other is told that something may be lost. */
async function expectToSurvive(sender: End, receiver: End, topic: Topic, work: () => Promise<unknown>): Promise<void> {
  const { take, messages } = inbox();
  const stop = await receiver.bus.subscribe(topic, take);
  await untilHeard(sender.bus, receiver.bus, topic);
  const told = resumed(receiver);
  await work();
  await told;
  const before = messages.length;
  await untilHeard(sender.bus, receiver.bus, topic);
  expect(messages.length).toBeGreaterThan(before);
  stop();
}

describe.skipIf(!hasRedis).each(REDIS_FORMS)('the bus of many processes on %s (needs redis-server)', (_name, start) => {
  let redis: Awaited<ReturnType<typeof start>>;
  let sender: End;
  let receiver: End;
  beforeAll(async () => {
    redis = await start();
    [sender, receiver] = [anEnd(redis.url), anEnd(redis.url)];
    await untilHeard(sender.bus, receiver.bus);
  });
  afterAll(async () => {
    await sender[Symbol.asyncDispose]();
    await receiver[Symbol.asyncDispose]();
    await redis[Symbol.asyncDispose]();
  });

  contract(() => ({ sender: sender.bus, receiver: receiver.bus }));

  test('what is no message is passed over, and what follows it is heard', async () => {
    const { take, has } = inbox();
    const stop = await receiver.bus.subscribe('user:g', take);
    const garbage = [
      '',
      'no JSON',
      '{',
      'null',
      '42',
      '[]',
      '{"type":"unknown"}',
      '{"type":"toString"}',
      '{"type":{}}',
    ];
    const halves = ['{"type":"entries"}', '{"type":"entries","records":[null]}', '{"type":"entries","records":[{}]}'];
    for (const text of [...garbage, ...halves]) await sender.link.publish('confab:user:g', text);
    sender.bus.publish('user:g', hint('g'));
    expect(await has(1)).toEqual([hint('g')]);
    stop();
  });
});

describe.skipIf(!hasRedis)('one Redis (needs redis-server)', () => {
  test('while it is away publishing neither throws nor waits, and subscribing goes on without it', async () => {
    await using redis = await startRedis();
    await using sender = anEnd(redis.url);
    await using receiver = anEnd(redis.url);
    await untilHeard(sender.bus, receiver.bus);
    await redis.kill();
    sender.bus.publish('user:a', hint('lost'));
    const { take, has, messages } = inbox();
    const stop = await receiver.bus.subscribe('user:a', take);
    const told = resumed(receiver);
    await redis.start();
    await told;
    await untilHeard(sender.bus, receiver.bus);
    sender.bus.publish('user:a', hint('found'));
    await has(1);
    expect(messages).toEqual([hint('found')]);
    stop();
  });

  test('restarted, has all topics again', async () => {
    await using redis = await startRedis();
    await using sender = anEnd(redis.url);
    await using receiver = anEnd(redis.url);
    await untilHeard(sender.bus, receiver.bus);
    const topics = Array.from({ length: 50 }, (_, index): Topic => `conversation:${index}`);
    const { take, messages } = inbox();
    await Promise.all(topics.map((topic) => receiver.bus.subscribe(topic, take)));
    const told = resumed(receiver);
    await redis.kill();
    await redis.start();
    await told;
    await untilHeard(sender.bus, receiver.bus);
    const channels = topics.map((topic) => `confab:${topic}`);
    const counts = (await redis.ask('PUBSUB', 'NUMSUB', ...channels)) as (string | number)[];
    expect(counts.filter((_, index) => index % 2)).toEqual(topics.map(() => 1));
    expect(messages).toEqual([]);
  });

  test('which cuts those who listen, and nobody else, is listened to again', async () => {
    await using redis = await startRedis();
    await using sender = anEnd(redis.url);
    await using receiver = anEnd(redis.url);
    await expectToSurvive(sender, receiver, 'user:a', () => redis.ask('CLIENT', 'KILL', 'TYPE', 'pubsub'));
  });

  test('behind a line that died without a word is noticed and reached on another', async () => {
    await using redis = await startRedis();
    await using line = await aTcpProxy(redis.port);
    await using sender = anEnd(redis.url);
    await using receiver = anEnd(`redis://127.0.0.1:${line.port}`);
    const begun = performance.now();
    await expectToSurvive(sender, receiver, 'user:a', async () => line.blackHole({ fresh: 'pass' }));
    expect(performance.now() - begun).toBeLessThan(10_000);
  });

  test('that says nothing for a while costs no caller and little memory, and is heard of again', async () => {
    await using redis = await startRedis();
    await using sender = anEnd(redis.url);
    await using receiver = anEnd(redis.url);
    const large = { ...hint('x'.repeat(100_000)) };
    await expectToSurvive(sender, receiver, 'user:a', async () => {
      redis.pause();
      const before = process.memoryUsage.rss();
      // Half a gigabyte, over more time than a command may take, and than a connection may be silent.
      for (let count = 0; count < 5_000; count += 1) {
        sender.bus.publish('user:a', large);
        if (count % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      }
      expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024);
      redis.goOn();
    });
  });
});

describe.skipIf(!hasRedis).concurrent('Sentinels (needs redis-server)', () => {
  test.each(['is killed', 'falls silent'])(
    'promote the replica when the master %s, and it is listened to',
    async (how) => {
      await using redis = await startSentinel();
      await using sender = anEnd(redis.url);
      await using receiver = anEnd(redis.url);
      const master = await redis.master();
      await expectToSurvive(sender, receiver, 'user:a', async () =>
        how === 'is killed' ? master.kill() : master.pause(),
      );
      expect((await redis.master()).port).not.toBe(master.port);
    },
  );
});

describe.skipIf(!hasRedis).concurrent('a cluster (needs redis-server)', () => {
  test.each(['is killed', 'falls silent'])('whose master %s is listened to at the replica', async (how) => {
    await using redis = await startCluster(SOON_MS);
    await using sender = anEnd(redis.url);
    await using receiver = anEnd(redis.url);
    const master = await redis.masterOf('confab:user:a');
    await expectToSurvive(sender, receiver, 'user:a', async () =>
      how === 'is killed' ? master.kill() : master.pause(),
    );
    expect((await redis.masterOf('confab:user:a')).port).not.toBe(master.port);
  });

  test('whose slot moves is listened to where it has gone, and again when it is back', async () => {
    await using redis = await startCluster();
    await using sender = anEnd(redis.url);
    await using receiver = anEnd(redis.url);
    const [first, other] = [await redis.masterOf('confab:user:a'), await redis.otherThan('confab:user:a')];
    for (const to of [other, first]) {
      await expectToSurvive(sender, receiver, 'user:a', () => redis.move('confab:user:a', to));
    }
  });

  test('listens on one connection a master, once a topic, and delivers within one shard', async () => {
    await using redis = await startCluster();
    await using sender = anEnd(redis.url);
    await using receiver = anEnd(redis.url);
    await untilHeard(sender.bus, receiver.bus);
    await Promise.all([1, 2, 3].map(() => receiver.bus.subscribe('user:a', () => {})));
    const home = await redis.masterOf('confab:user:a');
    for (const node of await redis.alive()) {
      const [, count] = (await node.ask('PUBSUB', 'SHARDNUMSUB', 'confab:user:a')) as [string, number];
      expect(count).toBe(node === home ? 1 : 0);
    }
  });
});
