import { once } from 'node:events';
import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { ERRORS } from '@tus/server';
import { Upload as TusClient } from 'tus-js-client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createUploadLocks } from '~/server/media/upload-locks';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import { aGroup, asMessage } from '../support/conversations';
import { aFilm, aPdf, aPhoto, aPicture, aRecording, aText } from '../support/files';
import { aClientId, aPerson, apiOf, type Person } from '../support/people';
import { startServerProcess } from '../support/processes';
import { refusal } from '../support/refusals';
import { aSession, cookieOf } from '../support/sessions';
import {
  type At,
  beginPatch,
  filesIn,
  offsetOf,
  openUpload,
  patch,
  refusedWith,
  tus,
  uploaded,
  uploadOf,
} from '../support/uploads';

let backend: Backend;
let server: TestServer;
let ana: Person;
let ben: Person;
let at: At;
beforeAll(async () => {
  backend = await createBackend();
  server = await startConfab({ backend });
  ana = await aPerson(server.url, 'Ana');
  ben = await aPerson(server.url, 'Ben');
  at = { person: ana, url: server.url };
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await backend.close();
});

const incoming = () => filesIn(join(backend.env.dataDir, 'media', 'incoming'));

/** Files of uploads that this process, which is the server's too, holds open. */
async function openFiles(): Promise<string[]> {
  const targets = await Promise.all(
    (await readdir('/proc/self/fd')).map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')),
  );
  return targets.filter((target) => target.startsWith(backend.env.dataDir) && target.includes('incoming'));
}

/** A PATCH that announces the rest and hangs up after a part of it. Resolves when the server has that part. */
async function cutAfter(path: string, bytes: Buffer, { from, to }: { from: number; to: number }): Promise<void> {
  const sending = beginPatch(at, path, { offset: from, announced: bytes.length });
  sending.write(bytes.subarray(from, to));
  const uploadId = path.split('/').at(-1)!;
  while ((await server.container.blobs.arrived(uploadId)) !== to) await new Promise(setImmediate);
  sending.destroy();
}

