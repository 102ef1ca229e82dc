import { Double, Long } from 'bson';
import { update as applyOperators } from 'mingo/updater';
import { setValue } from 'mingo/util';
import { aggregate } from './aggregate';
import { CommandError } from './error';
import { language } from './language';
import { compare } from './order';
import { reacher } from './paths';
import { expand, valueAt } from './positional';
import { isReplacement, typeName, type UpdateSpec } from './update-check';
import { type Doc, isDoc, isInt32, plain, retype, show } from './values';

// mingo applies update operators to plain paths. MongoDB's rules around them are here: which elements a positional
// path means, what may not be changed, and which mismatch is an error (mingo would skip it in silence).

const ON_PRESENT = ['$unset', '$pull', '$pullAll', '$pop', '$rename']; // nothing happens where the field is missing
const PIPELINE_STAGES = ['$set', '$addFields', '$unset', '$project', '$replaceRoot', '$replaceWith'];
const SETTINGS = { queryOptions: language, cloneMode: 'deep' } as const;

/** The document after the update, in exact types. Throws before anything is changed; `inserting` also applies `$setOnInsert`. */
export function updated(exact: Doc, spec: UpdateSpec, inserting = false): Doc {
  const { change } = spec;
  if (Array.isArray(change)) {
    const [doc] = aggregate(
      [exact].map((old) => plain(old) as Doc),
      plain(change),
      { stages: PIPELINE_STAGES },
    );
    return retype({ ...('_id' in exact && { _id: exact._id }), ...doc }, exact) as Doc;
  }
  if (isReplacement(change)) return { ...('_id' in exact && { _id: exact._id }), ...(change as Doc) };
  const doc = plain(exact) as Doc;
  const steps = Object.entries(change as Record<string, Doc>)
    .filter(([operator]) => inserting || operator !== '$setOnInsert')
    .flatMap(([operator, fields]) =>
      Object.entries(fields).flatMap(([pattern, operand]) =>
        expand(doc, pattern, spec).map((path) => ({ operator, path, operand })),
      ),
    )
    .sort((a, b) => byParts(a.path, b.path)); // so that new fields come in MongoDB's order
  for (const { operator, path, operand } of steps) {
    const step = prepare(doc, operator, path, plain(operand), inserting);
    if (!step) continue;
    // mingo would put all its operators together again for each field; what has no parts it sets just so.
    if (step.operator === '$set' && !path.includes('.')) doc[path] = step.operand;
    else applyOperators(doc, { [step.operator]: { [path]: step.operand } }, [], {}, SETTINGS);
  }
  const result = retype(filled(doc), exact) as Doc;
  for (const { operator, path, operand } of steps) retypeAt(result, exact, path, operator, operand);
  return result;
}

function byParts(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (const [i, part] of left.entries()) {
    const order = /^\d+$/.test(part + (right[i] ?? '')) ? Number(part) - Number(right[i]) : compare(part, right[i]);
    if (order) return order;
  }
  return 0;
}

/** Checks one operator against the document and says what mingo shall do, null for nothing. */
function prepare(
  doc: Doc,
  operator: string,
  path: string,
  operand: unknown,
  inserting: boolean,
): { operator: string; operand: unknown } | null {
  const present = valueAt(doc, path);
  if (present === undefined && operator !== '$unset' && operator !== '$rename') checkViable(doc, path);
  if (present === undefined && ON_PRESENT.includes(operator)) return null;
  if (operator === '$rename') checkViable(doc, String(operand));
  const same = (operator === '$set' || operator === '$setOnInsert') && (inserting || compare(present, operand) === 0);
  if (path.split('.')[0] === '_id' && !(same && path === '_id'))
    throw new CommandError(66, `Performing an update on the path '${path}' would modify the immutable field '_id'`);
  const array = Array.isArray(present) ? present : undefined;
  const id = `{_id: ${show(doc._id)}}`;
  switch (operator) {
    case '$setOnInsert':
      return { operator: '$set', operand };
    case '$min':
    case '$max':
      if (present !== undefined && compare(operand, present) * (operator === '$max' ? 1 : -1) <= 0) return null;
      return { operator: '$set', operand };
    case '$inc':
    case '$mul':
    case '$bit':
      if (present !== undefined && typeof present !== 'number')
        throw new CommandError(
          14,
          `Cannot apply ${operator} to a value of non-numeric type. ${id} has the field '${path.split('.').at(-1)}' of non-numeric type ${typeName(present)}`,
        );
      return { operator, operand };
    case '$push':
    case '$addToSet': {
      if (present !== undefined && !array)
        throw new CommandError(
          2,
          `The field '${path}' must be an array but is of type ${typeName(present)} in document ${id}`,
        );
      const each = isDoc(operand) && Array.isArray(operand.$each) ? operand.$each : [operand];
      const fresh =
        operator === '$push'
          ? each
          : each.filter(
              (item, i) => ![...(array ?? []), ...each.slice(0, i)].some((other) => compare(item, other) === 0),
            );
      if (!array) setValue(doc, path, []);
      const clauses = isDoc(operand) && '$each' in operand ? operand : {};
      return { operator: '$push', operand: { ...clauses, $each: fresh } };
    }
    case '$pull':
    case '$pullAll':
      if (!array) throw new CommandError(2, `Cannot apply ${operator} to a non-array value`);
      if (operator === '$pull') return { operator, operand };
      return {
        operator: '$set',
        operand: array.filter((item) => !(operand as unknown[]).some((other) => compare(item, other) === 0)),
      };
    case '$pop':
      if (!array)
        throw new CommandError(14, `Path '${path}' contains an element of non-array type '${typeName(present)}'`);
      return { operator, operand };
    case '$currentDate':
      return { operator: '$set', operand: new Date() };
    default:
      return { operator, operand };
  }
}

