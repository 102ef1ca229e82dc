import type { Conversation } from '~/contract/conversation';
import type { Entry } from '~/contract/entry';
import { UNREAD_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';

/** What is known of a reader's unread messages in one conversation: what was counted, and what was heard since. */
export interface Count {
  /** Messages of others above `from` and up to `asOf`; counted up to `UNREAD_MAX`. */
  readonly unread: number;
  readonly from: number;
  readonly asOf: number;
  /** The numbers of others' messages above `asOf`, ascending; the newest `UNREAD_MAX`. */
  readonly heard: readonly number[];
  /** The number of the last entry that took an unread message away: a count as of an earlier number may include it. */
  readonly takenAt: number;
  /** Whether all of this holds. If not, the server has to count again, or a timeline that holds every unread message. */
  readonly isSure: boolean;
}

export const NOTHING_COUNTED: Count = { unread: 0, from: 0, asOf: 0, heard: [], takenAt: 0, isSure: true };

/** After the server has counted. */
export function afterAnswer(
  count: Count,
  { head, readSeq, unread }: Pick<Conversation, 'head' | 'readSeq' | 'unread'>,
): Count {
  const heard = count.heard.filter((seq) => seq > head);
  return { ...count, unread, from: readSeq, asOf: head, heard, isSure: head >= count.takenAt };
}

/** After an entry that comes after all that was heard; `readSeq` is how far the reader has come. */
export function afterEntry(count: Count, entry: Entry, { meId, readSeq }: { meId: Id; readSeq: number }): Count {
  if (entry.kind === 'message' && isOthers(entry, meId)) {
    return { ...count, heard: [...count.heard, entry.seq].slice(-UNREAD_MAX) };
  }
  if ((entry.kind !== 'delete' && entry.kind !== 'hide') || entry.targetSeq <= readSeq) return count;
  const taken = { ...count, takenAt: entry.seq };
  if (entry.targetSeq <= count.asOf) return { ...taken, isSure: count.isSure && count.unread === 0 };
  const heard = count.heard.filter((seq) => seq !== entry.targetSeq);
  // Of a full list the rest may have been dropped.
  const isWhole = heard.length === count.heard.length || count.heard.length < UNREAD_MAX;
  return { ...taken, heard, isSure: count.isSure && isWhole };
}

/** After the reader has come to `readSeq`: within what was counted, nobody knows how many of it are left. */
export function afterReading(count: Count, readSeq: number): Count {
  const isWithin = readSeq > count.from && readSeq < count.asOf && count.unread > 0;
  return isWithin && count.isSure ? { ...count, isSure: false } : count;
}

/** Counted in a run of entries that holds everything above `readSeq` up to the conversation's head. */
export function recount(count: Count, run: readonly Entry[], { meId, readSeq }: { meId: Id; readSeq: number }): Count {
  const unread: number[] = [];
  for (let index = run.length - 1; index >= 0 && unread.length < UNREAD_MAX; index -= 1) {
    const entry = run[index];
    if (!entry || entry.seq <= readSeq) break;
    if (entry.kind === 'message' && isOthers(entry, meId)) unread.push(entry.seq);
  }
  const heard = unread.filter((seq) => seq > count.asOf).reverse();
  return { ...count, unread: unread.length - heard.length, from: readSeq, heard, isSure: true };
}

/** Not more than there are numbers, however unsure the count. */
export function unreadOf({ unread, asOf, heard }: Count, { readSeq, head }: { readSeq: number; head: number }): number {
  const beyond = heard.filter((seq) => seq > readSeq).length;
  return Math.min(UNREAD_MAX, readSeq >= asOf ? beyond : unread + beyond, Math.max(0, head - readSeq));
}

function isOthers(message: Extract<Entry, { kind: 'message' }>, meId: Id): boolean {
  return message.senderId !== meId && message.deletedAt === null;
}
