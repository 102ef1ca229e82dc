import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLimits, type Limits, type Rates } from '~/server/limits';
import { connectRedis } from '~/server/redis/link';
import { silentLog, startConfab } from '../support/confab';
import { aGroup, everything, send } from '../support/conversations';
import { aClientId, aPerson, apiOf, PASSWORD } from '../support/people';
import { hasRedis, startRedis } from '../support/redis';
import { REDIS_FORMS } from '../support/redis-forms';
import { refusal } from '../support/refusals';

const RATES: Rates = { message: { points: 3, seconds: 60 }, edit: null };

const spent = (limits: Limits, key: string, times: number) =>
  Promise.allSettled(Array.from({ length: times }, () => limits.spend('message', key)));
const passed = (outcomes: PromiseSettledResult<void>[]) =>
  outcomes.filter(({ status }) => status === 'fulfilled').length;

interface Process extends Disposable {
  readonly limits: Limits;
}

/** The limits of a process that counts in Redis, as soon as it can. */
function aProcess(url: string): Process {
  const redis = connectRedis(url, silentLog);
  return { limits: createLimits({ redis, rates: RATES }), [Symbol.dispose]: redis.close };
}

/** Two processes, of which each counts what the other does. */
async function twoProcesses(url: string): Promise<[Process, Process]> {
  const both: [Process, Process] = [aProcess(url), aProcess(url)];
  await counting(both);
  return both;
}

/** Resolves when they count together: until it is connected, a process counts for itself. */
async function counting([here, there]: readonly [Process, Process]): Promise<void> {
  const deadline = performance.now() + 20_000;
  for (;;) {
    await new Promise(setImmediate);
    const key = randomUUID();
    const outcomes = [...(await spent(here.limits, key, 2)), ...(await spent(there.limits, key, 2))];
    if (passed(outcomes) === 3) return;
    if (performance.now() > deadline) throw new Error('the limits do not reach Redis');
  }
}

describe.each([['memory', null] as const, ...REDIS_FORMS])('limits in %s', (_name, start) => {
  const isMissing = start !== null && !hasRedis;
  let redis: (AsyncDisposable & { url: string }) | null = null;
  let processes: Process[] = [];
  let limits: Limits;
  beforeAll(async () => {
    redis = start && hasRedis ? await start() : null;
    processes = redis ? await twoProcesses(redis.url) : [];
    limits = processes[0]?.limits ?? createLimits({ redis: null, rates: RATES });
  });
  afterAll(async () => {
    for (const each of processes) each[Symbol.dispose]();
    await redis?.[Symbol.asyncDispose]();
  });

  test.skipIf(isMissing)('let through so many, for each key on its own', async () => {
    expect(passed(await spent(limits, 'one', 5))).toBe(3);
    expect(passed(await spent(limits, 'other', 2))).toBe(2);
  });

  test.skipIf(isMissing)('say when to come back, in whole seconds', async () => {
    const outcomes = await spent(limits, 'late', 4);
    const refused = outcomes.find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ appCode: 'RATE_LIMITED' });
    expect(refused.reason.retryAfter).toSatisfy(
      (value: number) => Number.isInteger(value) && value >= 1 && value <= 60,
    );
  });

  test.skipIf(isMissing)('take back what was no failure after all', async () => {
    await limits.spend('message', 'back');
    await limits.restore('message', 'back');
    expect(passed(await spent(limits, 'back', 5))).toBe(3);
  });

  test.skipIf(isMissing)('that are off let everything through', async () => {
    for (let count = 0; count < 100; count += 1) await limits.spend('edit', 'off');
  });
});

test('without the Redis they were told of, limits are counted here and nothing waits', async () => {
  using alone = aProcess('redis://127.0.0.1:1');
  expect(passed(await spent(alone.limits, 'alone', 5))).toBe(3);
});

describe.skipIf(!hasRedis)('when Redis (needs redis-server)', () => {
  test('goes, counting goes on here within a second, and in Redis when it is back', async () => {
    await using redis = await startRedis();
    const both = await twoProcesses(redis.url);
    await redis.kill();
    const before = performance.now();
    expect(passed(await spent(both[0].limits, 'away', 5))).toBe(3);
    expect(performance.now() - before).toBeLessThan(1_000);
    await redis.start();
    await counting(both);
    for (const each of both) each[Symbol.dispose]();
  });

  test('says nothing, a caller waits for a second at most, and for nothing once that is known', async () => {
    await using redis = await startRedis();
    const both = await twoProcesses(redis.url);
    redis.pause();
    const waits: number[] = [];
    // For as long as it takes to give the connection up, and then some.
    for (let count = 0; count < 8; count += 1) {
      const before = performance.now();
      await spent(both[0].limits, randomUUID(), 3);
      waits.push(performance.now() - before);
    }
    expect(Math.max(...waits)).toBeLessThan(2_000);
    expect(waits.at(-1)).toBeLessThan(100);
    redis.goOn();
    await counting(both);
    for (const each of both) each[Symbol.dispose]();
  });

  test('forgets everything, limits start anew', async () => {
    await using redis = await startRedis();
    const both = await twoProcesses(redis.url);
    expect(passed(await spent(both[0].limits, 'anew', 4))).toBe(3);
    await redis.ask('FLUSHALL');
    expect(passed(await spent(both[1].limits, 'anew', 4))).toBe(3);
    for (const each of both) each[Symbol.dispose]();
  });
});

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
