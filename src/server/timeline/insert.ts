import mongoose from 'mongoose';
import type { EntryDoc } from '~/server/models/entry';
import type { Models } from '~/server/models/models';

/** Commands under way at once that carry single entries of different conversations; what comes meanwhile goes together. */
const AT_ONCE = 4;

/** Entries in one command at most. */
const TOGETHER = 100;

/** How many, from the first on, are durable, and what stopped the rest. */
export interface Outcome {
  readonly inserted: number;
  readonly error: Pick<mongoose.mongo.MongoServerError, 'code'> | null;
}

interface Single {
  readonly entry: EntryDoc;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/** What stopped an entry, by its place among those that were inserted. */
type Refusals = ReadonlyMap<number, NonNullable<Outcome['error']>>;

const DURABLE: Outcome = { inserted: 1, error: null };

/**
 * Inserts entries of one conversation, in order, so that none is there without those before it. Single entries of
 * different conversations share commands when many come at once: a database under load does that much more of them.
 */
export function createInserter({ entries }: Pick<Models, 'entries'>) {
  let waiting: Single[] = [];
  let underWay = 0;

  async function insertWaiting(): Promise<void> {
    if (underWay === AT_ONCE || waiting.length === 0) return;
    underWay += 1;
    const group = waiting.slice(0, TOGETHER);
    waiting = waiting.slice(TOGETHER);
    try {
      const refused = await insert(
        group.map(({ entry }) => entry),
        { ordered: false },
      );
      for (const [index, { resolve }] of group.entries()) {
        const error = refused.get(index);
        resolve(error ? { inserted: 0, error } : DURABLE);
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    } finally {
      underWay -= 1;
      void insertWaiting();
    }
  }

  /** Answers with what stopped single ones; in order, nothing after the first of these was tried. */
  async function insert(docs: readonly EntryDoc[], { ordered }: { ordered: boolean }): Promise<Refusals> {
    try {
      // Of one, which is most often so, without what the driver does about many.
      if (docs.length === 1) await entries.insertOne(docs[0]!);
      else await entries.insertMany([...docs], { ordered });
      return new Map();
    } catch (error) {
      if (error instanceof mongoose.mongo.MongoBulkWriteError) {
        const refused = [error.writeErrors].flat();
        // Of those that were not refused nobody knows then whether they last.
        if (refused.length === 0 || error.result.getWriteConcernError()) throw error;
        return new Map(refused.map((one) => [one.index, one]));
      }
      if (error instanceof mongoose.mongo.MongoServerError) return new Map(docs.map((_, index) => [index, error]));
      throw error;
    }
  }

  /** Throws when nobody knows how many are durable. */
  async function insertInOrder(docs: readonly EntryDoc[]): Promise<Outcome> {
    if (docs.length === 1) {
      return new Promise((resolve, reject) => {
        waiting.push({ entry: docs[0]!, resolve, reject });
        void insertWaiting();
      });
    }
    const [first] = await insert(docs, { ordered: true });
    return first ? { inserted: first[0], error: first[1] } : { inserted: docs.length, error: null };
  }

  return { insertInOrder };
}
