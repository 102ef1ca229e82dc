import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NAME_MAX } from '~/contract/limits';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, aRoom, send } from '../support/conversations';
import { aPicture } from '../support/files';
import { aPerson, type Listener, listenAs, type Person } from '../support/people';
import { refusal } from '../support/refusals';
import { uploaded } from '../support/uploads';

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
    const hidden = { online: false, lastSeenAt: null };
    const page = { id, username, name: 'Ben', avatarUrl: null, createdAt, ...hidden, blocked: false };
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

describe('a new name or picture is told', () => {
  const told = ({ events }: Listener) => events.flatMap((event) => (event.type === 'user' ? [event.user] : []));

  test('once to whoever shares conversations, also to people who are blocked, and to nobody else', async () => {
    const cleo = await aPerson(server.url, 'Cleo');
    const ours = await aGroup(ana!, [ben!]);
    await aDirect(ana!, ben!);
    const room = await aRoom(ben!);
    await ana!.api.room.join.mutate({ slug: room.slug! });
    const theirs = await aGroup(ana!, [cleo]);
    await ben!.api.user.block.mutate({ userId: ana!.me.id });
    await using bens = await listenAs(ben!, server.url);
    await using anas = await listenAs(ana!, server.url);
    await using cleos = await listenAs(cleo, server.url);

    await ben!.api.account.update.mutate({ name: 'Benjamin' });
    await anas.until(({ type }) => type === 'user');
    const { uploadId } = await uploaded({ person: ben!, url: server.url }, await aPicture());
    const { avatarUrl: own } = await ben!.api.account.update.mutate({ avatarUploadId: uploadId });
    for (const conversation of [ours, theirs]) await send(ana!, conversation.id, 'after');
    const isLast = (conversationId: string) => (event: (typeof anas.events)[number]) =>
      event.type === 'entry' && event.entry.conversationId === conversationId && event.entry.kind === 'message';
    await Promise.all([anas.until(isLast(ours.id)), bens.until(isLast(ours.id)), cleos.until(isLast(theirs.id))]);

    const { id, username } = ben!.me;
    const seen = await bensPage();
    expect(told(anas)).toEqual([
      { id, username, name: 'Benjamin', avatarUrl: null },
      { id, username, name: 'Benjamin', avatarUrl: seen.avatarUrl },
    ]);
    expect(seen.avatarUrl).toContain(`for=${ana!.me.id}`);
    expect((await fetch(`${server.url}${seen.avatarUrl}`)).status).toBe(200);
    expect(told(bens).at(-1)).toEqual({ id, username, name: 'Benjamin', avatarUrl: own });
    expect(told(cleos)).toEqual([]);
  });

  test('to one’s own other devices, also by somebody who is in no conversation', async () => {
    await using listener = await listenAs(ben!, server.url);
    await ben!.api.account.update.mutate({ name: 'Benjamin' });
    expect(await listener.until(({ type }) => type === 'user')).toMatchObject({ user: { name: 'Benjamin' } });
  });

  test('not to who has left', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const other = await aGroup(ana!, []);
    await using listener = await listenAs(ana!, server.url);
    await ana!.api.conversation.leave.mutate({ conversationId: id });
    await listener.until(({ type }) => type === 'left');
    await ben!.api.account.update.mutate({ name: 'Benjamin' });
    await send(ana!, other.id, 'after');
    await listener.until((event) => event.type === 'entry' && event.entry.conversationId === other.id);
    expect(told(listener)).toEqual([]);
  });
});
