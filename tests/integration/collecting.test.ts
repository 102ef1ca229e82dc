import { randomBytes } from 'node:crypto';
import { mkdir, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Types } from 'mongoose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { EntryDoc } from '~/server/models/entry';
import { identityOf } from '~/server/models/identity';
import { connectModels } from '~/server/models/models';
import type { UploadDoc } from '~/server/models/upload';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import { aGroup, asMessage } from '../support/conversations';
import { aFilm, aPdf, aPhoto, aText } from '../support/files';
import { aClientId, aPerson, type Person } from '../support/people';
import { type At, filesIn, offsetOf, openUpload, patch, refusedWith, uploaded, uploadOf } from '../support/uploads';

const HOUR = 60 * 60 * 1000;

let backend: Backend;
let server: TestServer;
let time: number;
let ana: Person;
let at: At;
beforeEach(async () => {
  time = Date.now();
  backend = await createBackend();
  server = await startConfab({ backend, now: () => new Date(time) });
  ana = await aPerson(server.url, 'Ana');
  at = { person: ana, url: server.url };
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await backend.close();
});

/** Files there, apart from the note of whose they are. */
async function media(): Promise<Record<string, number>> {
  const { database: _database, ...files } = await filesIn(join(backend.env.dataDir, 'media'));
  return files;
}
const collect = () => server.container.services.uploads.collect();
const known = () => server.container.models.uploads.countDocuments();
const change = (uploadId: string, state: Partial<UploadDoc>) =>
  server.container.models.uploads.updateOne({ _id: uploadId }, { $set: state });

describe('after a day, the collector', () => {
  test('removes what never arrived, what was refused and what was never sent, and not before', async () => {
    const { url } = await openUpload(at, aFilm(10_000));
    await patch(at, url, Buffer.alloc(4_000));
    await refusedWith(at, aPdf('photo.jpg', 'image/jpeg'));
    await uploaded(at, await aPhoto());
    time += 23 * HOUR;
    await collect();
    expect(await known()).toBe(3);
    expect(await offsetOf(at, url)).toBe(4_000);
    time += 2 * HOUR;
    await collect();
    // Somebody asked for the first one meanwhile.
    expect(await known()).toBe(1);
    time += 24 * HOUR;
    await collect();
    expect(await known()).toBe(0);
    expect(await media()).toEqual({});
  });

  test('keeps what a message has, however old', async () => {
    const { id: conversationId } = await aGroup(ana, []);
    const { uploadId } = await uploaded(at, await aPhoto());
    await ana.api.message.send.mutate({ conversationId, clientId: aClientId(), uploadIds: [uploadId] });
    for (let days = 0; days < 3; days += 1) {
      time += 25 * HOUR;
      await collect();
    }
    expect((await uploadOf(at, uploadId)).state).toBe('ready');
    expect(Object.keys(await media())).toHaveLength(2);
  });

  test('removes what was claimed for a message that never came', async () => {
    const { id } = await aGroup(ana, []);
    const { uploadId } = await uploaded(at, aText());
    const use = {
      kind: 'message' as const,
      conversationId: new Types.ObjectId(id),
      senderId: new Types.ObjectId(ana.me.id),
      clientId: aClientId(),
    };
    const actor = { userId: ana.me.id, credential: { kind: 'token' as const, id: 'test' } };
    await server.container.services.uploads.claim(actor, use, [uploadId]);
    await collect();
    expect(await known()).toBe(1);
    time += 25 * HOUR;
    await collect();
    expect(await known()).toBe(0);
    expect(await media()).toEqual({});
  });

  test('keeps a picture of a person', async () => {
    const { uploadId } = await uploaded(at, await aPhoto());
    await ana.api.account.update.mutate({ avatarUploadId: uploadId });
    time += 50 * HOUR;
    await collect();
    expect(await known()).toBe(1);
  });

  test('removes bytes that nothing knows of, and leaves young ones alone', async () => {
    const { attachment } = await uploaded(at, aText());
    const folder = join(backend.env.dataDir, 'media');
    const strays = [randomBytes(12), randomBytes(12)].map((bytes) => bytes.toString('hex'));
    const paths = strays.flatMap((name) => [
      join(folder, 'incoming', name),
      join(folder, 'blobs', name.slice(-2), name),
    ]);
    for (const path of paths) {
      if (path.includes('incoming')) await writeFile(path, 'stray');
      else {
        await mkdir(path, { recursive: true });
        await writeFile(join(path, 'file'), 'stray');
      }
    }
    const before = new Date(Date.now() - 25 * HOUR);
    for (const path of paths.filter((each) => each.includes(strays[0]!))) await utimes(path, before, before);
    await collect();
    const left = Object.keys(await media());
    expect(left.filter((path) => path.includes(strays[0]!))).toEqual([]);
    expect(left.filter((path) => path.includes(strays[1]!))).toHaveLength(2);
    expect(left.filter((path) => path.includes(attachment!.id))).toHaveLength(1);
  });
});

