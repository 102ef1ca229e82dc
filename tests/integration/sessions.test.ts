import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { SESSION_SECONDS } from '~/contract/sign-in';
import { startConfab, type TestServer } from '../support/confab';
import { aPerson, apiOf, PASSWORD, type Person } from '../support/people';
import { refusal } from '../support/refusals';
import { aBrowser, aSession, cookieOf, proceduresAndSignIn, type TestBrowser } from '../support/sessions';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Milliseconds that the server's clock runs ahead. */
let ahead = 0;
let server: TestServer;
let ana: Person;
let browser: TestBrowser;
beforeAll(async () => {
  server = await startConfab({ openSite: proceduresAndSignIn, now: () => new Date(Date.now() + ahead) });
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  ahead = 0;
  ana = await aPerson(server.url, 'Ana');
  browser = aBrowser(server.url);
  expect(await browser.signIn(ana.me.username)).toBeNull();
});

const sessionsOf = ({ me }: Person) => server.container.models.sessions.countDocuments({ userId: me.id });
const expiryOf = async ({ me }: Person) =>
  (await server.container.models.sessions.findOne({ userId: me.id }))!.expiresAt;

const isOut = async (someone: TestBrowser) =>
  (await refusal(someone.api.account.me.query())).appCode === 'UNAUTHENTICATED';

describe('a session', () => {
  test('begins with the right password and says who it is', async () => {
    expect(await browser.api.account.me.query()).toEqual(ana.me);
    expect(await browser.session()).toMatchObject({ userId: ana.me.id });
  });

  test('does not begin with a wrong password or for nobody', async () => {
    const other = aBrowser(server.url);
    expect(await other.signIn(ana.me.username, { password: 'a wrong one' })).toEqual({ reason: 'wrong' });
    expect(await other.signIn('nobody-of-that-name')).toEqual({ reason: 'wrong' });
    expect(await other.signIn('')).toEqual({ reason: 'wrong' });
    expect(await other.session()).toBeNull();
  });

  test('ends with the sign-out, also for whoever kept a copy of its cookie', async () => {
    const copy = browser.cookie();
    await browser.signOut();
    expect(await isOut(browser)).toBe(true);
    expect((await fetch(`${server.url}/api/trpc/account.me`, { headers: { cookie: copy } })).status).toBe(401);
    expect(await sessionsOf(ana)).toBe(0);
  });

  test('of one browser goes on when another of the same person signs out', async () => {
    const other = aBrowser(server.url);
    await other.signIn(ana.me.email);
    await other.signOut();
    expect(await browser.api.account.me.query()).toEqual(ana.me);
  });

  test('that is over is told so where the page asks, and its cookie is taken back', async () => {
    await server.container.models.sessions.deleteMany({ userId: ana.me.id });
    expect(browser.cookie()).toContain('session-token');
    expect(await browser.session()).toBeNull();
    expect(browser.cookie()).not.toContain('session-token');
  });

  test('from before sessions were kept is no session', async () => {
    const without = await aSession(server.container, ana.me.id, { sid: null });
    const answer = await fetch(`${server.url}/api/trpc/account.me`, { headers: { cookie: cookieOf(without) } });
    expect(answer.status).toBe(401);
  });

  test('of one person is no session of another', async () => {
    const ben = await aPerson(server.url, 'Ben');
    const sid = await server.container.services.sessions.begin(ana.me.id);
    const mixed = await aSession(server.container, ben.me.id, { sid });
    const answer = await fetch(`${server.url}/api/trpc/account.me`, { headers: { cookie: cookieOf(mixed) } });
    expect(answer.status).toBe(401);
  });

  test('lasts its time without use', async () => {
    ahead = SESSION_SECONDS * 1000 - DAY_MS;
    expect(await browser.api.account.me.query()).toEqual(ana.me);
    ahead = SESSION_SECONDS * 1000 + DAY_MS;
    expect(await isOut(browser)).toBe(true);
    expect(await browser.session()).toBeNull();
  });

  test('that is used from time to time does not end', async () => {
    for (const days of [20, 40, 60, 80]) {
      ahead = days * DAY_MS;
      expect(await browser.session()).toMatchObject({ userId: ana.me.id });
    }
    expect((await expiryOf(ana)).getTime()).toBeGreaterThan(Date.now() + 80 * DAY_MS + (SESSION_SECONDS - 60) * 1000);
  });

  test('is not written anew by each of many uses', async () => {
    const before = await expiryOf(ana);
    ahead = 59 * 60_000;
    for (let use = 0; use < 3; use += 1) await browser.session();
    expect(await expiryOf(ana)).toEqual(before);
  });

  test('that has expired is not brought back by asking', async () => {
    ahead = SESSION_SECONDS * 1000 + 1;
    const stale = browser.cookie();
    await browser.session();
    ahead = 0;
    const answer = await fetch(`${server.url}/api/auth/session`, { headers: { cookie: stale } });
    expect(await answer.json()).toMatchObject({ user: { id: ana.me.id } });
    expect((await expiryOf(ana)).getTime()).toBeLessThan(Date.now() + SESSION_SECONDS * 1000 + 1);
  });

  test('that has expired is forgotten when somebody signs in later', async () => {
    ahead = SESSION_SECONDS * 1000 + 2 * DAY_MS;
    const ben = await aPerson(server.url, 'Ben');
    await aBrowser(server.url).signIn(ben.me.username);
    expect(await sessionsOf(ana)).toBe(0);
    expect(await sessionsOf(ben)).toBe(1);
  });
});

