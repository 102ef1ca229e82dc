import { Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GROUP_MEMBERS_MAX } from '~/contract/limits';
import type { EntryDoc } from '~/server/models/entry';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, aRoom, everything, send } from '../support/conversations';
import { aCrowd } from '../support/crowd';
import { aClientId, aPerson, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let server: TestServer;
let [ana, ben, cleo]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben, cleo] = await Promise.all([
    aPerson(server.url, 'Ana'),
    aPerson(server.url, 'Ben'),
    aPerson(server.url, 'Cleo'),
  ]);
});
afterAll(() => server[Symbol.asyncDispose]());

const NOBODY = 'f'.repeat(24);
const memberIdsOf = async (person: Person, conversationId: string) =>
  (await person.api.conversation.get.query({ conversationId })).members.map(({ user }) => user.id);

describe('a direct conversation', () => {
  test('is one, however often and from whichever side it is opened at once', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, other] = await Promise.all([aPerson(server.url), aPerson(server.url)]);
      const opened = await Promise.all([1, 2, 3].flatMap(() => [aDirect(one, other), aDirect(other, one)]));
      expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
      const { id } = opened[0]!;
      expect(await everything(one, id)).toHaveLength(1);
      expect(await memberIdsOf(other, id)).toHaveLength(2);
      expect((await one.api.conversation.list.query({})).conversations).toHaveLength(1);
    }
  });

  test('is called by the other person, for each of the two', async () => {
    const asAna = await aDirect(ana!, ben!);
    const asBen = await aDirect(ben!, ana!);
    expect(asAna).toMatchObject({ kind: 'direct', name: null, slug: null, memberCount: 2, head: 1, lastMessage: null });
    expect(asAna.peer).toEqual({ id: ben!.me.id, username: ben!.me.username, name: 'Ben', avatarUrl: null });
    const peer = { id: ana!.me.id, username: ana!.me.username, name: 'Ana', avatarUrl: null };
    expect(asBen).toEqual({ ...asAna, peer, role: 'member' });
  });

  test('with oneself has one member, who is also the peer', async () => {
    const note = await aDirect(ana!, ana!);
    expect(note).toMatchObject({ memberCount: 1, peer: { id: ana!.me.id } });
    expect((await aDirect(ana!, ana!)).id).toBe(note.id);
    expect((await send(ana!, note.id, 'remember')).seq).toBe(2);
  });

  test('with nobody is refused and leaves nothing', async () => {
    const before = await server.container.models.conversations.countDocuments();
    const refused = await refusal(ana!.api.conversation.openDirect.mutate({ userId: NOBODY }));
    expect(refused).toMatchObject({ appCode: 'NOT_FOUND', message: 'There is no such person.' });
    expect(await server.container.models.conversations.countDocuments()).toBe(before);
  });

  test('begins with an entry that says who opened it, for whom', async () => {
    const { id } = await aDirect(cleo!, ana!);
    expect(await everything(ana!, id)).toMatchObject([
      {
        seq: 1,
        kind: 'system',
        action: 'created',
        senderId: cleo!.me.id,
        memberIds: [ana!.me.id, cleo!.me.id].sort(),
      },
    ]);
  });
});

describe('a group', () => {
  test('has who made it as owner and who was named as members, each once', async () => {
    const memberIds = [ben!.me.id, cleo!.me.id, ben!.me.id, ana!.me.id];
    const group = await ana!.api.conversation.createGroup.mutate({ name: '  Trip ', memberIds });
    expect(group).toMatchObject({ kind: 'group', name: 'Trip', memberCount: 3, head: 1, createdBy: ana!.me.id });
    const { members } = await ben!.api.conversation.get.query({ conversationId: group.id });
    expect(Object.fromEntries(members.map(({ user, role }) => [user.id, role]))).toEqual({
      [ana!.me.id]: 'owner',
      [ben!.me.id]: 'member',
      [cleo!.me.id]: 'member',
    });
  });

  test('is the same one for a retry with the same clientId, later and at once', async () => {
    const input = { name: 'Once', memberIds: [ben!.me.id], clientId: aClientId() };
    const made = await Promise.all([1, 2, 3, 4].map(() => ana!.api.conversation.createGroup.mutate(input)));
    const again = await ana!.api.conversation.createGroup.mutate(input);
    expect(new Set([...made, again].map(({ id }) => id)).size).toBe(1);
    expect(await everything(ben!, again.id)).toHaveLength(1);
    const others = await ben!.api.conversation.createGroup.mutate({ ...input, memberIds: [] });
    expect(others.id).not.toBe(again.id);
  });

  test('without a clientId is another one every time', async () => {
    const [one, other] = [await aGroup(ana!, [ben!]), await aGroup(ana!, [ben!])];
    expect(one.id).not.toBe(other.id);
  });

  test('with somebody unknown is refused and leaves nothing', async () => {
    const before = await server.container.models.conversations.countDocuments();
    const input = { name: 'Group', memberIds: [ben!.me.id, NOBODY] };
    expect((await refusal(ana!.api.conversation.createGroup.mutate(input))).appCode).toBe('NOT_FOUND');
    expect(await server.container.models.conversations.countDocuments()).toBe(before);
  });
});

