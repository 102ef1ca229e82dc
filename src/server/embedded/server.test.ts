import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import mongoose, { Schema } from 'mongoose';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type EmbeddedDatabase, startEmbeddedDatabase } from './server';

const folders: string[] = [];
const aFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'confab-server-'));
  folders.push(folder);
  return folder;
};
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

describe('the embedded database', () => {
  it('closes once however often it is asked to, and frees its folder', async () => {
    const folder = aFolder();
    const first = await startEmbeddedDatabase({ folder });
    await Promise.all([first.close(), first.close()]);
    await first.close();
    const second = await startEmbeddedDatabase({ folder });
    expect(second.folder).toBe(folder);
    await second.close();
  });

  it('keeps documents, types and indexes over a restart', async () => {
    const folder = aFolder();
    const doc = { _id: 1, n: 1.5, long: 2n ** 40n, when: new Date(5), none: null, list: [1, { a: 'x' }] };
    for (let run = 0; run < 2; run++) {
      const database = await startEmbeddedDatabase({ folder });
      const client = await MongoClient.connect(database.url, { useBigInt64: true });
      const collection = client.db('test').collection('c');
      if (run === 0) {
        await collection.insertOne(doc as never);
        await collection.createIndex({ n: -1 }, { unique: true, sparse: true });
      }
      expect(await collection.findOne()).toEqual(doc);
      expect(await collection.indexes()).toEqual([
        { v: 2, key: { _id: 1 }, name: '_id_' },
        { v: 2, key: { n: -1 }, name: 'n_-1', unique: true, sparse: true },
      ]);
      await client.close();
      await database.close();
    }
  });

  it('gives a long answer in batches and forgets a cursor that is closed', async () => {
    const database = await startEmbeddedDatabase({ folder: null });
    const client = await MongoClient.connect(database.url);
    const collection = client.db('test').collection('c');
    await collection.insertMany(
      Array.from({ length: 250 }, (_, i) => ({ _id: i, filler: 'x'.repeat(100_000) })) as never[],
    );
    expect((await collection.find().toArray()).map(({ _id }) => _id as unknown)).toEqual(
      Array.from({ length: 250 }, (_, i) => i),
    );
    expect(await collection.find({}, { batchSize: 7 }).limit(20).toArray()).toHaveLength(20);
    const cursor = collection.find({}, { batchSize: 2 });
    await cursor.next();
    await cursor.close();
    await client.close();
    await database.close();
  });

  it('refuses a document of more than 16 MB and keeps what was there', async () => {
    const database = await startEmbeddedDatabase({ folder: null });
    const client = await MongoClient.connect(database.url);
    const collection = client.db('test').collection<{ _id: number; a: string; b?: string }>('c');
    await collection.insertOne({ _id: 1, a: 'x'.repeat(9_000_000) });
    const grown = collection.updateOne({ _id: 1 }, { $set: { b: 'x'.repeat(9_000_000) } });
    await expect(grown).rejects.toMatchObject({ code: 10334 });
    expect(await collection.countDocuments({ b: { $exists: false } })).toBe(1);
    await client.close();
    await database.close();
  });
});

describe('through mongoose', () => {
  let database: EmbeddedDatabase;
  let connection: mongoose.Connection;
  beforeAll(async () => {
    database = await startEmbeddedDatabase({ folder: null });
    connection = await mongoose.createConnection(`${database.url}/app`).asPromise();
  });
  afterAll(async () => {
    await connection.close();
    await database.close();
  });

  it('an application works as on the real one', async () => {
    const { ObjectId } = Schema.Types;
    const schema = new Schema({
      conversationId: ObjectId,
      seq: Number,
      clientId: String,
      applied: Boolean,
      rev: Number,
      words: [String],
    });
    schema.index({ conversationId: 1, seq: 1 }, { unique: true });
    schema.index(
      { conversationId: 1, clientId: 1 },
      { unique: true, partialFilterExpression: { clientId: { $exists: true } } },
    );
    schema.index({ applied: 1 }, { partialFilterExpression: { applied: false } });
    schema.index({ words: 1 }, { sparse: true });
    const Entry = connection.model('entry', schema);
    await Entry.createIndexes();
    const conversationId = new mongoose.Types.ObjectId();
    const entry = (seq: number, rest = {}) => ({ conversationId, seq, ...rest });

    await Entry.insertMany([entry(1, { clientId: 'a' }), entry(2), entry(3, { applied: false })], { ordered: true });
    const lost = Entry.insertMany([entry(4), entry(2), entry(5)], { ordered: true });
    await expect(lost).rejects.toMatchObject({ code: 11000, writeErrors: [{ err: { index: 1 } }] });
    await expect(Entry.create(entry(6, { clientId: 'a' }))).rejects.toMatchObject({
      code: 11000,
      keyPattern: { conversationId: 1, clientId: 1 },
      keyValue: { conversationId, clientId: 'a' },
    });

    expect(await Entry.find({ conversationId }, { seq: 1, _id: 0 }).sort({ seq: -1 }).limit(2).lean()).toEqual([
      { seq: 4 },
      { seq: 3 },
    ]);
    expect((await Entry.findOne({ applied: false }).lean())?.seq).toBe(3);
    const page = await Entry.find({ conversationId, seq: { $gte: 2, $lte: 3 } })
      .sort({ seq: 1 })
      .explain('executionStats');
    expect(page).toMatchObject({ executionStats: { totalDocsExamined: 2 } });

    const raise = (rev: number) =>
      Entry.updateOne(entry(1, { $or: [{ rev: { $lt: rev } }, { rev: null }] }), { $set: { rev } });
    expect(await raise(5)).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
    expect(await raise(4)).toMatchObject({ matchedCount: 0 });
    await Entry.updateMany(
      { conversationId },
      { $max: { rev: 3 }, $addToSet: { words: { $each: ['x', 'y'] } }, $unset: { clientId: 1 } },
    );
    await Entry.updateOne(entry(2), { $pull: { words: 'x' } });
    expect(await Entry.countDocuments({ words: 'x' })).toBe(3);
    expect(await Entry.distinct('rev', { conversationId })).toEqual([5, 3]);
    expect(await Entry.updateOne(entry(9), { $setOnInsert: { rev: 1 } }, { upsert: true })).toMatchObject({
      upsertedCount: 1,
    });
    expect(await Entry.exists(entry(9))).toMatchObject({ _id: expect.any(mongoose.Types.ObjectId) });

    const written = await Entry.bulkWrite([
      { insertOne: { document: entry(10) } },
      { updateOne: { filter: entry(10), update: { $inc: { rev: 2 } } } },
      { deleteOne: { filter: entry(9) } },
    ]);
    expect(written).toMatchObject({ insertedCount: 1, modifiedCount: 1, deletedCount: 1 });
    expect(
      await Entry.aggregate([
        { $match: { conversationId } },
        { $group: { _id: '$rev', n: { $sum: 1 }, last: { $max: '$seq' } } },
        { $sort: { _id: 1 } },
      ]),
    ).toEqual([
      { _id: 2, n: 1, last: 10 },
      { _id: 3, n: 3, last: 4 },
      { _id: 5, n: 1, last: 1 },
    ]);
    const changed = await Entry.findOneAndUpdate(entry(10), { $set: { rev: 7 } }, { returnDocument: 'after' }).lean();
    expect(changed?.rev).toBe(7);
    expect(await Entry.deleteOne(entry(10))).toMatchObject({ deletedCount: 1 });
    await expect(connection.transaction(async (session) => Entry.create([entry(11)], { session }))).rejects.toThrow(
      'does not support transactions',
    );
  });
});
