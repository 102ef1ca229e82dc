import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startEmbeddedDatabase } from '~/server/embedded/server';
import type { Readiness } from '~/server/transport/health';
import { type Backend, createBackend, proceduresOnly, startConfab } from '../support/confab';
import { aGroup, send } from '../support/conversations';
import { aPerson, listenAs } from '../support/people';
import { hasRedis, startRedis } from '../support/redis';

let backend: Backend;
beforeEach(async () => {
  backend = await createBackend();
});
afterEach(() => backend.close());

const on = (changes: Partial<Backend['env']>): Backend => ({ ...backend, env: { ...backend.env, ...changes } });

interface Answer {
  readonly code: number;
  readonly readiness: Readiness;
}

async function ask(url: string): Promise<Answer> {
  const response = await fetch(`${url}/readyz`);
  return { code: response.status, readiness: (await response.json()) as Readiness };
}

/** Asks until the answer is that. */
async function until(url: string, status: Readiness['status']): Promise<Answer> {
  for (;;) {
    const answer = await ask(url);
    if (answer.readiness.status === status) return answer;
  }
}

const isAlive = async (url: string) => (await fetch(`${url}/healthz`)).status === 200;

test('a server is alive as soon as it listens, and ready once it has pages to show', async () => {
  const seen: unknown[] = [];
  await using server = await startConfab({
    backend,
    async openSite(container, url) {
      seen.push(await isAlive(url), await ask(url));
      return proceduresOnly(container);
    },
  });
  expect(seen).toEqual([
    true,
    { code: 503, readiness: { status: 'unready', database: 'ok', bus: 'ok', draining: false } },
  ]);
  expect(await ask(server.url)).toEqual({
    code: 200,
    readiness: { status: 'ready', database: 'ok', bus: 'ok', draining: false },
  });
});

test('whoever only wants the status gets it without a body', async () => {
  await using server = await startConfab({ backend });
  for (const path of ['/healthz', '/readyz']) {
    const response = await fetch(`${server.url}${path}`, { method: 'HEAD' });
    expect([response.status, await response.text(), response.headers.get('cache-control')]).toEqual([
      200,
      '',
      'no-store',
    ]);
  }
});

test.skipIf(!hasRedis)(
  'without Redis a server is degraded and stays in, sends go on, and it heals by itself',
  async () => {
    await using redis = await startRedis();
    await using server = await startConfab({ backend: on({ redisUrl: redis.url }) });
    const ana = await aPerson(server.url, 'Ana');
    const { id } = await aGroup(ana, []);
    await until(server.url, 'ready');
    await redis.kill();
    expect(await until(server.url, 'degraded')).toEqual({
      code: 200,
      readiness: { status: 'degraded', database: 'ok', bus: 'away', draining: false },
    });
    await send(ana, id, 'without Redis');
    await redis.start();
    await until(server.url, 'ready');
    await using listener = await listenAs(ana, server.url);
    await send(ana, id, 'with it');
    await listener.until((event) => event.type === 'entry' && event.entry.seq === 3);
  },
);

test('without its database a server is alive and not ready, says so within two seconds, and heals by itself', async () => {
  const folder = `${backend.env.dataDir}/apart`;
  const database = await startEmbeddedDatabase({ folder });
  await using server = await startConfab({ backend: on({ mongodbUrl: database.url }) });
  expect((await ask(server.url)).code).toBe(200);
  await database.close();
  const started = performance.now();
  expect(await until(server.url, 'unready')).toEqual({
    code: 503,
    readiness: { status: 'unready', database: 'away', bus: 'ok', draining: false },
  });
  expect(performance.now() - started).toBeLessThan(2_500);
  expect(await isAlive(server.url)).toBe(true);
  const again = await startEmbeddedDatabase({ folder, port: Number(new URL(database.url).port) });
  await until(server.url, 'ready');
  await server.close();
  await again.close();
});

test('however many ask, the database is asked once a second', async () => {
  await using server = await startConfab({ backend });
  let asked = 0;
  const client = server.container.models.connection.getClient();
  client.on('commandStarted', ({ commandName }) => {
    if (commandName === 'ping') asked += 1;
  });
  const started = performance.now();
  await Promise.all(Array.from({ length: 200 }, () => ask(server.url)));
  expect(asked).toBeLessThanOrEqual(1 + Math.ceil((performance.now() - started) / 1_000));
});

test('a server that is told to stop is not ready from that moment', async () => {
  const server = await startConfab({ backend });
  // The rest of a request that began before: who is told to stop listens to nobody new.
  const line = connect(Number(new URL(server.url).port), '127.0.0.1');
  await once(line, 'connect');
  line.write('GET /readyz HTTP/1.1\r\nHost: localhost\r\n');
  await ask(server.url);
  const closed = server.close();
  line.write('\r\n');
  const answer = await text(line);
  expect(answer).toMatch(/^HTTP\/1\.1 503 /);
  expect(answer).toContain('"status":"unready"');
  expect(answer).toContain('"draining":true');
  await closed;
});
