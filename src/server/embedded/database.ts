import { type Change, Collection, encodeChange } from './collection';
import { CommandError } from './error';
import { Log } from './log';
import { type Doc, decode } from './values';

/** What makes appended records durable. In memory nothing has to be. */
interface Journal {
  append(record: Uint8Array): void;
  flush(): Promise<void>;
  readonly failure: Error | undefined;
  close(): Promise<void>;
}

const inMemory: Journal = { append: () => {}, flush: async () => {}, failure: undefined, close: async () => {} };

/** All collections of the server, by namespace (`database.collection`). */
export class Database {
  readonly collections = new Map<string, Collection>();
  #journal: Journal = inMemory;

  /** Reads the folder; null keeps everything in memory. Throws when the data is damaged. */
  static async open(folder: string | null, log: (message: string) => void, compactAtBytes?: number): Promise<Database> {
    const database = new Database();
    if (folder === null) return database;
    const replay = (payload: Buffer): void => {
      for (let at = 0; at < payload.length; at += payload.readInt32LE(at))
        database.#load(decode(payload, at) as unknown as Change);
    };
    const snapshot = (): Iterable<Uint8Array> => database.#snapshot();
    const journal = await Log.open({ folder, replay, snapshot, log, ...(compactAtBytes && { compactAtBytes }) });
    database.#journal = journal;
    for (const collection of database.collections.values()) collection.reindex();
    return database;
  }

  /** The collection, made (and recorded) when missing. */
  obtain(ns: string): Collection {
    const present = this.collections.get(ns);
    if (present) return present;
    const name = ns.slice(ns.indexOf('.') + 1);
    if (!name || name.includes('\0') || name.includes('$') || name.startsWith('system.'))
      throw new CommandError(73, `Invalid collection name specified '${ns}'`);
    const collection = new Collection(ns, (record) => this.#journal.append(record));
    this.collections.set(ns, collection);
    this.#journal.append(encodeChange({ op: 'create', ns }));
    return collection;
  }

  drop(ns: string): boolean {
    if (!this.collections.delete(ns)) return false;
    this.#journal.append(encodeChange({ op: 'drop', ns }));
    return true;
  }

  /**
   * Resolves once all changes so far are durable. Writers wait for it before they answer, also when they changed
   * nothing: a duplicate key may stem from a write that is itself still on its way. Readers do not wait.
   */
  durable(): Promise<void> {
    return this.#journal.flush();
  }

  /** Set once the log could not be written: memory may then be ahead of the disk, so nothing is answered any more. */
  get failure(): Error | undefined {
    return this.#journal.failure;
  }

  close(): Promise<void> {
    return this.#journal.close();
  }

  #load(change: Change): void {
    if (change.op === 'drop') this.collections.delete(change.ns);
    else {
      let collection = this.collections.get(change.ns);
      if (!collection) {
        collection = new Collection(change.ns, (record) => this.#journal.append(record));
        this.collections.set(change.ns, collection);
      }
      collection.load(change);
    }
  }

  /** The lists are taken now; the documents are encoded as they are read, so that no turn takes long. */
  #snapshot(): Iterable<Uint8Array> {
    const lists = [...this.collections.values()].map(({ ns, indexes, docs }) => ({
      ns,
      specs: indexes.slice(1).map(({ spec }) => spec),
      docs: [...docs.values()],
    }));
    return (function* () {
      for (const { ns, specs, docs } of lists) {
        yield encodeChange({ op: 'create', ns });
        for (const spec of specs) yield encodeChange({ op: 'createIndex', ns, spec: { ...spec } as Doc });
        for (const { exact } of docs) yield encodeChange({ op: 'put', ns, doc: exact });
      }
    })();
  }
}
