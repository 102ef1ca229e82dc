import { calculateObjectSize, Long } from 'bson';
import { CommandError } from './error';
import type { Doc } from './values';

const FIRST_BATCH = 101; // documents, as MongoDB when the client names no size
const BATCH_BYTES = 16 * 1024 * 1024; // a reply stays below what one message may hold
const IDLE_MS = 600_000; // MongoDB's own limit for a cursor nobody reads

interface Cursor {
  ns: string;
  rest: Doc[];
  usedAt: number;
}

/** Answers that did not fit one batch, each taken when the query ran. */
export class Cursors {
  readonly #open = new Map<number, Cursor>();
  #last = 0;

  /** The reply to a query: the first batch, and a cursor when there is more. */
  first(ns: string, docs: Doc[], batchSize: number | undefined, single = false): Doc {
    const firstBatch = this.#take(docs, batchSize ?? FIRST_BATCH);
    const now = Date.now();
    for (const [id, { usedAt }] of this.#open) if (now - usedAt > IDLE_MS) this.#open.delete(id);
    const rest = docs.slice(firstBatch.length);
    const id = rest.length && !single ? ++this.#last : 0;
    if (id) this.#open.set(id, { ns, rest, usedAt: now });
    return { cursor: { firstBatch, id: Long.fromNumber(id), ns } };
  }

  /** Throws 43 for a cursor that is exhausted, killed or was idle too long. */
  next(id: number, batchSize: number | undefined): Doc {
    const cursor = this.#open.get(id);
    if (!cursor) throw new CommandError(43, `cursor id ${id} not found`);
    const nextBatch = this.#take(cursor.rest, batchSize || Number.POSITIVE_INFINITY);
    cursor.rest = cursor.rest.slice(nextBatch.length);
    cursor.usedAt = Date.now();
    if (cursor.rest.length === 0) this.#open.delete(id);
    return { cursor: { nextBatch, id: Long.fromNumber(cursor.rest.length ? id : 0), ns: cursor.ns } };
  }

  kill(id: number): boolean {
    return this.#open.delete(id);
  }

  #take(docs: Doc[], count: number): Doc[] {
    let bytes = 0;
    let n = 0;
    for (; n < docs.length && n < count; n++) {
      bytes += calculateObjectSize(docs[n]!);
      if (n > 0 && bytes > BATCH_BYTES) break;
    }
    return docs.slice(0, n);
  }
}
