import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Bus, BusMessage } from '~/server/realtime/bus';
import { memoryBus } from '~/server/realtime/bus-memory';
import { redisBus } from '~/server/realtime/bus-redis';
import { silentLog } from '../support/confab';
import { hasRedis, startRedis, type TestRedis } from '../support/redis';

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
    for (const name of ['1', '2', '3']) sender.publish('user:a', hint(name));
    expect(await has(3)).toEqual([hint('1'), hint('2'), hint('3')]);
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
}

describe('the bus of one process', () => {
  const bus = memoryBus();
  contract(() => ({ sender: bus, receiver: bus }));
});

describe.skipIf(!hasRedis)('the bus of many processes (needs redis-server)', () => {
  let redis: TestRedis;
  let sender: Bus;
  let receiver: Bus;
  beforeAll(async () => {
    redis = await startRedis();
    sender = redisBus(redis.url, silentLog);
    receiver = redisBus(redis.url, silentLog);
    await untilHeard(sender, receiver);
  });
  afterAll(async () => {
    await sender.close();
    await receiver.close();
    await redis[Symbol.asyncDispose]();
  });

  contract(() => ({ sender, receiver }));

  test('while Redis is away publishing neither throws nor waits, and subscribing goes on without it', async () => {
    await redis.kill();
    sender.publish('user:g', hint('lost'));
    const { take, has, messages } = inbox();
    const stop = await receiver.subscribe('user:g', take);
    const resumed = new Promise<void>((resolve) => receiver.onResume(resolve));
    await redis.start();
    await resumed;
    await untilHeard(sender, receiver);
    sender.publish('user:g', hint('found'));
    await has(1);
    expect(messages).toEqual([hint('found')]);
    stop();
  });
});

/** A publisher may be back later than a subscriber: knocks until it is heard. */
async function untilHeard(sender: Bus, receiver: Bus): Promise<void> {
  let heard = false;
  const stop = await receiver.subscribe('user:knock', () => {
    heard = true;
  });
  while (!heard) {
    sender.publish('user:knock', hint('knock'));
    await new Promise((resolve) => setImmediate(resolve));
  }
  stop();
}
