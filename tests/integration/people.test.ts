import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startConfab, type TestServer } from '../support/confab';
import { aPerson, apiOf, listenAs, PASSWORD, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let now = new Date('2031-05-06T07:08:09Z');
let server: TestServer;
let admin: Person;
let ana: Person;
beforeAll(async () => {
  server = await startConfab({ now: () => now });
  admin = await aPerson(server.url, 'Admin');
});
beforeEach(async () => {
  ana = await aPerson(server.url, 'Ana');
});
afterAll(() => server[Symbol.asyncDispose]());

const signIn = ({ me }: Person, password = PASSWORD) =>
  apiOf(server.url).token.create.mutate({ login: me.username, password, label: 'again' });
const newest = async () => (await admin.api.admin.audit.query({})).items;
const disable = (userId: string) => admin.api.admin.disable.mutate({ userId, reason: 'spam' });

describe('a disabled person', () => {
  test('is out at once, cannot sign in, is not found, and comes back when enabled', async () => {
    const userId = ana.me.id;
    await using live = await listenAs(ana, server.url);
    await disable(userId);
    await live.until(({ type }) => type === 'signedOut');
    expect((await refusal(ana.api.account.me.query())).appCode).toBe('UNAUTHENTICATED');
    expect((await refusal(signIn(ana))).appCode).toBe('FORBIDDEN');
    expect((await refusal(signIn(ana, 'a wrong password'))).appCode).toBe('UNAUTHENTICATED');
    expect(await admin.api.user.search.query({ query: ana.me.username })).toEqual([]);
    const { items } = await admin.api.admin.people.query({ only: 'disabled' });
    expect(items.find(({ id }) => id === userId)).toMatchObject({ disabledAt: now.toISOString(), role: 'member' });
    await admin.api.admin.enable.mutate({ userId });
    const { token } = await signIn(ana);
    expect(await apiOf(server.url, token).account.me.query()).toMatchObject({ id: userId });
  });

  test('is not made an admin', async () => {
    await disable(ana.me.id);
    const call = admin.api.admin.setRole.mutate({ userId: ana.me.id, platformRole: 'admin' });
    expect((await refusal(call)).appCode).toBe('CONFLICT');
  });
});

test('an admin makes another, who is as good; the last one is neither unmade nor disabled', async () => {
  const unmake = (by: Person, userId: string) => by.api.admin.setRole.mutate({ userId, platformRole: 'member' });
  expect((await refusal(unmake(admin, admin.me.id))).appCode).toBe('CONFLICT');
  expect((await refusal(disable(admin.me.id))).appCode).toBe('CONFLICT');
  await admin.api.admin.setRole.mutate({ userId: ana.me.id, platformRole: 'admin' });
  expect(await ana.api.account.me.query()).toMatchObject({ role: 'admin' });
  await unmake(ana, ana.me.id);
  expect((await refusal(ana.api.admin.people.query({}))).appCode).toBe('FORBIDDEN');
});

test('whom programs write as is neither an admin nor signed in as', async () => {
  const { users } = server.container.models;
  const bot = await aPerson(server.url, 'Bot');
  await users.updateOne({ _id: bot.me.id }, { $set: { kind: 'integration' } });
  const userId = bot.me.id;
  expect((await refusal(admin.api.admin.setRole.mutate({ userId, platformRole: 'admin' }))).appCode).toBe('CONFLICT');
  expect((await refusal(admin.api.admin.resetPassword.mutate({ userId }))).appCode).toBe('CONFLICT');
});

describe('a reset password', () => {
  const complete = (path: string, password = 'another long password') =>
    apiOf(server.url).account.resetPassword.mutate({ token: path.split('#')[1]!, password });

  test('ends what was signed in, and is set once through the link', async () => {
    const { path } = await admin.api.admin.resetPassword.mutate({ userId: ana.me.id });
    expect((await refusal(ana.api.account.me.query())).appCode).toBe('UNAUTHENTICATED');
    expect((await refusal(signIn(ana))).appCode).toBe('UNAUTHENTICATED');
    const both = await Promise.allSettled([complete(path), complete(path)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect((await refusal(complete(path))).appCode).toBe('FORBIDDEN');
    expect(await signIn(ana, 'another long password')).toHaveProperty('token');
  });

  test('cannot be set a day later, nor through a link that another one has replaced', async () => {
    const first = await admin.api.admin.resetPassword.mutate({ userId: ana.me.id });
    const second = await admin.api.admin.resetPassword.mutate({ userId: ana.me.id });
    expect((await refusal(complete(first.path))).appCode).toBe('FORBIDDEN');
    now = new Date(second.expiresAt);
    expect((await refusal(complete(second.path))).appCode).toBe('FORBIDDEN');
  });
});

describe('the list of people', () => {
  test('is found in by the beginning of names and e-mail addresses, and says who is admin', async () => {
    const { email, username } = ana.me;
    for (const query of [username, email.slice(0, -3)]) {
      const { items } = await admin.api.admin.people.query({ query });
      expect(items).toMatchObject([{ id: ana.me.id, email, role: 'member', erased: false, bytes: 0 }]);
    }
    const { items } = await admin.api.admin.people.query({ only: 'admins' });
    expect(items.map(({ id }) => id)).toEqual([admin.me.id]);
  });

  test('comes in pages, everybody once', async () => {
    await Promise.all(Array.from({ length: 52 }, () => aPerson(server.url, 'Crowd')));
    const seen: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await admin.api.admin.people.query({ query: 'crowd', cursor: cursor ?? null });
      seen.push(...page.items.map(({ username }) => username));
      cursor = page.nextCursor;
    }
    expect(seen).toHaveLength(52);
    expect(new Set(seen)).toHaveLength(52);
    expect(seen).toEqual(seen.toSorted());
  });
});

describe('the audit log', () => {
  test('has who did what to whom and why, also for what was refused', async () => {
    await disable(ana.me.id);
    await refusal(disable('f'.repeat(24)));
    const [refused, tried, done] = await newest();
    const line = { action: 'disable', by: { id: admin.me.id }, reason: 'spam' };
    expect(done).toMatchObject({ ...line, target: { kind: 'person', id: ana.me.id, name: 'Ana' }, refusal: null });
    expect(tried).toMatchObject({ ...line, target: { name: null }, refusal: null });
    expect(refused).toMatchObject({ ...line, refusal: 'NOT_FOUND' });
  });

  test('is written before the act: without it nothing happens', async () => {
    const { auditLines } = server.container.models;
    const create = auditLines.create;
    auditLines.create = (() => Promise.reject(new Error('the disk is full'))) as never;
    try {
      await refusal(disable(ana.me.id));
    } finally {
      auditLines.create = create;
    }
    expect(await ana.api.account.me.query()).toMatchObject({ id: ana.me.id });
  });
});
