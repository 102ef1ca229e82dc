import { Binary, Double, Long, ObjectId } from 'mongodb';

type Doc = Record<string, unknown>;

/** Commands on a collection called `c` that starts with `docs`; `o` is joined from by `$lookup`. */
export interface Case {
  title: string;
  docs?: Doc[];
  others?: Doc[];
  commands: Doc[];
}

/**
 * Where the engine behind MONGODB_URL, DocumentDB, departs from what MongoDB documents. `answers` is what MongoDB says
 * to each command that differs, by its position; the embedded database must say that.
 */
export const KNOWN: Record<string, { why: string; answers: Record<number, Doc> }> = {
  'projection {"t":1,"a":0}': { why: 'reports a code of its own for mixing', answers: { 0: { code: 31254 } } },
  'projection {"a":true,"t":false}': { why: 'reports a code of its own for mixing', answers: { 0: { code: 31254 } } },
  'a negative skip': { why: 'reports a code of its own', answers: { 0: { code: 51024 } } },
  'aggregate [{"$foo":1}]': { why: 'reports a code of its own', answers: { 0: { code: 40324 } } },
  'aggregate [{"$match":{"k":"a"},"$limit":1}]': { why: 'reports a code of its own', answers: { 0: { code: 40323 } } },
  'aggregate [{"$limit":0}]': { why: 'reports a code of its own', answers: { 0: { code: 15958 } } },
  'an array as _id': {
    why: 'reports 2, not InvalidIdField',
    answers: { 0: { n: 0, writeErrors: [{ index: 0, code: 53 }] } },
  },
  'update: $pop of a string': {
    why: 'reports 2, not TypeMismatch',
    answers: { 0: { n: 0, nModified: 0, writeErrors: [{ index: 0, code: 14 }] } },
  },
  'update: new fields': {
    why: 'adds fields as they are given; MongoDB in order of name',
    answers: {
      1: {
        cursor: {
          firstBatch: [
            { _id: 1, x: 1, a: 1, b: { a: 1, d: 1 }, c: 1 },
            { _id: 5, z: 1 },
          ],
        },
      },
    },
  },
  'update: $inc of a boolean': {
    why: 'takes true for 1',
    answers: {
      0: { n: 0, nModified: 0, writeErrors: [{ index: 0, code: 14 }] },
      1: {
        cursor: {
          firstBatch: [
            { _id: 1, a: true },
            { _id: 5, z: 1 },
          ],
        },
      },
    },
  },
  'update: $unset through an array': {
    why: 'fails where MongoDB does nothing',
    answers: { 0: { n: 1, nModified: 0 } },
  },
  'update: $inc by nothing': {
    why: 'counts an update that changes nothing as one',
    answers: { 0: { n: 1, nModified: 0 } },
  },
  'update: $push positive $slice': {
    why: 'counts an update that changes nothing as one',
    answers: { 0: { n: 1, nModified: 0 } },
  },
  'sort an empty array': {
    why: 'sorts an empty array as null; MongoDB before null',
    answers: { 0: { cursor: { firstBatch: [{ _id: 2, a: [] }, { _id: 1, a: null }, { _id: 3 }, { _id: 4, a: 0 }] } } },
  },
  'group by a document with a missing field': {
    why: 'puts missing and null together inside a document',
    answers: {
      0: {
        cursor: {
          firstBatch: [
            { _id: { k: 1 }, n: 1 },
            { _id: { k: null }, n: 2 },
            { _id: {}, n: 3 },
          ],
        },
      },
    },
  },
  'count nothing in a pipeline': {
    why: 'gives a count of 0; MongoDB gives no document',
    answers: { 0: { cursor: { firstBatch: [] } } },
  },
  'parallel arrays in an index': {
    why: 'takes them',
    answers: { 1: { n: 0, writeErrors: [{ index: 0, code: 171 }] }, 2: { cursor: { firstBatch: [] } } },
  },
  collections: { why: 'does not report a collection that exists', answers: { 0: { code: 48 } } },
};

const id = (n: number): ObjectId => new ObjectId(n.toString(16).padStart(24, '0'));
const date = (n: number): Date => new Date(1_700_000_000_000 + n);

export const find = (filter: Doc, options: Doc = {}): Doc => ({ find: 'c', filter, sort: { _id: 1 }, ...options });
export const update = (q: Doc, u: unknown, options: Doc = {}): Doc => ({
  update: 'c',
  updates: [{ q, u, ...options }],
});
export const aggregate = (...pipeline: Doc[]): Doc => ({ aggregate: 'c', pipeline, cursor: {} });
export const insert = (documents: Doc[], options: Doc = {}): Doc => ({ insert: 'c', documents, ...options });
const index = (key: Doc, options: Doc = {}): Doc => ({
  createIndexes: 'c',
  indexes: [{ key, name: Object.keys(key).join('_'), ...options }],
});
const modify = (query: Doc, options: Doc): Doc => ({ findAndModify: 'c', query, ...options });
const all = find({});

/** One of each kind of value, the same field. */
const mixed: Doc[] = [
  { _id: 1, a: 1 },
  { _id: 2, a: 'x' },
  { _id: 3, a: null },
  { _id: 4 },
  { _id: 5, a: [] },
  { _id: 6, a: [1, 'x'] },
  { _id: 7, a: { b: 1 } },
  { _id: 8, a: id(1) },
  { _id: 9, a: date(1) },
  { _id: 10, a: true },
  { _id: 11, a: new Binary(Buffer.from('zz')) },
  { _id: 12, a: 2.5 },
  { _id: 13, a: [null] },
  { _id: 14, a: [{ b: 1 }, { b: 2 }] },
  { _id: 15, a: [[1]] },
  { _id: 16, a: '' },
  { _id: 17, a: { c: 1 } },
  { _id: 18, a: [{ c: 1 }, { b: null }] },
  { _id: 19, a: { b: [1, 2] } },
  { _id: 20, a: false },
  { _id: 21, a: [5, 1] },
  { _id: 22, a: -3 },
];

