import { Binary, BSONRegExp, Double, deserialize, Int32, Long, ObjectId, serialize } from 'bson';
import { CommandError } from './error';

export type Doc = Record<string, unknown>;

/** BSON's own limit for one document, in bytes. */
export const MAX_DOCUMENT_BYTES = 16 * 1024 * 1024;

/** Binary data whose text form loses nothing: the query language compares values of a class by that text. */
class Bytes extends Binary {
  override toString(): string {
    return `${this.sub_type}:${Buffer.from(this.buffer).toString('hex')}`;
  }
}

export const isDoc = (value: unknown): value is Doc =>
  typeof value === 'object' && value !== null && value.constructor === Object;

/** Whether `serialize` writes the number as a 32-bit integer. */
export const isInt32 = (n: number): boolean => Number.isInteger(n) && n === (n | 0) && !Object.is(n, -0);

/** Values that a plain JavaScript value would not bring back as the same BSON type. */
const isTyped = (value: unknown): value is Double | Long | BSONRegExp =>
  value instanceof Double || value instanceof Long || value instanceof BSONRegExp;

/**
 * Reads one document. Every value keeps its BSON type: a number stands for what `serialize` makes of it, everything
 * else numeric stays wrapped. Throws on types that the embedded database does not know, naming the type.
 */
export function decode(bytes: Uint8Array, index = 0): Doc {
  const options = { promoteValues: false, bsonRegExp: true, index, allowObjectSmallerThanBufferSize: true };
  return exact(deserialize(bytes, options)) as Doc;
}

function exact(value: unknown): unknown {
  if (typeof value === 'string' || typeof value === 'boolean' || value === null) return value;
  if (Array.isArray(value)) return value.map(exact);
  if (isDoc(value)) {
    const out: Doc = {};
    for (const key of Object.keys(value)) {
      if (key === '__proto__') throw new CommandError(2, "the embedded database refuses the field name '__proto__'");
      out[key] = exact(value[key]);
    }
    return out;
  }
  if (value instanceof Int32) return value.value;
  if (value instanceof Double) return isInt32(value.value) ? value : value.value;
  if (value instanceof ObjectId || value instanceof Date) return value;
  if (value instanceof Binary) return new Bytes(value.buffer.subarray(0, value.position), value.sub_type);
  if (value instanceof Long && (value as { _bsontype: string })._bsontype === 'Long') {
    if (Number.isSafeInteger(value.toNumber())) return value;
    throw new CommandError(2, `the embedded database refuses 64-bit integers beyond 2^53: ${value}`);
  }
  if (value instanceof BSONRegExp && /^[imsu]*$/.test(value.options)) {
    plain(value);
    return value;
  }
  const type = (value as { _bsontype?: string } | undefined)?._bsontype ?? typeof value;
  throw new CommandError(2, `the embedded database does not support the BSON type ${type}`);
}

/** The document's bytes. Throws 10334 when they exceed 16 MB. */
export function encode(doc: Doc): Uint8Array {
  const bytes = serialize(doc, { ignoreUndefined: true });
  if (bytes.length > MAX_DOCUMENT_BYTES + 16_384)
    throw new CommandError(
      10334,
      `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and 16793600(16MB)`,
    );
  return bytes;
}

/** A deep copy in which numbers are numbers and patterns are RegExp: what queries and updates work on. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (isDoc(value)) {
    const out: Doc = {};
    for (const key of Object.keys(value)) out[key] = plain(value[key]);
    return out;
  }
  if (value instanceof Double) return value.value;
  if (value instanceof Long) return value.toNumber();
  if (value instanceof BSONRegExp) return new RegExp(value.pattern, value.options);
  return value;
}

/** Whether `plain` would lose a type: rare, so that most documents need no second copy. */
export function hasTyped(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(hasTyped);
  if (isDoc(value)) return Object.values(value).some(hasTyped);
  return isTyped(value);
}

/** Gives plain values their exact type back where `source` holds an equal value at the same place. */
export function retype(value: unknown, source: unknown): unknown {
  if (isTyped(source)) return String(plain(source)) === String(value) && typeof value !== 'string' ? source : value;
  if (Array.isArray(value) && Array.isArray(source)) return value.map((item, i) => retype(item, source[i]));
  if (isDoc(value) && isDoc(source)) {
    const out: Doc = {};
    for (const key of Object.keys(value))
      out[key] = Object.hasOwn(source, key) ? retype(value[key], source[key]) : value[key];
    return out;
  }
  return value;
}

/** MongoDB's shell notation, for messages. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return `[ ${value.map(show).join(', ')} ]`;
  if (isDoc(value)) {
    const fields = Object.entries(value).map(([key, item]) => `${key}: ${show(item)}`);
    return fields.length ? `{ ${fields.join(', ')} }` : '{}';
  }
  if (value instanceof ObjectId) return `ObjectId('${value.toHexString()}')`;
  if (value instanceof Date) return `new Date(${value.getTime()})`;
  if (typeof value === 'string') return JSON.stringify(value);
  return String(value);
}
