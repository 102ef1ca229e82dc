import { ObjectId } from 'bson';
import { Context, evalExpr } from 'mingo/core';
import * as accumulators from 'mingo/operators/accumulator';
import * as expressions from 'mingo/operators/expression';
import * as projections from 'mingo/operators/projection';
import { Query } from 'mingo/query';
import type { AnyObject, Options } from 'mingo/types';
import { resolve, setValue } from 'mingo/util';
import { CommandError } from './error';
import { compare } from './order';
import { isNil, queryOps } from './query-operators';
import { inOrderOf, pipelineOps } from './stages';
import { type Doc, isDoc, plain } from './values';

// mingo is the query language. What stands beside it here, in query-operators and in stages makes it answer as MongoDB
// does: comparisons in BSON's order, paths that cross arrays, a closed list of stages. The rest is refused by name.

/** Aggregation's comparisons order values of all types, unlike the query operators of the same names. */
const comparison = (result: (order: number) => unknown) => (doc: AnyObject, args: unknown, options: Options) => {
  const [a, b] = evalExpr(doc, args, options) as unknown[];
  return result(compare(a, b));
};

const extreme = (direction: 1 | -1) => (items: AnyObject[], expr: unknown, options: Options) => {
  const values = (accumulators.$push(items, expr, options) as unknown[]).filter((value) => !isNil(value));
  return values.length ? values.reduce((best, value) => (compare(value, best) * direction > 0 ? value : best)) : null;
};

/** MongoDB answers an empty text where there is none; mingo null. */
const text =
  (operator: (doc: AnyObject, expr: unknown, options: Options) => unknown) =>
  (doc: AnyObject, expr: unknown, options: Options) =>
    operator(doc, expr, options) ?? '';

/** MongoDB answers null for the part of no date; mingo fails. */
const nullable =
  <T>(operator: (doc: AnyObject, expr: T, options: Options) => unknown) =>
  (doc: AnyObject, expr: T, options: Options) =>
    isNil(evalExpr(doc, isDoc(expr) && 'date' in expr ? expr.date : expr, options))
      ? null
      : operator(doc, expr, options);

// Those that the differential test compares with a real server. mingo has more; a wrong answer is worse than none.
const EXPRESSIONS =
  '$abs $add $and $arrayElemAt $ceil $concat $concatArrays $cond $divide $filter $first $floor $ifNull $in $isArray $isNumber $last $let $literal $map $mergeObjects $mod $multiply $not $objectToArray $or $pow $range $reduce $regexMatch $reverseArray $round $setDifference $setEquals $setIntersection $setIsSubset $slice $sortArray $split $sqrt $strLenCP $substrCP $subtract $toBool $toDate $toDouble $toInt $trim $zip'.split(
    ' ',
  );
const ACCUMULATORS = '$addToSet $avg $first $last $push $sum'.split(' ');
const only = <T extends object>(names: string[], operators: T): Partial<T> =>
  Object.fromEntries(Object.entries(operators).filter(([name]) => names.includes(name))) as Partial<T>;

const expressionOps = {
  ...only(EXPRESSIONS, expressions),
  $size: (doc: AnyObject, expr: unknown, options: Options) => {
    const list = evalExpr(doc, Array.isArray(expr) && expr.length === 1 ? expr[0] : expr, options);
    if (!Array.isArray(list)) throw new CommandError(17124, 'The argument to $size must be an array');
    return list.length;
  },
  $toString: (doc: AnyObject, expr: unknown, options: Options) => {
    const value = evalExpr(doc, expr, options);
    return value instanceof ObjectId ? value.toHexString() : expressions.$toString(doc, expr, options);
  },
  $eq: comparison((order) => order === 0),
  $ne: comparison((order) => order !== 0),
  $gt: comparison((order) => order > 0),
  $gte: comparison((order) => order >= 0),
  $lt: comparison((order) => order < 0),
  $lte: comparison((order) => order <= 0),
  $cmp: comparison(Math.sign),
  $toLower: text(expressions.$toLower),
  $toUpper: text(expressions.$toUpper),
  $year: nullable(expressions.$year),
  $month: nullable(expressions.$month),
  $dayOfMonth: nullable(expressions.$dayOfMonth),
  $hour: nullable(expressions.$hour),
  $minute: nullable(expressions.$minute),
  $second: nullable(expressions.$second),
  $millisecond: nullable(expressions.$millisecond),
  $dateToString: nullable(expressions.$dateToString),
};

const context = Context.init({
  query: queryOps as never,
  expression: expressionOps as never,
  accumulator: { ...only(ACCUMULATORS, accumulators), $min: extreme(-1), $max: extreme(1) } as never,
  pipeline: pipelineOps as never,
  projection: projections as never,
});

/** How mingo is called everywhere in the embedded database. */
export const language: Partial<Options> = { context, scriptEnabled: false };

/** Compiles a filter. Throws 2 on operators that are not supported, naming them. */
export function matcher(filter: Doc): (doc: Doc) => boolean {
  const query = new Query(filter, language);
  return (doc) => query.test(doc);
}

const isExclusion = (value: unknown): boolean => value === 0 || value === false;
const isSlice = (value: unknown): boolean => isDoc(value) && '$slice' in value;

/** Applies a find's projection to one document, which it leaves untouched. */
export function projector(projection: Doc, filter: Doc): (doc: Doc) => Doc {
  const fields = Object.entries(projection);
  if (fields.length === 0) return (doc) => doc;
  const modes = fields
    .filter(([path, value]) => path !== '_id' && !isSlice(value))
    .map(([, value]) => isExclusion(value));
  if (modes.includes(true) && modes.includes(false))
    throw new CommandError(modes[0] ? 31253 : 31254, 'Cannot do exclusion and inclusion in one projection');
  const query = new Query(filter, language);
  const apply = (spec: [string, unknown][], doc: Doc): Doc =>
    spec.length ? (query.find([plain(doc)], Object.fromEntries(spec)).next() as Doc) : (plain(doc) as Doc);
  const slices = fields.filter(([, value]) => isSlice(value));
  // $slice alone keeps the other fields, where mingo takes it for an inclusion.
  if (slices.length === 0 || modes.includes(false)) return (doc) => inOrderOf(apply(fields, doc), doc) as Doc;
  const others = fields.filter(([, value]) => !isSlice(value));
  return (doc) => {
    const out = apply(others.length === 1 && !isExclusion(others[0]![1]) ? [] : others, doc);
    const sliced = apply(slices, doc);
    for (const [path] of slices) {
      const value = resolve(sliced, path);
      if (value !== undefined) setValue(out, path, value);
    }
    return out;
  };
}