test('what a crash left of a deletion goes with the next look', async () => {
  const { id: conversationId } = await aGroup(ana, []);
  const { uploadId } = await uploaded(at, aText());
  const call = { conversationId, clientId: aClientId(), uploadIds: [uploadId] };
  const message = asMessage(await ana.api.message.send.mutate(call));
  await change(uploadId, { released: true });
  expect(message.attachments).toHaveLength(1);
  await collect();
  expect(await media()).toEqual({});
  expect(await known()).toBe(0);
});

describe('a process that dies between the last byte and the preparation', () => {
  /** As it is then: all bytes are there, and the state says as much as had been written. */
  async function left(state: Partial<UploadDoc>) {
    const photo = await aPhoto();
    const { uploadId, url } = await openUpload(at, photo);
    const { blobs } = server.container;
    const { Readable } = await import('node:stream');
    await blobs.incoming.write(Readable.from([photo.bytes]), blobs.incomingId(uploadId), 0);
    await change(uploadId, state);
    return { uploadId, url };
  }

  test('leaves it to who asks next', async () => {
    const { uploadId } = await left({});
    expect((await uploadOf(at, uploadId)).attachment).toMatchObject({ width: 300, height: 400 });
  });

  test('leaves it to a client that looks how far it got', async () => {
    const { uploadId, url } = await left({ state: 'preparing', preparingUntil: new Date(time - 1) });
    expect(await offsetOf(at, url)).toBe((await aPhoto()).bytes.length);
    expect((await uploadOf(at, uploadId)).state).toBe('ready');
  });

  test('leaves it to the message that carries it', async () => {
    const { uploadId } = await left({ state: 'preparing', preparingUntil: new Date(time - 1) });
    const { id: conversationId } = await aGroup(ana, []);
    const call = { conversationId, clientId: aClientId(), uploadIds: [uploadId] };
    expect(asMessage(await ana.api.message.send.mutate(call)).attachments).toHaveLength(1);
  });

  test('leaves it to the collector', async () => {
    const { uploadId } = await left({ state: 'preparing', preparingUntil: new Date(time - 1) });
    await collect();
    expect((await server.container.models.uploads.findById(uploadId).lean())?.state).toBe('ready');
    expect(Object.keys(await media()).filter((path) => path.startsWith('incoming'))).toEqual([]);
  });

  test('is waited for as long as it may still be alive', async () => {
    const { uploadId } = await left({ state: 'preparing', preparingUntil: new Date(time + 10_000) });
    const asked = uploadOf(at, uploadId);
    time += 10_000;
    expect((await asked).state).toBe('ready');
  });

  test('may have lost the bytes too: then the upload can be sent once more', async () => {
    const { uploadId } = await left({ state: 'preparing', preparingUntil: new Date(time - 1) });
    await rm(join(backend.env.dataDir, 'media', 'incoming', uploadId));
    expect(await uploadOf(at, uploadId).catch(() => 'refused')).toBe('refused');
    expect((await server.container.models.uploads.findById(uploadId).lean())?.state).toBe('waiting');
  });
});