const sortable = mixed.filter(({ a }) => !Array.isArray(a) || a.length > 0);

const filters: Doc[] = [
  { a: 1 },
  { a: null },
  { a: { $eq: null } },
  { a: { $ne: null } },
  { a: { $ne: 1 } },
  { a: { $in: [null] } },
  { a: { $in: [1, 'x', id(1)] } },
  { a: { $in: [/^x/, 2.5] } },
  { a: { $in: [] } },
  { a: { $nin: [1, null] } },
  { a: { $nin: [] } },
  { a: { $gt: 1 } },
  { a: { $gte: 1, $lt: 3 } },
  { a: { $lt: 'y' } },
  { a: { $gte: null } },
  { a: { $gt: date(0) } },
  { a: { $gte: id(0) } },
  { a: { $lte: true } },
  { a: { $exists: true } },
  { a: { $exists: false } },
  { a: { $type: 'string' } },
  { a: { $type: 'array' } },
  { a: { $type: ['null', 'objectId'] } },
  { a: [1, 'x'] },
  { a: [] },
  { a: [[1]] },
  { a: { b: 1 } },
  { a: {} },
  { 'a.b': 1 },
  { 'a.b': null },
  { 'a.b': { $ne: 1 } },
  { 'a.b': { $exists: true } },
  { 'a.b': { $exists: false } },
  { 'a.b': { $in: [2, null] } },
  { 'a.b': { $gt: 1 } },
  { 'a.0': 1 },
  { 'a.0.b': 1 },
  { 'a.1': 'x' },
  { a: { $size: 1 } },
  { a: { $size: 0 } },
  { a: { $all: [1] } },
  { a: { $all: [1, 'x'] } },
  { a: { $all: [] } },
  { a: { $elemMatch: { b: 1 } } },
  { a: { $elemMatch: { $gte: 1, $lt: 2 } } },
  { a: { $not: { $gt: 1 } } },
  { a: { $not: /^x/ } },
  { a: /^x/ },
  { a: { $regex: 'X', $options: 'i' } },
  { a: { $mod: [2, 1] } },
  { $or: [{ a: 1 }, { _id: 4 }] },
  { $nor: [{ a: 1 }, { a: null }] },
  { $and: [{ a: { $gt: 0 } }, { a: { $lt: 2 } }] },
  { a: { $gt: 1, $lt: 5 } },
  { $expr: { $gt: ['$a', 1] } },
  { $expr: { $eq: ['$a', null] } },
  { _id: { $in: [1, 2, 3] }, a: 'x' },
  { a: { $foo: 1 } },
  { $or: [] },
  { a: { $in: 1 } },
];

const nested: Doc[] = [
  { _id: 1, a: { b: 1, c: 2 }, l: [1, 2, 3, 4], s: [{ x: 1, y: 1 }, { x: 2, y: 2 }, 5], t: 'one' },
  { _id: 2, a: { b: 2 }, l: [], s: [], n: null },
  { _id: 3, a: 5, l: 7, s: { x: 9, y: 9 } },
  { _id: 4 },
];

const projections: Doc[] = [
  { a: 1 },
  { a: 0 },
  { t: 1, _id: 0 },
  { _id: 0 },
  { _id: 1 },
  { 'a.b': 1 },
  { 'a.b': 0 },
  { 's.x': 1 },
  { 's.x': 0 },
  { t: 1, l: 1, a: 1 },
  { l: { $slice: 2 } },
  { l: { $slice: -2 } },
  { l: { $slice: [1, 2] } },
  { t: 1, l: { $slice: 1 } },
  { s: { $elemMatch: { x: 2 } } },
  { t: 1, a: 0 },
  { missing: 1 },
  { a: true, t: false },
];

