import type { AttachmentKind } from '~/contract/media-types';
import type { Attachment } from '~/contract/upload';
import type { PendingFile, UploadProgress } from '~/sync/state';

/** Where a file's bytes are: with the server, or still on this device (see `useLocalUrl`). */
export type FileSource =
  | { readonly type: 'remote'; readonly attachment: Attachment }
  | { readonly type: 'local'; readonly fileId: string };

/**
 * A file of a message as it is shown, whether the server has it or it is on its way there. `Attachments` draws a
 * `ProgressRing` where there is `progress`; the words, cancelling and retrying stand beside the message's time.
 */
export interface ShownFile {
  /** Stays the same when the numbered message takes the place of the one on its way: its place among the message's files. */
  readonly key: string;
  readonly kind: AttachmentKind;
  readonly filename: string;
  /** Bytes. */
  readonly size: number;
  /** Pixels, orientation applied. */
  readonly width?: number;
  readonly height?: number;
  readonly durationMs?: number;
  readonly wave?: readonly number[];
  /** A tiny likeness as a `data:` address. */
  readonly placeholder?: string;
  readonly source: FileSource;
  /** Of a file on its way only. */
  readonly progress?: UploadProgress;
}

/** The files of a message the server has. */
export function shownAttachments(attachments: readonly Attachment[]): ShownFile[] {
  return attachments.map((attachment, place) => ({
    ...looksOf(attachment),
    key: String(place),
    source: { type: 'remote', attachment },
  }));
}

/** The files of a message on its way. */
export function shownPending(
  files: readonly PendingFile[],
  progress: ReadonlyMap<string, UploadProgress>,
): ShownFile[] {
  return files.map((file, place) => ({
    ...looksOf(file),
    key: String(place),
    source: { type: 'local', fileId: file.fileId },
    progress: progress.get(file.fileId) ?? { sent: 0, status: 'waiting' },
  }));
}

function looksOf({
  kind,
  filename,
  size,
  width,
  height,
  durationMs,
  wave,
  placeholder,
}: Omit<ShownFile, 'key' | 'source'>) {
  return {
    kind,
    filename,
    size,
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(durationMs !== undefined && { durationMs }),
    ...(wave !== undefined && { wave }),
    ...(placeholder !== undefined && { placeholder }),
  };
}
