import { once } from 'node:events';
import { request } from 'node:http';
import { Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Attachment } from '~/contract/upload';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, aRoom, asMessage } from '../support/conversations';
import { aFilm, aPdf, aPhoto, aText, type TestFile } from '../support/files';
import { aClientId, aPerson, type Person } from '../support/people';
import { refusal } from '../support/refusals';
import { uploaded } from '../support/uploads';

let backend: Backend;
let server: TestServer;
let time = Date.now();
let ana: Person;
let ben: Person;
let eve: Person;
beforeAll(async () => {
  backend = await createBackend();
  server = await startConfab({ backend, now: () => new Date(time) });
  ana = await aPerson(server.url, 'Ana');
  ben = await aPerson(server.url, 'Ben');
  eve = await aPerson(server.url, 'Eve');
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await backend.close();
});

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(`${server.url}${path}`, { method, headers, redirect: 'manual' });

/** The status for a request as it is written here: `fetch` straightens paths and adds headers about caches. */
async function rawStatus(path: string, headers: Record<string, string> = {}): Promise<number | undefined> {
  const { hostname, port } = new URL(server.url);
  const [response] = await once(request({ hostname, port, path, headers }).end(), 'response');
  response.resume();
  return response.statusCode;
}

const upload = async (person: Person, file: TestFile) =>
  (await uploaded({ person, url: server.url }, file)).attachment!;

/** A message of Ana's with a file, to a group with Ben. */
async function aMessageWith(file: TestFile, members: readonly Person[] = [ben]) {
  const { id: conversationId } = await aGroup(ana, members);
  const { id } = await upload(ana, file);
  const message = asMessage(
    await ana.api.message.send.mutate({ conversationId, clientId: aClientId(), uploadIds: [id] }),
  );
  return { conversationId, message, uploadId: id };
}

/** The file as this person gets it. */
const linkOf = async (person: Person, uploadId: string): Promise<Attachment> =>
  (await person.api.upload.get.query({ uploadId })).attachment!;

