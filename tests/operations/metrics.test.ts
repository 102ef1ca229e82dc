import { Types } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLOSE } from '~/contract/errors';
import { type Backend, createBackend, METRICS_TOKEN, startConfab, type TestServer } from '../support/confab';
import { aGroup, send } from '../support/conversations';
import { growthDuring, readMetrics, untilMetrics } from '../support/metrics';
import { aPerson, apiOf, listenAs } from '../support/people';
import { hasRedis, startRedis } from '../support/redis';
import { openSocket } from '../support/sockets';

let backend: Backend;
let server: TestServer;
beforeAll(async () => {
  backend = await createBackend({ shared: true });
  server = await startConfab({ backend });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await backend.close();
});

const alone = () => ({ ...backend, env: { ...backend.env, redisUrl: undefined } });

test('whoever does not hold the token finds no such page, and without a token nobody does', async () => {
  const statusFor = async (url: string, authorization?: string) =>
    (await fetch(`${url}/metrics`, { headers: authorization === undefined ? {} : { authorization } })).status;
  const ana = await aPerson(server.url, 'Ana');
  expect(await statusFor(server.url, `Bearer ${METRICS_TOKEN}`)).toBe(200);
  for (const wrong of [undefined, '', 'Bearer ', METRICS_TOKEN, `Bearer ${METRICS_TOKEN}x`, `Bearer ${ana.token}`]) {
    expect(await statusFor(server.url, wrong)).toBe(404);
  }
  await using closed = await startConfab({ backend: { ...backend, env: { ...backend.env, metricsToken: undefined } } });
  for (const wrong of [undefined, 'Bearer ', 'Bearer undefined']) expect(await statusFor(closed.url, wrong)).toBe(404);
});

test('a send is an append, a call of its procedure and hints on the bus', async () => {
  const ana = await aPerson(server.url, 'Ana');
  const { id } = await aGroup(ana, []);
  const grown = await growthDuring(server.url, () => send(ana, id));
  expect(grown('confab_append_seconds_count')).toBe(1);
  expect(grown('confab_append_seconds_sum')).toBeGreaterThan(0);
  expect(grown('confab_procedure_calls_total{procedure="message.send",outcome="OK"}')).toBe(1);
  expect(grown('confab_procedure_seconds_count{procedure="message.send"}')).toBe(1);
  expect(grown('confab_bus_published_total')).toBeGreaterThan(0);
  expect(grown('confab_http_answers_total{class="2xx"}')).toBeGreaterThan(0);
});

test('a retry of what is durable is no append', async () => {
  const ana = await aPerson(server.url, 'Ana');
  const { id } = await aGroup(ana, []);
  const { clientId, text } = await send(ana, id);
  const grown = await growthDuring(server.url, () =>
    ana.api.message.send.mutate({ conversationId: id, clientId, text }),
  );
  expect(grown('confab_append_seconds_count')).toBe(0);
  expect(grown('confab_procedure_calls_total{procedure="message.send",outcome="OK"}')).toBe(1);
});

test('a refused call counts under its code, and one of no procedure under nothing', async () => {
  const nobody = apiOf(server.url);
  const grown = await growthDuring(server.url, async () => {
    await nobody.account.me.query().catch(() => {});
    await fetch(`${server.url}/api/trpc/no.such.procedure`);
  });
  expect(grown('confab_procedure_calls_total{procedure="account.me",outcome="UNAUTHENTICATED"}')).toBe(1);
  expect([...(await readMetrics(server.url)).keys()].filter((name) => name.includes('no.such'))).toEqual([]);
});

test('a limit that somebody reaches is counted by its name', async () => {
  await using strict = await startConfab({ backend, rates: { message: { points: 1, seconds: 60 } } });
  const ana = await aPerson(strict.url, 'Ana');
  const { id } = await aGroup(ana, []);
  const grown = await growthDuring(strict.url, async () => {
    await send(ana, id);
    await send(ana, id).catch(() => {});
  });
  expect(grown('confab_limit_refusals_total{limit="message"}')).toBe(1);
  expect(grown('confab_procedure_calls_total{procedure="message.send",outcome="RATE_LIMITED"}')).toBe(1);
});

test('a number lost to another process is a race', async () => {
  await using other = await startConfab({ backend });
  const ana = await aPerson(server.url, 'Ana');
  const elsewhere = { ...ana, api: apiOf(other.url, ana.token) };
  const { id } = await aGroup(ana, []);
  await send(ana, id);
  await send(elsewhere, id);
  const grown = await growthDuring(server.url, () => send(ana, id));
  expect(grown('confab_append_races_total')).toBe(1);
  expect(grown('confab_append_seconds_count')).toBe(1);
});

