import { ObjectId } from 'bson';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Collection } from './collection';
import type { IndexSpec } from './key-index';
import { keyText } from './order';
import { type Search, search } from './plan';
import type { Doc } from './values';

const aCollection = (docs: Doc[] = [], specs: IndexSpec[] = []): Collection => {
  const collection = new Collection('db.c', () => {});
  for (const spec of specs) collection.createIndex(spec);
  for (const doc of docs) collection.insert(doc);
  return collection;
};
const anIndex = (key: IndexSpec['key'], options: Partial<IndexSpec> = {}): IndexSpec => ({
  name: Object.keys(key).join('_'),
  key,
  ...options,
});

const PLAIN = { noNullPrototype: true } as const; // documents as bson makes them

const scalar = fc.constantFrom<unknown>(null, 0, 1, 2, 3, 'x', 'y', true, new Date(1), new ObjectId('0'.repeat(24)));
const value = fc.oneof(
  { weight: 3, arbitrary: scalar },
  { weight: 1, arbitrary: fc.array(scalar, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.array(fc.record({ d: scalar }, PLAIN), { maxLength: 2 }) },
  {
    weight: 1,
    arbitrary: fc.record({ d: fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })) }, { requiredKeys: [], ...PLAIN }),
  },
);
const doc = fc.record({ a: value, b: scalar, c: value }, { requiredKeys: [], ...PLAIN });
const path = fc.constantFrom('a', 'b', 'c', 'c.d', 'a.d');
const operator = fc.oneof(
  scalar,
  value,
  fc.record({ $eq: scalar }, PLAIN),
  fc
    .record({ $gt: scalar, $gte: scalar, $lt: scalar, $lte: scalar }, { requiredKeys: [], ...PLAIN })
    .filter((o) => Object.keys(o).length > 0),
  fc.record({ $in: fc.array(value, { maxLength: 3 }) }, PLAIN),
  fc.record({ $exists: fc.boolean() }, PLAIN),
  fc.record({ $ne: scalar }, PLAIN),
);
const simple = fc.array(fc.tuple(path, operator), { maxLength: 3 }).map((pairs): Doc => Object.fromEntries(pairs));
const branches = fc.array(simple, { minLength: 1, maxLength: 3 });
const filter = fc.oneof(
  { weight: 3, arbitrary: simple },
  { weight: 1, arbitrary: fc.tuple(simple, branches).map(([rest, $or]): Doc => ({ ...rest, $or })) },
  { weight: 1, arbitrary: branches.map(($and): Doc => ({ $and })) },
);
const sort = fc.array(fc.tuple(path, fc.constantFrom<1 | -1>(1, -1)), { maxLength: 2 });
const indexes = fc.uniqueArray(
  fc.oneof(
    fc.constantFrom(anIndex({ a: 1 }), anIndex({ b: -1 }), anIndex({ b: 1, a: 1 }), anIndex({ b: 1, c: -1 })),
    fc.constantFrom(
      anIndex({ 'c.d': 1 }),
      anIndex({ b: 1, 'c.d': 1 }),
      anIndex({ a: 1, b: 1 }, { name: 's', sparse: true }),
    ),
    fc.constantFrom<IndexSpec>(
      anIndex({ c: 1 }, { sparse: true, name: 'sparse' }),
      anIndex({ a: 1 }, { name: 'p1', partialFilterExpression: { b: 1 } }),
      anIndex({ b: 1 }, { name: 'p2', partialFilterExpression: { b: { $gt: 1 } } }),
      anIndex({ a: 1, b: 1 }, { name: 'p3', partialFilterExpression: { c: { $exists: true } } }),
    ),
  ),
  { selector: ({ name }) => name, minLength: 1, maxLength: 4 },
);