describe('bytes', () => {
  test('arrive in pieces, and the file is as it was sent', async () => {
    const film = aFilm();
    const { uploadId, url } = await openUpload(at, film);
    const piece = 700_000;
    for (let sent = 0; sent < film.bytes.length; sent += piece) {
      expect(await offsetOf(at, url)).toBe(sent);
      const response = await patch(at, url, film.bytes.subarray(sent, sent + piece), sent);
      expect(response.status).toBe(204);
      expect(response.headers.get('upload-offset')).toBe(`${Math.min(sent + piece, film.bytes.length)}`);
    }
    const { state, attachment } = await uploadOf(at, uploadId);
    expect(state).toBe('ready');
    expect(attachment).toMatchObject({
      kind: 'video',
      filename: 'film.mp4',
      size: film.bytes.length,
      mimeType: 'video/mp4',
    });
    const got = await fetch(`${server.url}${attachment?.url}`);
    expect(Buffer.from(await got.arrayBuffer()).equals(film.bytes)).toBe(true);
  });

  test('go on where they were cut, however often, and nothing of the cut requests is left open', async () => {
    const film = aFilm();
    const { uploadId, url } = await openUpload(at, film);
    let offset = 0;
    for (let times = 0; times < 10; times += 1) {
      await cutAfter(url, film.bytes, { from: offset, to: offset + 100_000 });
      const arrived = await offsetOf(at, url);
      expect(arrived).toBe(offset + 100_000);
      offset = arrived;
    }
    expect(await openFiles()).toEqual([]);
    expect((await patch(at, url, film.bytes.subarray(offset), offset)).status).toBe(204);
    const { attachment } = await uploadOf(at, uploadId);
    const got = await fetch(`${server.url}${attachment?.url}`);
    expect(Buffer.from(await got.arrayBuffer()).equals(film.bytes)).toBe(true);
    expect(await incoming()).toEqual({});
  });

  test('are sent by a stock tus client as they are by ours', async () => {
    const film = aFilm(5_000_000);
    const { uploadId, url } = await openUpload(at, film);
    await new Promise<void>((resolve, reject) => {
      const client = new TusClient(film.bytes, {
        uploadUrl: `${server.url}${url}`,
        chunkSize: 1_000_000,
        headers: { Authorization: `Bearer ${ana.token}` },
        onSuccess: () => resolve(),
        onError: reject,
      });
      client.start();
    });
    expect((await uploadOf(at, uploadId)).attachment?.size).toBe(film.bytes.length);
  });

  test('that are refused end a stock tus client with the words', async () => {
    const fake = { ...aText('not a film'), filename: 'film.mp4', mimeType: 'video/mp4' };
    const { url } = await openUpload(at, fake);
    const error = await new Promise<Error>((resolve) => {
      new TusClient(fake.bytes, {
        uploadUrl: `${server.url}${url}`,
        headers: { Authorization: `Bearer ${ana.token}` },
        onError: resolve,
      }).start();
    });
    expect(String(error)).toContain('415');
    expect(String(error)).toContain('UNSUPPORTED_MEDIA');
  });

  test('at a wrong place are refused, and change nothing', async () => {
    const film = aFilm(10_000);
    const { url } = await openUpload(at, film);
    await patch(at, url, film.bytes.subarray(0, 4_000));
    for (const offset of [0, 3_999, 4_001, 10_000]) {
      expect((await patch(at, url, film.bytes.subarray(0, 100), offset)).status).toBe(409);
    }
    expect(await offsetOf(at, url)).toBe(4_000);
    expect((await patch(at, url, film.bytes.subarray(4_000), 4_000)).status).toBe(204);
  });

  test('of two requests at once are those of one', async () => {
    const film = aFilm();
    const { uploadId, url } = await openUpload(at, film);
    const both = await Promise.all(
      [patch(at, url, film.bytes), patch(at, url, film.bytes)].map((one) => one.catch(() => null)),
    );
    expect(both.filter((response) => response?.status === 204).length).toBeGreaterThanOrEqual(1);
    const { state } = await uploadOf(at, uploadId);
    if (state === 'waiting') {
      const offset = await offsetOf(at, url);
      await patch(at, url, film.bytes.subarray(offset), offset);
    }
    const { attachment } = await uploadOf(at, uploadId);
    const got = await fetch(`${server.url}${attachment?.url}`);
    expect(Buffer.from(await got.arrayBuffer()).equals(film.bytes)).toBe(true);
  });

  test('are taken from a new request though the old one holds on', async () => {
    const film = aFilm(500_000);
    const { uploadId, url } = await openUpload(at, film);
    const stuck = beginPatch(at, url, { announced: film.bytes.length });
    stuck.write(film.bytes.subarray(0, 100_000));
    while ((await server.container.blobs.arrived(uploadId)) !== 100_000) await new Promise(setImmediate);
    const offset = await offsetOf(at, url);
    expect((await patch(at, url, film.bytes.subarray(offset), offset)).status).toBe(204);
    stuck.destroy();
    expect((await uploadOf(at, uploadId)).state).toBe('ready');
  });

  test('are not more than were announced', async () => {
    const film = aFilm(10_000);
    const { uploadId, url } = await openUpload(at, film);
    expect((await patch(at, url, Buffer.concat([film.bytes, Buffer.alloc(1)]))).status).toBe(413);
    expect(await offsetOf(at, url)).toBe(0);
    const chunked = beginPatch(at, url, { announced: null });
    chunked.end(Buffer.alloc(50_000));
    await once(chunked, 'response').catch(() => {});
    expect((await server.container.blobs.arrived(uploadId)) ?? 0).toBeLessThanOrEqual(10_000);
  });

  test('may be more than other requests carry', async () => {
    const film = aFilm(20 * 1024 * 1024);
    expect((await uploaded(at, film)).state).toBe('ready');
  });

  test('that were all sent are all there, though the answer was lost', async () => {
    const film = aFilm(10_000);
    const { url } = await openUpload(at, film);
    await patch(at, url, film.bytes);
    expect(await offsetOf(at, url)).toBe(10_000);
    expect((await patch(at, url, film.bytes)).status).toBe(409);
    expect((await patch(at, url, Buffer.alloc(0), 10_000)).status).toBe(204);
  });
});

