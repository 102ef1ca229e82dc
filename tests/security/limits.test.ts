import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLimits, type Limits, type Rates } from '~/server/limits';
import { silentLog, startConfab } from '../support/confab';
import { aGroup, everything, send } from '../support/conversations';
import { aClientId, aPerson, apiOf, PASSWORD } from '../support/people';
import { hasRedis, startRedis, type TestRedis } from '../support/redis';
import { refusal } from '../support/refusals';

const RATES: Rates = { message: { points: 3, seconds: 60 }, edit: null };

let redis: TestRedis | null = null;
beforeAll(async () => {
  if (hasRedis) redis = await startRedis();
});
afterAll(() => redis?.[Symbol.asyncDispose]());

const spent = (limits: Limits, key: string, times: number) =>
  Promise.allSettled(Array.from({ length: times }, () => limits.spend('message', key)));
const passed = (outcomes: PromiseSettledResult<void>[]) =>
  outcomes.filter(({ status }) => status === 'fulfilled').length;

/** Answers once its counts are in Redis: until it is connected, a process counts for itself. */
async function connected(limits: Limits, { url }: Pick<TestRedis, 'url'> = redis!): Promise<Limits> {
  const client = new Redis(url);
  const deadline = performance.now() + 20_000;
  for (;;) {
    const key = randomUUID();
    await limits.spend('message', key);
    if (await client.exists(`confab:limit:message:${key}`)) break;
    if (performance.now() > deadline) throw new Error('the limits do not reach Redis');
  }
  client.disconnect();
  return limits;
}

describe.each(['memory', 'Redis'])('limits in %s', (kind) => {
  const make = async () => {
    const limits = makeNow();
    return kind === 'Redis' ? connected(limits) : limits;
  };
  const makeNow = () =>
    createLimits({ redisUrl: kind === 'Redis' ? redis?.url : undefined, rates: RATES, log: silentLog });
  const isMissing = kind === 'Redis' && !hasRedis;

  test.skipIf(isMissing)('let through so many, for each key on its own', async () => {
    const limits = await make();
    expect(passed(await spent(limits, `${kind} one`, 5))).toBe(3);
    expect(passed(await spent(limits, `${kind} other`, 2))).toBe(2);
    await limits.close();
  });

  test.skipIf(isMissing)('say when to come back, in whole seconds', async () => {
    const limits = await make();
    const outcomes = await spent(limits, `${kind} late`, 4);
    const refused = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ appCode: 'RATE_LIMITED' });
    expect(refused.reason.retryAfter).toSatisfy(
      (value: number) => Number.isInteger(value) && value >= 1 && value <= 60,
    );
    await limits.close();
  });

  test.skipIf(isMissing)('that are off let everything through', async () => {
    const limits = await make();
    for (let count = 0; count < 100; count += 1) await limits.spend('edit', kind);
    await limits.close();
  });
});

test.skipIf(!hasRedis)('limits in Redis are shared by all processes', async () => {
  const both = await Promise.all(
    [1, 2].map(() => connected(createLimits({ redisUrl: redis?.url, rates: RATES, log: silentLog }))),
  );
  const outcomes = (await Promise.all(both.map((limits) => spent(limits, 'shared', 3)))).flat();
  expect(passed(outcomes)).toBe(3);
  for (const limits of both) await limits.close();
});

test('without the Redis they were told of, limits are counted here and nothing waits', async () => {
  const limits = createLimits({ redisUrl: 'redis://127.0.0.1:1', rates: RATES, log: silentLog });
  expect(passed(await spent(limits, 'alone', 5))).toBe(3);
  await limits.close();
});

test.skipIf(!hasRedis)(
  'when Redis goes, counting goes on here within a second, and in Redis when it is back',
  async () => {
    await using own = await startRedis();
    const limits = await connected(createLimits({ redisUrl: own.url, rates: RATES, log: silentLog }), own);
    await own.kill();
    const before = performance.now();
    expect(passed(await spent(limits, 'away', 5))).toBe(3);
    expect(performance.now() - before).toBeLessThan(1_000);
    await own.start();
    await connected(limits, own);
    await limits.close();
  },
);

describe('over HTTP', () => {
  test('too many messages are refused with the seconds to wait, and nothing is written', async () => {
    await using server = await startConfab({ rates: RATES });
    const ana = await aPerson(server.url);
    const { id } = await aGroup(ana, []);
    for (let count = 0; count < 3; count += 1) await send(ana, id);
    const call = ana.api.message.send.mutate({ conversationId: id, clientId: aClientId(), text: 'one more' });
    expect(await refusal(call)).toMatchObject({
      appCode: 'RATE_LIMITED',
      httpStatus: 429,
      retryAfter: expect.any(Number),
    });
    expect(await everything(ana, id)).toHaveLength(4);
  });

  test('an eleventh new conversation within an hour is refused, and an old one is still opened', async () => {
    await using server = await startConfab({ rates: {} });
    const ana = await aPerson(server.url);
    const ben = await aPerson(server.url);
    await ana.api.conversation.openDirect.mutate({ userId: ben.me.id });
    for (let count = 0; count < 9; count += 1) await aGroup(ana, []);
    expect((await refusal(aGroup(ana, []))).appCode).toBe('RATE_LIMITED');
    await ana.api.conversation.openDirect.mutate({ userId: ben.me.id });
  });

  test('failed sign-ins are counted, and good ones are not', async () => {
    const rates = { signInAccount: { points: 2, seconds: 60 } };
    await using server = await startConfab({ rates });
    const { me } = await aPerson(server.url);
    const signIn = (password: string) =>
      apiOf(server.url).token.create.mutate({ login: me.username, password, label: 'test' });
    for (let count = 0; count < 4; count += 1) await signIn(PASSWORD);
    for (let count = 0; count < 2; count += 1) {
      expect((await refusal(signIn('wrong password'))).appCode).toBe('UNAUTHENTICATED');
    }
    expect((await refusal(signIn('wrong password'))).appCode).toBe('RATE_LIMITED');
  });

  test.skipIf(!hasRedis)('messages and wrong passwords are limited also when Redis is gone', async () => {
    await using own = await startRedis();
    const rates = { message: { points: 3, seconds: 60 }, signInAccount: { points: 2, seconds: 60 } };
    await using server = await startConfab({ env: { redisUrl: own.url }, rates });
    const ana = await aPerson(server.url);
    const { id } = await aGroup(ana, []);
    await own.kill();
    for (let count = 0; count < 3; count += 1) await send(ana, id);
    expect((await refusal(send(ana, id))).appCode).toBe('RATE_LIMITED');
    const guess = async () => {
      const call = apiOf(server.url).token.create.mutate({ login: ana.me.username, password: 'guess', label: 'test' });
      return (await refusal(call)).appCode;
    };
    expect([await guess(), await guess(), await guess()]).toEqual([
      'UNAUTHENTICATED',
      'UNAUTHENTICATED',
      'RATE_LIMITED',
    ]);
  });
});
