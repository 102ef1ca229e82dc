import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NAME_MAX } from '~/contract/limits';
import { startConfab, type TestServer } from '../support/confab';
import { aPerson, listenAs, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let server: TestServer;
let [ana, ben]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
});

const bensPage = () => ana!.api.user.get.query({ userId: ben!.me.id });

describe('a profile', () => {
  test('has what is public of somebody, and how they are to the viewer', async () => {
    const { id, username, createdAt } = ben!.me;
    const page = { id, username, name: 'Ben', createdAt, online: false, lastSeenAt: null, blocked: false };
    expect(await bensPage()).toEqual(page);
  });

  test('says who is online, and when somebody last was', async () => {
    const listener = await listenAs(ben!, server.url);
    expect(await bensPage()).toMatchObject({ online: true });
    await listener[Symbol.asyncDispose]();
    let page = await bensPage();
    while (page.online) page = await bensPage();
    expect(Date.parse(page.lastSeenAt!)).toBeGreaterThan(Date.parse(page.createdAt));
  });

  test('says whom the viewer has blocked, and of them not when they were here', async () => {
    await using _listener = await listenAs(ben!, server.url);
    await ana!.api.user.block.mutate({ userId: ben!.me.id });
    expect(await bensPage()).toMatchObject({ blocked: true, online: false, lastSeenAt: null });
    await ana!.api.user.unblock.mutate({ userId: ben!.me.id });
    expect(await bensPage()).toMatchObject({ blocked: false, online: true });
  });

  test('tells nobody that they are blocked', async () => {
    await using _listener = await listenAs(ben!, server.url);
    await ben!.api.user.block.mutate({ userId: ana!.me.id });
    expect(await bensPage()).toMatchObject({ name: 'Ben', blocked: false, online: false, lastSeenAt: null });
  });

  test('of nobody is not found', async () => {
    expect((await refusal(ana!.api.user.get.query({ userId: 'f'.repeat(24) }))).appCode).toBe('NOT_FOUND');
  });
});

describe('a new name', () => {
  test('is seen by its owner and by others, who find them by it and no longer by the old one', async () => {
    const name = `Zoë ${ben!.me.username}x`;
    const me = await ben!.api.account.update.mutate({ name: `  ${name} ` });
    expect(me).toEqual({ ...ben!.me, name });
    expect(await ben!.api.account.me.query()).toEqual(me);
    expect(await bensPage()).toMatchObject({ name });
    const found = async (query: string) => (await ana!.api.user.search.query({ query })).map(({ id }) => id);
    expect(await found(`zoe ${ben!.me.username}`)).toEqual([ben!.me.id]);
    expect(await found(ben!.me.username)).toEqual([ben!.me.id]);
    const renamed = await ben!.api.account.update.mutate({ name: 'Somebody Else' });
    expect(renamed.name).toBe('Somebody Else');
    expect(await found(`zoe ${ben!.me.username}`)).toEqual([]);
  });

  test('may be left out: nothing changes', async () => {
    expect(await ben!.api.account.update.mutate({})).toEqual(ben!.me);
  });

  test.each(['', '   ', 'x'.repeat(NAME_MAX + 1)])('that will not do (%j) is refused', async (name) => {
    expect((await refusal(ben!.api.account.update.mutate({ name }))).appCode).toBe('INVALID_INPUT');
    expect(await ben!.api.account.me.query()).toEqual(ben!.me);
  });
});
