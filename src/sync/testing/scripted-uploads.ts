import type { Attachment, CreateUploadInput, Upload, UploadTicket } from '~/contract/upload';
import { TransportError } from '~/sync/transport';

interface StoredUpload {
  readonly uploadId: string;
  readonly ownerId: string;
  readonly input: CreateUploadInput;
  content: string;
  /** The message that has it. */
  usedBy: string | null;
}

/** A file as a message keeps it: without links. */
export type StoredAttachment = Omit<Attachment, 'url' | 'thumbnailUrl' | 'expiresAt'>;

/** Milliseconds a link lives at least; each is another one, also of the same moment. */
const LINK_LIFE_MS = 300_000;

/** Files whose content begins so are not what they say. */
export const REFUSED = '<html>';
export const REFUSAL = { appCode: 'UNSUPPORTED_MEDIA', message: 'This is not a text.' } as const;

/** The server's rules for files, in memory: one upload for one clientId, bytes in order, complete before it is used, used once. */
export function createScriptedUploads(now: () => number) {
  const uploads = new Map<string, StoredUpload>();
  let created = 0;
  let early = 0;
  let signed = 0;

  function own(userId: string, uploadId: string): StoredUpload {
    const upload = uploads.get(uploadId);
    if (upload?.ownerId !== userId) throw new TransportError('NOT_FOUND', 'no such upload');
    return upload;
  }

  const isComplete = ({ input, content }: StoredUpload) => content.length === input.size;
  const isRefused = (upload: StoredUpload) => isComplete(upload) && upload.content.startsWith(REFUSED);

  function accepted(upload: StoredUpload): StoredUpload {
    if (isRefused(upload)) throw new TransportError(REFUSAL.appCode, REFUSAL.message);
    return upload;
  }

  function stored({ uploadId, input: { filename, size, mimeType } }: StoredUpload): StoredAttachment {
    return { id: uploadId, kind: 'file', filename, size, mimeType };
  }

  function linked(attachment: StoredAttachment, userId: string): Attachment {
    const end = now() + LINK_LIFE_MS;
    const url = `/api/media/${attachment.id}/file?for=${userId}&until=${Math.ceil(end / 1000)}&sig=${++signed}`;
    return { ...attachment, url, expiresAt: new Date(end).toISOString() };
  }

  return {
    linked,
    /** A picture of something; another link each time it is asked for. */
    avatarUrl: (of: string): string =>
      `/api/media/${of}/avatar?until=${Math.ceil(now() / 1000) + 100_000}&sig=${++signed}`,
    create(userId: string, input: CreateUploadInput): UploadTicket {
      const known = [...uploads.values()].find(
        (upload) => upload.ownerId === userId && upload.input.clientId === input.clientId,
      );
      const uploadId = known?.uploadId ?? `upload-${++created}`;
      if (!known) uploads.set(uploadId, { uploadId, ownerId: userId, input, content: '', usedBy: null });
      return { uploadId, url: `/api/uploads/${uploadId}` };
    },
    offset: (userId: string, uploadId: string): number => accepted(own(userId, uploadId)).content.length,
    append(userId: string, uploadId: string, { offset, bytes }: { offset: number; bytes: string }): number {
      const upload = accepted(own(userId, uploadId));
      if (upload.content.length !== offset) throw new TransportError('UNAVAILABLE', 'somebody else is sending it');
      upload.content += bytes;
      return accepted(upload).content.length;
    },
    get(userId: string, uploadId: string): Upload {
      const upload = own(userId, uploadId);
      if (isRefused(upload)) return { uploadId, state: 'refused', attachment: null, refusal: REFUSAL };
      if (!isComplete(upload)) return { uploadId, state: 'waiting', attachment: null, refusal: null };
      return { uploadId, state: 'ready', attachment: linked(stored(upload), userId), refusal: null };
    },
    cancel(userId: string, uploadId: string): void {
      if (own(userId, uploadId).usedBy === null) uploads.delete(uploadId);
    },
    /** For that message, which is written if all of them can be. */
    claim(userId: string, uploadIds: readonly string[], message: string): readonly StoredAttachment[] {
      const claimed = uploadIds.map((uploadId) => accepted(own(userId, uploadId)));
      for (const upload of claimed) {
        if (!isComplete(upload)) {
          early += 1;
          throw new TransportError('CONFLICT', 'not complete');
        }
        if (upload.usedBy !== null && upload.usedBy !== message) throw new TransportError('CONFLICT', 'of another');
      }
      for (const upload of claimed) upload.usedBy = message;
      return claimed.map(stored);
    },
    /** Removes all that no message has, whatever their age. */
    collect(): void {
      for (const { uploadId, usedBy } of uploads.values()) if (usedBy === null) uploads.delete(uploadId);
    },
    contentOf: (uploadId: string): string | undefined => uploads.get(uploadId)?.content,
    /** Messages that came before their files. */
    early: () => early,
    count: (): number => uploads.size,
  };
}
