import { type Collection, docField, viewOf } from './collection';
import { type Command, type Context, checkFields } from './command';
import { CommandError, toWireError } from './error';
import type { Stored } from './key-index';
import { projector } from './language';
import { compare } from './order';
import { search } from './plan';
import { checkHint } from './read-commands';
import { sortSpec } from './stages';
import { seedOf, updated } from './update';
import { checkUpdate, isReplacement, type UpdateSpec } from './update-check';
import { type Doc, isDoc, plain, retype } from './values';

// Every document is changed whole or not at all: `Collection` checks keys and size before it touches anything.

/** Runs the statements of a batch; an ordered batch ends at its first error, which is reported, not thrown. */
function eachStatement(statements: unknown, ordered: unknown, run: (statement: Doc, index: number) => void): Doc {
  if (!Array.isArray(statements)) throw new CommandError(9, 'a batch must be an array');
  const writeErrors: Doc[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement as Doc, index);
    } catch (error) {
      const { codeName, ...rest } = toWireError(error);
      writeErrors.push({ index, ...rest });
      if (ordered !== false) break;
    }
  }
  return writeErrors.length ? { writeErrors } : {};
}

function insertUpsert(collection: Collection, filter: Doc, spec: UpdateSpec): Stored {
  const seed = seedOf(filter);
  const known = '_id' in seed ? { _id: seed._id } : {};
  const doc = updated(isReplacement(spec.change) ? known : seed, spec, true);
  if ('_id' in seed && compare(plain(doc._id), plain(seed._id)) !== 0)
    throw new CommandError(66, "Performing an update on the path '_id' would modify the immutable field '_id'");
  return collection.insert(doc);
}

function specOf(filter: Doc, change: unknown, arrayFilters: unknown): UpdateSpec {
  const spec: UpdateSpec = {
    change,
    filter,
    ...(Array.isArray(arrayFilters) && { arrayFilters: plain(arrayFilters) as Doc[] }),
  };
  checkUpdate(spec);
  return spec;
}

function runUpdate(
  { database, ns, collection }: Context,
  statement: Doc,
): { matched: number; modified: number; upserted?: Stored } {
  checkFields('update.updates', statement, ['q', 'u', 'multi', 'upsert', 'arrayFilters', 'hint', 'sort']);
  const { q, u, multi, upsert, arrayFilters, hint, sort } = statement;
  const filter = docField(plain(q), 'q');
  const spec = specOf(filter, u, arrayFilters);
  if (multi && isReplacement(u))
    throw new CommandError(9, 'multi update is not supported for replacement-style update');
  const target = upsert ? database.obtain(ns) : collection();
  if (!target) return { matched: 0, modified: 0 };
  checkHint(target, hint);
  const { matches } = search(target, { filter, sort: sortSpec(plain(sort)), limit: multi ? 0 : 1 });
  const modified = matches.filter((stored) => target.replace(stored, updated(stored.exact, spec))).length;
  if (matches.length || !upsert) return { matched: matches.length, modified };
  return { matched: 0, modified: 0, upserted: insertUpsert(target, docField(q, 'q'), spec) };
}

function findAndModify(context: Context): Doc {
  const { database, ns, body, get, collection } = context;
  const filter = docField(get('query'), 'query');
  const { remove, update: change, upsert, arrayFilters, hint } = body;
  if (Boolean(remove) === (change !== undefined))
    throw new CommandError(9, "Either an update or 'remove' must be specified, but not both");
  if (remove && (upsert || body.new)) throw new CommandError(9, "Cannot specify both 'upsert' or 'new' and 'remove'");
  const spec = remove ? undefined : specOf(filter, change, arrayFilters);
  const target = upsert ? database.obtain(ns) : collection();
  checkHint(target, hint);
  const stored = target && search(target, { filter, sort: sortSpec(get('sort')), limit: 1 }).matches[0];
  const project = projector(docField(get('fields'), 'fields'), filter);
  const show = (exact: Doc): Doc => retype(project(viewOf(exact)), exact) as Doc;
  if (!target || (!stored && !upsert))
    return { lastErrorObject: { n: 0, ...(!remove && { updatedExisting: false }) }, value: null };
  if (!stored) {
    const inserted = insertUpsert(target, docField(body.query, 'query'), spec!);
    return {
      lastErrorObject: { n: 1, updatedExisting: false, upserted: inserted.exact._id },
      value: body.new ? show(inserted.exact) : null,
    };
  }
  const before = stored.exact;
  if (!spec) {
    target.remove(stored);
    return { lastErrorObject: { n: 1 }, value: show(before) };
  }
  target.replace(stored, updated(before, spec));
  return { lastErrorObject: { n: 1, updatedExisting: true }, value: show(body.new ? stored.exact : before) };
}

const findAndModifyCommand: Command = {
  fields: 'query sort remove update new upsert fields arrayFilters hint bypassDocumentValidation'.split(' '),
  writes: true,
  run: findAndModify,
};

export const writeCommands: Record<string, Command> = {
  insert: {
    fields: ['documents', 'ordered', 'bypassDocumentValidation'],
    writes: true,
    run: ({ database, ns, body }) => {
      const target = database.obtain(ns);
      let n = 0;
      const errors = eachStatement(body.documents, body.ordered, (doc) => {
        target.insert(docField(doc, 'documents'));
        n++;
      });
      return { n, ...errors };
    },
  },
  update: {
    fields: ['updates', 'ordered', 'bypassDocumentValidation'],
    writes: true,
    run: (context) => {
      let [n, nModified] = [0, 0];
      const upserted: Doc[] = [];
      const errors = eachStatement(context.body.updates, context.body.ordered, (statement, index) => {
        const result = runUpdate(context, statement);
        n += result.matched + (result.upserted ? 1 : 0);
        nModified += result.modified;
        if (result.upserted) upserted.push({ index, _id: result.upserted.exact._id });
      });
      return { n, nModified, ...(upserted.length && { upserted }), ...errors };
    },
  },
  delete: {
    fields: ['deletes', 'ordered'],
    writes: true,
    run: ({ body, get, collection }) => {
      let n = 0;
      for (const { limit } of get<Doc[]>('deletes'))
        if (limit !== 0 && limit !== 1)
          throw new CommandError(9, `The limit field in delete objects must be 0 or 1. Got ${limit}`);
      const errors = eachStatement(body.deletes, body.ordered, (statement) => {
        checkFields('delete.deletes', statement, ['q', 'limit', 'hint']);
        const target = collection();
        const limit = plain(statement.limit) as number;
        if (!isDoc(statement.q)) throw new CommandError(14, "BSON field 'delete.deletes.q' must be an object");
        checkHint(target, statement.hint);
        if (!target) return;
        const { matches } = search(target, { filter: plain(statement.q) as Doc, limit });
        for (const stored of matches) target.remove(stored);
        n += matches.length;
      });
      return { n, ...errors };
    },
  },
  findAndModify: findAndModifyCommand,
  findandmodify: findAndModifyCommand,
};