describe('a server', () => {
  test('that is killed in the middle goes on where it was', async () => {
    const own = await createBackend();
    const film = aFilm();
    await using first = await startServerProcess(own.env);
    const person = await aPerson(first.url);
    const { uploadId, url } = await openUpload({ person, url: first.url }, film);
    await patch({ person, url: first.url }, url, film.bytes.subarray(0, 1_000_000));
    await first.kill();
    await using second = await startServerProcess(own.env);
    const again: At = { person: { ...person, api: apiOf(second.url, person.token) }, url: second.url };
    expect(await offsetOf(again, url)).toBe(1_000_000);
    await patch(again, url, film.bytes.subarray(1_000_000), 1_000_000);
    expect((await uploadOf(again, uploadId)).attachment?.size).toBe(film.bytes.length);
    await second.terminate();
    await own.close();
  });

  test('keeps what it has checked, though another still holds a request that writes', async () => {
    const own = await createBackend({ monitorCommands: true });
    await using first = await startConfab({ backend: own });
    await using second = await startServerProcess(own.env);
    const film = aFilm(1_000_000);
    const person = await aPerson(first.url);
    const { uploadId, url } = await openUpload({ person, url: first.url }, film);
    // It has the file open, at its beginning, and waits for more.
    const held = beginPatch({ person, url: second.url }, url, { announced: film.bytes.length });
    const over = Promise.race([once(held, 'response'), once(held, 'close')]);
    held.write(film.bytes.subarray(0, 1_000));
    while ((await first.container.blobs.arrived(uploadId)) !== 1_000) await new Promise(setImmediate);
    const there = { person, url: first.url };
    expect((await patch(there, url, film.bytes.subarray(1_000), 1_000)).status).toBe(204);
    const { attachment } = await uploadOf(there, uploadId);
    held.end(Buffer.alloc(film.bytes.length - 1_000));
    await over;
    const got = await fetch(`${first.url}${attachment?.url}`);
    expect(Buffer.from(await got.arrayBuffer()).equals(film.bytes)).toBe(true);
    held.destroy();
    await second.terminate();
    await first.close();
    await own.close();
  });

  test('that stops does not wait for an upload under way, and keeps what has arrived', async () => {
    const own = await createBackend();
    const film = aFilm();
    const first = await startConfab({ backend: own });
    const person = await aPerson(first.url);
    const there = { person, url: first.url };
    const { uploadId, url } = await openUpload(there, film);
    const slow = beginPatch(there, url, { announced: film.bytes.length });
    slow.write(film.bytes.subarray(0, 500_000));
    while ((await first.container.blobs.arrived(uploadId)) !== 500_000) await new Promise(setImmediate);
    const before = performance.now();
    await first.close();
    expect(performance.now() - before).toBeLessThan(3_000);
    await using second = await startConfab({ backend: own });
    expect(await second.container.blobs.arrived(uploadId)).toBe(500_000);
    await second.close();
    await own.close();
  });
});

