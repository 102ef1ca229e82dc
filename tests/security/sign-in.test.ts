import { createHook } from 'node:async_hooks';
import { createTRPCClient, httpLink } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppRouter } from '~/server/trpc/root';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import { aPerson, apiOf, PASSWORD, type Person } from '../support/people';
import { refusal } from '../support/refusals';
import { aBrowser, proceduresAndSignIn } from '../support/sessions';

let server: TestServer;
let nobody: ReturnType<typeof apiOf>;
let ana: Person;
beforeAll(async () => {
  server = await startConfab({ openSite: proceduresAndSignIn, costlyPasswords: true });
  nobody = apiOf(server.url);
  ana = await aPerson(server.url, 'Ana');
});
afterAll(() => server[Symbol.asyncDispose]());

let names = 0;
function aRegistration() {
  const username = `someone${++names}`;
  return { username, email: `${username}@example.org`, name: 'Someone', password: PASSWORD };
}

test('a password is kept as argon2id of 19 MiB, two passes and one lane, with a salt of its own', async () => {
  const ben = await aPerson(server.url, 'Ben');
  const docs = await server.container.models.users.find({ _id: [ana.me.id, ben.me.id] }).lean();
  const hashes = docs.map(({ passwordHash }) => passwordHash);
  for (const hash of hashes) expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(new Set(hashes.map((hash) => hash?.split('$')[4])).size).toBe(2);
});

describe('a wrong sign-in', () => {
  const wrong = (login: string) =>
    refusal(nobody.token.create.mutate({ login, password: 'not the password', label: 'guess' }));

  test('is answered the same for a wrong password and for nobody of that name', async () => {
    const known = await wrong(ana.me.username);
    expect(known).toMatchObject({ appCode: 'UNAUTHENTICATED', httpStatus: 401 });
    expect(await wrong('nobody-of-that-name')).toEqual(known);
    expect(await wrong('nobody@example.org')).toEqual(known);
  });

  test('costs one verification of a hash in either case', async () => {
    await wrong('nobody-warms-up');
    const hashed = async (login: string) => {
      // Native addons' work on the thread pool has no name; the hash is the only such work here.
      let count = 0;
      const hook = createHook({
        init(_id, type) {
          if (type === 'undefined') count += 1;
        },
      }).enable();
      await wrong(login);
      hook.disable();
      return count;
    };
    expect([await hashed(ana.me.username), await hashed('nobody-of-that-name'), await hashed('x@example.org')]).toEqual(
      [1, 1, 1],
    );
  });
});

