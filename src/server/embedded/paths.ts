import { compare } from './order';
import { type Doc, isDoc } from './values';

/** Every value a dotted path reaches, arrays on the way spread out; `undefined` where the last field is missing. */
export type Reach = (doc: unknown) => unknown[];

/** With `elements`, an array that the path ends at gives itself and its elements, unless it was picked by its offset. */
export function reacher(path: string, elements = false): Reach {
  const parts = path.split('.');
  return (doc) => {
    const out: unknown[] = [];
    descend(doc, parts, 0, elements, out);
    return out;
  };
}

function descend(value: unknown, parts: string[], at: number, elements: boolean, out: unknown[]): void {
  const part = parts[at];
  if (part === undefined) {
    out.push(value);
    if (elements && Array.isArray(value)) out.push(...value);
  } else if (Array.isArray(value)) {
    if (/^\d+$/.test(part) && Number(part) < value.length) {
      if (at + 1 === parts.length) out.push(value[Number(part)]);
      else descend(value[Number(part)], parts, at + 1, elements, out);
    }
    for (const item of value) if (isDoc(item)) descend(item, parts, at, elements, out);
  } else if (isDoc(value) && Object.hasOwn(value, part)) descend(value[part], parts, at + 1, elements, out);
  else out.push(undefined);
}

/** The values an index or a sort sees: elements of arrays one by one, missing as null, an empty array as undefined. */
export function keyValues(reached: unknown[]): unknown[] {
  if (reached.length === 1 && !Array.isArray(reached[0])) return [reached[0] ?? null];
  const out: unknown[] = [];
  for (const value of reached) {
    if (!Array.isArray(value)) out.push(value ?? null);
    else if (value.length) out.push(...value);
    else out.push(undefined);
  }
  return out.length ? out : [null];
}

export type SortSpec = [path: string, direction: 1 | -1][];

/** Sorts in MongoDB's order: an array counts as its least element going up, its greatest going down. Stable. */
export function sortDocs<T>(items: T[], spec: SortSpec, docOf: (item: T) => Doc): T[] {
  const fields = spec.map(([path, direction]) => ({ reach: reacher(path), direction }));
  const keyed = items.map((item) => {
    const key = fields.map(({ reach, direction }) =>
      keyValues(reach(docOf(item))).reduce((best, value) => (compare(value, best) * direction < 0 ? value : best)),
    );
    return { item, key };
  });
  keyed.sort((a, b) => {
    for (const [i, { direction }] of fields.entries()) {
      const order = compare(a.key[i], b.key[i]) * direction;
      if (order) return order;
    }
    return 0;
  });
  return keyed.map(({ item }) => item);
}
