import * as tests from 'mingo/operators/query';
import { Query } from 'mingo/query';
import type { AnyObject, Options } from 'mingo/types';
import { CommandError } from './error';
import { compare, keyText, rank } from './order';
import { reacher } from './paths';
import { isDoc } from './values';

type Predicate = (doc: AnyObject) => boolean;
type QueryOp = (selector: string, operand: unknown, options: Options) => Predicate;

export const isNil = (value: unknown): boolean => value === null || value === undefined;

const equal = (value: unknown, operand: unknown): boolean =>
  isNil(operand) ? isNil(value) : value !== undefined && compare(value, operand) === 0;

/** True when the test holds for a value the path reaches, or for an element of an array it reaches. */
const anyValue =
  (test: (value: unknown, operand: unknown) => boolean): QueryOp =>
  (selector, operand) => {
    const reach = reacher(selector, true);
    return (doc) => reach(doc).some((value) => test(value, operand));
  };

/** Ordered comparison within one type, as MongoDB's query operators do it. */
const ordered = (holds: (order: number) => boolean): QueryOp =>
  anyValue((value, operand) => {
    if (isNil(operand)) return isNil(value) && holds(0);
    if (value === undefined || rank(value) !== rank(operand)) return false;
    if (Number.isNaN(value) !== Number.isNaN(operand)) return false;
    return holds(compare(value, operand));
  });

const not =
  (operator: QueryOp): QueryOp =>
  (selector, operand, options) => {
    const test = operator(selector, operand, options);
    return (doc) => !test(doc);
  };

const listOf = (name: string, operand: unknown): unknown[] => {
  if (Array.isArray(operand)) return operand;
  throw new CommandError(2, `${name} needs an array`);
};

const $eq = anyValue(equal);
const $in: QueryOp = (selector, operand, options) => {
  const list = listOf('$in', operand);
  const patterns = list.filter((item) => item instanceof RegExp);
  const values = new Set(list.map((item) => keyText(item ?? null)));
  return anyValue(
    (value) =>
      values.has(keyText(value ?? null)) ||
      (typeof value === 'string' && patterns.some((pattern) => pattern.test(value))),
  )(selector, operand, options);
};

/** Lets mingo's operator see each value the path reaches, so that only the path is ours. */
const onReached =
  (operator: QueryOp): QueryOp =>
  (selector, operand, options) => {
    const test = operator('value', operand, options);
    const reach = reacher(selector);
    return (doc) => reach(doc).some((value) => value !== undefined && test({ value }));
  };

/** Conditions on the element itself, or on its fields where it is a document. */
const $elemMatch: QueryOp = (selector, operand, options) => {
  if (!isDoc(operand)) throw new CommandError(2, '$elemMatch needs an Object');
  const names = Object.keys(operand);
  const ofValue = names.length > 0 && names.every((name) => name.startsWith('$') && !/^\$(and|or|nor)$/.test(name));
  const query = new Query(ofValue ? { 'list.0': operand } : operand, options);
  const reach = reacher(selector);
  const test = (item: unknown): boolean => (ofValue ? query.test({ list: [item] }) : isDoc(item) && query.test(item));
  return (doc) => reach(doc).some((value) => Array.isArray(value) && value.some(test));
};

const $mod: QueryOp = (selector, operand, options) => {
  const [divisor, remainder] = listOf('$mod', operand).map((part) => Math.trunc(Number(part)));
  if (!divisor || remainder === undefined) throw new CommandError(2, 'malformed mod, divisor and remainder are needed');
  return anyValue((value) => typeof value === 'number' && Math.trunc(value) % divisor === remainder)(
    selector,
    operand,
    options,
  );
};

const $all: QueryOp = (selector, operand, options) => {
  const each = listOf('$all', operand).map((item) => {
    if (isDoc(item) && '$elemMatch' in item) return $elemMatch(selector, item.$elemMatch, options);
    return item instanceof RegExp ? onReached(tests.$regex)(selector, item, options) : $eq(selector, item, options);
  });
  return (doc) => each.length > 0 && each.every((test) => test(doc));
};

/** The rank of each type that a number's width does not decide: that is not kept where queries look. */
const TYPES = new Map<unknown, number>(
  Object.entries({
    number: 2,
    string: 3,
    object: 4,
    array: 5,
    binData: 6,
    objectId: 7,
    bool: 8,
    date: 9,
    null: 1,
    regex: 11,
  }),
);
const $type: QueryOp = (selector, operand, options) => {
  const ranks = (Array.isArray(operand) ? operand : [operand]).map((name) => {
    const found = TYPES.get(name);
    if (!found) throw new CommandError(2, `the embedded database does not support $type ${name}`);
    return found;
  });
  return anyValue((value) => value !== undefined && ranks.includes(rank(value)))(selector, operand, options);
};

const $exists: QueryOp = (selector, operand) => {
  const reach = reacher(selector);
  return (doc) => reach(doc).some((value) => value !== undefined) === Boolean(operand);
};

const refuse = (name: string) => (): never => {
  throw new CommandError(2, `the embedded database does not support ${name}`);
};

/** MongoDB refuses an empty list where mingo answers. */
const combining =
  (name: string, operator: QueryOp): QueryOp =>
  (selector, operand, options) => {
    if (!Array.isArray(operand) || operand.length === 0) throw new CommandError(2, `${name} must be a nonempty array`);
    return operator(selector, operand, options);
  };

/** mingo's operators, or ours where its answers differ from MongoDB's. */
export const queryOps = {
  ...tests,
  $and: combining('$and', tests.$and as QueryOp),
  $or: combining('$or', tests.$or as QueryOp),
  $nor: combining('$nor', tests.$nor as QueryOp),
  $eq,
  $in,
  $all,
  $type,
  $exists,
  $elemMatch,
  $ne: not($eq),
  $nin: not($in),
  $gt: ordered((order) => order > 0),
  $gte: ordered((order) => order >= 0),
  $lt: ordered((order) => order < 0),
  $lte: ordered((order) => order <= 0),
  $regex: onReached(tests.$regex),
  $size: onReached(tests.$size),
  $mod,
  $where: refuse('$where'),
  $jsonSchema: refuse('$jsonSchema'),
};
