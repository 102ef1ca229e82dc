import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Id } from '~/contract/primitives';
import { objectId } from '~/server/services/actor';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, aRoom, everything } from '../support/conversations';
import { aPicture, aText, type TestFile } from '../support/files';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';
import { refusal } from '../support/refusals';
import { openUpload, uploaded } from '../support/uploads';

let server: TestServer;
let [ana, ben, cleo]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map((name) => aPerson(server.url, name)));
});
afterAll(() => server[Symbol.asyncDispose]());

const follow = (url: string | null | undefined) => fetch(`${server.url}${url}`);
const statusOf = async (url: string | null | undefined) => (await follow(url)).status;
const upload = async (person: Person, file: TestFile): Promise<Id> =>
  (await uploaded({ person, url: server.url }, file)).uploadId;
const anUpload = async (person: Person) => upload(person, await aPicture());
const setOwn = ({ api }: Person, avatarUploadId: Id | null) => api.account.update.mutate({ avatarUploadId });
const setOf = ({ api }: Person, conversationId: Id, avatarUploadId: Id | null) =>
  api.conversation.update.mutate({ conversationId, avatarUploadId });

/** Uploads that cannot be a picture of anything, with why not. */
async function unfit(person: Person, other: Person): Promise<[uploadId: Id, appCode: string][]> {
  const { id } = await aGroup(person, []);
  const sent = await anUpload(person);
  await person.api.message.send.mutate({ conversationId: id, clientId: aClientId(), uploadIds: [sent] });
  return [
    ['f'.repeat(24), 'NOT_FOUND'],
    [await anUpload(other), 'NOT_FOUND'],
    [sent, 'CONFLICT'],
    [(await openUpload({ person, url: server.url }, await aPicture())).uploadId, 'CONFLICT'],
    [await upload(person, aText()), 'UNSUPPORTED_MEDIA'],
  ];
}

describe('a person’s picture', () => {
  test('is a small square, and wherever others see the person, with a link of each viewer’s own', async () => {
    const person = await aPerson(server.url, 'Pia');
    expect(person.me.avatarUrl).toBeNull();
    const direct = await aDirect(ben!, person);
    const group = await aGroup(ben!, [person]);
    const me = await setOwn(person, await anUpload(person));
    expect(await person.api.account.me.query()).toEqual(me);
    const picture = await follow(me.avatarUrl);
    const { width, height, format } = await sharp(Buffer.from(await picture.arrayBuffer())).metadata();
    expect({ width, height, format }).toEqual({ width: 256, height: 256, format: 'webp' });
    const { api } = ben!;
    const userId = person.me.id;
    const detail = await api.conversation.get.query({ conversationId: group.id });
    const { conversations } = await api.conversation.list.query({});
    const urls = [
      (await api.user.get.query({ userId })).avatarUrl,
      (await api.user.byIds.query({ userIds: [userId] }))[0]!.avatarUrl,
      (await api.user.search.query({ query: person.me.username }))[0]!.avatarUrl,
      detail.members.find(({ user }) => user.id === userId)!.user.avatarUrl,
      conversations.find(({ id }) => id === direct.id)!.peer!.avatarUrl,
    ];
    expect(new Set(urls).size).toBe(1);
    expect(urls[0]).toContain(`for=${ben!.me.id}`);
    expect(await statusOf(urls[0])).toBe(200);
    expect((await cleo!.api.user.get.query({ userId })).avatarUrl).toContain(`for=${cleo!.me.id}`);
  });

  test('goes when another takes its place, and when it is taken away', async () => {
    const person = await aPerson(server.url);
    const [first, second] = [await anUpload(person), await anUpload(person)];
    const one = await setOwn(person, first);
    const two = await setOwn(person, second);
    expect([await statusOf(one.avatarUrl), await statusOf(two.avatarUrl)]).toEqual([404, 200]);
    expect((await setOwn(person, second)).avatarUrl).toBe(two.avatarUrl);
    expect((await person.api.account.update.mutate({ name: 'Other' })).avatarUrl).toBe(two.avatarUrl);
    for (const _ of [1, 2]) expect((await setOwn(person, null)).avatarUrl).toBeNull();
    expect(await statusOf(two.avatarUrl)).toBe(404);
    expect((await ben!.api.user.get.query({ userId: person.me.id })).avatarUrl).toBeNull();
    expect((await refusal(setOwn(person, first))).appCode).toBe('NOT_FOUND');
  });

  test('set to several at once is one of them, and that one can be seen', async () => {
    const person = await aPerson(server.url);
    const uploadIds = await Promise.all([1, 2, 3].map(() => anUpload(person)));
    await Promise.all(uploadIds.map((uploadId) => setOwn(person, uploadId)));
    const { avatarUrl } = await person.api.account.me.query();
    expect(await statusOf(avatarUrl)).toBe(200);
    const { models } = server.container;
    const open = await models.uploads.countDocuments({ ownerId: person.me.id, released: { $exists: false } });
    expect(open).toBe(1);
  });

  test('is an image of their own that is used for nothing else; a refusal changes nothing', async () => {
    const person = await aPerson(server.url);
    const { avatarUrl } = await setOwn(person, await anUpload(person));
    for (const [uploadId, appCode] of await unfit(person, ben!)) {
      const call = person.api.account.update.mutate({ name: 'Refused', avatarUploadId: uploadId });
      expect({ uploadId, appCode: (await refusal(call)).appCode }).toEqual({ uploadId, appCode });
    }
    expect(await person.api.account.me.query()).toMatchObject({ name: 'Ana', avatarUrl });
    expect(await statusOf(avatarUrl)).toBe(200);
  });

  test('is not a file to send, too', async () => {
    const uploadId = await anUpload(ana!);
    await setOwn(ana!, uploadId);
    const { id } = await aGroup(ana!, []);
    const call = ana!.api.message.send.mutate({ conversationId: id, clientId: aClientId(), uploadIds: [uploadId] });
    expect((await refusal(call)).appCode).toBe('CONFLICT');
  });
});

