import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { NO_NOTIFICATION_SETTINGS } from '~/contract/notification';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, aRoom, everything, send } from '../support/conversations';
import { aPerson, listenAs, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let server: TestServer;
let [ana, ben, cleo]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
});
beforeEach(async () => {
  [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map((name) => aPerson(server.url, name)));
});
afterAll(() => server[Symbol.asyncDispose]());

const rolesIn = async (person: Person, conversationId: string) => {
  const { members } = await person.api.conversation.get.query({ conversationId });
  return Object.fromEntries(members.map(({ user, role }) => [user.name, role]));
};
const setRole = (by: Person, conversationId: string, of: Person, role: 'owner' | 'admin' | 'member') =>
  by.api.conversation.setRole.mutate({ conversationId, userId: of.me.id, role });

describe('roles', () => {
  test('are set by owners, and the last owner stays one', async () => {
    const { id } = await aGroup(ana!, [ben!, cleo!]);
    await setRole(ana!, id, ben!, 'admin');
    expect(await rolesIn(cleo!, id)).toEqual({ Ana: 'owner', Ben: 'admin', Cleo: 'member' });
    expect((await refusal(setRole(ana!, id, ana!, 'member'))).appCode).toBe('CONFLICT');
    await setRole(ana!, id, cleo!, 'owner');
    await setRole(cleo!, id, ana!, 'member');
    expect(await rolesIn(ben!, id)).toEqual({ Ana: 'member', Ben: 'admin', Cleo: 'owner' });
  });

  test('reach the person they are of, live', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    await using live = await listenAs(ben!, server.url);
    await setRole(ana!, id, ben!, 'admin');
    const told = await live.until((event) => event.type === 'conversation' && event.conversation.role === 'admin');
    expect(told).toMatchObject({ conversation: { id } });
  });

  test('of admins let them remove members, but neither admins nor owners', async () => {
    const { id } = await aGroup(ana!, [ben!, cleo!]);
    await setRole(ana!, id, ben!, 'admin');
    const remove = (by: Person, of: Person) =>
      by.api.conversation.removeMember.mutate({ conversationId: id, userId: of.me.id });
    expect((await refusal(remove(ben!, ana!))).appCode).toBe('FORBIDDEN');
    await remove(ben!, cleo!);
    expect(await rolesIn(ana!, id)).toEqual({ Ana: 'owner', Ben: 'admin' });
    expect((await refusal(remove(ben!, cleo!))).appCode).toBe('NOT_FOUND');
  });
});

describe('when the last owner leaves', () => {
  test('the admin who was there longest owns the group', async () => {
    const { id } = await aGroup(ana!, [ben!, cleo!]);
    await setRole(ana!, id, cleo!, 'admin');
    await ana!.api.conversation.leave.mutate({ conversationId: id });
    expect(await rolesIn(ben!, id)).toEqual({ Ben: 'member', Cleo: 'owner' });
  });

  test('else the member who was', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    await ana!.api.conversation.addMembers.mutate({ conversationId: id, userIds: [cleo!.me.id] });
    await ana!.api.conversation.leave.mutate({ conversationId: id });
    expect(await rolesIn(cleo!, id)).toEqual({ Ben: 'owner', Cleo: 'member' });
  });

  test('and nobody is left, a room is still there to be joined', async () => {
    const room = await aRoom(ana!);
    await ana!.api.conversation.leave.mutate({ conversationId: room.id });
    const joined = await ben!.api.room.join.mutate({ slug: room.slug! });
    expect(joined.memberCount).toBe(1);
  });
});

describe('who is removed', () => {
  test('sees nothing after their number, on any device, and can be added again', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    await using live = await listenAs(ben!, server.url);
    await send(ana!, id, 'before');
    await ana!.api.conversation.removeMember.mutate({ conversationId: id, userId: ben!.me.id });
    const after = await send(ana!, id, 'after');
    await live.until((event) => event.type === 'left' && event.conversationId === id);
    expect((await refusal(ben!.api.message.history.query({ conversationId: id }))).appCode).toBe('NOT_FOUND');
    await using again = await listenAs(ben!, server.url);
    expect(again.events[0]).toMatchObject({ type: 'heads', heads: [] });
    expect(JSON.stringify([...live.events, ...again.events])).not.toContain(after.id);
    await ana!.api.conversation.addMembers.mutate({ conversationId: id, userIds: [ben!.me.id] });
    expect((await everything(ben!, id)).at(-1)).toMatchObject({ action: 'added', userId: ben!.me.id });
    await live.until((event) => event.type === 'conversation' && event.conversation.id === id);
  });
});

