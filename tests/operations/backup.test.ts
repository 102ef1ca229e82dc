import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { MessageEntry } from '~/contract/entry';
import { startEmbeddedDatabase } from '~/server/embedded/server';
import { type Backend, createBackend, startConfab } from '../support/confab';
import { aGroup, asMessage, everything, send } from '../support/conversations';
import { aText } from '../support/files';
import { aPerson, apiOf } from '../support/people';
import { openUpload, patch } from '../support/uploads';

let folder: string;
let backend: Backend;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'confab-backup-'));
  backend = await createBackend();
});
afterEach(async () => {
  await backend.close();
  await rm(folder, { recursive: true, force: true });
});

/** The backend on the embedded database of a data folder. */
const inFolder = (dataDir: string): Backend => ({
  ...backend,
  env: { ...backend.env, dataDir, mongodbUrl: undefined, redisUrl: undefined },
});

test('a data folder copied while its server runs has everything that was acknowledged before, files too', async () => {
  const original = join(folder, 'original');
  await using server = await startConfab({ backend: inFolder(original) });
  const { url } = server;
  const ana = await aPerson(url, 'Ana');
  const { id } = await aGroup(ana, []);
  const file = aText();
  const { uploadId, url: path } = await openUpload({ person: ana, url }, file);
  await patch({ person: ana, url }, path, file.bytes);
  const sent: MessageEntry[] = [];
  for (let n = 0; n < 10; n += 1) sent.push(await send(ana, id, `message ${n}`));
  const withFile = await ana.api.message.send.mutate({
    conversationId: id,
    clientId: 'with-a-file',
    text: '',
    uploadIds: [uploadId],
  });
  let copied = false;
  const acknowledged = sent.length;
  const sending = (async () => {
    while (!copied) sent.push(await send(ana, id, `message ${sent.length}`));
  })();
  const copy = join(folder, 'copy');
  // As the documentation says: the database first.
  await cp(join(original, 'database'), join(copy, 'database'), { recursive: true });
  await cp(join(original, 'media', 'blobs'), join(copy, 'media', 'blobs'), { recursive: true });
  copied = true;
  await sending;

  await using restored = await startConfab({ backend: inFolder(copy) });
  const reader = { api: apiOf(restored.url, ana.token) };
  const entries = await everything(reader, id);
  const ids = new Set(entries.map((entry) => entry.id));
  for (const message of sent.slice(0, acknowledged)) expect(ids).toContain(message.id);
  const shown = asMessage(entries.find((entry) => entry.id === withFile.id));
  const response = await fetch(`${restored.url}${shown.attachments[0]?.url}`);
  expect(Buffer.from(await response.arrayBuffer())).toEqual(file.bytes);
  await send({ ...ana, ...reader }, id, 'goes on');
});

test('whenever the embedded database is copied, also while it rewrites its file, the copy is a state it had', async () => {
  const original = join(folder, 'database');
  const database = await startEmbeddedDatabase({ folder: original });
  const connection = await mongoose.createConnection(`${database.url}/test`).asPromise();
  const collection = connection.collection<{ _id: number; body: string }>('bodies');
  // Enough to be rewritten more than once: it keeps the last twenty of a hundred kilobytes each.
  const body = 'x'.repeat(100_000);
  const copies: { path: string; from: number }[] = [];
  let copying: Promise<void> = Promise.resolve();
  for (let number = 1; number <= 500; number += 1) {
    await collection.insertOne({ _id: number, body });
    await collection.deleteOne({ _id: number - 20 });
    if (number % 50 !== 0) continue;
    await copying;
    const path = join(folder, `copy-${number}`);
    copies.push({ path, from: number });
    copying = cp(original, path, { recursive: true });
  }
  await copying;
  await connection.close();
  await database.close();
  expect(copies).toHaveLength(10);
  for (const { path, from } of copies) {
    const copy = await startEmbeddedDatabase({ folder: path });
    const reading = await mongoose.createConnection(`${copy.url}/test`).asPromise();
    const found = await reading
      .collection<{ _id: number }>('bodies')
      .find({}, { projection: { _id: 1 } })
      .toArray();
    const numbers = found.map(({ _id }) => _id).sort((a, b) => a - b);
    const last = numbers.at(-1) ?? 0;
    expect(last).toBeGreaterThanOrEqual(from);
    // Between an insertion and the deletion after it there is one more.
    const first = numbers[0] ?? 0;
    expect(last - first).toBeOneOf([19, 20]);
    expect(numbers).toEqual(Array.from({ length: last - first + 1 }, (_, index) => first + index));
    await reading.close();
    await copy.close();
  }
});
