import type { Collection } from './collection';
import type { Bound, KeyIndex, Stored } from './key-index';
import { matcher } from './language';
import { compare, keyText, rank } from './order';
import { type SortSpec, sortDocs } from './paths';
import { type Doc, isDoc } from './values';

// An index only narrows: every document it gives is tested against the whole filter. So a plan may be too wide, never
// too narrow.

/** One condition that every matching document meets. */
interface Test {
  path: string;
  op: string;
  operand: unknown;
}

interface Scan {
  index: KeyIndex;
  bounds: Bound[];
  reverse: boolean;
  /** The scan yields documents in the order asked for. */
  sorted: boolean;
  score: number;
}

const MAX_POINTS = 10_000; // combinations of listed values; beyond that the remaining fields are left to the filter

function testsOf(filter: Doc): Test[] {
  return Object.entries(filter).flatMap(([path, condition]): Test[] => {
    if (path === '$and') return (condition as Doc[]).flatMap(testsOf);
    if (path.startsWith('$')) return [];
    if (isDoc(condition) && Object.keys(condition).some((name) => name.startsWith('$')))
      return Object.entries(condition).map(([op, operand]) => ({ path, op, operand }));
    return [{ path, op: '$eq', operand: condition }];
  });
}

const isPoint = (value: unknown): boolean => !Array.isArray(value) && !(value instanceof RegExp) && value !== undefined;

function boundOf(tests: Test[], index: KeyIndex): Bound | undefined {
  for (const { op, operand } of tests) {
    if (op === '$eq' && isPoint(operand)) return { points: [operand] };
    if (op === '$in' && Array.isArray(operand) && operand.every(isPoint))
      return { points: [...new Map(operand.map((value) => [keyText(value), value])).values()] };
  }
  const range: Exclude<Bound, { points: unknown[] }> = {};
  for (const { op, operand } of tests) {
    if (!/^\$[gl]te?$/.test(op) || !isPoint(operand) || operand === null || Number.isNaN(operand)) continue;
    const side = op[1] === 'g' ? 'low' : 'high';
    const other = range.low ?? range.high;
    // Elements of an array may meet the two ends apart from each other: then only one end may narrow.
    if (range[side] || (other && (index.multikey || rank(other.value) !== rank(operand)))) continue;
    range[side] = { value: operand, open: op.length === 3 };
  }
  return range.low || range.high ? range : undefined;
}

/** Whether every document that meets the tests is in the index at all. */
function isComplete(index: KeyIndex, tests: Test[], bounds: Bound[]): boolean {
  const { sparse, partialFilterExpression } = index.spec;
  const implied = (wanted: Test): boolean =>
    tests.some(
      ({ path, op, operand }) =>
        path === wanted.path &&
        ((op === wanted.op && compare(operand, wanted.operand) === 0) ||
          (wanted.op === '$exists' && wanted.operand === true && op === '$eq' && isPoint(operand) && operand !== null)),
    );
  if (partialFilterExpression) {
    const wanted = testsOf(partialFilterExpression);
    if (Object.keys(partialFilterExpression).some((name) => name.startsWith('$') && name !== '$and')) return false;
    if (!wanted.every(implied)) return false;
  }
  return !sparse || bounds.some((bound) => !('points' in bound) || bound.points.every((value) => value !== null));
}

/** The direction in which the index gives the sort after its leading fields are fixed: 1, -1, or 0 for neither. */
function sortDirection(index: KeyIndex, fixed: number, sort: SortSpec): 1 | -1 | 0 {
  const free = sort.filter(([path]) => !index.fields.slice(0, fixed).some((field) => field.path === path));
  if (index.multikey) return 0;
  let direction: 1 | -1 | 0 = 0;
  for (const [i, [path, wanted]] of free.entries()) {
    const field = index.fields[fixed + i];
    if (field?.path !== path) return 0;
    const here = field.direction === wanted ? 1 : -1;
    if (direction && direction !== here) return 0;
    direction = here;
  }
  return direction || 1;
}

