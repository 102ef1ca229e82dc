import { aggregate } from './aggregate';
import { type Collection, docField } from './collection';
import type { Command, Context } from './command';
import { CommandError } from './error';
import { projector } from './language';
import { keyText } from './order';
import { reacher } from './paths';
import { type Found, type Search, search } from './plan';
import { sortSpec } from './stages';
import { type Doc, isDoc, plain, retype } from './values';

const NOTHING: Found = { matches: [], examined: 0, stage: { stage: 'EOF' } };

function whole(value: unknown, name: string): number {
  const number = plain(value ?? 0);
  if (typeof number !== 'number' || !Number.isInteger(number))
    throw new CommandError(14, `BSON field '${name}' must be a whole number`);
  return number;
}

const find = (collection: Collection | undefined, wanted: Search): Found =>
  collection ? search(collection, wanted) : NOTHING;

/** A hint only says how to find: taken where that cannot change the answer, refused where it could. */
export function checkHint(collection: Collection | undefined, hint: unknown): void {
  if (hint === undefined || !collection) return;
  const wanted = JSON.stringify(plain(hint));
  if (wanted === '{}' || wanted === '{"$natural":1}') return;
  const index = collection.indexes.find(
    ({ spec }) => wanted === JSON.stringify(spec.name) || wanted === JSON.stringify(spec.key),
  );
  if (!index) throw new CommandError(2, 'hint provided does not correspond to an existing index');
  if (index.spec.sparse || index.spec.partialFilterExpression)
    throw new CommandError(2, 'the embedded database does not support a hint on a sparse or partial index');
}

function findOptions({ body, get, collection }: Context): Search {
  checkHint(collection(), body.hint);
  const skip = whole(body.skip, 'skip');
  const limit = Math.abs(whole(body.limit, 'limit'));
  if (skip < 0) throw new CommandError(51024, `BSON field 'skip' value must be >= 0, actual value '${skip}'`);
  return { filter: docField(get(body.query ? 'query' : 'filter'), 'filter'), sort: sortSpec(get('sort')), skip, limit };
}

/** The stages an index can serve, and those that remain. */
function leading(pipeline: unknown): { wanted: Search; rest: Doc[] } {
  const wanted: Search = { filter: {} };
  let rest = Array.isArray(pipeline) ? (pipeline as Doc[]) : [];
  const take = <T>(name: string): T | undefined => {
    const [stage] = rest;
    if (!isDoc(stage) || !Object.hasOwn(stage, name) || Object.keys(stage).length !== 1) return undefined;
    rest = rest.slice(1);
    return stage[name] as T;
  };
  const filter = take<Doc>('$match');
  if (filter) wanted.filter = docField(filter, '$match');
  const sort = take<Doc>('$sort');
  if (sort && Object.keys(sort).length === 0)
    throw new CommandError(15976, '$sort stage must have at least one sort key');
  if (sort) wanted.sort = sortSpec(sort);
  const limit = take<number>('$limit');
  if (limit !== undefined && !(Number.isInteger(limit) && limit > 0))
    throw new CommandError(15958, 'the limit must be positive');
  if (limit !== undefined) wanted.limit = limit;
  return { wanted, rest };
}

function filterOf(context: Context, command: string): Search {
  const { get, body } = context;
  if (command === 'aggregate') return leading(get('pipeline')).wanted;
  if (command === 'update' || command === 'delete')
    return { filter: docField((get<Doc[]>(`${command}s`)[0] as Doc)?.q, 'q') };
  if (body.sort || body.limit || body.skip || body.filter) return findOptions(context);
  return { filter: docField(get('query'), 'query') };
}

