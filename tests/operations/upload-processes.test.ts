import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createUploadLeases } from '~/server/media/upload-leases';
import { connectModels } from '~/server/models/models';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import { aFilm } from '../support/files';
import { aPerson, apiOf, type Person } from '../support/people';
import { startServerProcess } from '../support/processes';
import { startBucket, type TestBucket } from '../support/s3';
import { aTcpProxy } from '../support/tcp-proxy';
import { aDatabase, type TestDatabase } from '../support/timeline';
import { type At, beginPatch, offsetOf, openUpload, patch, uploadOf } from '../support/uploads';

let database: TestDatabase;
let bucket: TestBucket;
beforeAll(async () => {
  [database, bucket] = await Promise.all([aDatabase(), startBucket()]);
});
afterAll(async () => {
  await bucket[Symbol.asyncDispose]();
  await database[Symbol.asyncDispose]();
});

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'confab-uploads-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function aShared(kind: string): Promise<Backend> {
  const backend = await createBackend();
  const s3 = kind === 'a bucket' ? bucket.settings : null;
  return { ...backend, env: { ...backend.env, mongodbUrl: database.url, dataDir: folder, s3 } };
}

/** A film of one byte, over and over, behind what makes it one. */
function aFilmOf(byte: number, size: number) {
  const film = aFilm(size);
  const head = 64;
  return {
    ...film,
    bytes: Buffer.concat([film.bytes.subarray(0, head), Buffer.alloc(film.bytes.length - head, byte)]),
  };
}

describe.each(['a folder', 'a bucket'])('two servers with %s', (kind) => {
  let backend: Backend;
  let near: TestServer;
  let far: TestServer;
  let ana: Person;
  beforeEach(async () => {
    backend = await aShared(kind);
    [near, far] = await Promise.all([startConfab({ backend }), startConfab({ backend })]);
    ana = await aPerson(near.url);
  });
  afterEach(async () => {
    await near[Symbol.asyncDispose]();
    await far[Symbol.asyncDispose]();
    await backend.close();
  });
  const at = (server: TestServer): At => ({ person: ana, url: server.url });

  /** The file as it is served. */
  async function kept(uploadId: string): Promise<Buffer> {
    const { attachment } = await uploadOf(at(near), uploadId);
    return Buffer.from(await (await fetch(new URL(attachment!.url, near.url))).arrayBuffer());
  }

  test('keep one whole film of two that are sent to both at once, never some of each', async () => {
    for (let round = 0; round < 5; round += 1) {
      const films = [aFilmOf(1, 2_000_000), aFilmOf(2, 2_000_000)] as const;
      const { uploadId, url } = await openUpload(at(near), films[0]);
      const sent = await Promise.all([patch(at(near), url, films[0].bytes), patch(at(far), url, films[1].bytes)]);
      const statuses = sent.map(({ status }) => status);
      // Who asked the other to end may find some of it there already, and has to go on from that: not tried here.
      expect(statuses.filter((status) => status === 204).length).toBeLessThanOrEqual(1);
      expect(statuses.filter((status) => ![204, 409, 503].includes(status))).toEqual([]);
      const winner = statuses.indexOf(204);
      if (winner !== -1) expect((await kept(uploadId)).equals(films[winner]!.bytes)).toBe(true);
    }
  });

  test('let a new request to the one go on from what an old one to the other holds open', async () => {
    const film = aFilm(7_000_000);
    const { uploadId, url } = await openUpload(at(near), film);
    const old = beginPatch(at(near), url, { announced: film.bytes.length });
    old.write(film.bytes.subarray(0, 6_000_000));
    const begun = performance.now();
    const offset = await offsetOf(at(far), url);
    expect(performance.now() - begun).toBeLessThan(10_000);
    expect((await patch(at(far), url, film.bytes.subarray(offset), offset)).status).toBe(204);
    old.destroy();
    expect((await kept(uploadId)).equals(film.bytes)).toBe(true);
    expect((await database.models.uploads.findById(uploadId).lean())?.writing).toBeUndefined();
  });
});