test('what no hint told of is found by the look at the heads, and read once', async () => {
  await using here = await startConfab({ backend: alone() });
  await using other = await startConfab({ backend: alone() });
  const ana = await aPerson(here.url, 'Ana');
  const { id } = await aGroup(ana, []);
  await here.container.timeline.drain();
  await using listener = await listenAs(ana, here.url);
  const grown = await growthDuring(here.url, async () => {
    await send({ ...ana, api: apiOf(other.url, ana.token) }, id, 'no bus between');
    await other.container.timeline.drain();
    await here.container.hub.checkHeads();
    await listener.until(({ type }) => type === 'entry');
  });
  expect(grown('confab_hub_hints_lost_total')).toBe(1);
  expect(grown('confab_hub_holes_filled_total')).toBe(1);
  expect(grown('confab_hub_resets_total')).toBe(0);
  expect(grown('confab_feed_events_total')).toBe(1);
  expect(grown('confab_feed_batches_total')).toBe(1);
});

test('connections, their topics and their leases are as many as there are', async () => {
  await using quiet = await startConfab({ backend: alone() });
  const [ana, ben] = [await aPerson(quiet.url, 'Ana'), await aPerson(quiet.url, 'Ben')];
  await aGroup(ana, [ben]);
  const counted = async (expected: readonly [number, number, number, number]) =>
    untilMetrics(quiet.url, (samples) =>
      [
        'confab_connections{kind="socket"}',
        'confab_presence_leases',
        'confab_subscriptions{topic="user"}',
        'confab_subscriptions{topic="conversation"}',
      ].every((name, index) => samples.get(name) === expected[index]),
    );
  await counted([0, 0, 0, 0]);
  {
    await using first = await listenAs(ana, quiet.url);
    await using second = await listenAs(ana, quiet.url);
    await using third = await listenAs(ben, quiet.url);
    expect([first, second, third].map(({ events }) => events[0]?.type)).toEqual(['heads', 'heads', 'heads']);
    await counted([3, 3, 2, 1]);
  }
  await counted([0, 0, 0, 0]);
});

test('a reader that takes nothing overflows, once, and is sent away', async () => {
  const ana = await aPerson(server.url, 'Ana');
  const { id } = await aGroup(ana, []);
  await using socket = await openSocket(server.url, { token: ana.token });
  await socket.ask(1, 'subscription', 'feed.live');
  socket.ws.pause();
  const before = (await readMetrics(server.url)).get('confab_feed_overflows_total') ?? 0;
  const text = 'x'.repeat(8_000);
  const senderId = new Types.ObjectId(ana.me.id);
  let sent = 0;
  const sendSome = () =>
    Promise.all(
      Array.from({ length: 400 }, () => {
        sent += 1;
        const draft = { kind: 'message' as const, senderId, clientId: `slow-${sent}`, text };
        return server.container.timeline.append(new Types.ObjectId(id), draft);
      }),
    );
  const samples = await untilMetrics(server.url, () => true);
  for (let now = samples; (now.get('confab_feed_overflows_total') ?? 0) === before && sent < 20_000; ) {
    await sendSome();
    now = await readMetrics(server.url);
  }
  socket.ws.resume();
  expect(await socket.closed).toBe(CLOSE.SLOW_READER);
  expect((await readMetrics(server.url)).get('confab_feed_overflows_total')).toBe(before + 1);
});

test('it says how the process does, and that no client ever held another state', async () => {
  const samples = await readMetrics(server.url);
  for (const name of [
    'process_resident_memory_bytes',
    'process_open_fds',
    'process_cpu_seconds_total',
    'nodejs_eventloop_lag_p99_seconds',
    'nodejs_heap_size_used_bytes',
  ]) {
    expect(samples.has(name), name).toBe(true);
  }
  expect(samples.get('confab_divergences_total')).toBe(0);
});

test.skipIf(!hasRedis)('a hint that Redis does not take is counted as lost', async () => {
  await using redis = await startRedis();
  await using here = await startConfab({ backend: { ...backend, env: { ...backend.env, redisUrl: redis.url } } });
  const ana = await aPerson(here.url, 'Ana');
  const { id } = await aGroup(ana, []);
  await send(ana, id);
  await redis.kill();
  const grown = await growthDuring(here.url, () => send(ana, id));
  expect(grown('confab_append_seconds_count')).toBe(1);
  expect(grown('confab_bus_lost_total')).toBeGreaterThan(0);
});
