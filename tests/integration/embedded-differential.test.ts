import { BSON, MongoClient } from 'mongodb';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedDatabase, startEmbeddedDatabase } from '~/server/embedded/server';
import { CASES, find, insert, KNOWN, update } from './embedded-cases';

type Doc = Record<string, unknown>;

const url = process.env.MONGODB_URL;
const name = `embedded_differential_${process.pid}_${Date.now().toString(36)}`;
const seed = Number(process.env.DIFFERENTIAL_SEED ?? Date.now() % 1_000_000);

let embedded: EmbeddedDatabase;
let ours: MongoClient;
let real: MongoClient;

/** What must agree: everything but messages, cursors' names and the counts around index builds. */
function comparable(reply: Doc): Doc {
  const { cursor, values, writeErrors, n, nModified, upserted, value, lastErrorObject } = reply;
  const batch = (cursor as { firstBatch?: unknown[] } | undefined)?.firstBatch;
  return {
    ...(batch && { cursor: { firstBatch: batch } }),
    ...(Array.isArray(values) && { values: values.map((item) => BSON.EJSON.stringify(item)).sort() }),
    ...(n !== undefined && { n }),
    ...(nModified !== undefined && { nModified }),
    ...(upserted !== undefined && { upserted }),
    ...(value !== undefined && { value }),
    ...(lastErrorObject !== undefined && { lastErrorObject }),
    ...(Array.isArray(writeErrors) && { writeErrors: writeErrors.map(({ index, code }) => ({ index, code })) }),
  };
}

async function answer(client: MongoClient, command: Doc): Promise<Doc> {
  try {
    return comparable(await client.db(name).command(command, { promoteValues: false }));
  } catch (error) {
    return { code: (error as { code?: number }).code };
  }
}

/** Exact types and the order of fields take part; but what a pipeline computes is compared as numbers, of any type. */
const text = (value: unknown, command: Doc = {}): string =>
  BSON.EJSON.stringify(value, undefined, 1, { relaxed: 'aggregate' in command });
const unordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(unordered);
  if (value?.constructor !== Object) return value;
  const fields = Object.entries(value).map(([key, item]): [string, unknown] => [key, unordered(item)]);
  return Object.fromEntries(fields.sort(([a], [b]) => (a < b ? -1 : 1)));
};
const relaxed = (value: unknown): unknown => JSON.parse(BSON.EJSON.stringify(value, { relaxed: true }));

/** Commands that leave nothing but documents behind. */
const PLAIN = new Set(['find', 'count', 'distinct', 'aggregate', 'insert', 'update', 'findAndModify', 'delete']);
let isBare = false;

/**
 * Both hold these documents alone, in collections without indexes: emptied, which is quick, where the commands before did
 * no more than write, else made anew.
 */
async function fill(docs: Doc[] = [], others: Doc[] = [], commands: readonly Doc[] = [{}]): Promise<void> {
  const isPlain = commands.every((command) => PLAIN.has(Object.keys(command)[0] ?? ''));
  const isKept = isBare && isPlain;
  isBare = isPlain;
  await Promise.all(
    [ours, real].map(async (client) => {
      const db = client.db(name);
      if (isKept) await Promise.all(['c', 'o'].map((collection) => db.collection(collection).deleteMany({})));
      else {
        const present = await db.listCollections({}, { nameOnly: true }).toArray();
        for (const collection of present) await db.dropCollection(collection.name);
      }
      if (docs.length) await db.collection('c').insertMany(docs as never[]);
      else if (!isKept) await db.createCollection('c');
      if (others.length) await db.collection('o').insertMany(others as never[]);
    }),
  );
}