describe('a name', () => {
  test('is changed by admins and owners, for everybody, with a line that says so', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    await using live = await listenAs(ben!, server.url);
    const update = { conversationId: id, name: '  Summer  ' };
    expect(await ana!.api.conversation.update.mutate(update)).toMatchObject({ name: 'Summer' });
    await live.until((event) => event.type === 'entry' && event.entry.kind === 'system');
    expect((await everything(ben!, id)).at(-1)).toMatchObject({ action: 'renamed', name: 'Summer' });
    await ana!.api.conversation.update.mutate(update);
    expect(await everything(ben!, id)).toHaveLength(2);
  });

  test('of a room is found by its new words', async () => {
    const room = await aRoom(ana!, { name: 'Old harbour' });
    await ana!.api.conversation.update.mutate({ conversationId: room.id, name: 'New lighthouse' });
    const found = async (query: string) => (await ben!.api.room.list.query({ query })).rooms.map(({ id }) => id);
    expect(await found('lighth')).toContain(room.id);
    expect(await found('harbour')).not.toContain(room.id);
  });
});

describe('preferences', () => {
  test('are on all devices of a person, and nobody else’s', async () => {
    const { id } = await aDirect(ana!, ben!);
    await send(ben!, id);
    await using own = await listenAs(ana!, server.url);
    await using other = await listenAs(ben!, server.url);
    const wishes = { pinned: true, archived: true, mutedUntil: '2031-01-01T00:00:00.000Z', notify: 'none' as const };
    const answer = await ana!.api.conversation.setPreferences.mutate({ conversationId: id, ...wishes });
    expect(answer).toMatchObject(wishes);
    await own.until((event) => event.type === 'conversation' && event.conversation.pinned);
    await ana!.api.conversation.setPreferences.mutate({ conversationId: id, mutedUntil: null });
    expect(await ana!.api.conversation.get.query({ conversationId: id })).toMatchObject({
      ...wishes,
      mutedUntil: null,
    });
    expect(await ben!.api.conversation.get.query({ conversationId: id })).toMatchObject({ pinned: false });
    await send(ana!, id, 'last');
    await other.until((event) => event.type === 'entry');
    expect(other.events.filter((event) => event.type === 'conversation')).toEqual([]);
  });
});

describe('what a person has set for notifications', () => {
  test('holds on all their devices, which are told at once, and on nobody else’s', async () => {
    await using own = await listenAs(ana!, server.url);
    await using other = await listenAs(ben!, server.url);
    const quietTime = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' };
    const set = { quietTime, mentionsPierceMute: true, quietUntil: '2031-01-01T00:00:00.000Z' };
    expect(await ana!.api.account.setNotifications.mutate(set)).toEqual(set);
    await own.until((event) => event.type === 'notifications' && event.settings.quietTime?.to === '07:00');
    await ana!.api.account.setNotifications.mutate({ quietUntil: null });
    expect(await ana!.api.account.notifications.query()).toEqual({ ...set, quietUntil: null });
    await own.until((event) => event.type === 'notifications' && event.settings.quietUntil === null);
    expect(await ben!.api.account.notifications.query()).toEqual(NO_NOTIFICATION_SETTINGS);
    expect(other.events.filter((event) => event.type === 'notifications')).toEqual([]);
  });
});

describe('a block', () => {
  test('keeps both from writing until it is lifted by whoever set it', async () => {
    const { id } = await aDirect(ana!, ben!);
    await ana!.api.user.block.mutate({ userId: ben!.me.id });
    await ben!.api.user.block.mutate({ userId: ana!.me.id });
    for (const person of [ana!, ben!]) expect((await refusal(send(person, id))).appCode).toBe('BLOCKED');
    await ana!.api.user.unblock.mutate({ userId: ben!.me.id });
    expect((await refusal(send(ben!, id))).appCode).toBe('BLOCKED');
    await ben!.api.user.unblock.mutate({ userId: ana!.me.id });
    expect((await send(ben!, id)).seq).toBe(2);
  });

  test('before the first word keeps the conversation from being opened', async () => {
    await ana!.api.user.block.mutate({ userId: ben!.me.id });
    for (const [one, other] of [
      [ana!, ben!],
      [ben!, ana!],
    ] as const) {
      expect((await refusal(aDirect(one, other))).appCode).toBe('BLOCKED');
    }
  });

  test('tells whoever set it, and not the other', async () => {
    const { id } = await aDirect(ana!, ben!);
    await ana!.api.user.block.mutate({ userId: ben!.me.id });
    expect((await ana!.api.conversation.get.query({ conversationId: id })).blocked).toBe(true);
    expect((await ben!.api.conversation.get.query({ conversationId: id })).blocked).toBe(false);
    expect((await ana!.api.user.get.query({ userId: ben!.me.id })).blocked).toBe(true);
    expect((await refusal(ana!.api.user.block.mutate({ userId: ana!.me.id }))).appCode).toBe('INVALID_INPUT');
  });

  test('leaves groups as they are', async () => {
    const { id } = await aGroup(cleo!, [ana!, ben!]);
    await ana!.api.user.block.mutate({ userId: ben!.me.id });
    expect((await send(ben!, id)).seq).toBe(2);
  });
});