test('what a process stored before it died is in the conversation for whoever asks for it', async () => {
  const { id: conversationId } = await aGroup(ana!, [ben!]);
  const { models } = server.container;
  await server.container.timeline.drain();
  const left: EntryDoc = {
    ...{
      _id: new Types.ObjectId(),
      conversationId: new Types.ObjectId(conversationId),
      seq: 2,
      rev: 2,
      applied: false,
    },
    ...{
      kind: 'message',
      senderId: new Types.ObjectId(ana!.me.id),
      clientId: aClientId(),
      text: 'left',
      at: new Date(),
    },
  };
  await models.entries.insertOne(left);
  const { head, lastMessage, unread } = await ben!.api.conversation.get.query({ conversationId });
  expect({ head, text: lastMessage?.text, unread }).toEqual({ head: 2, text: 'left', unread: 1 });
});

describe('adding members', () => {
  const add = (person: Person, conversationId: string, ...people: Person[]) =>
    person.api.conversation.addMembers.mutate({ conversationId, userIds: people.map(({ me }) => me.id) });

  test('lets them read everything and write, and tells the others by an entry each', async () => {
    const { id } = await aGroup(ana!, []);
    const first = await send(ana!, id, 'before you came');
    const detail = await add(ana!, id, ben!, cleo!);
    expect(detail).toMatchObject({ memberCount: 3, head: 4 });
    expect(detail.members.map(({ user, joinedSeq }) => [user.id, joinedSeq])).toEqual([
      [ana!.me.id, 1],
      [ben!.me.id, 3],
      [cleo!.me.id, 4],
    ]);
    const entries = await everything(ben!, id);
    expect(entries[1]).toEqual(first);
    expect(entries.slice(2)).toMatchObject([
      { kind: 'system', action: 'added', userId: ben!.me.id, senderId: ana!.me.id },
      { kind: 'system', action: 'added', userId: cleo!.me.id, senderId: ana!.me.id },
    ]);
    expect((await send(cleo!, id)).seq).toBe(5);
  });

  test('who are members already changes nothing', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const detail = await add(ben!, id, ana!, ben!);
    expect(detail).toMatchObject({ memberCount: 2, head: 1 });
    expect(detail.members[0]).toMatchObject({ user: { id: ana!.me.id }, role: 'owner' });
  });

  test('lists who made the group first, and the others as they were named', async () => {
    const others = await Promise.all(['Dora', 'Emil', 'Fay', 'Gus'].map((name) => aPerson(server.url, name)));
    const { id } = await aGroup(ana!, others);
    const { members } = await ana!.api.conversation.get.query({ conversationId: id });
    expect(members.map(({ user }) => user.id)).toEqual([ana, ...others].map((one) => one!.me.id));
  });

  test('several times at once is one entry', async () => {
    const { id } = await aGroup(ana!, []);
    await Promise.all([1, 2, 3, 4].map(() => add(ana!, id, ben!)));
    expect(await everything(ben!, id)).toHaveLength(2);
  });

  test('the same person by two members at once makes one membership', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    await Promise.all([add(ana!, id, cleo!), add(ben!, id, cleo!)]);
    const detail = await cleo!.api.conversation.get.query({ conversationId: id });
    expect(detail.memberCount).toBe(3);
    expect(detail.members.filter(({ user }) => user.id === cleo!.me.id)).toHaveLength(1);
  });

  test('with somebody unknown among them adds nobody', async () => {
    const { id } = await aGroup(ana!, []);
    const input = { conversationId: id, userIds: [ben!.me.id, NOBODY] };
    expect((await refusal(ana!.api.conversation.addMembers.mutate(input))).appCode).toBe('NOT_FOUND');
    expect(await memberIdsOf(ana!, id)).toEqual([ana!.me.id]);
  });

  test('to what is not a group is refused', async () => {
    for (const { id } of [await aDirect(ana!, ben!), await aRoom(ana!)]) {
      expect((await refusal(add(ana!, id, cleo!))).appCode).toBe('CONFLICT');
      expect(await memberIdsOf(ana!, id)).not.toContain(cleo!.me.id);
    }
  });

  test('past the limit of a group is refused, up to it is not', async () => {
    const crowd = await aCrowd(server.container, GROUP_MEMBERS_MAX);
    const memberIds = crowd.slice(0, GROUP_MEMBERS_MAX - 2);
    const { id } = await ana!.api.conversation.createGroup.mutate({ name: 'Crowd', memberIds });
    const two = await refusal(
      ana!.api.conversation.addMembers.mutate({ conversationId: id, userIds: crowd.slice(-2) }),
    );
    expect(two).toMatchObject({ appCode: 'TOO_LARGE', httpStatus: 413 });
    const full = await ana!.api.conversation.addMembers.mutate({ conversationId: id, userIds: crowd.slice(-1) });
    expect(full.memberCount).toBe(GROUP_MEMBERS_MAX);
    expect(full.members).toHaveLength(GROUP_MEMBERS_MAX);
  });
});