test('a server that was killed while it took an upload holds it up for seconds, and another goes on', async () => {
  const backend = await aShared('a folder');
  await using killed = await startServerProcess(backend.env);
  await using left = await startConfab({ backend });
  const ana = await aPerson(left.url);
  const film = aFilm(1_000_000);
  const { url } = await openUpload({ person: ana, url: left.url }, film);
  const request = beginPatch({ person: ana, url: killed.url }, url, { announced: film.bytes.length });
  request.write(film.bytes.subarray(0, 500_000));
  const held = async () => (await database.models.uploads.findById(url.split('/').at(-1)).lean())?.writing;
  while (!(await held())) await new Promise((resolve) => setImmediate(resolve));
  await killed.kill();
  const begun = performance.now();
  const at = { person: ana, url: left.url };
  const offset = await offsetOf(at, url);
  expect(performance.now() - begun).toBeLessThan(20_000);
  expect((await patch(at, url, film.bytes.subarray(offset), offset)).status).toBe(204);
  expect((await apiOf(left.url, ana.token).account.me.query()).id).toBe(ana.me.id);
  await backend.close();
});

describe('a lease', () => {
  const never = new AbortController().signal;
  const anUpload = async (): Promise<string> => {
    const film = {
      ownerId: randomBytes(12).toString('hex'),
      filename: 'a.mp4',
      announced: 1,
      size: 1,
      mimeType: 'video/mp4',
    };
    const times = { touchedAt: new Date(), createdAt: new Date() };
    const { _id } = await database.models.uploads.create({
      ...film,
      ...times,
      kind: 'video',
      state: 'waiting',
      blob: randomBytes(12).toString('hex'),
      charged: 1,
      hasThumbnail: false,
    });
    return _id.toString();
  };
  const QUICK = { beatMs: 20, leaseMs: 400, lookMs: 10 };
  const aProcess = () => createUploadLeases(database.models, QUICK);

  test('is held by one of many processes at a time, and each has it in the end', async () => {
    const id = await anUpload();
    let inside = 0;
    await Promise.all(
      Array.from({ length: 10 }, async () => {
        const release = await aProcess().take(id, { until: never, ask: () => {} });
        inside += 1;
        expect(inside).toBe(1);
        await new Promise((resolve) => setTimeout(resolve, 20));
        inside -= 1;
        await release!();
      }),
    );
  });

  test('is not taken from who shows signs of life, however long it takes, and they are asked for it', async () => {
    const id = await anUpload();
    const asked: true[] = [];
    const release = await aProcess().take(id, { until: never, ask: () => asked.push(true) });
    const until = AbortSignal.timeout(2_000);
    expect(await aProcess().take(id, { until, ask: () => {} })).toBeNull();
    expect(asked).not.toEqual([]);
    await release!();
    expect(await aProcess().take(id, { until: never, ask: () => {} })).not.toBeNull();
  });

  test('is taken from who shows none, who ends before that, though it cannot tell', async () => {
    const id = await anUpload();
    const { port, pathname } = new URL(database.url);
    await using line = await aTcpProxy(Number(port));
    const far = await connectModels(`mongodb://127.0.0.1:${line.port}${pathname}`);
    const order: string[] = [];
    const first = await createUploadLeases(far, QUICK).take(id, {
      until: never,
      ask: () => order.push('asked to end'),
    });
    line.blackHole();
    const second = await aProcess().take(id, { until: never, ask: () => {} });
    order.push('taken over');
    expect(order[0]).toBe('asked to end');
    expect(order).toContain('taken over');
    line.heal();
    await first!();
    const { uploads } = database.models;
    expect((await uploads.findById(id).lean())?.writing).toBeDefined();
    await second!();
    expect((await uploads.findById(id).lean())?.writing).toBeUndefined();
    await far.close();
  });

  test('of an upload that is gone is nobody’s', async () => {
    const release = await aProcess().take('f'.repeat(24), { until: never, ask: () => {} });
    await release!();
  });
});
