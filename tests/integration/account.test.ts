import { createHook } from 'node:async_hooks';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createTRPCClient, httpLink } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AppRouter } from '~/server/trpc/root';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import { stored } from '../support/database';
import { aPerson, apiOf, PASSWORD, type Person } from '../support/people';
import { refusal } from '../support/refusals';
import { aBrowser, proceduresAndSignIn } from '../support/sessions';

let backend: Backend;
let server: TestServer;
let nobody: ReturnType<typeof apiOf>;
let ana: Person;
beforeAll(async () => {
  backend = await createBackend();
  server = await startConfab({ backend });
  nobody = apiOf(server.url);
  ana = await aPerson(server.url, 'Ana');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await backend.close();
});

let names = 0;
function aRegistration(given: Partial<Parameters<typeof nobody.account.register.mutate>[0]> = {}) {
  const username = `someone${++names}`;
  return { username, email: `${username}@example.org`, name: 'Someone', password: PASSWORD, ...given };
}

describe('registering', () => {
  test('answers with the account as its owner sees it, and account.me with the same', async () => {
    const input = aRegistration({ username: 'Zoe', name: '  Zoë Ångström ' });
    const me = await nobody.account.register.mutate(input);
    expect(me).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{24}$/),
      username: 'Zoe',
      avatarUrl: null,
      name: 'Zoë Ångström',
      email: input.email,
      createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    });
    const { token } = await nobody.token.create.mutate({ login: 'zoe', password: PASSWORD, label: 'laptop' });
    expect(await apiOf(server.url, token).account.me.query()).toEqual(me);
  });

  test('takes a username once, without regard to case', async () => {
    const first = aRegistration({ username: 'Casey' });
    await nobody.account.register.mutate(first);
    const again = await refusal(nobody.account.register.mutate(aRegistration({ username: 'cASEY' })));
    expect(again).toMatchObject({ appCode: 'CONFLICT', httpStatus: 409, message: 'This username is taken.' });
  });

  test('takes an e-mail address once, without regard to case or space around it', async () => {
    await nobody.account.register.mutate(aRegistration({ email: 'Mail@Example.org' }));
    const again = await refusal(nobody.account.register.mutate(aRegistration({ email: ' mAIL@example.ORG ' })));
    expect(again).toMatchObject({
      appCode: 'CONFLICT',
      message: 'There is an account with this e-mail address already.',
    });
  });

  test('gives a username to one of several who ask for it at once', async () => {
    const spellings = ['racer', 'Racer', 'RACER', 'rAcer', 'raceR'];
    const results = await Promise.allSettled(
      spellings.map((username) => nobody.account.register.mutate(aRegistration({ username }))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const result of results) {
      if (result.status === 'rejected') {
        expect(await refusal(Promise.reject(result.reason))).toMatchObject({
          appCode: 'CONFLICT',
          message: 'This username is taken.',
        });
      }
    }
    expect(await server.container.models.users.countDocuments({ usernameKey: 'racer' })).toBe(1);
  });

  test('gives an e-mail address to one of several who ask for it at once', async () => {
    const email = 'one-of-us@example.org';
    const results = await Promise.allSettled(
      [1, 2, 3, 4].map(() => nobody.account.register.mutate(aRegistration({ email }))),
    );
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await server.container.models.users.countDocuments({ email })).toBe(1);
  });

  test('names the field that is wrong', async () => {
    const { data } = await nobody.account.register
      .mutate(aRegistration({ username: 'a', email: 'nowhere', password: 'short' }))
      .catch((error) => error);
    expect(Object.keys(data.fields).sort()).toEqual(['email', 'password', 'username']);
  });
});