const operators: [what: string, doc: Doc, change: unknown, options?: Doc][] = [
  ['$set', { a: 1 }, { $set: { a: 2, 'b.c': 3 } }],
  ['$set to the same', { a: 1 }, { $set: { a: 1 } }],
  ['$set beyond an array', { a: [1] }, { $set: { 'a.3': 9 } }],
  ['$set in an array', { a: [{ b: 1 }, { b: 2 }] }, { $set: { 'a.1.b': 9 } }],
  ['$set through a number', { a: 1 }, { $set: { 'a.b': 1 } }],
  ['$set through null', { a: null }, { $set: { 'a.b': 1 } }],
  ['$set through an array without index', { a: [1] }, { $set: { 'a.b': 1 } }],
  ['$set of nothing', { a: 1 }, { $set: {} }],
  ['$set to null', { a: 1 }, { $set: { a: null } }],
  ['$set of _id to the same', { a: 1 }, { $set: { _id: 1 } }],
  ['$set of _id to another', { a: 1 }, { $set: { _id: 2 } }],
  ['$unset', { a: 1, b: 2 }, { $unset: { a: '' } }],
  ['$unset of nothing', { a: 1 }, { $unset: { z: '' } }],
  ['$unset of _id', { a: 1 }, { $unset: { _id: '' } }],
  ['$unset in an array', { a: [1, 2] }, { $unset: { 'a.0': '' } }],
  ['$unset nested', { a: { b: 1, c: 2 } }, { $unset: { 'a.b': '' } }],
  ['$inc', { a: 1 }, { $inc: { a: 2, b: 3 } }],
  ['$inc nested', { a: { b: 1 } }, { $inc: { 'a.b': -1.5 } }],
  ['$inc of a string', { a: 'x' }, { $inc: { a: 1 } }],
  ['$inc of null', { a: null }, { $inc: { a: 1 } }],
  ['$inc of a boolean', { a: true }, { $inc: { a: 1 } }],
  ['$inc by a string', { a: 1 }, { $inc: { a: 'x' } }],
  ['$inc by a long', { a: 1 }, { $inc: { a: Long.fromNumber(1) } }],
  ['$inc by a double', { a: 1 }, { $inc: { a: new Double(1) } }],
  ['$inc of a long', { a: Long.fromNumber(1) }, { $inc: { a: 1 } }],
  ['$inc past 2^31', { a: 2147483647 }, { $inc: { a: 1 } }],
  ['$inc by nothing', { a: 1 }, { $inc: { a: 0 } }],
  ['$mul', { a: 3 }, { $mul: { a: 2, b: 5 } }],
  ['$mul of a string', { a: 'x' }, { $mul: { a: 1 } }],
  ['$min lower', { a: 3 }, { $min: { a: 2 } }],
  ['$min higher', { a: 3 }, { $min: { a: 4 } }],
  ['$min missing', {}, { $min: { a: 4 } }],
  ['$max higher', { a: 3 }, { $max: { a: 4 } }],
  ['$max lower', { a: 3 }, { $max: { a: 2 } }],
  ['$max missing', {}, { $max: { 'a.b': 2 } }],
  ['$max over null', { a: null }, { $max: { a: 2 } }],
  ['$max of dates', { a: date(1) }, { $max: { a: date(2) } }],
  ['$max of another type', { a: date(1) }, { $max: { a: 2 } }],
  ['$max of an object id over a string', { a: 'x' }, { $max: { a: id(1) } }],
  ['$rename', { a: 1 }, { $rename: { a: 'b' } }],
  ['$rename of nothing', { a: 1 }, { $rename: { z: 'b' } }],
  ['$push', { a: [1] }, { $push: { a: 2 } }],
  ['$push to nothing', {}, { $push: { a: 2 } }],
  ['$push to a string', { a: 'x' }, { $push: { a: 2 } }],
  ['$push of an array', { a: [1] }, { $push: { a: [2] } }],
  ['$push $each', { a: [1] }, { $push: { a: { $each: [3, 2] } } }],
  ['$push $each to nothing with $slice', {}, { $push: { a: { $each: [1, 2, 3], $slice: -2 } } }],
  ['$push $slice', { a: [1, 2] }, { $push: { a: { $each: [3], $slice: -2 } } }],
  ['$push $slice 0', { a: [1, 2] }, { $push: { a: { $each: [3], $slice: 0 } } }],
  ['$push positive $slice', { a: [1, 2] }, { $push: { a: { $each: [3], $slice: 2 } } }],
  ['$push $position', { a: [1, 2] }, { $push: { a: { $each: [3, 4], $position: 1 } } }],
  ['$push negative $position', { a: [1, 2, 3] }, { $push: { a: { $each: [9], $position: -1 } } }],
  ['$push $sort', { a: [3, 1] }, { $push: { a: { $each: [2], $sort: 1 } } }],
  [
    '$push $sort by field',
    { a: [{ n: 3 }, { n: 1 }] },
    { $push: { a: { $each: [{ n: 2 }], $sort: { n: -1 }, $slice: 2 } } },
  ],
  ['$push $each of no array', { a: [] }, { $push: { a: { $each: 1 } } }],
  ['$push of an unknown clause', { a: [] }, { $push: { a: { $each: [1], $foo: 1 } } }],
  ['$addToSet', { a: [1] }, { $addToSet: { a: 2 } }],
  ['$addToSet of one there', { a: [1] }, { $addToSet: { a: 1 } }],
  ['$addToSet keeps doubles', { a: [1, 1] }, { $addToSet: { a: 2 } }],
  ['$addToSet to nothing', {}, { $addToSet: { a: { $each: [1, 1, 2] } } }],
  ['$addToSet $each', { a: [1] }, { $addToSet: { a: { $each: [1, 2, 2] } } }],
  ['$addToSet to a string', { a: 'x' }, { $addToSet: { a: 1 } }],
  ['$addToSet of documents', { a: [{ x: 1, y: 2 }] }, { $addToSet: { a: { y: 2, x: 1 } } }],
  ['$addToSet of an object id', { a: [id(1)] }, { $addToSet: { a: { $each: [id(1), id(2)] } } }],
  ['$pull', { a: [1, 2, 1] }, { $pull: { a: 1 } }],
  ['$pull by condition', { a: [1, 5, 9] }, { $pull: { a: { $gte: 5 } } }],
  ['$pull of documents', { a: [{ x: 1, y: 1 }, { x: 2 }, 3] }, { $pull: { a: { x: 1 } } }],
  ['$pull $in', { a: [1, 2, 3] }, { $pull: { a: { $in: [1, 3] } } }],
  ['$pull of nothing', {}, { $pull: { a: 1 } }],
  ['$pull from a string', { a: 'x' }, { $pull: { a: 1 } }],
  ['$pull of an object id', { a: [id(1), id(2)] }, { $pull: { a: id(1) } }],
  ['$pullAll', { a: [1, 2, 3, 1] }, { $pullAll: { a: [1, 3] } }],
  ['$pop', { a: [1, 2, 3] }, { $pop: { a: 1 } }],
  ['$pop first', { a: [1, 2, 3] }, { $pop: { a: -1 } }],
  ['$pop of a string', { a: 'x' }, { $pop: { a: 1 } }],
  ['$pop by 2', { a: [1] }, { $pop: { a: 2 } }],
  ['$bit', { a: 5 }, { $bit: { a: { and: 4 } } }],
  ['$setOnInsert on an update', { a: 1 }, { $setOnInsert: { a: 2 } }],
  ['a conflict', { a: 1 }, { $set: { a: 1 }, $inc: { a: 1 } }],
  ['a conflict with a parent', { a: {} }, { $set: { a: 1, 'a.b': 1 } }],
  ['an unknown operator', { a: 1 }, { $foo: { a: 1 } }],
  ['a field among operators', { a: 1 }, { $set: { a: 1 }, b: 1 }],
  ['operators among fields', { a: 1 }, { b: 1, $set: { a: 1 } }],
  ['a replacement', { a: 1, b: 2 }, { c: 3 }],
  ['a replacement with the same _id', { a: 1 }, { _id: 1, c: 3 }],
  ['a replacement with another _id', { a: 1 }, { _id: 2, c: 3 }],
  ['an empty replacement', { a: 1 }, {}],
  ['a pipeline', { a: 1 }, [{ $set: { b: { $add: ['$a', 1] } } }, { $unset: 'a' }]],
  ['a pipeline that changes _id', { a: 1 }, [{ $set: { _id: 7 } }]],
  ['new fields', { x: 1 }, { $set: { c: 1, 'b.d': 1, 'b.a': 1 }, $inc: { a: 1 } }],
  ['$pull through a number', { a: 1 }, { $pull: { 'a.b': 1 } }],
  ['$unset through a number', { a: 1 }, { $unset: { 'a.b': 1 } }],
  ['$unset through an array', { a: [1] }, { $unset: { 'a.b': 1 } }],
  ['several operators', { a: 1, l: [] }, { $set: { b: 1 }, $inc: { a: 1 }, $push: { l: 1 }, $unset: { z: 1 } }],
  ['$[]', { a: [1, 2] }, { $inc: { 'a.$[]': 1 } }],
  ['$[] of documents', { a: [{ b: 1 }, { b: 2 }] }, { $set: { 'a.$[].b': 0 } }],
  ['$[] of a missing field', {}, { $set: { 'a.$[]': 0 } }],
  [
    'array filters',
    {
      a: [
        { b: 1, c: 0 },
        { b: 2, c: 0 },
      ],
    },
    { $set: { 'a.$[e].c': 9 } },
    { arrayFilters: [{ 'e.b': { $gt: 1 } }] },
  ],
  ['array filters on values', { a: [1, 5, 9] }, { $set: { 'a.$[e]': 0 } }, { arrayFilters: [{ e: { $gte: 5 } }] }],
  ['an array filter that is missing', { a: [1] }, { $set: { 'a.$[e]': 0 } }],
  ['an array filter that is not used', { a: [1] }, { $set: { a: 0 } }, { arrayFilters: [{ e: 1 }] }],
];

