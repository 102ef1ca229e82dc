import { evalExpr } from 'mingo/core';
import { Lazy, type Iterator as Stream } from 'mingo/lazy';
import * as stages from 'mingo/operators/pipeline';
import type { AnyObject, Options } from 'mingo/types';
import { CommandError } from './error';
import { keyText } from './order';
import { reacher, type SortSpec, sortDocs } from './paths';
import { isNil } from './query-operators';
import { type Doc, isDoc, plain } from './values';

/** Throws 2 for an order that is not a plain one. */
export function sortSpec(sort: unknown): SortSpec {
  return Object.entries((sort ?? {}) as Doc).map(([path, direction]) => {
    if ((direction !== 1 && direction !== -1) || path.startsWith('$'))
      throw new CommandError(
        2,
        `the embedded database sorts by 1 or -1 only, not by ${path}: ${JSON.stringify(direction)}`,
      );
    return [path, direction];
  });
}

/** MongoDB keeps the document's order of fields; mingo sorts them by name. */
export function inOrderOf(value: unknown, source: unknown): unknown {
  if (Array.isArray(value) && Array.isArray(source)) return value.map((item, i) => inOrderOf(item, source[i]));
  if (!isDoc(value) || !isDoc(source)) return value;
  const out: Doc = {};
  for (const key of Object.keys(source)) if (Object.hasOwn(value, key)) out[key] = inOrderOf(value[key], source[key]);
  for (const key of Object.keys(value)) if (!Object.hasOwn(out, key)) out[key] = value[key];
  return out;
}

const without = (spec: Doc, present: Doc): Doc =>
  Object.fromEntries(Object.entries(spec).filter(([key]) => !Object.hasOwn(present, key)));

function $project(docs: Stream, expr: AnyObject, options: Options): Stream {
  let source: unknown;
  const noted = docs.map((doc) => {
    source = plain(doc);
    return doc;
  });
  return stages
    .$project(noted, expr, options)
    .map((doc) => inOrderOf(doc, { ...(source as Doc), ...without(expr, source as Doc) }));
}

/** The document with a value put at a path; arrays on the way get it in each element, as MongoDB's `$addFields` does. */
function assign(target: unknown, parts: string[], value: unknown): unknown {
  const [head, ...rest] = parts;
  if (head === undefined) return value;
  if (Array.isArray(target)) return target.map((item) => assign(item, parts, value));
  const out: Doc = isDoc(target) ? { ...target } : {};
  const inner = assign(out[head], rest, value);
  if (inner === undefined) delete out[head];
  else out[head] = inner;
  return out;
}

/** The paths of a specification whose nested documents stand for dotted paths. */
export const leaves = (spec: Doc, prefix = ''): [string, unknown][] =>
  Object.entries(spec).flatMap(([key, value]): [string, unknown][] =>
    isDoc(value) && Object.keys(value).length > 0 && !Object.keys(value)[0]!.startsWith('$')
      ? leaves(value, `${prefix}${key}.`)
      : [[prefix + key, value]],
  );

const $addFields = (docs: Stream, spec: Doc, options: Options): Stream =>
  docs.map((doc: Doc) =>
    leaves(spec).reduce((out, [path, expr]) => assign(out, path.split('.'), evalExpr(doc, expr, options)) as Doc, doc),
  );

function $unwind(docs: Stream, spec: string | Doc): Stream {
  const { path, includeArrayIndex, preserveNullAndEmptyArrays } = isDoc(spec) ? spec : ({ path: spec } as Doc);
  const parts = String(path).slice(1).split('.');
  const numbered = (doc: unknown, i: number | null): unknown =>
    includeArrayIndex ? assign(doc, String(includeArrayIndex).split('.'), i) : doc;
  function* unwound(): Generator<unknown> {
    for (const doc of docs as Iterable<Doc>) {
      const value = parts.reduce<unknown>((inner, part) => (isDoc(inner) ? inner[part] : undefined), doc);
      if (Array.isArray(value) && value.length)
        for (const [i, item] of value.entries()) yield numbered(assign(doc, parts, item), i);
      else if (!Array.isArray(value) && !isNil(value)) yield numbered(doc, null);
      else if (preserveNullAndEmptyArrays) yield numbered(value === null ? doc : assign(doc, parts, undefined), null);
    }
  }
  return Lazy(unwound());
}

/** Joins on equal fields in the order of the other collection; with a pipeline, mingo does it. */
function $lookup(docs: Stream, spec: Doc, options: Options): Stream {
  const { from, localField, foreignField, as } = spec as Record<string, string>;
  if (!localField || !foreignField) return stages.$lookup(docs, spec as never, options);
  const others = options.collectionResolver?.(from!) ?? [];
  const reach = reacher(foreignField, true);
  const byKey = new Map<string, number[]>();
  for (const [i, other] of others.entries())
    for (const key of new Set(reach(other).map((value) => keyText(value ?? null))))
      byKey.set(key, [...(byKey.get(key) ?? []), i]);
  const local = reacher(localField, true);
  return docs.map((doc: Doc) => {
    const found = new Set(local(doc).flatMap((value) => byKey.get(keyText(value ?? null)) ?? []));
    return { ...doc, [as!]: [...found].sort((a, b) => a - b).map((i) => plain(others[i])) };
  });
}

/** The stages there are; any other is refused by name. */
export const pipelineOps = {
  $match: stages.$match,
  $sort: (docs: Stream, sort: unknown) =>
    docs.transform((items) => Lazy(sortDocs(items as Doc[], sortSpec(sort), (doc) => doc))),
  $limit: stages.$limit,
  $skip: stages.$skip,
  $project,
  $addFields,
  $set: $addFields,
  $unset: (docs: Stream, expr: unknown, options: Options) =>
    $project(docs, Object.fromEntries([expr].flat().map((path) => [String(path), 0])), options),
  $group: stages.$group,
  $unwind,
  $lookup,
  $count: (docs: Stream, name: string, options: Options) =>
    stages.$count(docs, name, options).filter((doc: Doc) => doc[name] !== 0),
  $facet: stages.$facet,
  $replaceRoot: stages.$replaceRoot,
  $replaceWith: stages.$replaceWith,
  $sortByCount: stages.$sortByCount,
  $unionWith: stages.$unionWith,
};
