import { BSONRegExp, ObjectId } from 'bson';
import { CommandError } from './error';
import { type IndexSpec, KeyIndex, type Stored } from './key-index';
import { compare, keyText } from './order';
import { type Doc, encode, hasTyped, isDoc, MAX_DOCUMENT_BYTES, plain } from './values';

/** One change, as the log holds it: `put` and `remove` name whole documents, so applying one twice changes nothing. */
export type Change =
  | { op: 'put'; ns: string; doc: Doc }
  | { op: 'remove'; ns: string; id: unknown }
  | { op: 'create' | 'drop'; ns: string }
  | { op: 'createIndex'; ns: string; spec: Doc }
  | { op: 'dropIndex'; ns: string; name: string };

export const encodeChange = (change: Change): Uint8Array => encode(change as unknown as Doc);

/** The view of a document that queries see: the document itself unless a type would be lost on the way. */
export const viewOf = (exact: Doc): Doc => (hasTyped(exact) ? (plain(exact) as Doc) : exact);

/** Documents with their indexes. Each call either happens whole, and is recorded, or throws and changes nothing. */
export class Collection {
  readonly docs = new Map<string, Stored>();
  readonly indexes: KeyIndex[];
  #next = 0;

  constructor(
    readonly ns: string,
    readonly record: (bytes: Uint8Array) => void,
  ) {
    this.indexes = [new KeyIndex({ name: '_id_', key: { _id: 1 }, unique: true }, ns, [])];
  }

  /** Inserts, with `_id` put first and made when missing. Throws 11000 on a duplicate key. */
  insert(given: Doc): Stored {
    const { _id = new ObjectId(), ...rest } = given;
    const exact = { _id, ...rest };
    if (Array.isArray(_id) || _id instanceof BSONRegExp)
      throw new CommandError(53, `The '_id' value cannot be of type ${Array.isArray(_id) ? 'array' : 'regex'}`);
    const dollar = Object.keys(rest).find((name) => name.startsWith('$'));
    if (dollar) throw new CommandError(2, `the embedded database does not support the field name '${dollar}'`);
    const doc = viewOf(exact);
    const stored: Stored = { id: keyText(doc._id), at: this.#next++, exact, doc };
    const bytes = this.#encode(exact);
    const keys = this.#keys(stored, doc);
    this.docs.set(stored.id, stored);
    for (const [i, index] of this.indexes.entries()) index.add(stored, keys[i]!);
    this.record(bytes);
    return stored;
  }

  /** Replaces a document by one with the same `_id`; false when that changes no byte. Throws 66 for another `_id`. */
  replace(stored: Stored, exact: Doc): boolean {
    const doc = viewOf(exact);
    if (compare(doc._id, stored.doc._id) !== 0 || doc._id === undefined)
      throw new CommandError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
    const bytes = this.#encode(exact);
    if (Buffer.compare(bytes, this.#encode(stored.exact)) === 0) return false;
    const before = this.indexes.map((index) => index.keysOf(stored.doc));
    const keys = this.#keys(stored, doc);
    for (const [i, index] of this.indexes.entries()) {
      if (keyText(before[i]) === keyText(keys[i])) continue;
      index.remove(stored, before[i]!);
      index.add(stored, keys[i]!);
    }
    Object.assign(stored, { exact, doc });
    this.record(bytes);
    return true;
  }

  remove(stored: Stored): void {
    this.record(encodeChange({ op: 'remove', ns: this.ns, id: stored.exact._id }));
    this.docs.delete(stored.id);
    for (const index of this.indexes) index.remove(stored, index.keysOf(stored.doc));
  }

  /** Builds and records an index; false when the same one is there. Throws 85, 86 or 11000. */
  createIndex(spec: IndexSpec): boolean {
    const same = (a: unknown, b: unknown): boolean => compare(a ?? null, b ?? null) === 0;
    for (const { spec: other } of this.indexes) {
      const alike = same(other.key, spec.key) && same(other.partialFilterExpression, spec.partialFilterExpression);
      if (alike && same(!!other.unique, !!spec.unique) && same(!!other.sparse, !!spec.sparse)) {
        if (other.name === spec.name || other.name === '_id_') return false;
        throw new CommandError(85, `Index already exists with a different name: ${other.name}`);
      }
      if (other.name === spec.name)
        throw new CommandError(86, `An existing index has the same name as the requested index: ${spec.name}`);
      if (alike) throw new CommandError(85, `Index with the same key exists with different options: ${other.name}`);
    }
    this.indexes.push(new KeyIndex(spec, this.ns, this.docs.values()));
    this.record(encodeChange({ op: 'createIndex', ns: this.ns, spec: { ...spec } }));
    return true;
  }

  /** Throws 27 when there is none of that name, 72 for the one on `_id`. */
  dropIndex(name: string): void {
    const at = this.indexes.findIndex(({ spec }) => spec.name === name);
    if (at === -1) throw new CommandError(27, `index not found with name [${name}]`);
    if (at === 0) throw new CommandError(72, 'cannot drop _id index');
    this.indexes.splice(at, 1);
    this.record(encodeChange({ op: 'dropIndex', ns: this.ns, name }));
  }

  /** Takes a change from the log: documents without their indexes, which `reindex` builds once all is read. */
  load(change: Change): void {
    if (change.op === 'put') {
      const doc = viewOf(change.doc);
      const id = keyText(doc._id);
      const at = this.docs.get(id)?.at ?? this.#next++;
      this.docs.set(id, { id, at, exact: change.doc, doc });
    } else if (change.op === 'remove') this.docs.delete(keyText(plain(change.id)));
    else if (change.op === 'createIndex' && !this.indexes.some(({ spec }) => spec.name === change.spec.name))
      this.indexes.push(new KeyIndex(plain(change.spec) as unknown as IndexSpec, this.ns, []));
    else if (change.op === 'dropIndex') {
      const at = this.indexes.findIndex(({ spec }) => spec.name === change.name);
      if (at > 0) this.indexes.splice(at, 1);
    }
  }

  reindex(): void {
    for (const [i, { spec }] of this.indexes.entries())
      this.indexes[i] = new KeyIndex(spec, this.ns, this.docs.values());
  }

  #keys(stored: Stored, doc: Doc): unknown[][][] {
    return this.indexes.map((index) => {
      const keys = index.keysOf(doc);
      index.checkUnique(keys, stored, this.ns);
      return keys;
    });
  }

  #encode(doc: Doc): Uint8Array {
    const bytes = encodeChange({ op: 'put', ns: this.ns, doc });
    if (bytes.length > MAX_DOCUMENT_BYTES + this.ns.length + 64)
      throw new CommandError(
        10334,
        `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and 16793600(16MB)`,
      );
    return bytes;
  }
}

/** A field of a request that must be a document. */
export function docField(value: unknown, name: string): Doc {
  if (value === undefined || value === null) return {};
  if (!isDoc(value)) throw new CommandError(14, `BSON field '${name}' is the wrong type, expected type 'object'`);
  return value;
}
