import type { Act, OutboxItem } from './state';

/** An outbox item as an earlier start may have left it. Version 1 knew messages only, and had their text beside. */
export interface StoredItem extends OutboxItem {
  readonly version: 2;
  /** Larger for what was written, or put at the end again, later. */
  readonly order: number;
}

export function toStored(item: OutboxItem, order: number): StoredItem {
  return { ...item, version: 2, order };
}

/** `null` for what is no such item. */
export function fromStored(value: unknown): StoredItem | null {
  if (!isObject(value)) return null;
  const item = value.version === 1 ? ofVersion1(value) : value;
  return isStoredItem(item) ? item : null;
}

/** As it waits in a new start: nothing is being sent yet. */
export function asQueued({ clientId, conversationId, act, createdAt, status, error }: StoredItem): OutboxItem {
  const isFailed = status === 'failed';
  return { clientId, conversationId, act, createdAt, retryAt: null, status: isFailed ? 'failed' : 'queued', error };
}

function ofVersion1({ text, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return { ...rest, version: 2, act: { kind: 'message', text, replyTo: null }, retryAt: null };
}

function isStoredItem(item: object): item is StoredItem {
  const { version, clientId, conversationId, act, order } = item as Partial<Record<keyof StoredItem, unknown>>;
  const isNamed = typeof clientId === 'string' && typeof conversationId === 'string';
  return version === 2 && isNamed && typeof order === 'number' && isAct(act);
}

function isAct(value: unknown): value is Act {
  if (!isObject(value)) return false;
  const { kind, text, targetId, targetSeq, emoji, on } = value;
  if (kind === 'message') return typeof text === 'string';
  if (typeof targetId !== 'string' || typeof targetSeq !== 'number') return false;
  if (kind === 'edit') return typeof text === 'string';
  if (kind === 'reaction') return typeof emoji === 'string' && typeof on === 'boolean';
  return kind === 'delete' || kind === 'hide';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
