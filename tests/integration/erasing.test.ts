import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, everything, send } from '../support/conversations';
import { stored } from '../support/database';
import { aPerson, listenAs, PASSWORD, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let now = new Date('2031-05-06T07:08:09Z');
let server: TestServer;
let admin: Person;
let [ana, ben]: Person[] = [];
beforeAll(async () => {
  server = await startConfab({ now: () => now });
  admin = await aPerson(server.url, 'Admin');
});
beforeEach(async () => {
  [ana, ben] = await Promise.all([aPerson(server.url, 'Anastasia'), aPerson(server.url, 'Ben')]);
});
afterAll(() => server[Symbol.asyncDispose]());

const erase = (userId = ana!.me.id) => admin.api.admin.erase.mutate({ userId, reason: 'they asked for it' });

describe('an erased account', () => {
  test('is nowhere in what is stored, by name, address or word', async () => {
    const group = await aGroup(ana!, [ben!]);
    const direct = await aDirect(ana!, ben!);
    for (const { id } of [group, direct]) await send(ana!, id, 'my secret garden');
    const reported = await send(ana!, group.id, 'another secret');
    const place = { conversationId: group.id, messageId: reported.id };
    await ben!.api.report.create.mutate({ ...place, reportReason: 'other' });
    await erase();
    const left = JSON.stringify(await stored(server.container)).toLowerCase();
    for (const word of [ana!.me.username, 'anastasia', 'secret']) expect(left).not.toContain(word);
  });

  test('is told to everybody as it happens: the same for who was there and for who comes later', async () => {
    const { id } = await aGroup(ben!, [ana!]);
    await send(ana!, id, 'one');
    await send(ben!, id, 'two');
    await using live = await listenAs(ben!, server.url);
    await erase();
    const told = await live.until((event) => event.type === 'user' && event.user.id === ana!.me.id);
    expect(told).toMatchObject({ user: { name: 'Deleted account', avatarUrl: null } });
    await live.until((event) => event.type === 'entry' && event.entry.kind === 'delete');
    const messages = (await everything(ben!, id)).filter(({ kind }) => kind === 'message');
    expect(messages).toMatchObject([{ text: '' }, { text: 'two' }]);
    const { members } = await ben!.api.conversation.get.query({ conversationId: id });
    expect(members.map(({ user }) => user.id)).toEqual([ben!.me.id]);
  });

  test('cannot be signed in to or enabled, and its name and address are free again', async () => {
    const { username, email } = ana!.me;
    await erase();
    const { account, token } = ben!.api;
    expect((await refusal(token.create.mutate({ login: username, password: PASSWORD, label: 'x' }))).appCode).toBe(
      'UNAUTHENTICATED',
    );
    expect((await refusal(admin.api.admin.enable.mutate({ userId: ana!.me.id }))).appCode).toBe('CONFLICT');
    const again = await account.register.mutate({ username, email, name: 'Anastasia', password: PASSWORD });
    expect(again.id).not.toBe(ana!.me.id);
    await erase(again.id);
  });

  test('is not that of the last admin', async () => {
    expect((await refusal(erase(admin.me.id))).appCode).toBe('CONFLICT');
    expect(await admin.api.account.me.query()).toMatchObject({ name: 'Admin' });
  });
});

test('an erasure that a crash cut short is finished, with what was being written meanwhile, and once more is the same', async () => {
  const { id } = await aGroup(ben!, [ana!]);
  const { container } = server;
  const { entries, users } = container.models;
  await send(ana!, id, 'before');
  // What a process that died in the middle leaves behind.
  await users.updateOne({ _id: ana!.me.id }, { $set: { erasure: { begunAt: now } } });
  await container.upkeep();
  expect(await users.findById(ana!.me.id).lean()).toMatchObject({ name: 'Anastasia' });
  now = new Date(now.getTime() + 60_000);
  await container.upkeep();
  const done = await users.findById(ana!.me.id).lean();
  expect(done).toMatchObject({ name: 'Deleted account', erasure: { doneAt: now } });
  const count = await entries.countDocuments({});
  await erase();
  expect(await entries.countDocuments({})).toBe(count);
});