const group: Doc[] = [
  {
    _id: 0,
    u: id(7),
    word: 'Words',
    some: [3, 1, 2],
    sub: { p: 1, q: 'x' },
    list: [{ p: 1 }, { p: 2 }, {}],
    when: date(0),
    none: null,
  },
  { _id: 1, k: 'a', n: 1, l: [1, 2], d: date(1), u: id(1) },
  { _id: 2, k: 'a', n: 5, l: [], d: date(2), u: id(2) },
  { _id: 3, k: 'b', n: 2.5, l: [3], d: date(3), u: id(1) },
  { _id: 4, k: null, n: null, u: id(3) },
  { _id: 5, n: 'x', l: 8, o: { p: { q: 1 } } },
  { _id: 6, l: '', o: { p: [{ q: 1 }, { q: 2 }, 3] } },
  { _id: 7, l: {}, n: 3000000000 },
];
const joined: Doc[] = [
  { _id: 1, u: id(1), name: 'one' },
  { _id: 2, u: id(2), name: 'two' },
  { _id: 3, u: id(1), name: 'uno' },
];
const byId = { $sort: { _id: 1 } };

const pipelines: Doc[][] = [
  [byId],
  [{ $match: { k: 'a' } }, byId],
  [{ $sort: { n: 1, _id: 1 } }],
  [{ $sort: { n: -1, _id: 1 } }, { $limit: 2 }],
  [{ $sort: { _id: -1 } }, { $skip: 1 }, { $limit: 2 }],
  [{ $group: { _id: '$k', n: { $sum: 1 }, s: { $sum: '$n' }, max: { $max: '$n' }, min: { $min: '$n' } } }, byId],
  [{ $group: { _id: null, n: { $sum: 1 }, avg: { $avg: '$n' } } }],
  [{ $match: { n: { $type: 'number' } } }, { $group: { _id: '$u', last: { $max: '$d' }, all: { $push: '$n' } } }, byId],
  [
    { $match: { k: { $exists: true } } },
    byId,
    { $group: { _id: { k: '$k' }, first: { $first: '$_id' }, last: { $last: '$_id' } } },
    { $sort: { first: 1 } },
  ],
  [{ $match: { _id: { $lt: 4 } } }, { $group: { _id: 1, n: { $sum: 1 } } }],
  [{ $match: { _id: { $gt: 99 } } }, { $group: { _id: 1, n: { $sum: 1 } } }],
  [{ $count: 'n' }],
  [byId, { $project: { n: 1, kind: '$k' } }],
  [byId, { $project: { _id: 0, k: 1, twice: { $multiply: ['$_id', 2] } } }],
  [byId, { $project: { 'o.p.q': 1 } }],
  [byId, { $project: { l: 0, u: 0 } }],
  [byId, { $addFields: { z: { $ifNull: ['$k', 'none'] } } }],
  [byId, { $addFields: { 'o.p.r': 2 } }, { $project: { o: 1 } }],
  [byId, { $set: { size: { $cond: [{ $isArray: '$l' }, { $size: '$l' }, 0] } } }, { $project: { size: 1 } }],
  [byId, { $unset: ['l', 'u', 'd'] }],
  [{ $unwind: '$l' }, { $sort: { _id: 1, l: 1 } }, { $project: { l: 1 } }],
  [{ $unwind: { path: '$l', preserveNullAndEmptyArrays: true } }, { $sort: { _id: 1, l: 1 } }, { $project: { l: 1 } }],
  [{ $unwind: { path: '$l', includeArrayIndex: 'i' } }, { $sort: { _id: 1, l: 1 } }, { $project: { l: 1, i: 1 } }],
  [byId, { $lookup: { from: 'o', localField: 'u', foreignField: 'u', as: 'joined' } }, { $project: { joined: 1 } }],
  [
    byId,
    { $lookup: { from: 'nothing', localField: 'u', foreignField: 'u', as: 'joined' } },
    { $project: { joined: 1 } },
  ],
  [
    byId,
    {
      $lookup: {
        from: 'o',
        let: { u: '$u' },
        pipeline: [{ $match: { $expr: { $eq: ['$u', '$$u'] } } }, { $project: { name: 1 } }],
        as: 'j',
      },
    },
    { $project: { j: 1 } },
  ],
  [
    byId,
    { $lookup: { from: 'o', localField: 'u', foreignField: 'u', as: 'j' } },
    { $unwind: '$j' },
    { $project: { 'j.name': 1 } },
    { $sort: { _id: 1, 'j.name': 1 } },
  ],
  [{ $facet: { a: [{ $match: { k: 'a' } }, { $count: 'n' }], b: [byId, { $limit: 1 }, { $project: { k: 1 } }] } }],
  [{ $match: { _id: 5 } }, { $replaceRoot: { newRoot: '$o' } }],
  [{ $match: { _id: 5 } }, { $replaceWith: { $mergeObjects: ['$o', { z: 1 }] } }],
  [{ $sortByCount: '$k' }, { $match: { count: 2 } }, byId],
  [byId, { $project: { c: { $cmp: ['$n', 2] }, g: { $gt: ['$n', null] }, e: { $eq: ['$k', 'a'] } } }],
  [
    byId,
    { $match: { k: { $type: 'string' } } },
    { $project: { up: { $toUpper: '$k' }, cat: { $concat: ['$k', '-', '$k'] } } },
  ],
  [
    byId,
    {
      $project: { l: { $filter: { input: { $cond: [{ $isArray: '$l' }, '$l', []] }, cond: { $gt: ['$$this', 1] } } } },
    },
  ],
  [
    byId,
    {
      $project: {
        m: { $map: { input: { $cond: [{ $isArray: '$l' }, '$l', []] }, as: 'x', in: { $add: ['$$x', 1] } } },
      },
    },
  ],
  [byId, { $project: { y: { $year: '$d' } } }, { $match: { _id: { $lte: 3 } } }],
  [byId, { $group: { _id: '$u', set: { $addToSet: '$k' }, n: { $sum: 1 } } }, { $project: { n: 1 } }, byId],
  [{ $unionWith: 'o' }, { $project: { name: 1, k: 1 } }, { $sort: { _id: 1, name: 1 } }],
  ...[
    { $toString: '$u' },
    { $toString: '$_id' },
    { $concatArrays: [[1], '$some'] },
    { $arrayElemAt: ['$some', -1] },
    { $setIntersection: ['$some', [1]] },
    { $setDifference: ['$some', [1]] },
    { $substrCP: ['$word', 1, 2] },
    { $split: ['$word', 'd'] },
    { $trim: { input: ' x ' } },
    { $regexMatch: { input: '$word', regex: '^w', options: 'i' } },
    { $reduce: { input: '$some', initialValue: 0, in: { $add: ['$$value', '$$this'] } } },
    { $abs: -2 },
    { $ceil: 1.2 },
    { $floor: -1.2 },
    { $toUpper: '$word' },
    { $pow: [2, 3] },
    { $sqrt: 9 },
    { $toLower: '$word' },
    {
      $setEquals: [
        [1, 2],
        [2, 1],
      ],
    },
    { $setIsSubset: [[1], [2, 1]] },
    { $toDouble: '1.5' },
    { $round: [2.567, 1] },
    { $mod: ['$_id', 2] },
    { $divide: ['$_id', 2] },
    { $subtract: ['$when', 1000] },
    { $subtract: ['$when', '$when'] },
    { $add: ['$when', 1000] },
    { $dateToString: { date: '$when', format: '%Y-%m-%d' } },
    { $max: ['$_id', 2] },
    { $reverseArray: '$some' },
    { $range: [0, 3] },
    { $zip: { inputs: ['$some', '$some'] } },
    { $objectToArray: '$sub' },
    { $mergeObjects: ['$sub', { z: 1 }] },
    { $ifNull: ['$none', '$missing', 'x'] },
    { $and: ['$_id', '$none'] },
    { $or: ['$none', 0] },
    { $not: ['$none'] },
    { $cond: ['$word', 1, 2] },
    { $let: { vars: { x: '$_id' }, in: { $multiply: ['$$x', 2] } } },
    { $literal: '$x' },
    { $toInt: '3' },
    { $toBool: '' },
    { $toDate: '2024-01-02T03:04:05Z' },
    { $isNumber: '$_id' },
    { $first: '$some' },
    { $last: '$some' },
    { $sortArray: { input: '$some', sortBy: -1 } },
    { $concat: ['$word', null] },
    { $eq: ['$missing', null] },
    { $lt: ['$word', '$when'] },
    '$sub.p',
    '$list.p',
    '$$ROOT._id',
    ['$_id', '$missing'],
    { inner: '$_id', none: '$missing' },
  ].map((expression) => [byId, { $addFields: { value: expression } }, { $project: { value: 1 } }]),
  ...[
    { $strLenCP: '$word' },
    { $in: [2, '$some'] },
    { $min: '$some' },
    { $sum: '$some' },
    { $avg: '$some' },
    { $slice: ['$some', 1] },
    { $size: '$some' },
  ].map((expression) => [{ $match: { _id: 0 } }, { $project: { value: expression } }]),
  [{ $foo: 1 }],
  [{ $match: { k: 'a' }, $limit: 1 }],
  [{ $limit: 0 }],
];

