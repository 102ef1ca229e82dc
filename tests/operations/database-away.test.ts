import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Entry } from '~/contract/entry';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '~/server/embedded/server';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import { aGroup, everything } from '../support/conversations';
import { follow } from '../support/follower';
import { aClientId, aPerson, listenAs, liveApiOf, type Person } from '../support/people';
import { PROCEDURES, rawCall } from '../support/procedures';
import { inputOf, type Samples, samplesOf, TAKING_INPUT } from '../support/samples';
import { openSocket, upgradeStatus } from '../support/sockets';
import { aTcpProxy, type TcpProxy } from '../support/tcp-proxy';
import { tus } from '../support/uploads';

/** Milliseconds within which everybody is answered. */
const ANSWERED_WITHIN_MS = 5_000;

/** Milliseconds within which all is well again, also for what waited when it was not. */
const HEALED_WITHIN_MS = 20_000;

const WORDS = 'The database is out of reach. Try again.';

/** So long that several of them fill a socket. */
const LONG = 'x'.repeat(3_500);

/** How many calls one socket may have under way; more of them wait for these. */
const CALLS_OF_A_SOCKET = 64;

/** What is answered, or refused to a program, without it: who asks is known already. */
const NEEDS_NONE = ['presence.count', 'push.key', 'push.subscribe', 'account.export'];

let embedded: EmbeddedDatabase;
let backend: Backend;
let line: TcpProxy;
let server: TestServer;
let ana: Person;
let samples: Samples;
beforeAll(async () => {
  embedded = await startEmbeddedDatabase({ folder: null });
  line = await aTcpProxy(Number(new URL(embedded.url).port));
  const mongodbUrl = `mongodb://127.0.0.1:${line.port}/confab_test_${randomBytes(6).toString('hex')}`;
  backend = await createBackend();
  server = await startConfab({ backend: { ...backend, env: { ...backend.env, mongodbUrl } } });
  ana = await aPerson(server.url);
  samples = await samplesOf(ana, server.url);
});
afterAll(async () => {
  await healed();
  await server.container.models.connection.dropDatabase();
  await server[Symbol.asyncDispose]();
  await backend.close();
  await line[Symbol.asyncDispose]();
  await embedded.close();
});

/** Resolves when the server answers as ever. */
async function healed(): Promise<void> {
  line.heal();
  const deadline = performance.now() + HEALED_WITHIN_MS;
  let last: unknown;
  while (performance.now() < deadline) {
    const isBack = await ana.api.account.me.query().catch((error) => {
      last = error;
    });
    if (isBack) return;
  }
  throw new Error('the server does not find its database again', { cause: last });
}
beforeEach(healed);

const inputs = () =>
  PROCEDURES.filter(({ type }) => type !== 'subscription').map(({ path, type }) => {
    const fields = TAKING_INPUT.find((procedure) => procedure.path === path)?.fields;
    return { path, type, ...(fields && { json: inputOf(samples, fields) }) };
  });

async function timed<T>(work: Promise<T>): Promise<T> {
  const begun = performance.now();
  const outcome = await work;
  expect(performance.now() - begun).toBeLessThan(ANSWERED_WITHIN_MS);
  return outcome;
}

/** How many people are online, which is known without the database. */
const online = () => server.container.services.presence.count();

/** Resolves when nobody is online. */
async function deserted(): Promise<void> {
  while ((await online()) > 0) await new Promise((resolve) => setImmediate(resolve));
}