describe.each([
  [
    'changing the password',
    (api: Person['api']) => api.account.changePassword.mutate({ current: PASSWORD, next: 'another good one' }),
  ],
  ['signing out everywhere', (api: Person['api']) => api.account.signOutEverywhere.mutate()],
] as const)('%s', (_what, act) => {
  test('from a browser ends all other sessions and all tokens, and no one else’s', async () => {
    const [ben, other] = [await aPerson(server.url, 'Ben'), aBrowser(server.url)];
    await other.signIn(ana.me.username);
    await act(browser.api);
    expect(await browser.api.account.me.query()).toEqual(ana.me);
    expect(await isOut(other)).toBe(true);
    expect((await refusal(ana.api.account.me.query())).appCode).toBe('UNAUTHENTICATED');
    expect(await browser.api.token.list.query()).toEqual([]);
    expect(await ben.api.account.me.query()).toEqual(ben.me);
  });

  test('from a program ends all sessions and all tokens but its own', async () => {
    const nobody = apiOf(server.url);
    const { token } = await nobody.token.create.mutate({ login: ana.me.username, password: PASSWORD, label: 'other' });
    await act(ana.api);
    expect(await ana.api.account.me.query()).toEqual(ana.me);
    expect((await refusal(apiOf(server.url, token).account.me.query())).appCode).toBe('UNAUTHENTICATED');
    expect(await isOut(browser)).toBe(true);
  });
});

describe('a changed password', () => {
  const next = 'another good one';

  test('is the one to sign in with from then on', async () => {
    await browser.api.account.changePassword.mutate({ current: PASSWORD, next });
    const other = aBrowser(server.url);
    expect(await other.signIn(ana.me.username)).toEqual({ reason: 'wrong' });
    expect(await other.signIn(ana.me.username, { password: next })).toBeNull();
  });

  test('needs the present one; without it nothing ends', async () => {
    const wrong = await refusal(browser.api.account.changePassword.mutate({ current: 'not this', next }));
    expect(wrong).toMatchObject({
      appCode: 'FORBIDDEN',
      httpStatus: 403,
      message: 'Your present password is not that.',
    });
    expect(await ana.api.account.me.query()).toEqual(ana.me);
    expect(await aBrowser(server.url).signIn(ana.me.username)).toBeNull();
  });

  test('must be a good one', async () => {
    const short = await refusal(browser.api.account.changePassword.mutate({ current: PASSWORD, next: 'short' }));
    expect(short).toMatchObject({ appCode: 'INVALID_INPUT', fields: { next: 'must be at least 8 characters' } });
  });

  test('is one of several that are given at once', async () => {
    const wanted = [1, 2, 3].map((number) => `password ${number}`);
    const results = await Promise.allSettled(
      wanted.map((password) => browser.api.account.changePassword.mutate({ current: PASSWORD, next: password })),
    );
    const accepted = wanted.filter((_, index) => results[index]?.status === 'fulfilled');
    expect(accepted).toHaveLength(1);
    expect(await aBrowser(server.url).signIn(ana.me.username, { password: accepted[0]! })).toBeNull();
  });
});