describe('an answer by index', () => {
  it('is the answer of a full scan', () => {
    void fc.assert(
      fc.property(fc.array(doc, { maxLength: 20 }), indexes, filter, sort, (docs, specs, query, order) => {
        const numbered = docs.map((given, _id): Doc => ({ _id, ...given }));
        const wanted: Search = { filter: query, sort: [...order, ['_id', 1]] };
        const ids = (collection: Collection, search_: Search): unknown[] =>
          search(collection, search_).matches.map(({ doc: found }) => found._id);
        const plain = aCollection(numbered);
        const indexed = aCollection(numbered, specs);
        expect(ids(indexed, wanted)).toEqual(ids(plain, wanted));
        expect(ids(indexed, { ...wanted, skip: 1, limit: 2 })).toEqual(ids(plain, { ...wanted, skip: 1, limit: 2 }));
        // Without the tie-break an index may give the order: the same documents then, and the same order of keys.
        expect(ids(indexed, { filter: query, sort: order }).sort()).toEqual(ids(plain, { filter: query }).sort());
      }),
      { numRuns: 1_500 },
    );
  });

  it('stays so through updates and removals', () => {
    const step = fc.oneof(
      fc.tuple(fc.constant('put' as const), fc.nat(9), doc),
      fc.tuple(fc.constant('remove' as const), fc.nat(9), fc.constant({})),
    );
    void fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), indexes, filter, (steps, specs, query) => {
        const collection = aCollection([], specs);
        for (const [what, _id, given] of steps) {
          const stored = collection.docs.get(keyText(_id));
          if (what === 'remove') stored && collection.remove(stored);
          else if (stored) collection.replace(stored, { _id, ...given });
          else collection.insert({ _id, ...given });
        }
        const plain = aCollection([...collection.docs.values()].map(({ exact }) => exact));
        const ids = (from: Collection): unknown[] =>
          search(from, { filter: query }).matches.map(({ doc: found }) => found._id);
        expect(ids(collection).sort()).toEqual(ids(plain).sort());
      }),
      { numRuns: 500 },
    );
  });

  describe('looks at no more than it gives', () => {
    const conversations = 50;
    const docs = Array.from(
      { length: 5_000 },
      (_, i): Doc => ({
        _id: i,
        conversationId: i % conversations,
        seq: Math.floor(i / conversations),
        applied: i % 100 !== 0,
      }),
    );
    const collection = aCollection(docs, [
      anIndex({ conversationId: 1, seq: 1 }, { unique: true }),
      anIndex({ applied: 1 }, { name: 'open', partialFilterExpression: { applied: false } }),
    ]);
    const examined = (wanted: Search): [given: number, examined: number, stage: unknown] => {
      const found = search(collection, wanted);
      return [
        found.matches.length,
        found.examined,
        (found.stage.inputStage as Doc | undefined)?.indexName ?? found.stage.stage,
      ];
    };

    it('for a closed range of numbers', () => {
      expect(examined({ filter: { conversationId: 7, seq: { $gte: 20, $lte: 69 } }, sort: [['seq', 1]] })).toEqual([
        50,
        50,
        'conversationId_seq',
      ]);
      expect(examined({ filter: { conversationId: 7, seq: { $gt: 20, $lt: 30 } }, sort: [['seq', -1]] })).toEqual([
        9,
        9,
        'conversationId_seq',
      ]);
    });
    it('for the last of a conversation', () => {
      expect(examined({ filter: { conversationId: 7 }, sort: [['seq', -1]], limit: 1 })).toEqual([
        1,
        1,
        'conversationId_seq',
      ]);
    });
    it('for exact keys, also listed ones', () => {
      expect(examined({ filter: { conversationId: 7, seq: 3 } })).toEqual([1, 1, 'conversationId_seq']);
      expect(examined({ filter: { conversationId: { $in: [1, 2] }, seq: { $in: [3, 4, 5] } } })).toEqual([
        6,
        6,
        'conversationId_seq',
      ]);
      expect(examined({ filter: { _id: { $in: [1, 2, 2, 99_999] } } })).toEqual([2, 2, '_id_']);
    });
    it('for alternatives that are each indexed', () => {
      expect(examined({ filter: { $or: [{ conversationId: 7, seq: 3 }, { _id: 9 }] } })).toEqual([2, 2, 'OR']);
      expect(examined({ filter: { $or: [{ conversationId: 7, seq: 3 }, { nothing: 9 }] } })).toEqual([
        1,
        5_000,
        'COLLSCAN',
      ]);
    });
    it('for a partial index whose filter the query repeats, and only then', () => {
      expect(examined({ filter: { applied: false } })).toEqual([50, 50, 'open']);
      expect(examined({ filter: { applied: false, conversationId: 0 } })).toEqual([50, 50, 'open']);
      expect(examined({ filter: { applied: true } })[2]).toBe('COLLSCAN');
    });
  });
});

describe('a unique index', () => {
  it('refuses a second document with the key and leaves nothing of it behind', () => {
    const collection = aCollection(
      [
        { _id: 1, a: 1, b: 1 },
        { _id: 2, a: 2, b: 2 },
      ],
      [anIndex({ b: 1 }), anIndex({ a: 1 }, { unique: true })],
    );
    const stored = collection.docs.get(keyText(2))!;
    expect(() => collection.replace(stored, { _id: 2, a: 1, b: 9 })).toThrow(
      expect.objectContaining({
        code: 11000,
        message: 'E11000 duplicate key error collection: db.c index: a dup key: { a: 1 }',
        extra: { keyPattern: { a: 1 }, keyValue: { a: 1 } },
      }),
    );
    expect(() => collection.insert({ _id: 3, a: 2, b: 9 })).toThrow(expect.objectContaining({ code: 11000 }));
    expect(search(collection, { filter: { b: 9 } }).matches).toEqual([]);
    expect(search(collection, { filter: { b: 2 } }).matches).toHaveLength(1);
  });

  it('with a filter binds only the documents that match it', () => {
    const collection = aCollection(
      [
        { _id: 1, a: 1 },
        { _id: 2, a: 1 },
      ],
      [anIndex({ a: 1 }, { unique: true, partialFilterExpression: { open: true } })],
    );
    collection.replace(collection.docs.get(keyText(1))!, { _id: 1, a: 1, open: true });
    expect(() => collection.replace(collection.docs.get(keyText(2))!, { _id: 2, a: 1, open: true })).toThrow('E11000');
  });

  it('is refused where keys are doubled already', () => {
    const collection = aCollection([
      { _id: 1, a: 1 },
      { _id: 2, a: 1 },
    ]);
    expect(() => collection.createIndex(anIndex({ a: 1 }, { unique: true }))).toThrow('E11000');
    expect(collection.indexes).toHaveLength(1);
  });
});