function scanOf(index: KeyIndex, tests: Test[], sort: SortSpec): Scan | undefined {
  const bounds: Bound[] = [];
  let combinations = 1;
  let fixed = 0;
  let score = 0;
  for (const { path } of index.fields) {
    const bound = boundOf(
      tests.filter((test) => test.path === path),
      index,
    );
    if (!bound) break;
    if ('points' in bound) combinations *= bound.points.length;
    if (combinations > MAX_POINTS) break;
    bounds.push(bound);
    score += 'points' in bound ? 10 : 5;
    if (!('points' in bound)) break;
    if (combinations === 1) fixed++;
  }
  const points = bounds.filter((bound) => 'points' in bound).length;
  const direction = fixed === points ? sortDirection(index, fixed, sort) : 0;
  const sorted = sort.length > 0 && direction !== 0;
  if (score === 0 && !sorted) return undefined;
  if (!isComplete(index, tests, bounds)) return undefined;
  if (sorted) score += 6;
  if (index.spec.partialFilterExpression) score += 8; // made to hold few documents
  if (index.spec.unique && points === index.fields.length) score += 100;
  return { index, bounds, reverse: sorted && direction === -1, sorted, score };
}

/** The index scans that together reach every match, or undefined when only the whole collection does. */
function plan(indexes: KeyIndex[], filter: Doc, given: Test[], sort: SortSpec): Scan[] | undefined {
  const tests = [...given, ...testsOf(filter)];
  const scans = indexes.map((index) => scanOf(index, tests, sort)).filter((scan) => scan !== undefined);
  const best = scans.sort((a, b) => b.score - a.score)[0];
  if (best?.bounds.length) return [best];
  const either = filter.$or;
  if (Array.isArray(either)) {
    const branches = either.map((branch) => plan(indexes, branch as Doc, tests, []));
    if (branches.every((branch) => branch !== undefined))
      return branches.flat().map((scan) => ({ ...scan, sorted: false }));
  }
  return best && [best];
}

export interface Search {
  filter: Doc;
  sort?: SortSpec;
  skip?: number;
  limit?: number;
}

export interface Found {
  matches: Stored[];
  examined: number;
  /** MongoDB's names: IXSCAN with its index, COLLSCAN, OR, SORT. */
  stage: Doc;
}

/** Finds in index order where an index serves, so that a limit ends the scan; else by testing everything. */
export function search(collection: Collection, { filter, sort = [], skip = 0, limit = 0 }: Search): Found {
  const matches = matcher(filter);
  const scans = plan(collection.indexes, filter, [], sort);
  const sorted = sort.length === 0 || (scans?.length === 1 && scans[0]!.sorted);
  const seen = scans && (scans.length > 1 || scans.some(({ index }) => index.multikey)) ? new Set<Stored>() : undefined;
  const end = sorted && limit > 0 ? skip + limit : Number.POSITIVE_INFINITY;
  let found: Stored[] = [];
  let examined = 0;
  const take = (candidates: Iterable<Stored>): void => {
    if (found.length < end)
      for (const stored of candidates) {
        if (seen?.has(stored)) continue;
        seen?.add(stored);
        examined++;
        if (matches(stored.doc)) found.push(stored);
        if (found.length >= end) return;
      }
  };
  if (scans) for (const { index, bounds, reverse } of scans) take(index.scan(bounds, reverse));
  else take(collection.docs.values());
  if (!sorted) found = sortDocs(found, sort, ({ doc }) => doc);
  if (skip || limit) found = found.slice(skip, limit ? skip + limit : undefined);
  const inputs = scans?.map(({ index: { spec, multikey }, reverse }) => ({
    stage: 'FETCH',
    inputStage: {
      stage: 'IXSCAN',
      indexName: spec.name,
      keyPattern: spec.key,
      isMultiKey: multikey,
      direction: reverse ? 'backward' : 'forward',
    },
  }));
  const access = !inputs
    ? { stage: 'COLLSCAN' }
    : inputs.length === 1
      ? inputs[0]!
      : { stage: 'OR', inputStages: inputs };
  return { matches: found, examined, stage: sorted ? access : { stage: 'SORT', inputStage: access } };
}