describe.each(['is cut off', 'is behind a line that swallows everything'])('a database that %s', (how) => {
  const lose = () => (how === 'is cut off' ? line.cut() : line.blackHole());

  test('makes every procedure UNAVAILABLE within five seconds, over HTTP', async () => {
    lose();
    for (const _again of [1, 2]) {
      await Promise.all(
        inputs().map(async ({ path, type, json }) => {
          const { status, text } = await timed(
            rawCall(server.url, { path, type }, { token: ana.token, ...(json && { json }) }),
          );
          const { message, data } = JSON.parse(text).error;
          expect({ path, status, message, appCode: data.appCode }).toEqual({
            path,
            status: 503,
            message: WORDS,
            appCode: 'UNAVAILABLE',
          });
        }),
      );
    }
  });

  test('makes every procedure UNAVAILABLE within five seconds, over a socket that stays', async () => {
    await using socket = await openSocket(server.url, { token: ana.token });
    await socket.ask(0, 'query', 'account.me');
    lose();
    const asked = inputs().map((each, index) => ({ ...each, id: index + 1 }));
    for (let begin = 0; begin < asked.length; begin += CALLS_OF_A_SOCKET) {
      const together = asked.slice(begin, begin + CALLS_OF_A_SOCKET);
      for (const { id, path, type, json } of together) {
        socket.ws.send(`{"id":${id},"method":"${type}","params":{"path":"${path}"${json ? `,"input":${json}` : ''}}}`);
      }
      const replies = await timed(Promise.all(together.map(() => socket.next())));
      for (const { id, error } of replies) {
        const { path } = asked.find((each) => each.id === Number(id))!;
        if (NEEDS_NONE.includes(path))
          expect({ path, code: error?.data.appCode }).not.toMatchObject({ code: 'UNAVAILABLE' });
        else
          expect({ path, words: error?.message, code: error?.data.appCode }).toEqual({
            path,
            words: WORDS,
            code: 'UNAVAILABLE',
          });
      }
    }
    await healed();
    expect((await socket.ask(1_000, 'query', 'account.me')).error).toBeUndefined();
  });

  test('lets no socket in and no bytes of files, and says so within five seconds', async () => {
    const { url } = await ana.api.upload.create.mutate({ filename: 'notes.txt', size: 5, mimeType: 'text/plain' });
    lose();
    expect(await timed(upgradeStatus(server.url, { token: ana.token }))).toBe(503);
    const head = await timed(tus(server.url, 'HEAD', { path: url, token: ana.token }));
    expect(head.status).toBe(503);
  });

  test('keeps nobody online who leaves for longer than five seconds', async () => {
    await deserted();
    const listener = await listenAs(ana, server.url);
    expect(await online()).toBe(1);
    lose();
    await timed(Promise.all([listener[Symbol.asyncDispose](), deserted()]));
  });

  test('has everything that was acknowledged once it is back, and what was sent again once', async () => {
    const group = await aGroup(ana, []);
    await using follower = await follow(ana, server.url, group.id);
    const live = liveApiOf(server.url, ana.token);
    const acknowledged: Entry[] = [];
    const refusals: string[] = [];
    let isLost = false;
    let refused = () => {};
    const isRefused = new Promise<void>((resolve) => {
      refused = resolve;
    });
    const sending = Array.from({ length: 10 }, async (_, sender) => {
      const { api } = sender % 2 ? ana : live;
      for (let count = 0; count < 10; count += 1) {
        const message = { conversationId: group.id, clientId: aClientId(), text: `${sender}: ${count} ${LONG}` };
        for (;;) {
          try {
            acknowledged.push(await api.message.send.mutate(message));
            break;
          } catch (error) {
            refusals.push((error as { data?: { appCode?: string } }).data?.appCode ?? String(error));
            if (isLost) refused();
          }
        }
        if (acknowledged.length !== 25) continue;
        isLost = true;
        lose();
      }
    });
    await isRefused;
    line.heal();
    await Promise.all(sending);
    expect(new Set(refusals)).toEqual(new Set(['UNAVAILABLE']));
    const stored = (await everything(ana, group.id)).slice(1);
    expect(stored).toHaveLength(100);
    expect(stored.toSorted((one, other) => one.seq - other.seq)).toEqual(
      acknowledged.toSorted((one, other) => one.seq - other.seq),
    );
    await follower.has(101);
    expect(follower.entries.slice(1)).toEqual(stored);
    await live.close();
  });
});

test('connections that end one by one are UNAVAILABLE at worst, and nothing else', async () => {
  const outcomes: string[] = [];
  for (let round = 0; round < 10; round += 1) {
    const calls = inputs()
      .filter(({ type }) => type === 'query')
      .map(async ({ path, type, json }) => {
        const { status, text } = await rawCall(server.url, { path, type }, { token: ana.token, ...(json && { json }) });
        if (status === 503) expect(JSON.parse(text).error.message).toBe(WORDS);
        return `${status}`;
      });
    line.hangUp();
    outcomes.push(...(await Promise.all(calls)));
  }
  await timed(healed());
  expect(outcomes.filter((status) => !['200', '404', '503'].includes(status))).toEqual([]);
});