describe.skipIf(!url)('the embedded database answers as the real one (SKIPPED WITHOUT MONGODB_URL)', () => {
  beforeAll(async () => {
    embedded = await startEmbeddedDatabase({ folder: null });
    ours = await MongoClient.connect(embedded.url);
    real = await MongoClient.connect(url ?? '');
  });

  afterAll(async () => {
    await real?.db(name).dropDatabase();
    await Promise.all([ours?.close(), real?.close()]);
    await embedded?.close();
  });

  describe('case by case', () => {
    for (const { title, docs, others, commands } of CASES)
      it(`${title}${KNOWN[title] ? ` (the engine ${KNOWN[title].why})` : ''}`, async () => {
        await fill(docs, others, commands);
        for (const [i, command] of commands.entries()) {
          const documented = KNOWN[title]?.answers[i];
          const [mine, theirs] = [await answer(ours, command), await answer(real, command)];
          if (documented) {
            expect(JSON.stringify(relaxed(mine))).toBe(JSON.stringify(documented));
            expect(JSON.stringify(relaxed(theirs)), 'the engine agrees by now').not.toBe(JSON.stringify(documented));
          } else expect(text(mine, command), text(command)).toBe(text(theirs, command));
        }
      });
  });

  describe(`at random, DIFFERENTIAL_SEED=${seed}`, () => {
    const random = generator(seed);
    beforeEach(() => fill(random.docs(12), [], []));

    for (let round = 0; round < 12; round++)
      it(`round ${round}`, async () => {
        const indexed = round % 3 === 1;
        if (indexed) {
          isBare = false;
          const indexes = [
            { key: { s: 1, a: 1 }, name: 's_a' },
            { key: { 'c.d': 1 }, name: 'cd' },
            { key: { b: -1 }, name: 'b' },
          ];
          for (const client of [ours, real]) await client.db(name).command({ createIndexes: 'c', indexes });
        }
        for (let step = 0; step < 25; step++) {
          let command = random.command();
          // The engine fails, and once crashed, on some $elemMatch over an indexed field.
          while (indexed && JSON.stringify(command).includes('$elemMatch')) command = random.command();
          const mine = await answer(ours, command);
          let theirs = await answer(real, command);
          // Busy, the engine once left documents out of an answer that it gave whole when it was asked again.
          if ('find' in command && text(unordered(mine), command) !== text(unordered(theirs), command)) {
            theirs = await answer(real, command);
          }
          for (const reply of [mine, theirs]) delete reply.lastErrorObject; // the engine says n: 0 where nothing changed
          // The engine adds new fields in another order (see KNOWN), so the order of fields is left out here.
          expect(text(unordered(mine), command), `seed ${seed}, round ${round}, step ${step}: ${text(command)}`).toBe(
            text(unordered(theirs), command),
          );
        }
      });
  });
});