/** Throws 28 when the way to a new field leads through a value that has no fields. */
function checkViable(doc: Doc, path: string): void {
  const parts = path.split('.');
  for (let i = 1; i < parts.length; i++) {
    const way = parts.slice(0, i).join('.');
    const value = valueAt(doc, way);
    if (value === undefined) return;
    if (!isDoc(value) && !(Array.isArray(value) && /^\d+$/.test(parts[i]!)))
      throw new CommandError(28, `Cannot create field '${parts[i]}' in element {${parts[i - 1]}: ${show(value)}}`);
  }
}

/** An index set beyond an array's end leaves nulls before it. */
function filled(value: unknown): unknown {
  if (Array.isArray(value)) return Array.from(value, (item) => (item === undefined ? null : filled(item)));
  return isDoc(value) ? Object.fromEntries(Object.entries(value).map(([key, item]) => [key, filled(item)])) : value;
}

/** Gives what an operator wrote the exact type of its operand: of the value itself, of pushed items, of a sum. */
function retypeAt(doc: Doc, before: Doc, path: string, operator: string, operand: unknown): void {
  const value = valueAt(doc, path);
  let exact = retype(value, operand);
  if ((operator === '$inc' || operator === '$mul') && typeof value === 'number') {
    const terms = [valueAt(before, path) ?? 0, operand];
    if (terms.some(isDouble)) exact = isInt32(value) ? new Double(value) : value;
    else if (terms.some((term) => term instanceof Long) || !isInt32(value)) exact = Long.fromNumber(value);
    else exact = value;
  }
  if ((operator === '$push' || operator === '$addToSet') && Array.isArray(value)) {
    const pushed = isDoc(operand) && Array.isArray(operand.$each) ? operand.$each : [operand];
    exact = value.map((item) => pushed.reduce((kept, source) => retype(kept, source), item));
  }
  if (exact !== value) setValue(doc, path, exact);
}

const isDouble = (value: unknown): boolean => value instanceof Double || (typeof value === 'number' && !isInt32(value));

/** The document an upsert starts from: what the query says of equality. */
export function seedOf(filter: Doc): Doc {
  const seed: Doc = {};
  const collect = (query: Doc): void => {
    for (const [path, condition] of Object.entries(query)) {
      if (path === '$and') (condition as Doc[]).forEach(collect);
      else if (path.startsWith('$')) continue;
      else if (!isDoc(condition) || !Object.keys(condition)[0]?.startsWith('$')) put(path, condition);
      else if ('$eq' in condition) put(path, condition.$eq);
      else if (Array.isArray(condition.$all) && condition.$all.length === 1) put(path, condition.$all[0]);
      else if (Array.isArray(condition.$in) && condition.$in.length === 1) put(path, condition.$in[0]);
    }
  };
  const put = (path: string, value: unknown): void => {
    if (plain(value) instanceof RegExp) return;
    if (reacher(path)(plain(seed)).some((present) => present !== undefined))
      throw new CommandError(54, `cannot infer query fields to set, path '${path}' is matched twice`);
    if (path === '_id') seed._id = value;
    else setValue(seed, path, value);
  };
  collect(filter);
  return seed;
}
