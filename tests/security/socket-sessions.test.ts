import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CLOSE } from '~/contract/errors';
import { SESSION_SECONDS } from '~/contract/sign-in';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import { aGroup, everything } from '../support/conversations';
import { aClientId, aPerson, apiOf, PASSWORD, type Person } from '../support/people';
import { hasRedis, startRedis } from '../support/redis';
import { aBrowser, aSession, cookieOf, proceduresAndSignIn, type TestBrowser } from '../support/sessions';
import { openSocket, type RawSocket, type SocketOptions } from '../support/sockets';

/** Milliseconds between looks at all sockets, where a test waits for one. */
const CHECK_MS = 20;

/** Milliseconds that the clock runs ahead. */
let ahead = 0;
const now = () => new Date(Date.now() + ahead);

let server: TestServer;
let ana: Person;
let browser: TestBrowser;
beforeAll(async () => {
  server = await startConfab({ openSite: proceduresAndSignIn, now });
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  ahead = 0;
  ana = await aPerson(server.url, 'Ana');
  browser = aBrowser(server.url);
  await browser.signIn(ana.me.username);
});

/** A socket with a live feed. */
async function listening(url: string, options: SocketOptions): Promise<RawSocket> {
  const socket = await openSocket(url, options);
  expect((await socket.ask(1, 'subscription', 'feed.live')).result?.type).toBe('started');
  expect(JSON.stringify(await socket.next())).toContain('"heads"');
  return socket;
}

/** What a feed says last. */
async function lastWord(socket: RawSocket): Promise<unknown> {
  for (;;) {
    const { result } = await socket.next();
    const { data } = (result?.data ?? {}) as { data?: readonly { type: string }[] };
    const word = data?.find(({ type }) => type === 'signedOut');
    if (word) return word;
  }
}

async function isServed(socket: RawSocket): Promise<boolean> {
  const { result } = await socket.ask(99, 'query', 'account.me');
  return result !== undefined;
}

const ENDINGS: Record<string, (browser: TestBrowser, person: Person) => Promise<unknown>> = {
  'a sign-out': (own) => own.signOut(),
  'a changed password': (_own, { api }) =>
    api.account.changePassword.mutate({ current: PASSWORD, next: 'another good one' }),
  'a sign-out everywhere': (_own, { api }) => api.account.signOutEverywhere.mutate(),
};

describe.each(Object.keys(ENDINGS))('%s', (title) => {
  const end = () => ENDINGS[title]!(browser, ana);

  test('closes the browser’s sockets after the feed has said so', async () => {
    await using socket = await listening(server.url, { cookie: browser.cookie() });
    await end();
    expect(await lastWord(socket)).toEqual({ type: 'signedOut', reason: 'ended' });
    expect(await socket.closed).toBe(CLOSE.UNAUTHENTICATED);
  });

  test('closes sockets on which nothing was subscribed', async () => {
    await using socket = await openSocket(server.url, { cookie: browser.cookie() });
    expect(await isServed(socket)).toBe(true);
    await end();
    expect(await socket.closed).toBe(CLOSE.UNAUTHENTICATED);
  });

  test('lets nothing more be done on a socket, also before it is closed', async () => {
    const { id: conversationId } = await aGroup(ana, []);
    await using socket = await openSocket(server.url, { cookie: browser.cookie() });
    await end();
    const codes: unknown[] = [];
    for (;;) {
      const input = { conversationId, clientId: aClientId(), text: 'too late?' };
      const reply = await Promise.race([socket.ask(2, 'mutation', 'message.send', input), socket.closed]);
      if (typeof reply === 'number') break;
      codes.push(reply.error?.data.appCode);
    }
    // The hint takes a moment; from the first refusal on there is nothing else.
    const refused = codes.slice(codes.indexOf('UNAUTHENTICATED'));
    expect(new Set(refused)).toEqual(new Set(['UNAUTHENTICATED']));
    const sent = (await everything(ana, conversationId)).filter(({ kind }) => kind === 'message');
    expect(sent).toHaveLength(codes.length - refused.length);
    expect(await socket.closed).toBe(CLOSE.UNAUTHENTICATED);
  });

  test('leaves the sockets of others, and those of the token that stays', async () => {
    const ben = await aPerson(server.url, 'Ben');
    await using bens = await listening(server.url, { token: ben.token });
    await using own = await openSocket(server.url, { token: ana.token });
    await using ended = await openSocket(server.url, { cookie: browser.cookie() });
    for (const socket of [own, ended]) expect(await isServed(socket)).toBe(true);
    await end();
    await ended.closed;
    for (const socket of [own, bens]) expect(await isServed(socket)).toBe(true);
  });
});

