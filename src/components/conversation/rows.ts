import { startOfDay } from '~/components/app/times';
import { type Entry, isShown, type MessageEntry, type SystemEntry } from '~/contract/entry';
import type { Id, Instant } from '~/contract/primitives';
import type { Act, OutboxItem } from '~/sync/state';

/** Messages of one sender closer than this belong together. */
const GROUP_MS = 5 * 60 * 1000;

/** A message that has no number yet. */
export interface PendingMessage extends OutboxItem {
  readonly act: Extract<Act, { kind: 'message' }>;
}

interface RowBase {
  /** The same while a message goes from the outbox into the list, so that its element stays. */
  readonly key: string;
  /** Midnight before it, when it is the first of its day; else null. */
  readonly day: number | null;
}

export interface MessageRow extends RowBase {
  readonly kind: 'message';
  readonly senderId: Id;
  /** Carries the sender's name, and a gap above it. */
  readonly startsGroup: boolean;
  /** The message as the server has it, or on its way there. */
  readonly content: MessageEntry | PendingMessage;
}

export interface SystemRow extends RowBase {
  readonly kind: 'system';
  readonly entry: SystemEntry;
}

export type Row = MessageRow | SystemRow;

/** What a row's own look depends on. */
interface Before {
  readonly at: Instant;
  /** Null for a system line: nothing continues it. */
  readonly senderId: Id | null;
}

/** The lines for `entries[start]` up to, not including, `entries[end]`. */
export function rowsOf(entries: readonly Entry[], start: number, end: number): Row[] {
  const rows: Row[] = [];
  let before = lastShownBefore(entries, start);
  for (let index = start; index < end; index++) {
    const entry = entries[index];
    if (!entry || !isShown(entry)) continue;
    const row = entry.kind === 'message' ? messageRow(entry, before) : systemRow(entry, before);
    rows.push(row);
    before = { at: entry.at, senderId: entry.kind === 'message' ? entry.senderId : null };
  }
  return rows;
}

/** The lines for messages on their way, which stand after all entries. What else is on its way has no line of its own. */
export function outboxRows(entries: readonly Entry[], outbox: readonly OutboxItem[], meId: Id): Row[] {
  let before = lastShownBefore(entries, entries.length);
  return outbox.filter(isMessage).map((item) => {
    const row: Row = {
      kind: 'message',
      key: `${meId}:${item.clientId}`,
      senderId: meId,
      content: item,
      ...placement(item.createdAt, meId, before),
    };
    before = { at: item.createdAt, senderId: meId };
    return row;
  });
}

function isMessage(item: OutboxItem): item is PendingMessage {
  return item.act.kind === 'message';
}

function messageRow(entry: MessageEntry, before: Before | null): MessageRow {
  return {
    kind: 'message',
    key: entry.clientId ? `${entry.senderId}:${entry.clientId}` : entry.id,
    senderId: entry.senderId,
    content: entry,
    ...placement(entry.at, entry.senderId, before),
  };
}

function systemRow(entry: SystemEntry, before: Before | null): SystemRow {
  return { kind: 'system', key: entry.id, entry, day: placement(entry.at, entry.senderId, before).day };
}

function placement(at: Instant, senderId: Id, before: Before | null) {
  const day = startOfDay(at);
  const sameDay = before !== null && startOfDay(before.at) === day;
  const continues = sameDay && before.senderId === senderId && Date.parse(at) - Date.parse(before.at) < GROUP_MS;
  return { day: sameDay ? null : day, startsGroup: !continues };
}

function lastShownBefore(entries: readonly Entry[], end: number): Before | null {
  for (let index = end - 1; index >= 0; index--) {
    const entry = entries[index];
    if (entry && isShown(entry)) return { at: entry.at, senderId: entry.kind === 'message' ? entry.senderId : null };
  }
  return null;
}
