import type { Collection } from './collection';
import type { Cursors } from './cursors';
import type { Database } from './database';
import { CommandError } from './error';
import { type Doc, isDoc } from './values';

/** One command under way. `body` keeps exact BSON types; `get` gives a field as queries see it. */
export interface Context {
  readonly database: Database;
  readonly cursors: Cursors;
  readonly body: Doc;
  readonly name: string;
  readonly db: string;
  /** `database.collection` of the collection that the command names. */
  readonly ns: string;
  get<T>(field: string): T;
  collection(): Collection | undefined;
}

export interface Command {
  /** The fields it understands besides those of every command; any other is refused. */
  fields: string[] | 'any';
  /** Its answer waits until everything is durable. */
  writes?: boolean;
  run(context: Context): Doc;
}

/** Refuses fields that are not in the list and would ask for something: an empty, false or null one does not. */
export function checkFields(what: string, given: Doc, known: string[]): void {
  for (const [field, value] of Object.entries(given)) {
    if (known.includes(field) || value === false || value === null || (isDoc(value) && Object.keys(value).length === 0))
      continue;
    if (field === 'collation' && isDoc(value) && value.locale === 'simple') continue;
    throw new CommandError(
      40415,
      `BSON field '${what}.${field}' is an unknown field, or not supported by the embedded database.`,
    );
  }
}
