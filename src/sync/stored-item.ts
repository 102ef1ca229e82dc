import type { Act, Draft, OutboxItem, PendingFile } from './state';

/**
 * An outbox item as an earlier start may have left it. Version 1 knew messages only, and had their text beside; version 2
 * knew no files, and nobody's words.
 */
export interface StoredItem extends OutboxItem {
  readonly version: 3;
  /** Larger for what was written, or put at the end again, later. */
  readonly order: number;
}

export function toStored(item: OutboxItem, order: number): StoredItem {
  return { ...item, version: 3, order };
}

/** `null` for what is no such item. */
export function fromStored(value: unknown): StoredItem | null {
  if (!isObject(value)) return null;
  const item = value.version === 1 ? ofVersion2(ofVersion1(value)) : value.version === 2 ? ofVersion2(value) : value;
  return isStoredItem(item) ? item : null;
}

/** As it waits in a new start: nothing is being sent yet. */
export function asQueued(item: StoredItem): OutboxItem {
  const { clientId, conversationId, act, createdAt, error, words } = item;
  const status = item.status === 'failed' ? 'failed' : 'queued';
  return { clientId, conversationId, act, createdAt, retryAt: null, status, error, words };
}

function ofVersion1({ text, ...rest }: Record<string, unknown>): Record<string, unknown> {
  return { ...rest, version: 2, act: { kind: 'message', text, replyTo: null }, retryAt: null };
}

function ofVersion2({ act, ...rest }: Record<string, unknown>): Record<string, unknown> {
  const isMessage = isObject(act) && act.kind === 'message';
  return { ...rest, version: 3, words: null, act: isMessage ? { ...act, files: [] } : act };
}

function isStoredItem(item: object): item is StoredItem {
  const { version, clientId, conversationId, act, order } = item as Partial<Record<keyof StoredItem, unknown>>;
  const isNamed = typeof clientId === 'string' && typeof conversationId === 'string';
  return version === 3 && isNamed && typeof order === 'number' && isAct(act);
}

function isAct(value: unknown): value is Act {
  if (!isObject(value)) return false;
  const { kind, text, files, targetId, targetSeq, emoji, on } = value;
  if (kind === 'message') return typeof text === 'string' && Array.isArray(files) && files.every(isPendingFile);
  if (typeof targetId !== 'string' || typeof targetSeq !== 'number') return false;
  if (kind === 'edit') return typeof text === 'string';
  if (kind === 'reaction') return typeof emoji === 'string' && typeof on === 'boolean';
  return kind === 'delete' || kind === 'hide';
}

/** A draft as an earlier start may have left it: once it was a text. None or one. */
export function draftOf(content: unknown): readonly Draft[] {
  if (typeof content === 'string') return [{ text: content, files: [] }];
  if (!isObject(content) || typeof content.text !== 'string') return [];
  return [{ text: content.text, files: Array.isArray(content.files) ? content.files.filter(isPendingFile) : [] }];
}

function isPendingFile(value: unknown): value is PendingFile {
  if (!isObject(value)) return false;
  const { fileId, filename, size, mimeType, kind, uploadId } = value;
  const isNamed = typeof fileId === 'string' && typeof filename === 'string' && typeof mimeType === 'string';
  const isUpload = uploadId === null || typeof uploadId === 'string';
  return isNamed && isUpload && typeof kind === 'string' && typeof size === 'number';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
