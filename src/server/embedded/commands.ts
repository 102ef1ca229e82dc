import { adminCommands } from './admin-commands';
import { type Command, type Context, checkFields } from './command';
import type { Cursors } from './cursors';
import type { Database } from './database';
import { CommandError } from './error';
import { readCommands } from './read-commands';
import { type Doc, plain } from './values';
import { writeCommands } from './write-commands';

// Accepted on every command because they cannot change an answer of a single server that is always durable.
const COMMON =
  '$db lsid readConcern writeConcern maxTimeMS comment $readPreference $clusterTime apiVersion apiStrict apiDeprecationErrors'.split(
    ' ',
  );
const TRANSACTION = ['txnNumber', 'startTransaction', 'autocommit'];
const NOT_SUPPORTED =
  'commitTransaction abortTransaction mapReduce collMod renameCollection bulkWrite convertToCapped compact dbStats collStats serverStatus replSetGetStatus replSetInitiate createUser saslStart saslContinue authenticate getnonce validate currentOp killOp'.split(
    ' ',
  );

const COMMANDS: Record<string, Command> = { ...adminCommands, ...readCommands, ...writeCommands };

/** What one connection may ask of the database. */
export class Session {
  constructor(
    readonly database: Database,
    readonly cursors: Cursors,
  ) {}

  /** Runs a command and resolves to its reply without `ok`. Rejects with what `toWireError` turns into an answer. */
  async run(body: Doc): Promise<Doc> {
    const name = Object.keys(body)[0] ?? '';
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (NOT_SUPPORTED.includes(name))
      throw new CommandError(115, `the embedded database does not support the command '${name}'`);
    if (!command) throw new CommandError(59, `no such command: '${name}'`);
    if (TRANSACTION.some((field) => field in body))
      throw new CommandError(
        115,
        'the embedded database does not support transactions and retryable writes: it is a standalone',
      );
    if (this.database.failure) throw new CommandError(1, this.database.failure.message);
    if (command.fields !== 'any') checkFields(name, body, [name, ...COMMON, ...command.fields]);
    try {
      return command.run(this.#context(name, body));
    } finally {
      if (command.writes)
        await this.database.durable().catch((error: Error) => {
          throw new CommandError(1, error.message);
        });
    }
  }

  #context(name: string, body: Doc): Context {
    const { database, cursors } = this;
    const db = typeof body.$db === 'string' ? body.$db : 'test';
    const ns = `${db}.${body[name]}`;
    return {
      database,
      cursors,
      body,
      name,
      db,
      ns,
      get: <T>(field: string) => plain(body[field]) as T,
      collection: () => database.collections.get(ns),
    };
  }
}
