import type { Conversation, Preview } from '~/contract/conversation';
import type { Entry, MessageRef } from '~/contract/entry';
import { assertNever } from '~/contract/events';
import { attachedOf, previewOf } from '~/contract/preview';
import type { Id } from '~/contract/primitives';
import type { Watermarks } from '~/contract/receipt';
import { afterAnswer, afterEntry, afterReading, type Count, NOTHING_COUNTED, unreadOf } from './unread';

/**
 * How current the summary of a conversation is. It includes every entry from 1 to `head`, except perhaps some numbered
 * up to `missed`; so it is complete when `missed` is 0, and an answer as of `missed` or later completes it.
 */
export interface Mark {
  /** The highest number known to exist. Never lowered. */
  readonly head: number;
  readonly missed: number;
  /** The head of the newest answer taken over; older answers are ignored. */
  readonly base: number;
  /** The number of the last entry that changed the preview, 0 for the server; an older answer does not undo it. */
  readonly previewedAt: number;
  /** When it was learned, in the engine's order of events. */
  readonly learnedAt: number;
  /** Not to be trusted before the server has answered a question asked after this; `null`: it is trusted. */
  readonly doubtedAt: number | null;
  readonly count: Count;
  /** The reader's own, told before there was a summary to hold them. */
  readonly watermarks: Watermarks;
}

const NOWHERE: Watermarks = { readSeq: 0, deliveredSeq: 0 };

/** A conversation that is known by number only: all of its summary is missing. */
export function unknownMark(head: number, learnedAt: number): Mark {
  return {
    head,
    missed: head,
    base: 0,
    previewedAt: 0,
    learnedAt,
    doubtedAt: null,
    count: NOTHING_COUNTED,
    watermarks: NOWHERE,
  };
}

/**
 * A conversation of which an earlier start left a summary: it is shown, and everything in it is in doubt but its head.
 * That number was told once, and an answer that knows less of it is only older.
 */
export function restoredMark({ head, readSeq, unread }: Conversation): Mark {
  const count = afterAnswer(NOTHING_COUNTED, { head, readSeq, unread });
  return { ...unknownMark(head, 0), doubtedAt: 0, count };
}

/** Whether the server is to be asked. */
export function isStale({ missed, doubtedAt, count }: Mark): boolean {
  return missed > 0 || doubtedAt !== null || !count.isSure;
}

/** Whether it lacks something that it did not lack before, or that nobody had asked for. */
export function lacksMore(before: Mark | undefined, { missed, count }: Mark): boolean {
  if (missed > (before?.missed ?? 0)) return true;
  return !count.isSure && (before?.count.isSure !== false || count.takenAt > before.count.takenAt);
}

/** Its last number is at least this: what lies between has been missed until it arrives. */
export function raise(mark: Mark, head: number): Mark {
  return head > mark.head ? { ...mark, head, missed: head } : mark;
}

export interface Summary {
  readonly mark: Mark;
  readonly conversation: Conversation | undefined;
}

/** The summary after an entry. One that was seen before changes nothing; one that skips numbers leaves them missed. */
export function note({ mark, conversation }: Summary, entry: Entry, meId: Id): Summary {
  if (entry.seq <= mark.head) return { mark, conversation };
  if (!conversation) return { mark: raise(mark, entry.seq), conversation };
  const preview = previewAfter(conversation.lastMessage, entry);
  const changed = preview !== conversation.lastMessage;
  const skipped = entry.seq > mark.head + 1 ? entry.seq - 1 : mark.missed;
  return counted({
    mark: {
      ...mark,
      head: entry.seq,
      count: afterEntry(mark.count, entry, { meId, readSeq: conversation.readSeq }),
      missed: isBeyondUs(conversation, entry) ? entry.seq : skipped,
      previewedAt: changed ? entry.seq : mark.previewedAt,
    },
    conversation: {
      ...conversation,
      head: entry.seq,
      lastMessage: preview,
      lastActivityAt: entry.kind === 'message' && changed ? entry.at : conversation.lastActivityAt,
      pins: entry.kind === 'delete' ? unpinned(conversation.pins, entry.targetId) : conversation.pins,
    },
  });
}

/** The same array when it holds no such pin. */
function unpinned(pins: readonly MessageRef[], id: Id): readonly MessageRef[] {
  return pins.some((pin) => pin.id === id) ? pins.filter((pin) => pin.id !== id) : pins;
}

