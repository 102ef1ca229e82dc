import { generateKeyPairSync, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { USER_HEADER, USER_PARAMETER } from '~/contract/sign-in';
import { startConfab, type TestServer } from '../support/confab';
import { aPerson, type Person } from '../support/people';
import { aSession, aSignedToken, cookieOf } from '../support/sessions';
import { closeCode, openSocket } from '../support/sockets';

let server: TestServer;
let ana: Person;
let good: string;
beforeAll(async () => {
  server = await startConfab();
  ana = await aPerson(server.url, 'Ana');
  good = await aSession(server.container, ana.me.id);
});
afterAll(() => server[Symbol.asyncDispose]());

const meOverHttp = (cookie: string, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/trpc/account.me`, { headers: { cookie, ...headers } });

test('a session cookie says who it is, over HTTP', async () => {
  const answer = await meOverHttp(`theme=dark; ${cookieOf(good)}; other=1`);
  expect(await answer.json()).toEqual({ result: { data: ana.me } });
});

test('a session cookie says who it is, on the socket', async () => {
  await using socket = await openSocket(server.url, { cookie: cookieOf(good), origin: server.url });
  const reply = await socket.ask(1, 'query', 'account.me');
  expect(reply.result?.data).toEqual(ana.me);
});

test('an access token decides where a cookie comes with it, also when it is wrong', async () => {
  const ben = await aPerson(server.url, 'Ben');
  const asBen = await meOverHttp(cookieOf(good), { authorization: `Bearer ${ben.token}` });
  expect(await asBen.json()).toEqual({ result: { data: ben.me } });
  const asNobody = await meOverHttp(cookieOf(good), { authorization: 'Bearer confab_wrong' });
  expect(asNobody.status).toBe(401);
});

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** Signed with a key that is sent along. */
function ownKey(userId: string): string {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const body = `${part({ alg: 'RS256', typ: 'JWT', jwk: publicKey.export({ format: 'jwk' }) })}.${part({ sub: userId })}`;
  return `${body}.${sign('sha256', Buffer.from(body), privateKey).toString('base64url')}`;
}

/** Encrypted by a method that would take the server minutes to undo. */
const costlyKey = () =>
  `${part({ alg: 'PBES2-HS512+A256KW', enc: 'A256GCM', p2c: 1_000_000_000, p2s: 'c2FsdHNhbHQ' })}.${'A'.repeat(54)}.AAAAAAAAAAAAAAAA.AAAA.${'A'.repeat(22)}`;

describe('a session is refused, over HTTP and on the socket,', () => {
  const forged: Record<string, () => string | Promise<string>> = {
    'that has expired': () => aSession(server.container, ana.me.id, { maxAge: -60 }),
    'that was altered': () => good.slice(0, -30) + (good.at(-30) === 'A' ? 'B' : 'A') + good.slice(-29),
    'that was cut short': () => good.slice(0, -4),
    'of another secret': () =>
      aSession(server.container, ana.me.id, { signedWith: 'another secret of at least 32 characters' }),
    'that says it needs no signature': () => aSignedToken(ana.me.id, 'none'),
    'that is signed instead of encrypted': () => aSignedToken(ana.me.id, 'HS256', server.container.secret),
    'that carries its own key': () => ownKey(ana.me.id),
    'that asks for a key to be made of a password, a billion times': () => costlyKey(),
    'that is an access token': () => ana.token,
    'that is no token at all': () => '%7B%22sub%22%3A1%7D',
    'that is empty': () => '',
  };
  test.each(Object.keys(forged))('%s', async (title) => {
    const cookie = cookieOf(await forged[title]!());
    expect((await meOverHttp(cookie)).status).toBe(401);
    expect(await closeCode(server.url, { cookie })).toBe(4401);
  });
});

test('a session in the authorization header is no access token', async () => {
  const answer = await fetch(`${server.url}/api/trpc/account.me`, { headers: { authorization: `Bearer ${good}` } });
  expect(answer.status).toBe(401);
});

describe('a page made for one person, in a browser where somebody else has signed in since,', () => {
  let ben: Person;
  beforeAll(async () => {
    ben = await aPerson(server.url, 'Ben');
  });

  test('does nothing as the other, over HTTP', async () => {
    expect((await meOverHttp(cookieOf(good), { [USER_HEADER]: ben.me.id })).status).toBe(401);
    expect((await meOverHttp(cookieOf(good), { [USER_HEADER]: ana.me.id })).status).toBe(200);
  });

  test('does nothing as the other, on the socket', async () => {
    const cookie = cookieOf(good);
    const targetFor = ({ me }: Person) => `/api/live?${USER_PARAMETER}=${me.id}`;
    expect(await closeCode(server.url, { cookie, target: targetFor(ben) })).toBe(4401);
    await using socket = await openSocket(server.url, { cookie, target: targetFor(ana) });
    expect((await socket.ask(1, 'query', 'account.me')).result?.data).toEqual(ana.me);
  });
});
