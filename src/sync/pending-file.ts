import type { Id } from '~/contract/primitives';
import type { CreateUploadInput } from '~/contract/upload';
import type { Draft, OutboxItem, PendingFile, SyncState } from './state';

/** Names a file by when it is attached, in milliseconds since 1970, and by chance. */
export function fileIdAt(now: number, minted: string): string {
  return `${Math.floor(now).toString(36)}-${minted}`;
}

/** When the file of that name was attached; `NaN` for what is no such name. */
export function attachedAt(fileId: string): number {
  return Number.parseInt(/^([0-9a-z]+)-/.exec(fileId)?.[1] ?? '', 36);
}

const NO_FILES: readonly PendingFile[] = [];

export const NO_DRAFT: Draft = { text: '', files: NO_FILES };

export function filesOf({ act }: Pick<OutboxItem, 'act'>): readonly PendingFile[] {
  return act.kind === 'message' ? act.files : NO_FILES;
}

/** Whether the server has the bytes of all its files. */
export function isUp(item: Pick<OutboxItem, 'act'>): boolean {
  return filesOf(item).every(({ uploadId }) => uploadId !== null);
}

/** Every file whose bytes are still needed on this device. */
export function namedFiles({ outbox, drafts }: Pick<SyncState, 'outbox' | 'drafts'>): ReadonlySet<string> {
  const files = [...outbox.flatMap(filesOf), ...[...drafts.values()].flatMap((draft) => draft.files)];
  return new Set(files.map(({ fileId }) => fileId));
}

/** The file with no upload, the one before having been removed. */
export function renewed(file: PendingFile): PendingFile {
  return { ...file, uploadId: null, renewed: (file.renewed ?? 0) + 1 };
}

/** The same for every attempt and in every tab, so that all of them find the same upload. */
export function uploadOf({ fileId, renewed = 0, ...file }: PendingFile, conversationId: Id): CreateUploadInput {
  const { kind, filename, size, mimeType, width, height, durationMs, wave, poster } = file;
  // Images are measured by the server.
  const measured = kind === 'image' ? {} : { width, height, durationMs, wave: wave && [...wave], poster };
  const clientId = renewed === 0 ? fileId : `${fileId}-${renewed}`;
  return { conversationId, clientId, filename, size, mimeType, ...measured };
}