/** Commands from a small world, so that they often meet: mulberry32 over a few fields and values. */
function generator(state: number): { docs(count: number): Doc[]; command(): Doc } {
  const next = (below: number): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
  const pick = <T>(items: readonly T[]): T => items[next(items.length)] as T;
  const scalar = (): unknown =>
    pick([0, 1, 2, 3, 1.5, 'x', 'y', '', null, true, new Date(5), new BSON.ObjectId('0'.repeat(24))]);
  const value = (): unknown => {
    const kind = next(10);
    if (kind < 6) return scalar();
    if (kind < 8) return Array.from({ length: 1 + next(3) }, scalar);
    if (kind === 8) return { d: scalar(), e: scalar() };
    return Array.from({ length: 1 + next(2) }, () => ({ d: scalar() }));
  };
  const path = (): string => pick(['a', 'b', 'c', 's', 'c.d', 'a.d', 'b.0', 'l', '_id']);
  const operator = (): Doc =>
    pick<() => Doc>([
      () => ({ $gt: scalar() }),
      () => ({ $gte: scalar() }),
      () => ({ $lt: scalar() }),
      () => ({ $lte: scalar() }),
      () => ({ $gte: next(3), $lt: next(4) }),
      () => ({ $ne: scalar() }),
      () => ({ $in: [scalar(), scalar()] }),
      () => ({ $nin: [scalar(), scalar()] }),
      () => ({ $exists: next(2) === 1 }),
      () => ({ $size: next(3) }),
      () => ({ $all: [scalar(), scalar()] }),
      () => ({ $elemMatch: { d: scalar() } }),
      () => ({ $elemMatch: { $gte: next(3), $lt: 3 } }),
      () => ({ $not: { $gt: scalar() } }),
      () => ({ $type: pick(['string', 'array', 'object', 'number', 'null']) }),
    ])();
  const filter = (depth = 0): Doc => {
    const kind = next(8);
    if (depth < 2 && kind === 0) return { $or: [filter(depth + 1), filter(depth + 1)] };
    if (depth < 2 && kind === 1) return { $and: [filter(depth + 1), filter(depth + 1)] };
    if (kind < 4) return { [path()]: pick([scalar, value])() };
    if (kind === 4) return { s: pick([scalar(), operator()]), a: pick([scalar(), operator()]) };
    return { [path()]: operator() };
  };
  const field = (): string => pick(['a', 'b', 'z', 'c.d', 'z.y']);
  const change = (): Doc =>
    pick<() => Doc>([
      () => ({ $set: { [field()]: value() } }),
      () => ({ $unset: { [pick(['a', 'b', 'z'])]: '' } }), // the engine fails on a path through an array, MongoDB does not
      () => ({ $inc: { [pick(['n', 'm.o'])]: 1 + next(3) } }),
      () => ({ $max: { [field()]: scalar() } }),
      () => ({ $min: { [field()]: scalar() } }),
      () => ({ $push: { [field()]: scalar() } }),
      () => ({ $push: { [field()]: { $each: [next(4), next(4)], $slice: -3 } } }),
      () => ({ $push: { [field()]: { $each: [scalar()], $position: next(2) } } }),
      () => ({ $addToSet: { [field()]: scalar() } }),
      () => ({ $addToSet: { [field()]: { $each: [scalar(), scalar()] } } }),
      () => ({ $pull: { [field()]: scalar() } }),
      () => ({ $pull: { [field()]: { $gte: next(3) } } }),
      () => ({ $pop: { l: pick([1, -1]) } }),
      () => ({ $set: { s: scalar() } }),
      () => ({ $set: { a: scalar() }, $inc: { n: 1 }, $setOnInsert: { first: true } }),
    ])();
  const someId = (): number => 1 + next(16);
  const group = { $group: { _id: '$s', n: { $sum: 1 }, low: { $min: '$a' }, high: { $max: '$a' } } };
  const command = (): Doc =>
    pick<() => Doc>([
      () => find(filter()),
      () => find(filter()),
      () => find(filter(), { sort: { [pick(['a', 'b'])]: pick([1, -1]), _id: 1 }, limit: 5, skip: next(2) }),
      () =>
        find(filter(), { projection: pick<Doc>([{ a: 1 }, { c: 0 }, { 'c.d': 1 }, { 'c.d': 0 }, { b: 1, _id: 0 }]) }),
      () => ({ count: 'c', query: filter() }),
      () => ({ distinct: 'c', key: pick(['a', 'b']), query: filter() }),
      () => ({ aggregate: 'c', cursor: {}, pipeline: [{ $match: filter() }, group, { $sort: { _id: 1 } }] }),
      () =>
        insert(
          [
            { _id: someId(), a: value(), b: scalar() },
            { _id: someId(), a: scalar() },
          ],
          { ordered: next(2) === 1 },
        ),
      () => update({ _id: someId() }, change()),
      () => update({ _id: someId() }, change()),
      () => update({ _id: someId(), b: scalar() }, { $set: { [field()]: value() }, $inc: { n: 1 } }, { upsert: true }),
      () => ({ findAndModify: 'c', query: { _id: someId() }, update: change(), new: next(2) === 1 }),
      () => ({ delete: 'c', deletes: [{ q: { _id: someId() }, limit: 1 }] }),
    ])();
  const doc = (_id: number): Doc => {
    const given: Doc = { _id };
    for (const key of ['a', 'b', 'c']) if (next(5) > 0) given[key] = value();
    if (next(5) > 0) given.s = scalar();
    given.l = [scalar(), scalar()];
    return given;
  };
  return { docs: (count) => Array.from({ length: count }, (_, i) => doc(i + 1)), command };
}
