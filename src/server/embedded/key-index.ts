import { CommandError } from './error';
import { matcher } from './language';
import { compare, keyText, rank } from './order';
import { keyValues, reacher } from './paths';
import { SortedList } from './sorted-list';
import { type Doc, isDoc, show } from './values';

/** A document of a collection. `exact` keeps BSON types, `doc` is what queries see; both are replaced together, never changed in place. */
export interface Stored {
  readonly id: string;
  /** Place in natural order. */
  readonly at: number;
  exact: Doc;
  doc: Doc;
}

export interface IndexSpec {
  name: string;
  key: Record<string, 1 | -1>;
  unique?: boolean;
  sparse?: boolean;
  partialFilterExpression?: Doc;
}

interface Entry {
  readonly key: unknown[];
  readonly stored: Stored | null;
}

/** What a query asks of one field: certain values, or a range within one type. */
export type Bound =
  | { points: unknown[] }
  | { low?: { value: unknown; open: boolean }; high?: { value: unknown; open: boolean } };

/** Documents in the order of their keys. A document with arrays on the way has a key for each element. */
export class KeyIndex {
  readonly spec: IndexSpec;
  readonly fields: { path: string; direction: 1 | -1 }[];
  /** Once true, a document may be found under several keys, and the order of keys is not a sort of documents. */
  multikey = false;
  readonly #reach: ((doc: unknown) => unknown[])[];
  readonly #covers: ((doc: Doc) => boolean) | undefined;
  #entries: SortedList<Entry>;

  /** Builds the index over what is there. Throws 11000 when a unique key is there twice. */
  constructor(spec: IndexSpec, ns: string, present: Iterable<Stored>) {
    this.spec = spec;
    this.fields = Object.entries(spec.key).map(([path, direction]) => ({ path, direction }));
    this.#reach = this.fields.map(({ path }) => reacher(path));
    this.#covers = spec.partialFilterExpression && matcher(spec.partialFilterExpression);
    const entries: Entry[] = [];
    for (const stored of present) for (const key of this.keysOf(stored.doc)) entries.push({ key, stored });
    this.#entries = new SortedList((a, b) => this.#order(a, b), entries);
    if (!spec.unique) return;
    let last: Entry | undefined;
    for (const entry of this.#entries.range(
      () => false,
      () => false,
    )) {
      if (last && last.stored !== entry.stored && this.#compareKeys(last.key, entry.key) === 0)
        throw this.#duplicate(entry.key, ns);
      last = entry;
    }
  }

  /** The distinct keys of a document; none when a sparse or partial index leaves it out. */
  keysOf(doc: Doc): unknown[][] {
    if (this.#covers && !this.#covers(doc)) return [];
    const reached = this.#reach.map((reach) => reach(doc));
    if (this.spec.sparse && reached.every((values) => values.every((value) => value === undefined))) return [];
    const spread = reached.map(
      (values, i) => values.length !== 1 || Array.isArray(values[0]) || this.#crossesArray(doc, i),
    );
    const first = spread.indexOf(true);
    if (first === -1) return [reached.map(([value]) => value ?? null)];
    this.multikey = true;
    const arrays = new Set(this.fields.filter((_, i) => spread[i]).map(({ path }) => path.split('.')[0]));
    if (arrays.size > 1)
      throw new CommandError(171, `cannot index parallel arrays ${[...arrays].map((name) => `[${name}]`).join(' ')}`);
    if (this.spec.unique && spread.indexOf(true, first + 1) !== -1)
      throw new CommandError(67, 'the embedded database does not support a unique index over two fields of one array');
    let keys: unknown[][] = [[]];
    for (const values of reached) keys = keys.flatMap((key) => keyValues(values).map((value) => [...key, value]));
    return [...new Map(keys.map((key) => [keyText(key), key])).values()];
  }

  /** Throws 11000 when another document holds one of the keys. */
  checkUnique(keys: unknown[][], self: Stored | undefined, ns: string): void {
    if (!this.spec.unique) return;
    for (const key of keys)
      for (const entry of this.#at(key)) if (entry.stored !== self) throw this.#duplicate(key, ns);
  }

  add(stored: Stored, keys: unknown[][]): void {
    for (const key of keys) this.#entries.insert({ key, stored });
  }

  remove(stored: Stored, keys: unknown[][]): void {
    for (const key of keys) this.#entries.remove({ key, stored });
  }

  /** The documents whose leading key fields lie within the bounds, in key order; with several keys, several times. */
  *scan(bounds: Bound[], reverse: boolean): Generator<Stored> {
    const last = bounds.at(-1);
    const range = last && !('points' in last) ? last : undefined;
    const listed = (range ? bounds.slice(0, -1) : bounds).map((bound) => ('points' in bound ? bound.points : []));
    let prefixes: unknown[][] = [[]];
    for (const points of listed) prefixes = prefixes.flatMap((prefix) => points.map((value) => [...prefix, value]));
    prefixes.sort((a, b) => this.#compareKeys(a, b) * (reverse ? -1 : 1));
    for (const prefix of prefixes) {
      const place = this.#placer(prefix, range);
      for (const { stored } of this.#entries.range(
        (e) => place(e) < 0,
        (e) => place(e) > 0,
        reverse,
      ))
        if (stored) yield stored;
    }
  }

  /** Where an entry lies: before (negative), inside (0) or after the part of the index that the bounds describe. */
  #placer(prefix: unknown[], range: Exclude<Bound, { points: unknown[] }> | undefined): (entry: Entry) => number {
    if (!range) return (entry) => this.#compareKeys(entry.key, prefix);
    const { direction } = this.fields[prefix.length]!;
    const type = rank((range.low ?? range.high)?.value);
    return (entry) => {
      const order = this.#compareKeys(entry.key, prefix);
      if (order) return order;
      const value = entry.key[prefix.length];
      if (rank(value) !== type) return (rank(value) - type) * direction;
      const low = range.low ? compare(value, range.low.value) : 1;
      if (low < 0 || (low === 0 && range.low?.open)) return -direction;
      const high = range.high ? compare(value, range.high.value) : -1;
      return high > 0 || (high === 0 && range.high?.open) ? direction : 0;
    };
  }

  #at(key: unknown[]): Generator<Entry> {
    return this.#entries.range(
      (e) => this.#compareKeys(e.key, key) < 0,
      (e) => this.#compareKeys(e.key, key) > 0,
    );
  }

  /** Compares over the shorter key's fields. */
  #compareKeys(a: unknown[], b: unknown[]): number {
    for (let i = 0; i < a.length && i < b.length; i++) {
      const order = compare(a[i], b[i]) * this.fields[i]!.direction;
      if (order) return order;
    }
    return 0;
  }

  #order(a: Entry, b: Entry): number {
    return this.#compareKeys(a.key, b.key) || (a.stored?.at ?? 0) - (b.stored?.at ?? 0);
  }

  #crossesArray(doc: Doc, field: number): boolean {
    let value: unknown = doc;
    for (const part of this.fields[field]!.path.split('.')) {
      if (Array.isArray(value)) return true;
      value = isDoc(value) && Object.hasOwn(value, part) ? value[part] : undefined;
    }
    return false;
  }

  #duplicate(key: unknown[], ns: string): CommandError {
    const keyValue = Object.fromEntries(this.fields.map(({ path }, i) => [path, key[i] ?? null]));
    const message = `E11000 duplicate key error collection: ${ns} index: ${this.spec.name} dup key: ${show(keyValue)}`;
    return new CommandError(11000, message, { keyPattern: this.spec.key, keyValue });
  }
}