test('a revoked token closes its sockets, and no other of the person', async () => {
  const { token } = await apiOf(server.url).token.create.mutate({
    login: ana.me.username,
    password: PASSWORD,
    label: 'bot',
  });
  await using bot = await listening(server.url, { token });
  await using program = await openSocket(server.url, { token: ana.token });
  await using page = await openSocket(server.url, { cookie: browser.cookie() });
  for (const socket of [program, page]) expect(await isServed(socket)).toBe(true);
  const listed = await ana.api.token.list.query();
  await ana.api.token.revoke.mutate({ tokenId: listed.find(({ label }) => label === 'bot')!.id });
  expect(await lastWord(bot)).toEqual({ type: 'signedOut', reason: 'ended' });
  expect(await bot.closed).toBe(CLOSE.UNAUTHENTICATED);
  for (const socket of [program, page]) expect(await isServed(socket)).toBe(true);
});

test('what ended while a socket was being opened closes it', async () => {
  const cookie = browser.cookie();
  const opening = Promise.all(Array.from({ length: 10 }, () => openSocket(server.url, { cookie })));
  await ana.api.account.signOutEverywhere.mutate();
  for (const socket of await opening) {
    expect(await socket.closed).toBe(CLOSE.UNAUTHENTICATED);
    await socket[Symbol.asyncDispose]();
  }
});

/** Lets the person's sessions expire in so many milliseconds, and all of the person's sockets look. */
async function expireIn(milliseconds: number): Promise<Date> {
  const { token } = await apiOf(server.url).token.create.mutate({
    login: ana.me.username,
    password: PASSWORD,
    label: 'spare',
  });
  const listed = await apiOf(server.url, token).token.list.query();
  const expiresAt = new Date(Date.now() + milliseconds);
  await server.container.models.sessions.updateMany({ userId: ana.me.id }, { $set: { expiresAt } });
  await ana.api.token.revoke.mutate({ tokenId: listed.find(({ label }) => label === 'spare')!.id });
  return expiresAt;
}

test('a session closes its sockets when it expires, and not before', async () => {
  await using socket = await listening(server.url, { cookie: browser.cookie() });
  const expiresAt = await expireIn(400);
  expect(await lastWord(socket)).toEqual({ type: 'signedOut', reason: 'expired' });
  expect(Date.now()).toBeGreaterThanOrEqual(expiresAt.getTime());
  expect(await socket.closed).toBe(CLOSE.UNAUTHENTICATED);
});

test('a session that is renewed in time keeps its sockets', async () => {
  await using socket = await listening(server.url, { cookie: browser.cookie() });
  const expiresAt = await expireIn(1_500);
  expect(await browser.session()).not.toBeNull();
  while (new Date() <= expiresAt) await ana.api.account.me.query();
  expect(await isServed(socket)).toBe(true);
});