describe('a file', () => {
  test.each([
    ['a photo', () => aPhoto(), 'image/jpeg', 'inline; filename="photo.jpg"'],
    ['a film', async () => aFilm(9_000), 'video/mp4', 'inline; filename="film.mp4"'],
    ['a paper', async () => aPdf(), 'application/pdf', 'attachment; filename="paper.pdf"'],
    ['a text', async () => aText(), 'text/plain; charset=utf-8', 'attachment; filename="note.txt"'],
  ])('like %s can be shown or saved, and never run', async (_what, make, type, disposition) => {
    const { url } = await upload(ana, await make());
    for (const method of ['GET', 'HEAD']) {
      const response = await get(url, {}, method);
      expect(response.status).toBe(200);
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': type,
        'content-disposition': disposition,
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, max-age=31536000, immutable',
        'accept-ranges': 'bytes',
      });
      expect(response.headers.get('set-cookie')).toBeNull();
    }
  });

  test('keeps a name in any script, and one that would end the header does not', async () => {
    const { url } = await upload(ana, aText('x', '履歴書 “résumé”"; filename=evil.html.txt'));
    const disposition = (await get(url)).headers.get('content-disposition') ?? '';
    expect(disposition).toMatch(/^attachment; filename="(?:[^"\\]|\\.)*"; filename\*=UTF-8''[\w%.-]+$/);
    expect(decodeURIComponent(disposition.split("''")[1] ?? '')).toBe('履歴書 “résumé”"; filename=evil.html.txt');
  });

  test('is answered in the ranges that players ask for', async () => {
    const film = aFilm(100_000);
    const { url } = await upload(ana, film);
    const asked = async (range: string, more: Record<string, string> = {}) => {
      const response = await get(url, { range, ...more });
      return { response, bytes: Buffer.from(await response.arrayBuffer()) };
    };
    for (const [range, from, to] of [
      ['bytes=0-0', 0, 1],
      ['bytes=0-', 0, 100_000],
      ['bytes=99990-', 99_990, 100_000],
      ['bytes=-10', 99_990, 100_000],
      ['bytes=500-999999', 500, 100_000],
    ] as const) {
      const { response, bytes } = await asked(range);
      expect(response.status).toBe(206);
      expect(response.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/100000`);
      expect(bytes.equals(film.bytes.subarray(from, to))).toBe(true);
    }
    const beyond = await asked('bytes=100000-');
    expect(beyond.response.status).toBe(416);
    expect(beyond.response.headers.get('content-range')).toBe('bytes */100000');
    const etag = (await get(url)).headers.get('etag') ?? '';
    expect((await asked('bytes=0-9', { 'if-range': etag })).response.status).toBe(206);
    expect((await asked('bytes=0-9', { 'if-range': '"other"' })).response.status).toBe(200);
    const head = await get(url, { range: 'bytes=0-9' }, 'HEAD');
    expect([head.status, head.headers.get('content-length')]).toEqual([206, '10']);
  });

  test('is not sent again to who holds it', async () => {
    const { url } = await upload(ana, await aPhoto());
    const etag = (await get(url)).headers.get('etag') ?? '';
    expect(await rawStatus(url, { 'if-none-match': etag })).toBe(304);
    expect(await rawStatus(url, { 'if-none-match': '"other"' })).toBe(200);
  });

  test('is read only', async () => {
    const { url } = await upload(ana, aText());
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH']) expect((await get(url, {}, method)).status).toBe(405);
  });
});

describe('a link', () => {
  test('ends with its time', async () => {
    const { url, expiresAt } = await upload(ana, aText());
    const before = time;
    time = Date.parse(expiresAt) - 1;
    expect((await get(url)).status).toBe(200);
    time = Date.parse(expiresAt);
    const over = await get(url);
    expect(over.status).toBe(403);
    expect(over.headers.get('cache-control')).toBe('no-store');
    expect(await over.json()).toEqual({ appCode: 'FORBIDDEN', message: expect.stringMatching(/\.$/) });
    time = before;
  });

  test('is good for nothing else and nobody else', async () => {
    const { url, id } = await upload(ana, await aPhoto());
    const { id: other } = await upload(ben, aText());
    for (const changed of [
      url.replace(id, other),
      url.replace('/file?', '/thumbnail?'),
      url.replace(ana.me.id, ben.me.id),
      url.replace(/until=\d+/, 'until=99999999999'),
      url.replace(/sig=./, 'sig=_'),
      url.replace(/&sig=.*/, ''),
      url.replace('/file?', '/../file?'),
      `/api/media/${id}/file`,
      '/api/media/',
      '/api/media/../../etc/passwd',
    ]) {
      expect([changed, await rawStatus(changed)]).toEqual([changed, 403]);
    }
  });
});

describe('a file of a message', () => {
  test('is for the members, and for nobody else', async () => {
    const { uploadId } = await aMessageWith(await aPhoto());
    const { url, thumbnailUrl } = await linkOf(ben, uploadId);
    expect((await get(url)).status).toBe(200);
    expect((await get(thumbnailUrl ?? '')).status).toBe(200);
    expect((await refusal(linkOf(eve, uploadId))).appCode).toBe('NOT_FOUND');
  });

  test('is gone for who was removed, though their link is still good', async () => {
    const { conversationId, uploadId } = await aMessageWith(aText());
    const { url } = await linkOf(ben, uploadId);
    await ana.api.conversation.removeMember.mutate({ conversationId, userId: ben.me.id });
    const response = await get(url);
    expect(response.status).toBe(404);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect((await refusal(linkOf(ben, uploadId))).appCode).toBe('NOT_FOUND');
    expect((await get((await linkOf(ana, uploadId)).url)).status).toBe(200);
  });

  test('is gone for who sent it and left, and there again for who came back', async () => {
    const { conversationId, uploadId } = await aMessageWith(await aPhoto());
    const { url, thumbnailUrl } = await linkOf(ana, uploadId);
    await ana.api.conversation.setRole.mutate({ conversationId, userId: ben.me.id, role: 'owner' });
    await ana.api.conversation.leave.mutate({ conversationId });
    for (const link of [url, thumbnailUrl ?? '']) expect((await get(link)).status).toBe(404);
    expect((await refusal(linkOf(ana, uploadId))).appCode).toBe('NOT_FOUND');
    expect((await get((await linkOf(ben, uploadId)).url)).status).toBe(200);
    await ben.api.conversation.addMembers.mutate({ conversationId, userIds: [ana.me.id] });
    expect((await get((await linkOf(ana, uploadId)).url)).status).toBe(200);
  });

  test('is its sender’s while the message is not there yet', async () => {
    const { id: conversationId } = await aGroup(ana, [ben]);
    const { id } = await upload(ana, aText());
    const use = {
      kind: 'message' as const,
      conversationId: new Types.ObjectId(conversationId),
      senderId: new Types.ObjectId(ana.me.id),
      clientId: aClientId(),
    };
    const actor = { userId: ana.me.id, credential: { kind: 'token' as const, id: 'test' } };
    await server.container.services.uploads.claim(actor, use, [id]);
    expect((await get((await linkOf(ana, id)).url)).status).toBe(200);
    expect((await refusal(linkOf(ben, id))).appCode).toBe('NOT_FOUND');
  });

  test('is gone for everybody once the message is deleted, with its bytes', async () => {
    const { conversationId, message, uploadId } = await aMessageWith(await aPhoto());
    const [anas, bens] = [await linkOf(ana, uploadId), await linkOf(ben, uploadId)];
    const act = { conversationId, messageId: message.id, scope: 'everyone', clientId: aClientId() } as const;
    await ana.api.message.delete.mutate(act);
    for (const { url, thumbnailUrl } of [anas, bens]) {
      expect((await get(url)).status).toBe(404);
      expect((await get(thumbnailUrl ?? '')).status).toBe(404);
    }
    expect(await server.container.models.uploads.countDocuments({ _id: uploadId })).toBe(0);
  });

  test('is gone for who hid the message, and for nobody else', async () => {
    const { conversationId, message, uploadId } = await aMessageWith(aText(), [ben, eve]);
    const { url } = await linkOf(ben, uploadId);
    const act = { conversationId, messageId: message.id, scope: 'me', clientId: aClientId() } as const;
    await ben.api.message.delete.mutate(act);
    expect((await get(url)).status).toBe(404);
    expect((await refusal(linkOf(ben, uploadId))).appCode).toBe('NOT_FOUND');
    expect((await get((await linkOf(eve, uploadId)).url)).status).toBe(200);
    const { url: own } = await linkOf(ana, uploadId);
    await ana.api.message.delete.mutate({ ...act, clientId: aClientId() });
    expect((await get(own)).status).toBe(404);
    expect((await refusal(linkOf(ana, uploadId))).appCode).toBe('NOT_FOUND');
    expect((await get((await linkOf(eve, uploadId)).url)).status).toBe(200);
  });

  test('that was forwarded stays where it went, when the first one is deleted', async () => {
    const { conversationId, message } = await aMessageWith(await aPhoto());
    const { id: there } = await aDirect(ben, eve);
    const forward = { conversationId, messageId: message.id, toConversationIds: [there], clientId: aClientId() };
    const [copy] = await ben.api.message.forward.mutate(forward);
    const [attachment] = asMessage(copy).attachments;
    const act = { conversationId, messageId: message.id, scope: 'everyone', clientId: aClientId() } as const;
    await ana.api.message.delete.mutate(act);
    const { url, thumbnailUrl } = await linkOf(eve, attachment!.id);
    expect((await get(url)).status).toBe(200);
    expect((await get(thumbnailUrl ?? '')).status).toBe(200);
    expect((await refusal(linkOf(ana, attachment!.id))).appCode).toBe('NOT_FOUND');
    await ben.api.message.delete.mutate({ ...act, conversationId: there, messageId: copy!.id, clientId: aClientId() });
    expect((await get(url)).status).toBe(404);
  });
});

describe('a picture of', () => {
  test('a person is for anybody who is signed in, small and square, and the one before is gone', async () => {
    const before = await upload(ana, await aPhoto());
    await ana.api.account.update.mutate({ avatarUploadId: before.id });
    const [shown] = (await eve.api.user.search.query({ query: ana.me.username })) as { avatarUrl: string | null }[];
    const response = await get(shown?.avatarUrl ?? '');
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'image/webp']);
    const file = `${before.url}`;
    expect((await refusal(linkOf(eve, before.id))).appCode).toBe('NOT_FOUND');
    await ana.api.account.update.mutate({ avatarUploadId: (await upload(ana, await aPhoto())).id });
    expect((await get(shown?.avatarUrl ?? '')).status).toBe(404);
    expect((await get(file)).status).toBe(404);
  });

  test('a group is for its members; of a room, for anybody', async () => {
    const { id: group } = await aGroup(ana, [ben]);
    const { id: room } = await aRoom(ana);
    for (const conversationId of [group, room]) {
      const { id } = await upload(ana, await aPhoto());
      await ana.api.conversation.update.mutate({ conversationId, avatarUploadId: id });
    }
    const seen = await ben.api.conversation.get.query({ conversationId: group });
    expect((await get(seen.avatarUrl ?? '')).status).toBe(200);
    await ana.api.conversation.removeMember.mutate({ conversationId: group, userId: ben.me.id });
    expect((await get(seen.avatarUrl ?? '')).status).toBe(404);
    const rooms = await eve.api.room.list.query({});
    const found = rooms.rooms.find(({ id }) => id === room);
    expect((await get(found?.avatarUrl ?? '')).status).toBe(200);
  });

  test('is a picture of one’s own', async () => {
    const { id } = await upload(ana, await aPhoto());
    expect((await refusal(ben.api.account.update.mutate({ avatarUploadId: id }))).appCode).toBe('NOT_FOUND');
    const text = await upload(ana, aText());
    const refused = await refusal(ana.api.account.update.mutate({ avatarUploadId: text.id }));
    expect(refused.appCode).toBe('UNSUPPORTED_MEDIA');
  });
});