/** Queries. They see every change made so far, also one whose way to the disk is not finished. */
export const readCommands: Record<string, Command> = {
  find: {
    fields:
      'filter sort projection hint skip limit batchSize singleBatch allowDiskUse noCursorTimeout allowPartialResults'.split(
        ' ',
      ),
    run: (context) => {
      const { body, get, ns, cursors, collection } = context;
      const wanted = findOptions(context);
      const project = projector(docField(get('projection'), 'projection'), wanted.filter);
      const { matches } = find(collection(), wanted);
      const projected = body.projection && Object.keys(body.projection).length > 0;
      const docs = matches.map(({ doc, exact }) => {
        if (!projected) return exact;
        return doc === exact ? project(doc) : (retype(project(doc), exact) as Doc);
      });
      const batchSize = body.batchSize === undefined ? undefined : whole(body.batchSize, 'batchSize');
      return cursors.first(ns, docs, batchSize, body.singleBatch === true || whole(body.limit, 'limit') < 0);
    },
  },
  getMore: {
    fields: ['collection', 'batchSize'],
    run: ({ body, cursors }) => cursors.next(whole(body.getMore, 'getMore'), whole(body.batchSize, 'batchSize')),
  },
  killCursors: {
    fields: ['cursors'],
    run: ({ get, body, cursors }) => {
      const [killed, missing] = [[] as unknown[], [] as unknown[]];
      for (const [i, id] of get<number[]>('cursors').entries())
        (cursors.kill(id) ? killed : missing).push((body.cursors as unknown[])[i]);
      return { cursorsKilled: killed, cursorsNotFound: missing, cursorsAlive: [], cursorsUnknown: [] };
    },
  },
  count: {
    fields: ['query', 'limit', 'skip', 'hint', 'fields'],
    run: (context) => ({ n: find(context.collection(), findOptions(context)).matches.length }),
  },
  distinct: {
    fields: ['key', 'query'],
    run: ({ body, get, collection }) => {
      const reach = reacher(String(body.key));
      const { matches } = find(collection(), { filter: docField(get('query'), 'query') });
      const values = matches.flatMap(({ doc }) => reach(doc).flat()).filter((value) => value !== undefined);
      return { values: [...new Map(values.map((value) => [keyText(value), value])).values()] };
    },
  },
  aggregate: {
    fields: ['pipeline', 'cursor', 'hint', 'allowDiskUse', 'explain'],
    run: ({ body, get, database, db, ns, cursors, collection }) => {
      if (typeof body.aggregate !== 'string')
        throw new CommandError(73, 'the embedded database aggregates over collections only');
      const cursor = get<Doc>('cursor');
      if (!cursor)
        throw new CommandError(9, "The 'cursor' option is required, except for aggregate with the explain argument");
      checkHint(collection(), body.hint);
      const pipeline = get<Doc[]>('pipeline');
      aggregate([], pipeline); // refuses what is not supported before anything is read
      const { wanted, rest } = leading(pipeline);
      const { matches } = find(collection(), wanted);
      const other = (name: string): Doc[] =>
        [...(database.collections.get(`${db}.${name}`)?.docs.values() ?? [])].map(({ doc }) => doc);
      const docs = rest.length
        ? aggregate(
            matches.map(({ doc }) => doc),
            rest,
            { collection: other },
          )
        : matches.map(({ exact }) => exact);
      return cursors.first(ns, docs, cursor.batchSize === undefined ? undefined : whole(cursor.batchSize, 'batchSize'));
    },
  },
  explain: {
    fields: ['verbosity'],
    run: (context) => {
      const inner = context.body.explain as Doc;
      const command = Object.keys(inner)[0]!;
      const ns = `${context.db}.${inner[command]}`;
      const collection = context.database.collections.get(ns);
      const wanted = filterOf(
        {
          ...context,
          body: inner,
          ns,
          get: <T>(field: string) => plain(inner[field]) as T,
          collection: () => collection,
        },
        command,
      );
      const { matches, examined, stage } = find(collection, wanted);
      return {
        queryPlanner: { namespace: ns, parsedQuery: wanted.filter, winningPlan: stage, rejectedPlans: [] },
        executionStats: {
          executionSuccess: true,
          nReturned: matches.length,
          totalDocsExamined: examined,
          executionStages: stage,
        },
      };
    },
  },
};
