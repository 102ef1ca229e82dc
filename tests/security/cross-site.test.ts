import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startConfab, type TestServer } from '../support/confab';
import { storedCounts } from '../support/database';
import { aText } from '../support/files';
import { aPerson, PASSWORD, type Person } from '../support/people';
import { aBrowser, proceduresAndSignIn, type TestBrowser } from '../support/sessions';
import { openUpload } from '../support/uploads';

// What a page of somebody else can make Ana's browser send, with the cookies of her session.
let server: TestServer;
let ana: Person;
let browser: TestBrowser;
let before: unknown;
beforeAll(async () => {
  server = await startConfab({ openSite: proceduresAndSignIn });
  ana = await aPerson(server.url, 'Ana');
  browser = aBrowser(server.url);
  await browser.signIn(ana.me.username);
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  before = await storedCounts(server.container);
});

const JSON_TYPE = { 'content-type': 'application/json' };
const ROOM = JSON.stringify({ slug: 'not-wanted', name: 'Not wanted' });

const ask = (path: string, init: RequestInit = {}) =>
  fetch(`${server.url}${path}`, {
    redirect: 'manual',
    ...init,
    headers: { cookie: browser.cookie(), ...init.headers },
  });

/** Nothing was written, and Ana is still signed in. */
async function expectUntouched(): Promise<void> {
  expect(await storedCounts(server.container)).toEqual(before);
  expect(await browser.api.account.me.query()).toEqual(ana.me);
}

test('what the other tests here refuse is accepted of the site’s own page', async () => {
  const body = JSON.stringify({ slug: 'wanted', name: 'Wanted' });
  const answer = await ask('/api/trpc/room.create', {
    method: 'POST',
    body,
    headers: { ...JSON_TYPE, origin: server.url },
  });
  expect(answer.status).toBe(200);
});

describe('a write from another site is refused, whatever it carries,', () => {
  const port = () => new URL(server.url).port;
  const origins: Record<string, () => string> = {
    'of another name': () => 'https://evil.example',
    'that hides its name': () => 'null',
    'that begins like ours': () => `http://127.0.0.1:${port()}.evil.example`,
    'on another port of ours': () => 'http://127.0.0.1:1',
    'that is ours but for the scheme': () => `https://127.0.0.1:${port()}/`,
  };
  test.each(Object.keys(origins))('one %s', async (title) => {
    const headers = { origin: origins[title]!() };
    const { url: upload } = await openUpload({ person: ana, url: server.url }, aText());
    before = await storedCounts(server.container);
    for (const [path, method] of [
      ['/api/trpc/room.create', 'POST'],
      ['/api/trpc/account.signOutEverywhere', 'POST'],
      ['/api/auth/signout', 'POST'],
      ['/api/auth/callback/credentials', 'POST'],
      ['/', 'POST'],
      [upload, 'PATCH'],
      [upload, 'DELETE'],
    ] as const) {
      const answer = await ask(path, { method, body: ROOM, headers: { ...JSON_TYPE, ...headers } });
      expect([path, answer.status]).toEqual([path, 403]);
    }
    await expectUntouched();
  });
});

describe('a write that a form could send without asking first is refused:', () => {
  test.each([
    'text/plain',
    'text/plain;charset=application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'application/octet-stream',
    'application/jsonx',
    '',
  ])('of the type %j', async (type) => {
    for (const [path, body] of [
      ['room.create', ROOM],
      ['room.create?batch=1', `{"0":${ROOM}}`],
    ] as const) {
      const bytes = new Blob([body]);
      const answer = await ask(`/api/trpc/${path}`, {
        method: 'POST',
        body: bytes,
        headers: type ? { 'content-type': type } : {},
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
    await expectUntouched();
  });
});

describe('nothing is written by GET:', () => {
  const input = encodeURIComponent(ROOM);
  const batch = encodeURIComponent(`{"0":${ROOM},"1":${ROOM}}`);
  test.each([
    ['a mutation', `room.create?input=${input}`],
    ['a mutation in a batch', `room.create?batch=1&input=${encodeURIComponent(`{"0":${ROOM}}`)}`],
    ['a mutation behind a query', `account.me,room.create?batch=1&input=${batch}`],
    ['a mutation before a query', `room.create,account.me?batch=1&input=${batch}`],
  ])('%s', async (_what, path) => {
    for (const method of ['GET', 'HEAD', 'OPTIONS']) {
      const headers = { 'x-http-method-override': 'POST', 'x-method-override': 'POST' };
      const answer = await ask(`/api/trpc/${path}`, { method, headers });
      expect([method, (await answer.text()).includes('Not wanted')]).toEqual([method, false]);
    }
    await expectUntouched();
  });

  test.each(['signout', `callback/credentials?login=x&password=${PASSWORD}`, 'signin/credentials'])(
    'signing in or out: %s',
    async (path) => {
      const answer = await ask(`/api/auth/${path}`);
      expect(answer.headers.getSetCookie().filter((line) => line.includes('session-token'))).toEqual([]);
      await expectUntouched();
    },
  );
});

describe('signing in or out without the token of the page', () => {
  const form = async (path: string, csrfToken: string | null, cookie = browser.cookie()) => {
    const fields = {
      login: ana.me.username,
      password: PASSWORD,
      json: 'true',
      ...(csrfToken !== null && { csrfToken }),
    };
    return ask(`/api/auth/${path}`, { method: 'POST', body: new URLSearchParams(fields), headers: { cookie } });
  };

  test.each(['signout', 'callback/credentials'])('is refused: %s', async (path) => {
    const { csrfToken: other } = (await (await fetch(`${server.url}/api/auth/csrf`)).json()) as { csrfToken: string };
    for (const token of [null, '', 'x', other]) {
      const answer = await form(path, token);
      expect(answer.headers.getSetCookie().filter((line) => line.includes('session-token'))).toEqual([]);
    }
    await expectUntouched();
  });

  test('is refused also where somebody planted a token of their own making', async () => {
    const planted = `next-auth.csrf-token=${encodeURIComponent(`chosen|${'a'.repeat(64)}`)}`;
    const answer = await form('callback/credentials', 'chosen', planted);
    expect(answer.headers.getSetCookie().filter((line) => line.includes('session-token'))).toEqual([]);
    await expectUntouched();
  });
});