test.runIf(hasRedis)('what ends in one process closes the sockets of all, also once Redis is back', async () => {
  await using redis = await startRedis();
  const shared = await createBackend({ monitorCommands: true });
  const backend = { ...shared, env: { ...shared.env, redisUrl: redis.url } };
  const [here, there] = [await startConfab({ backend }), await startConfab({ backend })];
  const [vera, wim] = [await aPerson(here.url, 'Vera'), await aPerson(here.url, 'Wim')];
  const [page, other] = [await anOwnCookie(here, vera), await anOwnCookie(here, wim)];
  await using first = await listening(there.url, { cookie: page });
  await using second = await listening(there.url, { cookie: other });
  await vera.api.account.signOutEverywhere.mutate();
  expect(await lastWord(first)).toEqual({ type: 'signedOut', reason: 'ended' });
  expect(await first.closed).toBe(CLOSE.UNAUTHENTICATED);
  await redis.kill();
  await wim.api.account.signOutEverywhere.mutate();
  await redis.start();
  expect(await lastWord(second)).toEqual({ type: 'signedOut', reason: 'ended' });
  expect(await second.closed).toBe(CLOSE.UNAUTHENTICATED);
  for (const process of [here, there]) await process[Symbol.asyncDispose]();
  await shared.close();
});

const anOwnCookie = async ({ container }: TestServer, { me }: Person) => cookieOf(await aSession(container, me.id));

describe('without a hint', () => {
  let backend: Backend;
  let vigilant: TestServer;
  beforeAll(async () => {
    backend = await createBackend({ monitorCommands: true });
    vigilant = await startConfab({ backend, now, sessionCheckMs: CHECK_MS, openSite: proceduresAndSignIn });
  });
  afterAll(async () => {
    await vigilant[Symbol.asyncDispose]();
    await backend.close();
  });

  async function aSignedIn() {
    const person = await aPerson(vigilant.url, 'Vera');
    const own = aBrowser(vigilant.url);
    await own.signIn(person.me.username);
    return { person, cookie: own.cookie() };
  }

  test('a session or token that has ended is found by the next look', async () => {
    const { person, cookie } = await aSignedIn();
    await using page = await listening(vigilant.url, { cookie });
    await using program = await openSocket(vigilant.url, { token: person.token });
    expect(await isServed(program)).toBe(true);
    const { sessions, accessTokens } = vigilant.container.models;
    await sessions.deleteMany({ userId: person.me.id });
    expect(await page.closed).toBe(CLOSE.UNAUTHENTICATED);
    expect(await isServed(program)).toBe(true);
    await accessTokens.deleteMany({ userId: person.me.id });
    expect(await program.closed).toBe(CLOSE.UNAUTHENTICATED);
  });

  test('a session that has expired is found by the next look', async () => {
    const { cookie } = await aSignedIn();
    await using socket = await listening(vigilant.url, { cookie });
    ahead = SESSION_SECONDS * 1000;
    expect(await lastWord(socket)).toEqual({ type: 'signedOut', reason: 'expired' });
    expect(await socket.closed).toBe(CLOSE.UNAUTHENTICATED);
  });

  test('a look takes two queries, however many sockets are open', async () => {
    const { person, cookie } = await aSignedIn();
    const sockets = await Promise.all(
      Array.from({ length: 20 }, (_, each) =>
        openSocket(vigilant.url, each % 2 === 0 ? { cookie } : { token: person.token }),
      ),
    );
    for (const socket of sockets) expect(await isServed(socket)).toBe(true);
    let asked: string[] = [];
    const perTurn = await new Promise<string[]>((resolve) => {
      const client = vigilant.container.models.connection.getClient();
      client.on('commandStarted', ({ command, commandName }) => {
        if (commandName !== 'find' || !['sessions', 'accessTokens'].includes(command.find)) return;
        // What belongs to one look is asked for in one turn.
        if (asked.length === 0) {
          setImmediate(() => {
            resolve(asked);
            asked = [];
          });
        }
        asked.push(command.find);
      });
    });
    expect(perTurn.toSorted()).toEqual(['accessTokens', 'sessions']);
    for (const socket of sockets) await socket[Symbol.asyncDispose]();
  });
});
