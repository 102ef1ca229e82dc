import { UUID } from 'bson';
import { type Command, type Context, checkFields } from './command';
import { CommandError } from './error';
import type { IndexSpec } from './key-index';
import { matcher } from './language';
import { type Doc, isDoc, MAX_DOCUMENT_BYTES, plain } from './values';
import { MAX_MESSAGE_BYTES } from './wire';

const nothing: Command = { fields: [], run: () => ({}) };

const hello: Command = {
  fields: 'any',
  // No `setName`: a standalone. So drivers send no transaction numbers and no retryable writes.
  run: () => ({
    helloOk: true,
    ismaster: true,
    isWritablePrimary: true,
    maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    maxMessageSizeBytes: MAX_MESSAGE_BYTES,
    maxWriteBatchSize: 100_000,
    localTime: new Date(),
    logicalSessionTimeoutMinutes: 30,
    connectionId: 1,
    minWireVersion: 0,
    maxWireVersion: 21,
    readOnly: false,
  }),
};

const PARTIAL_OPERATORS = ['$eq', '$exists', '$gt', '$gte', '$lt', '$lte', '$type'];

function checkPartial(filter: Doc): void {
  for (const [path, condition] of Object.entries(filter)) {
    if (path === '$and' && Array.isArray(condition)) condition.forEach(checkPartial);
    else if (path.startsWith('$')) throw new CommandError(67, `unsupported expression in partial index: ${path}`);
    else if (isDoc(condition))
      for (const name of Object.keys(condition))
        if (name.startsWith('$') && !PARTIAL_OPERATORS.includes(name))
          throw new CommandError(67, `unsupported expression in partial index: ${name}`);
  }
  matcher(filter);
}

function indexSpec(given: Doc): IndexSpec {
  checkFields('createIndexes.indexes', given, [
    'key',
    'name',
    'v',
    'ns',
    'background',
    'unique',
    'sparse',
    'partialFilterExpression',
  ]);
  const { key, name, unique, sparse, partialFilterExpression } = given;
  if (!isDoc(key) || Object.keys(key).length === 0) throw new CommandError(67, 'Index keys cannot be empty.');
  if (typeof name !== 'string' || name === '')
    throw new CommandError(9, "The 'name' field is a required property of an index specification");
  for (const [path, direction] of Object.entries(key))
    if ((direction !== 1 && direction !== -1) || path.includes('$') || path.split('.').includes(''))
      throw new CommandError(
        67,
        `the embedded database does not support the index key { ${path}: ${JSON.stringify(direction)} }`,
      );
  if (partialFilterExpression !== undefined) {
    if (!isDoc(partialFilterExpression))
      throw new CommandError(14, "The field 'partialFilterExpression' must be an object");
    if (sparse) throw new CommandError(67, 'cannot mix "partialFilterExpression" and "sparse" options');
    checkPartial(partialFilterExpression);
  }
  return {
    name,
    key: key as IndexSpec['key'],
    ...(unique === true && { unique }),
    ...(sparse === true && { sparse }),
    ...(isDoc(partialFilterExpression) && { partialFilterExpression }),
  };
}

const namesIn = ({ database, db }: Context): string[] =>
  [...database.collections.keys()].filter((ns) => ns.startsWith(`${db}.`)).map((ns) => ns.slice(db.length + 1));

function onlyMatching(filter: Doc | undefined, docs: Doc[]): Doc[] {
  return docs.filter(matcher(filter ?? {}));
}

