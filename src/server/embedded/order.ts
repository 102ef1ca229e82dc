import { Binary, ObjectId } from 'bson';
import { type Doc, isDoc } from './values';

const HEX = Symbol('hex');

/** Ids are compared far more often than anything else, and making their text is what costs: it is made once. */
const hexOf = (id: ObjectId & { [HEX]?: string }): string => (id[HEX] ??= id.toHexString());

/** The place of a value's type in MongoDB's order. `undefined` stands for an empty array, which sorts before null. */
export function rank(value: unknown): number {
  switch (typeof value) {
    case 'undefined':
      return 0;
    case 'number':
      return 2;
    case 'string':
      return 3;
    case 'boolean':
      return 8;
  }
  if (value === null) return 1;
  if (value instanceof ObjectId) return 7;
  if (value instanceof Date) return 9;
  if (Array.isArray(value)) return 5;
  if (value instanceof Binary) return 6;
  if (value instanceof RegExp) return 11;
  return 4;
}

const sign = <T extends number | string>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

/** Strings sort by their UTF-8 bytes; UTF-16 differs from that only where surrogates meet U+E000..U+FFFF. */
function compareStrings(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return x >= 0xd800 && y >= 0xd800 ? sign((x + 0x2000) & 0xffff, (y + 0x2000) & 0xffff) : x - y;
  }
  return a.length - b.length;
}

function compareDocs(a: Doc, b: Doc): number {
  const left = Object.keys(a);
  const right = Object.keys(b);
  for (let i = 0; i < left.length && i < right.length; i++) {
    const [x, y] = [left[i]!, right[i]!];
    const order = rank(a[x]) - rank(b[y]) || compareStrings(x, y) || compare(a[x], b[y]);
    if (order) return order;
  }
  return left.length - right.length;
}

/** MongoDB's total order over values of every type: negative, zero or positive. */
export function compare(a: unknown, b: unknown): number {
  if (a === b) return 0;
  const type = rank(a);
  const order = type - rank(b);
  if (order) return order;
  switch (type) {
    case 2: {
      const [x, y] = [a as number, b as number];
      return Number.isNaN(x) || Number.isNaN(y) ? Number(Number.isNaN(y)) - Number(Number.isNaN(x)) : sign(x, y);
    }
    case 3:
      return compareStrings(a as string, b as string);
    case 4:
      return compareDocs(a as Doc, b as Doc);
    case 5: {
      const [x, y] = [a as unknown[], b as unknown[]];
      for (let i = 0; i < x.length && i < y.length; i++) {
        const item = compare(x[i], y[i]);
        if (item) return item;
      }
      return x.length - y.length;
    }
    case 6: {
      const [x, y] = [a as Binary, b as Binary];
      return x.position - y.position || x.sub_type - y.sub_type || Buffer.compare(x.buffer, y.buffer);
    }
    case 7:
      return sign(hexOf(a as ObjectId), hexOf(b as ObjectId));
    case 8:
      return Number(a) - Number(b);
    case 9:
      return sign((a as Date).getTime(), (b as Date).getTime());
    case 11:
      return sign(String(a), String(b));
  }
  return 0;
}

/** Equal texts for equal values, and only for those. */
export function keyText(value: unknown): string {
  if (typeof value === 'string') return `s${value.length}:${value}`;
  if (value instanceof ObjectId) return `o${hexOf(value)}`;
  if (value instanceof Date) return `d${value.getTime()}`;
  if (typeof value === 'number') return `n${value === 0 ? 0 : value}`;
  if (value instanceof Binary) return `b${value.sub_type}:${value.toString('hex')}`;
  if (Array.isArray(value)) return `[${value.map(keyText).join()}]`;
  if (isDoc(value))
    return `{${Object.keys(value)
      .map((key) => keyText(key) + keyText(value[key]))
      .join()}}`;
  return `${rank(value)}${value}`;
}
