import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { constants } from 'node:fs';
import { access, mkdir, mkdtemp, open as openFile, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Upload as TusUpload } from '@tus/server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BlobName, BlobStore, Known } from '~/server/media/blobs';
import { folderBlobs } from '~/server/media/folder-blobs';
import { s3Blobs } from '~/server/media/s3-blobs';
import { scratchIn } from '~/server/media/scratch';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import { aGroup, asMessage } from '../support/conversations';
import { aFilm, aPdf, aPhoto, aText } from '../support/files';
import { aClientId, aPerson, type Person } from '../support/people';
import { startBucket, type TestBucket } from '../support/s3';
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

let bucket: TestBucket;
let folder: string;
beforeAll(async () => {
  bucket = await startBucket();
});
afterAll(() => bucket[Symbol.asyncDispose]());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'confab-blobs-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const anId = () => randomBytes(12).toString('hex');

describe.each(['a folder', 'a bucket'])('%s', (kind) => {
  let blobs: BlobStore;
  beforeEach(() => {
    const scratch = scratchIn(join(folder, 'scratch'));
    blobs = kind === 'a folder' ? folderBlobs(folder, scratch) : s3Blobs(bucket.settings, scratch);
  });
  afterEach(() => blobs.close());

  const open = (uploadId: string, size: number) =>
    blobs.incoming.create(new TusUpload({ id: blobs.incomingId(uploadId), size, offset: 0 }));
  const write = (uploadId: string, bytes: Buffer, offset: number) =>
    blobs.incoming.write(Readable.from([bytes]), blobs.incomingId(uploadId), offset);

  async function put(name: BlobName, bytes: Buffer): Promise<void> {
    const path = join(folder, anId());
    await writeFile(path, bytes);
    await blobs.put(name, path, 'text/plain');
    await rm(path, { force: true });
  }

  const read = (name: BlobName) => blobs.withBlob(name, (path) => readFile(path));

  /** The answer for a kept file, redirections followed. */
  async function served(name: BlobName, headers: Record<string, string> = {}) {
    const server = createServer((req, res) => {
      void blobs.serve(req, res, { ...name, mimeType: 'text/plain', disposition: 'attachment; filename="a.txt"' });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    const response = await fetch(`http://127.0.0.1:${port}/`, { headers });
    const bytes = Buffer.from(await response.arrayBuffer());
    server.close();
    return { response, bytes };
  }

  test('takes an upload in pieces of any size, and has it as one', async () => {
    const [uploadId, bytes] = [anId(), randomBytes(12_000_000)];
    expect(await blobs.arrived(uploadId)).toBeNull();
    await open(uploadId, bytes.length);
    expect(await blobs.arrived(uploadId)).toBe(0);
    let at = 0;
    for (const piece of [1, 100_000, 6_000_000, 5_000_000, 899_999]) {
      at = await write(uploadId, bytes.subarray(at, at + piece), at);
      expect(await blobs.arrived(uploadId)).toBe(at);
    }
    const whole = await blobs.withIncoming(uploadId, async (path) => {
      await writeFile(`${path}.part`, 'whoever works with it is alone with it');
      return readFile(path);
    });
    expect(whole.equals(bytes)).toBe(true);
    await blobs.removeIncoming(uploadId);
    expect(await blobs.arrived(uploadId)).toBeNull();
    await blobs.removeIncoming(uploadId);
  });

  test('forgets an upload that is not complete, with all its pieces', async () => {
    const uploadId = anId();
    await open(uploadId, 12_000_000);
    await write(uploadId, randomBytes(7_000_000), 0);
    await blobs.removeIncoming(uploadId);
    expect(await blobs.arrived(uploadId)).toBeNull();
    expect((await bucket.keys()).filter((key) => key.includes(uploadId))).toEqual([]);
    expect(await bucket.unfinished()).toEqual([]);
    expect(Object.keys(await filesIn(folder)).filter((path) => path.includes(uploadId))).toEqual([]);
  });

  test('keeps bytes, the last ones put under a name, until they are removed', async () => {
    const blob = anId();
    const [file, thumbnail] = [randomBytes(1000), randomBytes(100)];
    await put({ blob, variant: 'file' }, Buffer.from('half of an attempt that died'));
    await put({ blob, variant: 'file' }, file);
    await put({ blob, variant: 'thumbnail' }, thumbnail);
    expect((await read({ blob, variant: 'file' })).equals(file)).toBe(true);
    expect((await read({ blob, variant: 'thumbnail' })).equals(thumbnail)).toBe(true);
    for (let times = 0; times < 2; times += 1) await blobs.remove(blob);
    await expect(read({ blob, variant: 'file' })).rejects.toThrow();
    await expect(read({ blob, variant: 'thumbnail' })).rejects.toThrow();
  });

  test('serves what it keeps, whole and in parts, as what it is said to be', async () => {
    const name = { blob: anId(), variant: 'file' } as const;
    await put(name, Buffer.from('0123456789'));
    const whole = await served(name);
    expect([whole.response.status, whole.bytes.toString()]).toEqual([200, '0123456789']);
    expect(whole.response.headers.get('content-type')).toContain('text/plain');
    expect(whole.response.headers.get('content-disposition')).toBe('attachment; filename="a.txt"');
    const part = await served(name, { range: 'bytes=2-4' });
    expect([part.response.status, part.bytes.toString()]).toEqual([206, '234']);
    expect((await served(name, { range: 'bytes=10-' })).response.status).toBe(416);
  });

  test('says that there is nothing where there is nothing', async () => {
    expect((await served({ blob: anId(), variant: 'file' })).response.status).toBe(404);
  });

  test('leaves nothing in its folder for work', async () => {
    const name = { blob: anId(), variant: 'file' } as const;
    await put(name, Buffer.from('x'));
    await read(name);
    expect(Object.keys(await filesIn(folder)).filter((path) => path.startsWith('scratch'))).toEqual([]);
  });
});

describe('a folder', () => {
  /** Open as for a request that another process still holds, and complete. */
  async function stillOpen(blobs: BlobStore, bytes: Buffer) {
    const uploadId = anId();
    await blobs.incoming.create(new TusUpload({ id: uploadId, size: bytes.length, offset: 0 }));
    await blobs.incoming.write(Readable.from([bytes]), uploadId, 0);
    return { uploadId, handle: await openFile(join(folder, 'incoming', uploadId), 'r+') };
  }

  test('keeps exactly what was looked at, whoever still writes to what has arrived', async () => {
    const blobs = folderBlobs(folder, scratchIn(join(folder, 'scratch')));
    const bytes = randomBytes(300_000);
    const { uploadId, handle } = await stillOpen(blobs, bytes);
    const name = { blob: uploadId, variant: 'file' } as const;
    await blobs.withIncoming(uploadId, async (path) => {
      expect((await readFile(path)).equals(bytes)).toBe(true);
      await handle.write(Buffer.from('other'), 0, 5, 0);
      expect((await readFile(path)).equals(bytes)).toBe(true);
      await blobs.put(name, path, 'text/plain');
    });
    await handle.write(Buffer.from('later'), 0, 5, 0);
    await blobs.removeIncoming(uploadId);
    await handle.write(Buffer.from('last!'), 0, 5, 0);
    await handle.close();
    expect((await blobs.withBlob(name, (path) => readFile(path))).equals(bytes)).toBe(true);
    const path = `blobs/${uploadId.slice(-2)}/${uploadId}/file`;
    expect(await filesIn(folder)).toEqual({ [path]: bytes.length });
  });

  test('that has the place for work on another disk keeps files all the same', async ({ skip }) => {
    const memory = '/dev/shm';
    const isThere = await access(memory, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!isThere) skip('there is no other file system');
    const elsewhere = await mkdtemp(join(memory, 'confab-'));
    try {
      await symlink(elsewhere, join(folder, 'scratch'));
      const blobs = folderBlobs(folder, scratchIn(join(folder, 'scratch')));
      const { uploadId, handle } = await stillOpen(blobs, Buffer.from('hello'));
      await handle.close();
      const name = { blob: uploadId, variant: 'file' } as const;
      await blobs.withIncoming(uploadId, (path) => blobs.put(name, path, 'text/plain'));
      expect(await blobs.withBlob(name, (path) => readFile(path, 'utf8'))).toBe('hello');
      expect(await filesIn(elsewhere)).toEqual({});
    } finally {
      await rm(elsewhere, { recursive: true });
    }
  });

  describe('belongs to one database', () => {
    const aBlob = async () => {
      const blob = anId();
      const place = join(folder, 'blobs', blob.slice(-2), blob);
      await mkdir(place, { recursive: true });
      await writeFile(join(place, 'file'), 'x');
      return blob;
    };
    const knowing = (database: string, ...all: string[]): Known => ({
      database,
      uploads: async () => new Set(),
      blobs: async (names) => new Set(names.filter((name) => all.includes(name))),
    });
    /** What is left in it after a look of that database. */
    async function afterSweep(known: Known) {
      const blobs = folderBlobs(folder, scratchIn(join(folder, 'scratch')));
      const words = await blobs.sweep(-60_000, known);
      const left = Object.keys(await filesIn(folder)).filter((path) => path.startsWith('blobs'));
      return { words, left: left.map((path) => path.split('/')[2]).sort() };
    }

    test('the first one', async () => {
      expect(await afterSweep(knowing('one'))).toEqual({ words: null, left: [] });
      const [known, stray] = [await aBlob(), await aBlob()];
      const other = await afterSweep(knowing('two'));
      expect(other.left).toEqual([known, stray].sort());
      expect(other.words).toContain(`write two into ${join(folder, 'database')}`);
      expect(await afterSweep(knowing('one', known))).toEqual({ words: null, left: [known] });
      await writeFile(join(folder, 'database'), 'two\n');
      expect((await afterSweep(knowing('one'))).left).toEqual([known]);
      expect(await afterSweep(knowing('two'))).toEqual({ words: null, left: [] });
    });

    test.each(['', null])('the one that knows its files, when it says none: %j', async (said) => {
      const [known, stray] = [await aBlob(), await aBlob()];
      if (said !== null) await writeFile(join(folder, 'database'), said);
      expect((await afterSweep(knowing('two'))).words).toContain('not those of this database');
      expect(await afterSweep(knowing('one', known))).toEqual({ words: null, left: [known] });
      expect((await afterSweep(knowing('two', stray))).left).toEqual([known]);
    });
  });
});

describe('a server with a bucket', () => {
  let backend: Backend;
  let server: TestServer;
  let ana: Person;
  let at: At;
  beforeAll(async () => {
    backend = await createBackend();
    backend = { ...backend, env: { ...backend.env, s3: bucket.settings } };
    server = await startConfab({ backend });
    ana = await aPerson(server.url);
    at = { person: ana, url: server.url };
  });
  afterAll(async () => {
    await server[Symbol.asyncDispose]();
    await backend.close();
  });

  const own = async (uploadId: string) => (await bucket.keys()).filter((key) => key.includes(uploadId));

  test('prepares a photo, and sends readers to the bucket for it', async () => {
    const { uploadId, attachment } = await uploaded(at, await aPhoto());
    expect(attachment).toMatchObject({ width: 300, height: 400 });
    expect(await own(uploadId)).toEqual([`blobs/${uploadId}/file`, `blobs/${uploadId}/thumbnail`]);
    const redirect = await fetch(`${server.url}${attachment?.url}`, { redirect: 'manual' });
    expect(redirect.status).toBe(302);
    expect(redirect.headers.get('cache-control')).toBe('private, max-age=300');
    const target = redirect.headers.get('location') ?? '';
    expect(target).toContain('X-Amz-Signature=');
    expect(target).not.toContain(ana.token);
    const file = await fetch(target);
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
    expect(file.headers.get('content-disposition')).toBe('inline; filename="photo.jpg"');
    expect(Number(/X-Amz-Expires=(\d+)/.exec(target)?.[1])).toBeLessThanOrEqual(900);
  });

  test('serves a document under its own name, in any script', async () => {
    const { attachment } = await uploaded(at, aText('hello', '履歴書.txt'));
    const file = await fetch(`${server.url}${attachment?.url}`);
    expect(await file.text()).toBe('hello');
    expect(file.headers.get('content-disposition')).toContain("filename*=UTF-8''%E5%B1%A5%E6%AD%B4%E6%9B%B8.txt");
    const head = await fetch(`${server.url}${attachment?.url}`, { method: 'HEAD' });
    expect([head.status, head.headers.get('content-length')]).toEqual([200, '5']);
  });

  test('goes on with what had arrived when the connection was cut, also of what fills no part', async () => {
    const film = aFilm(12_000_000);
    const { uploadId, url } = await openUpload(at, film);
    const cut = beginPatch(at, url, { announced: film.bytes.length });
    await new Promise<void>((resolve) => void cut.write(film.bytes.subarray(0, 7_000_000), () => resolve()));
    while ((await server.container.blobs.arrived(uploadId)) === 0) await new Promise(setImmediate);
    cut.destroy();
    let offset = await offsetOf(at, url);
    expect(offset).toBeGreaterThanOrEqual(5 * 1024 * 1024);
    while (offset < film.bytes.length) {
      const response = await patch(at, url, film.bytes.subarray(offset, offset + 2_000_000), offset);
      expect(response.status).toBe(204);
      offset = Number(response.headers.get('upload-offset'));
    }
    const { attachment } = await uploadOf(at, uploadId);
    const got = await fetch(`${server.url}${attachment?.url}`);
    expect(Buffer.from(await got.arrayBuffer()).equals(film.bytes)).toBe(true);
    expect(await own(uploadId)).toEqual([`blobs/${uploadId}/file`]);
  });

  test('keeps nothing of what is refused, cancelled or deleted', async () => {
    const refused = await refusedWith(at, aPdf('photo.jpg', 'image/jpeg'));
    expect(refused.status).toBe(415);
    expect(await own(refused.uploadId)).toEqual([]);

    const cancelled = await openUpload(at, aFilm(8_000_000));
    await patch(at, cancelled.url, aFilm(6_000_000).bytes);
    await tus(server.url, 'DELETE', { path: cancelled.url, token: ana.token });
    expect(await own(cancelled.uploadId)).toEqual([]);
    expect(await bucket.unfinished()).toEqual([]);

    const { id: conversationId } = await aGroup(ana, []);
    const { uploadId } = await uploaded(at, await aPhoto());
    const message = asMessage(
      await ana.api.message.send.mutate({ conversationId, clientId: aClientId(), uploadIds: [uploadId] }),
    );
    expect(await own(uploadId)).toHaveLength(2);
    const act = { conversationId, messageId: message.id, scope: 'everyone', clientId: aClientId() } as const;
    await ana.api.message.delete.mutate(act);
    expect(await own(uploadId)).toEqual([]);
  });

  test('makes a picture of a person from a photo in it', async () => {
    const { uploadId } = await uploaded(at, await aPhoto());
    const me = await ana.api.account.update.mutate({ avatarUploadId: uploadId });
    const picture = await fetch(`${server.url}${me.avatarUrl}`);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/webp']);
  });
});
