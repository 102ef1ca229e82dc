import { CommandError } from './error';
import { matcher } from './language';
import type { UpdateSpec } from './update-check';
import { type Doc, isDoc, show } from './values';

/** The concrete paths a path with `$`, `$[]` or `$[name]` means in this document. */
export function expand(doc: Doc, path: string, spec: UpdateSpec): string[] {
  const parts = path.split('.');
  const at = parts.findIndex((part) => part.startsWith('$'));
  if (at === -1) return [path];
  const [part, prefix, rest] = [parts[at]!, parts.slice(0, at).join('.'), parts.slice(at + 1)];
  const array = valueAt(doc, prefix);
  if (part !== '$' && array === undefined)
    throw new CommandError(2, `The path '${prefix}' must exist in the document in order to apply array updates.`);
  if (part !== '$' && !Array.isArray(array))
    throw new CommandError(2, `Cannot apply array updates to non-array element ${prefix}: ${show(array)}`);
  const items = (array ?? []) as unknown[];
  let indexes = [...items.keys()];
  if (part === '$') indexes = [positionOf(items, prefix, spec.filter)];
  else if (part !== '$[]') {
    const name = part.slice(2, -1);
    const filter = spec.arrayFilters?.find((candidate) => Object.keys(candidate)[0]?.split('.')[0] === name);
    if (!filter) throw new CommandError(2, `No array filter found for identifier '${name}' in path '${path}'`);
    const matches = matcher(filter);
    indexes = indexes.filter((i) => matches({ [name]: items[i] }));
  }
  return indexes.flatMap((i) => expand(doc, [prefix, i, ...rest].join('.'), spec));
}

/** The element that made the query match. */
function positionOf(items: unknown[], prefix: string, filter: Doc): number {
  const conditions = (query: Doc): [string, unknown][] =>
    Object.entries(query).flatMap(([path, condition]) =>
      path === '$and' ? (condition as Doc[]).flatMap(conditions) : [[path, condition]],
    );
  const own = conditions(filter).filter(([path]) => path === prefix || path.startsWith(`${prefix}.`));
  const tests = own.map(([path, condition]) => matcher({ [`item${path.slice(prefix.length)}`]: condition }));
  const position = tests.length ? items.findIndex((item) => tests.every((test) => test({ item: [item] }))) : -1;
  if (position === -1)
    throw new CommandError(2, 'The positional operator did not find the match needed from the query.');
  return position;
}

/** The value at a concrete path, undefined for none. */
export function valueAt(doc: unknown, path: string): unknown {
  let value = doc;
  for (const part of path.split('.'))
    value =
      (Array.isArray(value) && /^\d+$/.test(part)) || (isDoc(value) && Object.hasOwn(value, part))
        ? (value as Doc)[part]
        : undefined;
  return value;
}