/** Handshake, sessions, and what collections and indexes there are. */
export const adminCommands: Record<string, Command> = {
  hello,
  isMaster: hello,
  ismaster: hello,
  ping: nothing,
  endSessions: nothing,
  refreshSessions: nothing,
  killSessions: nothing,
  logout: nothing,
  startSession: { fields: [], run: () => ({ id: { id: new UUID() }, timeoutMinutes: 30 }) },
  connectionStatus: {
    fields: ['showPrivileges'],
    run: () => ({ authInfo: { authenticatedUsers: [], authenticatedUserRoles: [] } }),
  },
  buildInfo: {
    fields: [],
    run: () => ({
      version: '7.0.0',
      versionArray: [7, 0, 0, 0],
      gitVersion: 'embedded',
      modules: ['confab embedded database'],
      bits: 64,
      maxBsonObjectSize: MAX_DOCUMENT_BYTES,
    }),
  },
  getParameter: {
    fields: ['featureCompatibilityVersion', 'allParameters'],
    run: ({ body }) => {
      if (body.featureCompatibilityVersion) return { featureCompatibilityVersion: { version: '7.0' } };
      throw new CommandError(72, 'no option found to get');
    },
  },

  create: {
    fields: ['autoIndexId', 'idIndex'],
    writes: true,
    run: ({ database, ns, collection }) => {
      if (collection()) throw new CommandError(48, `Collection ${ns} already exists.`);
      database.obtain(ns);
      return {};
    },
  },
  drop: {
    fields: [],
    writes: true,
    run: ({ database, ns, collection }) => {
      const indexes = collection()?.indexes.length;
      return database.drop(ns) ? { nIndexesWas: indexes, ns } : {};
    },
  },
  dropDatabase: {
    fields: [],
    writes: true,
    run: (context) => {
      for (const name of namesIn(context)) context.database.drop(`${context.db}.${name}`);
      return { dropped: context.db };
    },
  },
  listCollections: {
    fields: ['filter', 'nameOnly', 'cursor', 'authorizedCollections'],
    run: (context) => {
      const list = namesIn(context).map((name) => ({
        name,
        type: 'collection',
        options: {},
        info: { readOnly: false },
        idIndex: { v: 2, key: { _id: 1 }, name: '_id_' },
      }));
      const found = onlyMatching(context.get('filter'), list);
      const docs = context.body.nameOnly ? found.map(({ name, type }) => ({ name, type })) : found;
      return context.cursors.first(`${context.db}.$cmd.listCollections`, docs, Number.POSITIVE_INFINITY);
    },
  },
  listDatabases: {
    fields: ['filter', 'nameOnly', 'authorizedDatabases'],
    run: ({ database, get, body }) => {
      const names = new Set([...database.collections.keys()].map((ns) => ns.slice(0, ns.indexOf('.'))));
      const list = [...names].sort().map((name) => (body.nameOnly ? { name } : { name, sizeOnDisk: 0, empty: false }));
      return { databases: onlyMatching(get('filter'), list), ...(!body.nameOnly && { totalSize: 0 }) };
    },
  },

  createIndexes: {
    fields: ['indexes', 'commitQuorum'],
    writes: true,
    run: ({ database, ns, get, collection }) => {
      const created = collection() === undefined;
      const specs = get<Doc[]>('indexes').map(indexSpec);
      const target = database.obtain(ns);
      const before = target.indexes.length;
      const added: IndexSpec[] = [];
      try {
        for (const spec of specs) if (target.createIndex(spec)) added.push(spec);
      } catch (error) {
        for (const { name } of added) target.dropIndex(name);
        throw error;
      }
      return {
        numIndexesBefore: before,
        numIndexesAfter: target.indexes.length,
        createdCollectionAutomatically: created,
        ...(added.length === 0 && { note: 'all indexes already exist' }),
      };
    },
  },
  listIndexes: {
    fields: ['cursor'],
    run: ({ ns, cursors, collection }) => {
      const target = collection();
      if (!target) throw new CommandError(26, `ns does not exist: ${ns}`);
      const docs = target.indexes.map(({ spec: { name, key, unique, ...rest } }) => ({
        v: 2,
        key,
        name,
        ...(unique && name !== '_id_' && { unique }),
        ...rest,
      }));
      return cursors.first(ns, docs, Number.POSITIVE_INFINITY);
    },
  },
  dropIndexes: {
    fields: ['index'],
    writes: true,
    run: ({ ns, body, collection }) => {
      const target = collection();
      if (!target) throw new CommandError(26, `ns not found ${ns}`);
      const nIndexesWas = target.indexes.length;
      const wanted = body.index === '*' ? target.indexes.slice(1).map(({ spec }) => spec.name) : [body.index].flat();
      for (const one of wanted) {
        const key = isDoc(one) ? JSON.stringify(plain(one)) : undefined;
        const found = key && target.indexes.find(({ spec }) => JSON.stringify(spec.key) === key);
        if (key && !found) throw new CommandError(27, `can't find index with key: ${key}`);
        target.dropIndex(found ? found.spec.name : String(one));
      }
      return { nIndexesWas };
    },
  },
};