describe('an upload', () => {
  test('asked for again with the same clientId is one, whatever became of it', async () => {
    const clientId = aClientId();
    const photo = await aPhoto();
    const tickets = await Promise.all([openUpload(at, photo, { clientId }), openUpload(at, photo, { clientId })]);
    expect(tickets[1]).toEqual(tickets[0]);
    await patch(at, tickets[0]!.url, photo.bytes);
    expect(await openUpload(at, photo, { clientId })).toEqual(tickets[0]);
    expect(await openUpload({ ...at, person: ben }, photo, { clientId })).not.toEqual(tickets[0]);
  });

  test('is its owner’s alone: for others it does not exist, and nobody has none', async () => {
    const film = aFilm(10_000);
    const { uploadId, url } = await openUpload(at, film);
    const offset = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    for (const method of ['HEAD', 'PATCH', 'DELETE']) {
      const body = method === 'PATCH' ? { body: film.bytes } : {};
      expect((await tus(server.url, method, { path: url, token: ben.token, headers: offset, ...body })).status).toBe(
        404,
      );
      expect((await tus(server.url, method, { path: url, headers: offset, ...body })).status).toBe(401);
      expect((await tus(server.url, method, { path: url, token: 'wrong', headers: offset, ...body })).status).toBe(401);
    }
    expect((await refusal(ben.api.upload.get.query({ uploadId }))).appCode).toBe('NOT_FOUND');
    expect((await refusal(apiOf(server.url).upload.get.query({ uploadId }))).appCode).toBe('UNAUTHENTICATED');
    expect(await offsetOf(at, url)).toBe(0);
    await patch(at, url, film.bytes);
    expect((await refusal(ben.api.upload.get.query({ uploadId }))).appCode).toBe('NOT_FOUND');
  });

  test('is sent by a page with its cookie, and not by a page made for somebody else', async () => {
    const film = aFilm(10_000);
    const { url } = await openUpload(at, film);
    const cookie = cookieOf(await aSession(server.container, ana.me.id));
    const send = (headers: Record<string, string>) =>
      tus(server.url, 'PATCH', {
        path: url,
        body: film.bytes,
        headers: { cookie, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream', ...headers },
      });
    expect((await send({ 'x-confab-user': ben.me.id })).status).toBe(401);
    expect((await send({ 'x-confab-user': ana.me.id, origin: 'https://evil.example' })).status).toBe(403);
    expect((await send({ 'x-confab-user': ana.me.id, origin: server.url })).status).toBe(204);
  });

  test('is created by its procedure only, and nothing else is served there', async () => {
    const made = await tus(server.url, 'POST', {
      path: '/api/uploads/',
      token: ana.token,
      headers: { 'upload-length': '10' },
    });
    expect(made.status).toBe(405);
    for (const path of [
      '/api/uploads/',
      '/api/uploads/..%2f..%2fsecret',
      `/api/uploads/${'a'.repeat(24)}/x`,
      `/api/uploads/${'a'.repeat(24)}`,
    ]) {
      expect((await tus(server.url, 'HEAD', { path, token: ana.token })).status).toBe(404);
    }
    const { url } = await openUpload(at, aFilm(10_000));
    expect((await tus(server.url, 'GET', { path: url, token: ana.token })).status).toBe(405);
    const options = await tus(server.url, 'OPTIONS', { path: url });
    expect(options.status).toBe(204);
    expect(Object.fromEntries(options.headers)).toMatchObject({
      allow: 'HEAD, PATCH, DELETE, OPTIONS',
      'tus-version': '1.0.0',
      'tus-extension': 'termination',
      'tus-max-size': `${backend.env.uploads.maxBytes}`,
    });
    expect([...options.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('that another request does not let go of is answered with words, and is there for the next one', async () => {
    const film = aFilm(10_000);
    const { uploadId, url } = await openUpload(at, film);
    const locks = createUploadLocks({ waitMs: 20 });
    const held = locks.newLock(server.container.blobs.incomingId(uploadId));
    await held.lock(new AbortController().signal, () => {});
    const spy = vi.spyOn(server.container.uploadLocks, 'newLock').mockImplementation(locks.newLock);
    const busy = await patch(at, url, film.bytes);
    expect([busy.status, busy.headers.get('content-type')]).toEqual([503, 'application/json']);
    expect(await busy.json()).toEqual({ appCode: 'UNAVAILABLE', message: expect.stringMatching(/Try again\.$/) });
    const head = await tus(server.url, 'HEAD', { path: url, token: ana.token });
    expect([head.status, await head.text()]).toEqual([503, '']);
    await held.unlock();
    expect((await patch(at, url, film.bytes)).status).toBe(204);
    spy.mockRestore();
  });

  test('that cannot be written to is answered with words', async () => {
    const film = aFilm(10_000);
    const { url } = await openUpload(at, film);
    for (const failure of [ERRORS.FILE_WRITE_ERROR, new Error('the disk of this server')]) {
      const spy = vi.spyOn(server.container.blobs.incoming, 'write').mockRejectedValue(failure);
      const failed = await patch(at, url, film.bytes);
      spy.mockRestore();
      expect(failed.status).toBe(503);
      expect(await failed.json()).toEqual({ appCode: 'UNAVAILABLE', message: expect.not.stringContaining('disk') });
    }
    expect((await patch(at, url, film.bytes)).status).toBe(204);
  });

  test('is cancelled by its owner, with what had arrived', async () => {
    const film = aFilm(10_000);
    const { uploadId, url } = await openUpload(at, film);
    await patch(at, url, film.bytes.subarray(0, 5_000));
    expect((await tus(server.url, 'DELETE', { path: url, token: ana.token })).status).toBe(204);
    expect((await tus(server.url, 'HEAD', { path: url, token: ana.token })).status).toBe(404);
    expect((await patch(at, url, film.bytes.subarray(5_000), 5_000)).status).toBe(404);
    expect((await refusal(uploadOf(at, uploadId))).message).toContain('attach the file again');
    expect(Object.keys(await incoming()).filter((name) => name.includes(uploadId))).toEqual([]);
  });

  test('may be for a conversation that its owner writes to, and for no other', async () => {
    const { id } = await aGroup(ana, []);
    expect(await uploaded(at, aText(), { conversationId: id })).toMatchObject({ state: 'ready' });
    const call = openUpload({ ...at, person: ben }, aText(), { conversationId: id });
    expect((await refusal(call)).appCode).toBe('NOT_FOUND');
  });

  test('carries what the browser measured of films and of recordings', async () => {
    const wave = Array.from({ length: 64 }, (_, index) => index);
    const poster = (await aPicture('frame.png', { width: 1280, height: 720 })).bytes.toString('base64');
    const film = await uploaded(at, aFilm(), { width: 1280, height: 720, durationMs: 4_200, poster });
    expect(film.attachment).toMatchObject({ width: 1280, height: 720, durationMs: 4_200 });
    expect(film.attachment?.placeholder).toMatch(/^data:image\/webp;base64,/);
    expect(film.attachment?.thumbnailUrl).toBeDefined();
    const voice = await uploaded(at, aRecording(), { durationMs: 1_000, wave });
    expect(voice.attachment).toMatchObject({ kind: 'audio', mimeType: 'audio/webm', durationMs: 1_000, wave });
    expect(voice.attachment?.thumbnailUrl).toBeUndefined();
  });
});

describe('a message', () => {
  const sending = (conversationId: string, uploadIds: readonly string[], clientId = aClientId()) =>
    ana.api.message.send.mutate({ conversationId, clientId, uploadIds: [...uploadIds] });

  test('has an upload for itself: of many at once that ask for it, one gets it', async () => {
    const { id } = await aGroup(ana, []);
    const { uploadId } = await uploaded(at, aText());
    const outcomes = await Promise.all(
      Array.from({ length: 6 }, () => sending(id, [uploadId]).catch((error) => error.data.appCode)),
    );
    expect(outcomes.filter((outcome) => outcome === 'CONFLICT')).toHaveLength(5);
    expect((await refusal(sending(id, [uploadId]))).message).toContain('attach it again');
    const deleted = await tus(server.url, 'DELETE', { path: `/api/uploads/${uploadId}`, token: ana.token });
    expect(deleted.status).toBe(409);
  });

  test('sent again, also at once, has the same files in the same order', async () => {
    const { id } = await aGroup(ana, []);
    const ids = await Promise.all(
      [aText('one'), aText('two')].map(async (file) => (await uploaded(at, file)).uploadId),
    );
    const clientId = aClientId();
    const [first, ...others] = await Promise.all(
      Array.from({ length: 4 }, () => sending(id, ids.toReversed(), clientId)),
    );
    for (const other of others) expect(other).toEqual(first);
    expect(asMessage(first).attachments.map((attachment) => attachment.id)).toEqual(ids.toReversed());
  });

  test('takes all of its files or none', async () => {
    const { id } = await aGroup(ana, []);
    const { uploadId } = await uploaded(at, aText());
    const { uploadId: waiting } = await openUpload(at, aFilm(9_000));
    const { uploadId: refused } = await refusedWith(at, aPdf('photo.jpg', 'image/jpeg'));
    const { uploadId: bens } = await uploaded({ ...at, person: ben }, aText());
    expect(await refusal(sending(id, [uploadId, waiting]))).toMatchObject({
      appCode: 'CONFLICT',
      message: 'film.mp4 is not complete yet.',
    });
    expect(await refusal(sending(id, [uploadId, refused]))).toMatchObject({
      appCode: 'UNSUPPORTED_MEDIA',
      message: expect.stringMatching(/^photo\.jpg: /),
    });
    for (const missing of [bens, 'a'.repeat(24)]) {
      expect(await refusal(sending(id, [uploadId, missing]))).toMatchObject({
        appCode: 'NOT_FOUND',
        message: 'The upload is gone; attach the file again.',
      });
    }
    expect(asMessage(await sending(id, [uploadId])).attachments).toHaveLength(1);
  });

  test('waits for a file that is being looked at', async () => {
    const { id } = await aGroup(ana, []);
    const photo = await aPicture('large.png', { width: 3000, height: 2000 });
    const { uploadId, url } = await openUpload(at, photo);
    const arriving = patch(at, url, photo.bytes);
    while ((await server.container.models.uploads.findById(uploadId).lean())?.state === 'waiting') {
      await new Promise(setImmediate);
    }
    expect(asMessage(await sending(id, [uploadId])).attachments[0]).toMatchObject({ width: 3000, height: 2000 });
    expect((await arriving).status).toBe(204);
  });
});