const e11000 = [{ _id: 1 }, { _id: 2 }, { _id: 1 }, { _id: 3 }];

export const CASES: Case[] = [
  ...filters.map(
    (filter): Case => ({
      title: `find ${JSON.stringify(filter)}`,
      docs: mixed,
      commands: [find(filter), { count: 'c', query: filter }],
    }),
  ),
  ...projections.map(
    (projection): Case => ({
      title: `projection ${JSON.stringify(projection)}`,
      docs: nested,
      commands: [find({}, { projection })],
    }),
  ),
  {
    title: 'projection of the matched element',
    docs: nested,
    commands: [find({ _id: 1, l: { $gt: 2 } }, { projection: { 'l.$': 1 } })],
  },
  {
    title: 'sort an empty array',
    docs: [{ _id: 1, a: null }, { _id: 2, a: [] }, { _id: 3 }, { _id: 4, a: 0 }],
    commands: [find({}, { sort: { a: 1, _id: 1 } })],
  },
  {
    title: 'group by a document with a missing field',
    docs: [{ _id: 1, k: 1 }, { _id: 2, k: null }, { _id: 3 }],
    commands: [aggregate({ $group: { _id: { k: '$k' }, n: { $max: '$_id' } } }, { $sort: { n: 1 } })],
  },
  { title: 'count nothing in a pipeline', commands: [aggregate({ $count: 'n' })] },
  { title: 'sort up across types', docs: sortable, commands: [find({}, { sort: { a: 1, _id: 1 } })] },
  { title: 'sort down across types', docs: sortable, commands: [find({}, { sort: { a: -1, _id: 1 } })] },
  { title: 'sort by a nested field', docs: mixed, commands: [find({}, { sort: { 'a.b': 1, _id: -1 } })] },
  { title: 'sort by two fields', docs: sortable, commands: [find({}, { sort: { a: -1, _id: -1 } })] },
  {
    title: 'skip and limit',
    docs: mixed,
    commands: [
      find({}, { skip: 3, limit: 4 }),
      find({}, { skip: 30 }),
      find({}, { limit: -2 }),
      find({}, { batchSize: 3, singleBatch: true }),
    ],
  },
  {
    title: '$lookup of each element of an array',
    docs: [{ _id: 1, u: [id(2), id(1), id(9)] }, { _id: 2 }, { _id: 3, u: null }],
    others: [...joined, { _id: 9, u: null }, { _id: 10 }, { _id: 11, u: [id(2)] }],
    commands: [aggregate(byId, { $lookup: { from: 'o', localField: 'u', foreignField: 'u', as: 'j' } })],
  },
  { title: 'a negative skip', docs: mixed, commands: [find({}, { skip: -1 })] },
  {
    title: 'count with skip and limit',
    docs: mixed,
    commands: [
      { count: 'c', query: {}, skip: 3, limit: 5 },
      { count: 'nothing', query: {} },
    ],
  },
  {
    title: 'distinct',
    docs: mixed,
    commands: [
      { distinct: 'c', key: 'a' },
      { distinct: 'c', key: 'a.b' },
      { distinct: 'c', key: '_id', query: { a: 1 } },
    ],
  },
  ...operators.map(
    ([what, doc, u, options]): Case => ({
      title: `update: ${what}`,
      docs: [
        { _id: 1, ...doc },
        { _id: 5, z: 1 },
      ],
      commands: [update({ _id: 1 }, u, options), all],
    }),
  ),
  ...pipelines.map(
    (pipeline): Case => ({
      title: `aggregate ${JSON.stringify(pipeline)}`,
      docs: group,
      others: joined,
      commands: [aggregate(...pipeline)],
    }),
  ),

  {
    title: 'the matched element',
    docs: [{ _id: 1, a: [1, 5, 9] }],
    commands: [update({ a: 5 }, { $set: { 'a.$': 0 } }), all],
  },
  {
    title: 'the matched element by $elemMatch',
    docs: [
      {
        _id: 1,
        a: [
          { b: 1, c: 1 },
          { b: 2, c: 1 },
        ],
      },
    ],
    commands: [update({ a: { $elemMatch: { b: 2, c: 1 } } }, { $set: { 'a.$.d': 0 } }), all],
  },
  {
    title: 'the matched element by its field',
    docs: [{ _id: 1, a: [{ b: 1 }, { b: 2 }] }],
    commands: [update({ _id: 1, 'a.b': 2 }, { $inc: { 'a.$.b': 5 } }), all],
  },
  {
    title: 'a matched element that is not asked for',
    docs: [{ _id: 1, a: [1] }],
    commands: [update({ _id: 1 }, { $set: { 'a.$': 0 } }), all],
  },

  {
    title: 'upsert from equality',
    commands: [
      update(
        { _id: 1, k: 'x', 'n.m': { $eq: 2 }, r: { $gt: 5 } },
        { $set: { v: 1 }, $setOnInsert: { w: 2 } },
        { upsert: true },
      ),
      all,
    ],
  },
  {
    title: 'upsert twice',
    commands: [
      update({ _id: 1 }, { $inc: { n: 1 } }, { upsert: true }),
      update({ _id: 1 }, { $inc: { n: 1 } }, { upsert: true }),
      all,
    ],
  },
  {
    title: 'upsert from $and and $in',
    commands: [
      update({ $and: [{ _id: 1 }, { k: { $in: [3] } }], l: { $in: [1, 2] } }, { $set: { v: 1 } }, { upsert: true }),
      all,
    ],
  },
  { title: 'upsert by replacement', commands: [update({ _id: 7, k: 1 }, { v: 1 }, { upsert: true }), all] },
  {
    title: 'upsert with $push, $addToSet, $max',
    commands: [
      update(
        { _id: 1 },
        { $push: { a: 1 }, $addToSet: { b: { $each: [1, 1] } }, $max: { c: 3 }, $pull: { d: 1 }, $unset: { e: 1 } },
        { upsert: true },
      ),
      all,
    ],
  },
  {
    title: 'upsert that sets another _id',
    commands: [update({ _id: 1 }, { $set: { _id: 2 } }, { upsert: true }), all],
  },
  { title: 'upsert that sets _id', commands: [update({ k: 1 }, { $setOnInsert: { _id: 2 } }, { upsert: true }), all] },
  { title: 'upsert by pipeline', commands: [update({ _id: 1 }, [{ $set: { a: 1 } }], { upsert: true }), all] },
  {
    title: 'upsert against a guard',
    docs: [{ _id: 1, rev: 5 }],
    commands: [update({ _id: 1, rev: { $lt: 3 } }, { $set: { rev: 3 } }, { upsert: true }), all],
  },
  {
    title: 'a guarded update',
    docs: [{ _id: 1, rev: 5 }],
    commands: [
      update({ _id: 1, rev: { $lt: 9 } }, { $set: { rev: 9 } }),
      update({ _id: 1, rev: { $lt: 9 } }, { $set: { rev: 9 } }),
      all,
    ],
  },
  {
    title: 'update of many',
    docs: mixed,
    commands: [
      update({ _id: { $gt: 18 } }, { $set: { z: 1 } }, { multi: true }),
      update({}, { $set: { z: 1 } }, { multi: true }),
      all,
    ],
  },
  { title: 'update of many by replacement', docs: mixed, commands: [update({}, { z: 1 }, { multi: true })] },
  {
    title: 'update of many that fails halfway',
    docs: [
      { _id: 1, a: 1 },
      { _id: 2, a: 'x' },
    ],
    commands: [update({ _id: 2 }, { $inc: { a: 1 } }, { multi: true }), all],
  },

  { title: 'insert, ordered, a duplicate in the middle', commands: [insert(e11000), all] },
  { title: 'insert, unordered, a duplicate in the middle', commands: [insert(e11000, { ordered: false }), all] },
  {
    title: 'insert with a unique index',
    commands: [
      index({ a: 1 }, { unique: true }),
      insert([
        { _id: 1, a: 1 },
        { _id: 2, a: 1 },
      ]),
      insert([{ _id: 3 }, { _id: 4, a: null }], { ordered: false }),
      all,
    ],
  },
  {
    title: 'a compound unique index',
    commands: [
      index({ a: 1, b: 1 }, { unique: true }),
      insert([
        { _id: 1, a: 1, b: 1 },
        { _id: 2, a: 1, b: 2 },
        { _id: 3, a: 1, b: 1 },
      ]),
      all,
    ],
  },
  {
    title: 'a unique index over arrays',
    commands: [
      index({ a: 1 }, { unique: true }),
      insert([
        { _id: 1, a: [1, 2] },
        { _id: 2, a: [3, 3] },
        { _id: 3, a: 2 },
      ]),
      all,
    ],
  },
  {
    title: 'a unique sparse index',
    commands: [
      index({ a: 1 }, { unique: true, sparse: true }),
      insert([{ _id: 1 }, { _id: 2 }, { _id: 3, a: 1 }, { _id: 4, a: 1 }]),
      all,
      find({ a: null }),
      find({ a: 1 }),
    ],
  },
  {
    title: 'a unique partial index',
    commands: [
      index({ a: 1 }, { unique: true, partialFilterExpression: { open: true } }),
      insert([
        { _id: 1, a: 1 },
        { _id: 2, a: 1 },
        { _id: 3, a: 1, open: true },
        { _id: 4, a: 1, open: true },
      ]),
      all,
      find({ a: 1 }),
      find({ a: 1, open: true }),
      update({ _id: 1 }, { $set: { open: true } }),
      all,
    ],
  },
  {
    title: 'a unique index on what is doubled',
    docs: [
      { _id: 1, a: 1 },
      { _id: 2, a: 1 },
    ],
    commands: [index({ a: 1 }, { unique: true })],
  },
  {
    title: 'an update into a duplicate',
    commands: [
      index({ a: 1 }, { unique: true }),
      insert([
        { _id: 1, a: 1 },
        { _id: 2, a: 2 },
      ]),
      update({ _id: 2 }, { $set: { a: 1, b: 5 } }),
      all,
      find({ a: 2 }),
    ],
  },
  {
    title: 'an update of many into a duplicate',
    commands: [
      index({ a: 1 }, { unique: true }),
      insert([{ _id: 1, a: 1 }]),
      update({ _id: 1 }, { $inc: { a: 1 } }, { multi: true }),
      all,
    ],
  },
  {
    title: 'an upsert into a duplicate',
    commands: [
      index({ a: 1 }, { unique: true }),
      insert([{ _id: 1, a: 1 }]),
      update({ _id: 2 }, { $set: { a: 1 } }, { upsert: true }),
      all,
    ],
  },
  {
    title: 'updates in a batch, ordered',
    docs: [
      { _id: 1, a: 'x' },
      { _id: 2, a: 1 },
    ],
    commands: [
      {
        update: 'c',
        updates: [
          { q: { _id: 2 }, u: { $inc: { a: 1 } } },
          { q: { _id: 1 }, u: { $inc: { a: 1 } } },
          { q: { _id: 2 }, u: { $inc: { a: 1 } } },
        ],
      },
      all,
    ],
  },
  {
    title: 'updates in a batch, unordered',
    docs: [
      { _id: 1, a: 'x' },
      { _id: 2, a: 1 },
    ],
    commands: [
      {
        update: 'c',
        ordered: false,
        updates: [
          { q: { _id: 2 }, u: { $inc: { a: 1 } } },
          { q: { _id: 1 }, u: { $inc: { a: 1 } } },
          { q: { _id: 9 }, u: { $inc: { a: 1 } }, upsert: true },
        ],
      },
      all,
    ],
  },
  {
    title: 'delete',
    docs: mixed,
    commands: [
      {
        delete: 'c',
        deletes: [
          { q: { _id: 1 }, limit: 1 },
          { q: { a: null }, limit: 0 },
          { q: { _id: 99 }, limit: 1 },
        ],
      },
      all,
    ],
  },
  { title: 'delete with another limit', docs: mixed, commands: [{ delete: 'c', deletes: [{ q: {}, limit: 2 }] }] },
  {
    title: 'values keep their types',
    commands: [
      insert([
        {
          _id: 1,
          i: 1,
          l: Long.fromNumber(1),
          d: new Double(1),
          f: 1.5,
          n: null,
          t: date(1),
          o: id(1),
          b: new Binary(Buffer.from('x'), 5),
          r: /x/i,
          s: 'x',
          a: [Long.fromNumber(2)],
        },
      ]),
      all,
      update({ _id: 1 }, { $set: { z: Long.fromNumber(3), i: 2 } }),
      all,
      find({ l: 1, d: 1, 'a.0': 2 }),
      find({}, { projection: { l: 1, a: 1 } }),
    ],
  },

  {
    title: 'findAndModify',
    docs: [
      { _id: 1, a: 1, b: 1 },
      { _id: 2, a: 2 },
    ],
    commands: [
      modify({ _id: 1 }, { update: { $inc: { a: 1 } } }),
      modify({ _id: 1 }, { update: { $inc: { a: 1 } }, new: true, fields: { a: 1 } }),
      modify({}, { sort: { a: -1 }, update: { $set: { top: 1 } }, new: true }),
      modify({ _id: 9 }, { update: { $set: { a: 1 } } }),
      modify({ _id: 9 }, { remove: true }),
      modify({ _id: 2 }, { remove: true }),
      all,
    ],
  },
  {
    title: 'findAndModify with upsert',
    commands: [
      modify({ _id: 1 }, { update: { $set: { a: 1 } }, upsert: true }),
      modify({ _id: 2 }, { update: { $set: { a: 1 } }, upsert: true, new: true }),
      modify({ _id: 2 }, { update: { b: 1 }, upsert: true, new: true }),
      all,
    ],
  },
  {
    title: 'findAndModify into a duplicate',
    commands: [
      index({ a: 1 }, { unique: true }),
      insert([
        { _id: 1, a: 1 },
        { _id: 2, a: 2 },
      ]),
      modify({ _id: 2 }, { update: { $set: { a: 1 } } }),
      all,
    ],
  },
  { title: 'findAndModify of nothing to do', docs: [{ _id: 1 }], commands: [modify({ _id: 1 }, {})] },
  {
    title: 'findAndModify with both',
    docs: [{ _id: 1 }],
    commands: [modify({ _id: 1 }, { remove: true, update: { $set: { a: 1 } } })],
  },

  {
    title: 'indexes',
    commands: [
      index({ a: 1 }),
      index({ a: 1 }),
      index({ a: 1 }, { name: 'other' }),
      index({ b: 1 }, { name: 'a' }),
      index({ a: 1 }, { unique: true }),
      index({ a: 1, b: -1 }, { sparse: true }),
      { dropIndexes: 'c', index: 'nothing' },
      { dropIndexes: 'c', index: '_id_' },
      { dropIndexes: 'c', index: 'a' },
    ],
  },
  {
    title: 'parallel arrays in an index',
    commands: [index({ a: 1, b: 1 }), insert([{ _id: 1, a: [1], b: [2] }]), all],
  },
  {
    title: 'collections',
    docs: [{ _id: 1 }],
    commands: [{ create: 'c' }, { create: 'd' }, { drop: 'd' }, { listIndexes: 'nothing' }],
  },
  { title: 'an array as _id', commands: [insert([{ _id: [1] }]), all] },
  { title: 'an unknown command', commands: [{ frobnicate: 1 }] },
];