describe('access tokens', () => {
  test('open everything that needs a person, for their owner', async () => {
    expect(await ana.api.account.me.query()).toEqual(ana.me);
    expect((await refusal(nobody.account.me.query())).appCode).toBe('UNAUTHENTICATED');
  });

  test('are given for a username in any case and for an e-mail address', async () => {
    for (const login of [ana.me.username.toUpperCase(), ana.me.email.toUpperCase(), ` ${ana.me.username} `]) {
      const { token } = await nobody.token.create.mutate({ login, password: PASSWORD, label: 'again' });
      expect(await apiOf(server.url, token).account.me.query()).toEqual(ana.me);
    }
  });

  test('are listed to their owner only, without the token itself', async () => {
    const [ben, cleo] = await Promise.all([aPerson(server.url, 'Ben'), aPerson(server.url, 'Cleo')]);
    await nobody.token.create.mutate({ login: ben.me.username, password: PASSWORD, label: 'second' });
    const listed = await ben.api.token.list.query();
    expect(listed.map(({ label }) => label)).toEqual(['test', 'second']);
    expect(Object.keys(listed[0]!).sort()).toEqual(['createdAt', 'id', 'label', 'lastUsedAt']);
    expect(listed.map(({ lastUsedAt }) => lastUsedAt !== null)).toEqual([true, false]);
    expect(await cleo.api.token.list.query()).toHaveLength(1);
  });

  test('are refused once revoked, and revoking again finds nothing', async () => {
    const ben = await aPerson(server.url, 'Ben');
    const { token } = await nobody.token.create.mutate({ login: ben.me.username, password: PASSWORD, label: 'lost' });
    const lost = apiOf(server.url, token);
    await lost.account.me.query();
    const tokenId = (await ben.api.token.list.query()).find(({ label }) => label === 'lost')!.id;
    await ben.api.token.revoke.mutate({ tokenId });
    expect(await refusal(lost.account.me.query())).toMatchObject({ appCode: 'UNAUTHENTICATED', httpStatus: 401 });
    expect((await refusal(ben.api.token.revoke.mutate({ tokenId }))).appCode).toBe('NOT_FOUND');
    await ben.api.account.me.query();
  });

  test("of somebody else cannot be revoked, and look as if they weren't there", async () => {
    const [ben, cleo] = await Promise.all([aPerson(server.url, 'Ben'), aPerson(server.url, 'Cleo')]);
    const tokenId = (await ben.api.token.list.query())[0]!.id;
    expect((await refusal(cleo.api.token.revoke.mutate({ tokenId }))).appCode).toBe('NOT_FOUND');
    await ben.api.account.me.query();
  });

  test('that are malformed, altered or of another id are refused', async () => {
    const [, id, secret] = ana.token.split('_') as [string, string, string];
    const other = secret.startsWith('A') ? `B${secret.slice(1)}` : `A${secret.slice(1)}`;
    const wrong = [
      'confab',
      `${ana.token}x`,
      `confab_${id}_${other}`,
      `confab_${'0'.repeat(24)}_${secret}`,
      `confab_${id}_`,
      secret,
      `${ana.token} ${ana.token}`,
    ];
    for (const token of wrong) {
      expect((await refusal(apiOf(server.url, token).account.me.query())).appCode).toBe('UNAUTHENTICATED');
    }
  });

  test('are not taken from the query', async () => {
    const answer = await fetch(`${server.url}/api/trpc/account.me?token=${ana.token}&access_token=${ana.token}`);
    expect(answer.status).toBe(401);
  });

  test('and passwords are nowhere in what is stored', async () => {
    const { token } = await nobody.token.create.mutate({ login: ana.me.username, password: PASSWORD, label: 'secret' });
    const secret = token.split('_')[2]!;
    const everything = JSON.stringify(await stored(server.container));
    expect(everything).toContain(ana.me.email);
    for (const hidden of [token, secret, PASSWORD, Buffer.from(PASSWORD).toString('base64')]) {
      expect(everything).not.toContain(hidden);
    }
    for (const file of await filesIn(backend.env.dataDir)) {
      const content = await readFile(file);
      for (const hidden of [secret, PASSWORD]) expect(content.includes(hidden)).toBe(false);
    }
  });
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

async function filesIn(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