describe('a group’s picture', () => {
  test('is shown to its members, who are told of it, each with a link of their own', async () => {
    const { id } = await aGroup(ana!, [ben!, cleo!]);
    await using live = await listenAs(ben!, server.url);
    const changed = await setOf(ana!, id, await anUpload(ana!));
    expect(changed.avatarUrl).toContain(`for=${ana!.me.id}`);
    const event = await live.until(
      (one) => one.type === 'conversation' && one.conversation.id === id && one.conversation.avatarUrl !== null,
    );
    const told = event.type === 'conversation' ? event.conversation : null;
    expect(told!.avatarUrl).toContain(`for=${ben!.me.id}`);
    expect((await ben!.api.conversation.get.query({ conversationId: id })).avatarUrl).toBe(told!.avatarUrl);
    expect(await statusOf(told!.avatarUrl)).toBe(200);
    await setOf(ana!, id, null);
    await live.until(
      (one) =>
        one.type === 'conversation' &&
        one.conversation.avatarUrl === null &&
        live.events.indexOf(one) > live.events.indexOf(event),
    );
    expect(await statusOf(told!.avatarUrl)).toBe(404);
    // No entry says so.
    expect(await everything(ana!, id)).toHaveLength(1);
  });

  test('is for admins and owners to change, together with the name or alone', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const uploadId = await anUpload(ben!);
    expect((await refusal(setOf(ben!, id, uploadId))).appCode).toBe('FORBIDDEN');
    await ana!.api.conversation.setRole.mutate({ conversationId: id, userId: ben!.me.id, role: 'admin' });
    const input = { conversationId: id, name: 'Pictured', avatarUploadId: uploadId };
    const changed = await ben!.api.conversation.update.mutate(input);
    expect(changed).toMatchObject({ name: 'Pictured', avatarUrl: expect.any(String) });
    expect(await ben!.api.conversation.update.mutate(input)).toMatchObject({ avatarUrl: changed.avatarUrl });
    await ana!.api.conversation.update.mutate({ conversationId: id, name: 'Still pictured' });
    expect(await statusOf(changed.avatarUrl)).toBe(200);
  });

  test('cannot be seen any more by who was removed', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    await setOf(ana!, id, await anUpload(ana!));
    const { avatarUrl } = await ben!.api.conversation.get.query({ conversationId: id });
    expect(await statusOf(avatarUrl)).toBe(200);
    await ana!.api.conversation.removeMember.mutate({ conversationId: id, userId: ben!.me.id });
    expect(await statusOf(avatarUrl)).toBe(404);
  });

  test('is an image of the caller’s that is used for nothing else; a refusal changes nothing', async () => {
    const { id } = await aGroup(ana!, []);
    const { avatarUrl } = await setOf(ana!, id, await anUpload(ana!));
    for (const [uploadId, appCode] of await unfit(ana!, ben!)) {
      const call = ana!.api.conversation.update.mutate({
        conversationId: id,
        name: 'Refused',
        avatarUploadId: uploadId,
      });
      expect({ uploadId, appCode: (await refusal(call)).appCode }).toEqual({ uploadId, appCode });
    }
    const after = await ana!.api.conversation.get.query({ conversationId: id });
    expect(after).toMatchObject({ name: 'Group', avatarUrl });
  });
});

describe('after a day, the collector', () => {
  test('keeps every picture that is shown, and removes what was taken for one and never became it', async () => {
    let time = Date.now();
    await using later = await startConfab({ now: () => new Date(time) });
    const person = await aPerson(later.url);
    const picture = async () => (await uploaded({ person, url: later.url }, await aPicture())).uploadId;
    const { id } = await aGroup(person, []);
    const [own, groups, lost] = [await picture(), await picture(), await picture()];
    await setOwn(person, own);
    await setOf(person, id, groups);
    const { uploads } = later.container.services;
    const actor = { userId: person.me.id, credential: { kind: 'token', id: lost } } as const;
    await uploads.claimAvatar(actor, { kind: 'user', userId: objectId(person.me.id) }, lost);
    for (const kept of [
      [own, groups, lost],
      [own, groups],
      [own, groups],
    ]) {
      await uploads.collect();
      const left = await later.container.models.uploads.find({}, { _id: 1 }).lean();
      expect(left.map(({ _id }) => _id.toString()).sort()).toEqual(kept.sort());
      time += 25 * 60 * 60 * 1000;
    }
    const { avatarUrl } = await person.api.account.me.query();
    expect((await fetch(`${later.url}${avatarUrl}`)).status).toBe(200);
  });
});

test('a room’s picture is for everybody to see, also before they join', async () => {
  const room = await aRoom(ana!);
  await setOf(ana!, room.id, await anUpload(ana!));
  const { rooms } = await cleo!.api.room.list.query({ query: room.slug! });
  expect(rooms).toMatchObject([{ id: room.id, joined: false, avatarUrl: expect.any(String) }]);
  expect(await statusOf(rooms[0]!.avatarUrl)).toBe(200);
});

test('a direct conversation has no picture of its own', async () => {
  const { id, avatarUrl } = await aDirect(ana!, ben!);
  expect(avatarUrl).toBeNull();
  expect((await refusal(setOf(ana!, id, await anUpload(ana!)))).appCode).toBe('CONFLICT');
});