/** The reader's watermarks are at least these, and the numbers they name exist. */
export function raiseWatermarks({ mark, conversation }: Summary, watermarks: Watermarks): Summary {
  const before = conversation ?? mark.watermarks;
  const readSeq = Math.max(before.readSeq, watermarks.readSeq);
  const deliveredSeq = Math.max(before.deliveredSeq, watermarks.deliveredSeq, readSeq);
  if (!conversation) return { mark: { ...mark, watermarks: { readSeq, deliveredSeq } }, conversation };
  if (readSeq === conversation.readSeq && deliveredSeq === conversation.deliveredSeq) return { mark, conversation };
  const markedUnread = conversation.markedUnread && readSeq === conversation.readSeq;
  const isNews = deliveredSeq > conversation.head;
  return counted({
    mark: isNews ? raise(mark, deliveredSeq) : mark,
    conversation: {
      ...conversation,
      head: isNews ? deliveredSeq : conversation.head,
      readSeq,
      deliveredSeq,
      markedUnread,
    },
  });
}

/** Its last number is this, and what was told of higher ones is forgotten; nobody has come further than that. */
export function setBackTo(conversation: Conversation, head: number): Conversation {
  const { readSeq, deliveredSeq } = conversation;
  return { ...conversation, head, readSeq: Math.min(readSeq, head), deliveredSeq: Math.min(deliveredSeq, head) };
}

/** The summary with its number of unread messages. */
export function counted({ mark, conversation }: Summary): Summary {
  if (!conversation) return { mark, conversation };
  const count = afterReading(mark.count, conversation.readSeq);
  const unread = unreadOf(count, conversation);
  return {
    mark: count === mark.count ? mark : { ...mark, count },
    conversation: unread === conversation.unread ? conversation : { ...conversation, unread },
  };
}

/** What the server says, which is as of its own `head` at least, and when it was asked; `null`: it said so by itself. */
export interface Answer {
  readonly conversation: Conversation;
  readonly askedAt: number | null;
}

/** The summary after an answer of the server. Never lowers the head. */
export function merge({ mark, conversation: held }: Summary, { conversation: incoming, askedAt }: Answer): Summary {
  if (held && incoming.head < mark.base) return { mark, conversation: held };
  // Its head may be a moment older than its watermarks.
  const known = raise(mark, Math.max(incoming.head, incoming.deliveredSeq));
  const keeps = held !== undefined && isPreviewNewer(held, mark.previewedAt, incoming);
  const merged = keeps ? withPreviewOf(incoming, held) : incoming;
  const answered: Mark = {
    ...known,
    base: incoming.head,
    previewedAt: keeps ? mark.previewedAt : 0,
    missed: incoming.head >= known.missed ? 0 : known.missed,
    doubtedAt: askedAt !== null && askedAt > (mark.doubtedAt ?? 0) ? null : mark.doubtedAt,
    count: afterAnswer(mark.count, incoming),
  };
  const summary = { mark: answered, conversation: { ...merged, head: known.head } };
  return counted(raiseWatermarks(summary, held ?? mark.watermarks));
}

/** Whether only the server can tell what the entry does to the summary. */
function isBeyondUs({ lastMessage }: Conversation, entry: Entry): boolean {
  switch (entry.kind) {
    case 'system':
      return entry.action !== 'created';
    case 'edit':
    case 'delete':
      // It changes a later message than the last one known: that one has been missed, and is missed with its change.
      return entry.targetSeq > (lastMessage?.seq ?? 0);
    case 'hide':
      return entry.targetSeq >= (lastMessage?.seq ?? 0);
    case 'message':
    case 'reaction':
    case 'hidden':
      return false;
    default:
      return assertNever(entry);
  }
}

function previewAfter(preview: Preview | null, entry: Entry): Preview | null {
  switch (entry.kind) {
    case 'message': {
      if (preview && preview.seq >= entry.seq) return preview;
      const { id, seq, senderId, at } = entry;
      const [text, attached] = [previewOf(entry.text), attachedOf(entry.attachments)];
      return { id, seq, senderId, text, deleted: entry.deletedAt !== null, attached, at };
    }
    case 'edit':
      if (preview?.id !== entry.targetId || preview.deleted) return preview;
      return { ...preview, text: previewOf(entry.text) };
    case 'delete':
      if (preview?.id !== entry.targetId || preview.deleted) return preview;
      return { ...preview, text: '', deleted: true, attached: null };
    case 'reaction':
    case 'hide':
    case 'system':
    case 'hidden':
      return preview;
    default:
      return assertNever(entry);
  }
}

/** Whether the preview held comes from an entry after the answer's head, so that the answer cannot know of it. */
function isPreviewNewer(held: Conversation, previewedAt: number, incoming: Conversation): boolean {
  const ours = held.lastMessage;
  const theirs = incoming.lastMessage;
  if (!ours || previewedAt <= incoming.head) return false;
  if (!theirs || theirs.seq < ours.seq) return true;
  return theirs.seq === ours.seq && !theirs.deleted;
}

function withPreviewOf(conversation: Conversation, { lastMessage, lastActivityAt }: Conversation): Conversation {
  return { ...conversation, lastMessage, lastActivityAt };
}