describe('too many failures to sign in', () => {
  /** Behind a proxy of ours that says whom it asks for. */
  let behind: TestServer;
  let own: Backend;
  beforeAll(async () => {
    own = await createBackend();
    const env = { ...own.env, trustProxy: true };
    const rates = {
      signInAccount: { points: 3, seconds: 900 },
      signInAddress: { points: 8, seconds: 900 },
      registration: { points: 4, seconds: 3600 },
    };
    behind = await startConfab({ backend: { ...own, env }, rates, openSite: proceduresAndSignIn });
  });
  afterAll(async () => {
    await behind[Symbol.asyncDispose]();
    await own.close();
  });

  let addresses = 0;
  const anAddress = () => `203.0.113.${++addresses}`;
  const from = (address: string) =>
    createTRPCClient<AppRouter>({
      links: [httpLink({ url: `${behind.url}/api/trpc`, headers: { 'x-forwarded-for': address } })],
    });
  const signIn = (address: string, login: string, password = PASSWORD) =>
    from(address).token.create.mutate({ login, password, label: 'test' });
  const codeOf = async (address: string, login: string, password = 'not the password') =>
    (await refusal(signIn(address, login, password))).appCode;
  const someone = () => from(anAddress()).account.register.mutate(aRegistration());

  test('shut an account off for that address, with the seconds to wait, also for the right password', async () => {
    const [{ username }, address] = [await someone(), anAddress()];
    for (let guess = 0; guess < 3; guess += 1) expect(await codeOf(address, username)).toBe('UNAUTHENTICATED');
    const refused = await refusal(signIn(address, username));
    expect(refused).toMatchObject({ appCode: 'RATE_LIMITED', httpStatus: 429 });
    expect(refused.retryAfter).toBeGreaterThan(880);
    expect(refused.retryAfter).toBeLessThanOrEqual(900);
  });

  test('shut nobody off at another address', async () => {
    const { username } = await someone();
    const attacker = anAddress();
    for (let guess = 0; guess < 6; guess += 1) await codeOf(attacker, username);
    await signIn(anAddress(), username);
  });

  test('are counted alike for an account there is and one there is not', async () => {
    const { username } = await someone();
    for (const login of [username, `nobody-${username}`]) {
      const address = anAddress();
      const codes = [];
      for (let guess = 0; guess < 4; guess += 1) codes.push(await codeOf(address, login));
      expect(codes).toEqual([...Array(3).fill('UNAUTHENTICATED'), 'RATE_LIMITED']);
    }
  });

  test('shut an address off that tries many accounts', async () => {
    const address = anAddress();
    for (let each = 0; each < 8; each += 1) expect(await codeOf(address, `nobody-${each}`)).toBe('UNAUTHENTICATED');
    expect(await codeOf(address, 'nobody-else')).toBe('RATE_LIMITED');
  });

  test('are not made by signing in with the right password, one after the other or at once', async () => {
    const [{ username }, address] = [await someone(), anAddress()];
    for (let each = 0; each < 12; each += 1) await signIn(address, username);
    await Promise.allSettled(Array.from({ length: 12 }, () => signIn(address, username)));
    await signIn(address, username);
  });

  test('are not made worse by trying on: refusals do not count', async () => {
    const [{ username }, address] = [await someone(), anAddress()];
    for (let guess = 0; guess < 12; guess += 1) await codeOf(address, username);
    expect(await codeOf(address, 'another-account')).toBe('UNAUTHENTICATED');
  });

  test('count for one household of IPv6 together, whatever address of theirs is used', async () => {
    const { username } = await someone();
    for (let guess = 0; guess < 3; guess += 1) await codeOf(`2001:db8:1:2::${guess}`, username);
    expect(await codeOf('2001:db8:1:2:ffff::1', username)).toBe('RATE_LIMITED');
    expect(await codeOf('2001:db8:1:3::1', username)).toBe('UNAUTHENTICATED');
  });

  test('count for what the proxy says, not for what the client put before it, nor for ports', async () => {
    const [{ username }, address] = [await someone(), anAddress()];
    const forged = ['8.8.8.8', '9.9.9.9', '1.1.1.1'];
    for (const claim of forged) expect(await codeOf(`${claim}, ${address}`, username)).toBe('UNAUTHENTICATED');
    expect(await codeOf(`${address}:50123`, username)).toBe('RATE_LIMITED');
  });

  test('are told to the sign-in page, which has the same count and believes no header of the client', async () => {
    const [{ username }, address] = [await someone(), anAddress()];
    const browser = aBrowser(behind.url);
    for (let guess = 0; guess < 3; guess += 1) {
      const headers = { 'x-forwarded-for': address, 'x-confab-address': `198.51.100.${guess}` };
      expect(await browser.signIn(username, { password: 'not it', headers })).toEqual({ reason: 'wrong' });
    }
    const refused = await browser.signIn(username, { headers: { 'x-forwarded-for': address } });
    expect(refused).toEqual({ reason: 'limited', retryAfter: expect.any(Number) });
    expect(await codeOf(address, username)).toBe('RATE_LIMITED');
    expect(await browser.signIn(username, { headers: { 'x-forwarded-for': anAddress() } })).toBeNull();
  });

  test('of the present password stop its change, and not the session', async () => {
    const { username } = await someone();
    const headers = { 'x-forwarded-for': anAddress() };
    const browser = aBrowser(behind.url, headers);
    await browser.signIn(username);
    const change = (current: string) =>
      refusal(browser.api.account.changePassword.mutate({ current, next: 'a new one' }));
    for (let guess = 0; guess < 3; guess += 1) expect((await change('not it')).appCode).toBe('FORBIDDEN');
    expect((await change(PASSWORD)).appCode).toBe('RATE_LIMITED');
    expect((await browser.api.account.me.query()).username).toBe(username);
  });

  test('too many registrations from one address are refused, and none from another', async () => {
    const address = anAddress();
    for (let each = 0; each < 4; each += 1) await from(address).account.register.mutate(aRegistration());
    const refused = await refusal(from(address).account.register.mutate(aRegistration()));
    expect(refused).toMatchObject({ appCode: 'RATE_LIMITED', retryAfter: expect.any(Number) });
    await someone();
  });
});

describe('after signing in one is sent', () => {
  /** Where next-auth would send a browser that came with this wish. */
  async function sentTo(callbackUrl: string): Promise<URL> {
    const csrf = await fetch(`${server.url}/api/auth/csrf`);
    const cookie = csrf.headers.getSetCookie().map((line) => line.split(';')[0]);
    const { csrfToken } = (await csrf.json()) as { csrfToken: string };
    const wished = `next-auth.callback-url=${encodeURIComponent(callbackUrl)}`;
    const answer = await fetch(`${server.url}/api/auth/callback/credentials`, {
      method: 'POST',
      headers: { cookie: [...cookie, wished].join('; ') },
      body: new URLSearchParams({ csrfToken, callbackUrl, json: 'true', login: ana.me.username, password: PASSWORD }),
    });
    expect(answer.headers.getSetCookie().join()).toContain('session-token');
    return new URL(((await answer.json()) as { url: string }).url);
  }

  test.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example/',
    '\\\\evil.example',
    'https:evil.example',
    'javascript:alert(1)',
    'data:text/html,x',
    'http://localhost:3000@evil.example/',
    'http://localhost:3000.evil.example/',
    ' https://evil.example',
  ])('to this site, whatever was wished: %j', async (wish) => {
    expect((await sentTo(wish)).origin).toBe('http://localhost:3000');
  });
});