test('a server with another database removes nothing from the folder, says what to do, and works', async () => {
  const { attachment } = await uploaded(at, await aPhoto());
  const { url } = await openUpload(at, aFilm(9_000));
  await patch(at, url, Buffer.alloc(4_000));
  const before = await media();
  const folder = join(backend.env.dataDir, 'media');
  const blob = join('blobs', attachment!.id.slice(-2), attachment!.id);
  const old = new Date(Date.now() - 25 * HOUR);
  for (const path of [...Object.keys(before), blob]) await utimes(join(folder, path), old, old);

  const own = await createBackend({ monitorCommands: true });
  const mistaken = { ...own, env: { ...own.env, dataDir: backend.env.dataDir } };
  await using other = await startConfab({ backend: mistaken });
  const said = vi.spyOn(other.container.log, 'warn');
  await other.container.services.uploads.collect();
  expect(await media()).toEqual(before);
  expect(said.mock.calls.join()).toContain('Look whether MONGODB_URL and DATA_DIR are right');
  expect(said.mock.calls.join()).toContain(`write ${other.container.models.identity} into`);
  said.mockRestore();
  const there = { person: await aPerson(other.url), url: other.url };
  const { attachment: text } = await uploaded(there, aText('hello'));
  expect(await (await fetch(`${other.url}${text?.url}`)).text()).toBe('hello');
  await other.close();
  await own.close();

  await collect();
  expect(await media()).toMatchObject(before);
  expect((await fetch(`${server.url}${attachment?.url}`)).status).toBe(200);
});

test('a database is told from others for good, by whoever asks first', async () => {
  const own = await createBackend({ monitorCommands: true });
  const { connection, identity, close } = await connectModels(own.env.mongodbUrl!);
  await connection.collection('identity').drop();
  const asked = await Promise.all(Array.from({ length: 8 }, () => identityOf(connection)));
  asked.push(await identityOf(connection));
  expect(new Set(asked).size).toBe(1);
  expect(asked[0]).toMatch(/^[0-9a-f]{24}$/);
  expect([identity, server.container.models.identity]).not.toContain(asked[0]);
  await close();
  await own.close();
});

describe('files forwarded once more, as a retry does', () => {
  /** A message with a file, and the copy for a message that did not come. */
  async function aCopy() {
    const { id } = await aGroup(ana, []);
    const { uploadId } = await uploaded(at, aText());
    const call = { conversationId: id, clientId: aClientId(), uploadIds: [uploadId] };
    const { id: messageId } = await ana.api.message.send.mutate(call);
    const { models, services } = server.container;
    const message = (await models.entries.findOne({ _id: new Types.ObjectId(messageId) })) as EntryDoc & {
      kind: 'message';
    };
    const use = {
      kind: 'message' as const,
      conversationId: new Types.ObjectId(id),
      senderId: new Types.ObjectId(ana.me.id),
      clientId: aClientId(),
    };
    const copy = async () => (await services.uploads.copy(message, use))[0]!.id.toString();
    return { uploadId, copy, copyId: await copy() };
  }

  test('are the same, and not old any more', async () => {
    const { copy, copyId } = await aCopy();
    time += 25 * HOUR;
    expect(await copy()).toBe(copyId);
    await collect();
    expect((await uploadOf(at, copyId)).state).toBe('ready');
  });

  test('are refused while the collector takes those of the first attempt, and come anew then', async () => {
    const { copy, copyId, uploadId } = await aCopy();
    await change(copyId, { released: true });
    await expect(copy()).rejects.toMatchObject({ appCode: 'NOT_FOUND' });
    await collect();
    expect(await copy()).toBe(copyId);
    expect((await fetch(`${server.url}${(await uploadOf(at, copyId)).attachment?.url}`)).status).toBe(200);
    expect((await uploadOf(at, uploadId)).state).toBe('ready');
  });

  test('stay with the message that has them, when the first one goes meanwhile', async () => {
    const { copy, copyId, uploadId } = await aCopy();
    const { uploads } = server.container.models;
    const marked = vi.spyOn(uploads, 'create').mockImplementationOnce(async () => {
      await change(uploadId, { released: true });
      throw Object.assign(new Error('duplicate key'), { code: 11000 });
    });
    await expect(copy()).rejects.toMatchObject({ appCode: 'NOT_FOUND' });
    marked.mockRestore();
    expect(await uploads.countDocuments({ _id: copyId, released: { $exists: false } })).toBe(1);
  });
});
