import { parseSetCookie } from 'cookie';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startConfab, type TestServer } from '../support/confab';
import { aPerson, PASSWORD, type Person } from '../support/people';
import { aBrowser, aSession, proceduresAndSignIn } from '../support/sessions';

const PUBLIC_URL = 'https://chat.example.org';

let server: TestServer;
let ana: Person;
beforeAll(async () => {
  server = await startConfab({ env: { publicUrl: PUBLIC_URL }, openSite: proceduresAndSignIn });
  ana = await aPerson(server.url, 'Ana');
});
afterAll(() => server[Symbol.asyncDispose]());

const SESSION = '__Host-next-auth.session-token';

/** All cookies that a sign-in, a look at the session and a sign-out set, as they were set. */
async function cookiesOf({ url }: TestServer, login: string): Promise<string[]> {
  const seen: string[] = [];
  const jar = new Map<string, string>();
  const ask = async (path: string, form?: Record<string, string>) => {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const body = form && new URLSearchParams({ json: 'true', ...form });
    const answer = await fetch(`${url}/api/auth/${path}`, {
      headers: { cookie },
      ...(body && { method: 'POST', body }),
    });
    for (const line of answer.headers.getSetCookie()) {
      seen.push(line);
      const { name, value } = parseSetCookie(line);
      jar.set(name, encodeURIComponent(value ?? ''));
    }
    return answer.json();
  };
  const { csrfToken } = await ask('csrf');
  await ask('callback/credentials', { csrfToken, login, password: PASSWORD });
  expect(await ask('session')).toHaveProperty('user');
  await ask('signout', { csrfToken });
  return seen;
}

describe('every cookie of the sign-in', () => {
  test('over https is for this host, https and no script alone, and does not come along from other sites', async () => {
    const lines = await cookiesOf(server, ana.me.username);
    const names = ['callback-url', 'csrf-token', 'session-token'];
    expect([...new Set(lines.map((line) => parseSetCookie(line).name))].toSorted()).toEqual(
      names.map((name) => `__Host-next-auth.${name}`),
    );
    for (const line of lines) {
      const { domain, ...cookie } = parseSetCookie(line);
      expect({ line, domain, ...cookie }).toMatchObject({
        domain: undefined,
        httpOnly: true,
        secure: true,
        sameSite: 'lax',
        path: '/',
      });
    }
  });

  test('over http, as on one’s own machine, is all of that but encrypted', async () => {
    await using plain = await startConfab({ openSite: proceduresAndSignIn });
    const { me } = await aPerson(plain.url, 'Ana');
    for (const line of await cookiesOf(plain, me.username)) {
      expect(parseSetCookie(line)).toMatchObject({ httpOnly: true, sameSite: 'lax', path: '/' });
      expect(line).not.toMatch(/__Host-|__Secure-|; ?Secure|; ?Domain/i);
    }
  });
});

describe('over https a session', () => {
  const statusWith = async (name: string, value: string) =>
    (await fetch(`${server.url}/api/trpc/account.me`, { headers: { cookie: `${name}=${value}` } })).status;

  test('is taken from the cookie that no other host can set, and from none that one could', async () => {
    const session = await aSession(server.container, ana.me.id);
    expect(await statusWith(SESSION, session)).toBe(200);
    for (const name of [
      'next-auth.session-token',
      '__Secure-next-auth.session-token',
      '__host-next-auth.session-token',
    ]) {
      expect([name, await statusWith(name, session)]).toEqual([name, 401]);
    }
  });

  test('begins anew with each sign-in: whoever knew the cookie from before does not have the new session', async () => {
    const eve = await aPerson(server.url, 'Eve');
    const browser = aBrowser(server.url);
    await browser.signIn(eve.me.username);
    const planted = browser.cookie();
    expect(await browser.signIn(ana.me.username)).toBeNull();
    expect(await browser.api.account.me.query()).toEqual(ana.me);
    const asked = await fetch(`${server.url}/api/trpc/account.me`, { headers: { cookie: planted } });
    expect(await asked.json()).toEqual({ result: { data: eve.me } });
  });
});
