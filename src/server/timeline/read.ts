import type { Types } from 'mongoose';
import { isShown } from '~/contract/entry';
import { HISTORY_PAGE, RESET_AFTER, SYNC_PAGE_MAX } from '~/contract/limits';
import { AppError } from '~/server/app-error';
import { type EntryRecord, toRecord } from '~/server/models/entry';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';

/** Numbers looked at beyond the remembered head in one query; rarely is more than a few missing there. */
const PROBE = 256;

/** A page that shows too little is widened this often at most, each time to twice as many numbers. */
const WIDENINGS_MAX = 4;

export interface ReadOptions {
  readonly models: Models;
  /** Whether intents up to that number wait to be applied. */
  readonly hasPendingIntents: (conversationId: Types.ObjectId, upTo: number) => Promise<boolean>;
  readonly settle: (conversationId: Types.ObjectId, upTo: number) => Promise<void>;
}

export type Bound = { readonly before: number } | { readonly after: number } | { readonly around: number } | null;

/**
 * Reads a conversation's list by closed ranges of numbers, never by an open-ended sort: numbers are dense, so a range
 * is a page, and its cost does not depend on where in the list it lies.
 */
export function createReader({ models, hasPendingIntents, settle }: ReadOptions) {
  /** The last number, exactly: the remembered one, and whatever was appended since it was remembered. */
  async function head(conversationId: Types.ObjectId): Promise<number> {
    const conversation = await models.conversations.findById(conversationId, { headSeq: 1 }).lean();
    for (let known = conversation?.headSeq ?? 0; ; known += PROBE) {
      const [last] = await models.entries
        .find(
          { conversationId, seq: { $gt: known, $lte: known + PROBE } },
          { projection: { seq: 1 }, sort: { seq: -1 }, limit: 1, readConcern: { level: 'majority' } },
        )
        .toArray();
      if (!last) return known;
      if (last.seq < known + PROBE) return last.seq;
    }
  }

  /** The entries from one number to another, both included; every one of them, or an error. */
  async function range(conversationId: Types.ObjectId, from: number, to: number): Promise<EntryRecord[]> {
    if (to < from) return [];
    const docs = await models.entries
      .find({ conversationId, seq: { $gte: from, $lte: to } })
      .sort({ seq: 1 })
      .batchSize(IN_ONE_BATCH)
      .toArray();
    if (docs.length !== to - from + 1) {
      throw new AppError('UNAVAILABLE', 'Some entries could not be read. Try again.');
    }
    return docs.map(toRecord);
  }

  /** A dense run of numbers, wide enough to show about half of `limit`, with every change up to `head` in it. */
  async function page(conversationId: Types.ObjectId, bound: Bound, limit = HISTORY_PAGE) {
    const last = await head(conversationId);
    if (await hasPendingIntents(conversationId, last)) await settle(conversationId, last);
    let [from, to] = closedRange(bound, limit, last);
    const records = await range(conversationId, from, to);
    for (let width = limit, widenings = 0; widenings < WIDENINGS_MAX; widenings += 1) {
      const forward = bound !== null && 'after' in bound;
      const shown = records.filter(({ entry }) => isShown(entry)).length;
      if (shown >= limit / 2 || (forward ? to >= last : from <= 1)) break;
      width *= 2;
      if (forward) {
        const wider = Math.min(last, to + width);
        records.push(...(await range(conversationId, to + 1, wider)));
        to = wider;
      } else {
        const wider = Math.max(1, from - width);
        records.unshift(...(await range(conversationId, wider, from - 1)));
        from = wider;
      }
    }
    return { records, head: last };
  }

  /** Single entries, ascending, with every change up to `head` in them; numbers that do not exist are left out. */
  async function single(conversationId: Types.ObjectId, seqs: readonly number[]) {
    const last = await head(conversationId);
    if (await hasPendingIntents(conversationId, last)) await settle(conversationId, last);
    const docs = await models.entries
      .find({ conversationId, seq: { $in: [...new Set(seqs)].filter((seq) => seq <= last) } })
      .sort({ seq: 1 })
      .batchSize(IN_ONE_BATCH)
      .toArray();
    return { records: docs.map(toRecord), head: last };
  }

  /** What follows a number, or word that too much does. A number beyond the head is nobody's: reload. */
  async function since(conversationId: Types.ObjectId, seq: number, limit = SYNC_PAGE_MAX) {
    const last = await head(conversationId);
    if (seq > last || last - seq > RESET_AFTER) return { records: [], head: last, reset: true };
    const records = await range(conversationId, seq + 1, Math.min(last, seq + limit));
    return { records, head: last, reset: false };
  }

  return { head, range, page, single, since };
}

function closedRange(bound: Bound, limit: number, head: number): [from: number, to: number] {
  if (bound === null) return [Math.max(1, head - limit + 1), head];
  if ('before' in bound) {
    const to = Math.min(head, bound.before - 1);
    return [Math.max(1, to - limit + 1), to];
  }
  if ('after' in bound) return [bound.after + 1, Math.min(head, bound.after + limit)];
  const from = Math.max(1, Math.min(bound.around, head) - Math.floor(limit / 2));
  return [from, Math.min(head, from + limit - 1)];
}
