import { CommandError } from './error';
import { rank } from './order';
import { type Doc, isDoc, plain, show } from './values';

const OPERATORS =
  '$set $unset $inc $mul $min $max $rename $push $addToSet $pull $pullAll $pop $bit $currentDate $setOnInsert'.split(
    ' ',
  );
const TYPE_NAMES = [
  'missing',
  'null',
  'double',
  'string',
  'object',
  'array',
  'binData',
  'objectId',
  'bool',
  'date',
  '',
  'regex',
];

/** MongoDB's name of a value's type, for messages. */
export const typeName = (value: unknown): string => (Number.isInteger(value) ? 'int' : TYPE_NAMES[rank(value)]!);

export interface UpdateSpec {
  /** Operators, a replacement or a pipeline, in exact BSON types. */
  change: unknown;
  /** The query, for `$` and for what an upsert starts from. */
  filter: Doc;
  arrayFilters?: Doc[];
}

export const isReplacement = (change: unknown): boolean => isDoc(change) && !Object.keys(change)[0]?.startsWith('$');

/** Throws what is wrong with an update whatever document it meets: 9 for an unknown operator or a mixed form. */
export function checkUpdate({ change, arrayFilters }: UpdateSpec): void {
  if (Array.isArray(change)) return;
  if (!isDoc(change)) throw new CommandError(9, 'Update argument must be either an object or an array');
  if (isReplacement(change)) {
    const name = Object.keys(change).find((key) => key.startsWith('$'));
    if (name)
      throw new CommandError(
        52,
        `The dollar ($) prefixed field '${name}' is not allowed in the context of an update's replacement document`,
      );
    return;
  }
  const used = new Set<string>();
  for (const [operator, fields] of Object.entries(change)) {
    if (!OPERATORS.includes(operator))
      throw new CommandError(
        9,
        `Unknown modifier: ${operator}. Expected a valid update modifier or pipeline-style update specified as an array`,
      );
    if (!isDoc(fields))
      throw new CommandError(
        9,
        `Modifiers operate on fields but we found type ${typeName(fields)} instead. For example: {$mod: {<field>: ...}} not {${operator}: ${show(fields)}}`,
      );
    for (const [path, operand] of Object.entries(fields)) checkOperand(operator, path, plain(operand), used);
  }
  for (const filter of arrayFilters ?? []) {
    const name = Object.keys(filter)[0]?.split('.')[0];
    if (name && !name.startsWith('$') && ![...used].some((path) => path.includes(`$[${name}]`)))
      throw new CommandError(9, `The array filter for identifier '${name}' was not used in the update ${show(change)}`);
  }
}

function checkOperand(operator: string, path: string, operand: unknown, used: Set<string>): void {
  const parts = path.split('.');
  if (path === '' || parts.includes(''))
    throw new CommandError(56, `The update path '${path}' contains an empty field name, which is not allowed.`);
  for (const target of operator === '$rename' ? [path, String(operand)] : [path]) {
    for (const other of used)
      if (other === target || other.startsWith(`${target}.`) || target.startsWith(`${other}.`))
        throw new CommandError(
          40,
          `Updating the path '${target}' would create a conflict at '${other.length < target.length ? other : target}'`,
        );
    used.add(target);
  }
  const spec = isDoc(operand) ? operand : {};
  if (operator === '$inc' || operator === '$mul') {
    const verb = operator === '$inc' ? 'increment' : 'multiply';
    if (typeof operand !== 'number')
      throw new CommandError(14, `Cannot ${verb} with non-numeric argument: {${path}: ${show(operand)}}`);
  }
  if (operator === '$pop' && operand !== 1 && operand !== -1)
    throw new CommandError(9, `$pop expects 1 or -1, found: ${show(operand)}`);
  if (operator === '$pullAll' && !Array.isArray(operand))
    throw new CommandError(2, '$pullAll requires an array argument but was given something else');
  if ((operator === '$push' || operator === '$addToSet') && '$each' in spec) {
    if (!Array.isArray(spec.$each))
      throw new CommandError(
        operator === '$push' ? 2 : 14,
        `The argument to $each in ${operator} must be an array but it was of type: ${typeName(spec.$each)}`,
      );
    const known = operator === '$push' ? ['$each', '$slice', '$sort', '$position'] : ['$each'];
    const unknown = Object.keys(spec).find((name) => !known.includes(name));
    if (unknown) throw new CommandError(2, `Unrecognized clause in ${operator}: ${unknown}`);
    for (const name of ['$slice', '$position'])
      if (name in spec && !Number.isInteger(spec[name]))
        throw new CommandError(
          2,
          `The value for ${name} must be an integer value but was given type: ${typeName(spec[name])}`,
        );
    if (isDoc(spec.$sort) && Object.keys(spec.$sort).length !== 1)
      throw new CommandError(2, 'the embedded database supports one field in the $sort of $push');
  }
  if (operator === '$currentDate' && operand !== true && spec.$type !== 'date')
    throw new CommandError(2, 'the embedded database supports $currentDate with dates only');
}
