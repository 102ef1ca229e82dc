import type { Id } from '~/contract/primitives';
import type { Upload } from '~/contract/upload';
import type { Clock } from './clock';
import { type Model, withState } from './model';
import type { OwnFiles } from './own-files';
import { filesOf, renewed, uploadOf } from './pending-file';
import type { Failure, PendingFile, SyncState, UploadProgress } from './state';
import type { Store } from './store';
import { isTransient, type Tasks, WAKE_JITTER_MS } from './tasks';
import { type Transport, TransportError } from './transport';
import { createTurns } from './turns';
import { progressOf, withProgress } from './upload-progress';

/** What one attempt to bring a file's bytes to the server needs. */
export interface UploadOptions {
  /** Of the upload's ticket: root-relative. */
  readonly url: string;
  readonly file: Blob;
  /** Called with the number of bytes that the server has. */
  onProgress(sent: number): void;
  /** Aborted when the attempt is to end: at once, with any rejection. */
  readonly signal: AbortSignal;
}

/**
 * Sends what the server does not have yet of a file, and resolves once it has all of it and has taken it. Rejects with a
 * `TransportError`: a refusal by the server's code and words, `NOT_FOUND` if there is no such upload (any more), and what
 * another attempt can mend as `NETWORK` or `UNAVAILABLE`. Another tab may be sending the same bytes: that is such a case.
 */
export type Uploader = (options: UploadOptions) => Promise<void>;

export interface Refused {
  readonly error: Failure | null;
  readonly words: string | null;
}

export interface UploadsOptions {
  readonly store: Store;
  readonly tasks: Tasks;
  readonly transport: Transport;
  readonly uploader: Uploader;
  readonly files: OwnFiles;
  readonly clock: Clock;
  readonly isPaused: () => boolean;
  /** What a file of the outbox has become: it is up, or is to have another upload. */
  readonly onFile: (file: PendingFile) => void;
  /** It never will be up. */
  readonly onRefused: (fileId: string, why: Refused) => void;
}

/**
 * Brings the files of the outbox up, a few at once, in the order they were written. An attempt that fails for a fault of
 * the way is followed by another; while there is no network none is made. Each goes on where the one before ended.
 */
export interface Uploads {
  /** The outbox has been restored; nothing is sent before. */
  begin(): void;
  /** Sends what waits, now that there is somebody to send it to. */
  wake(): void;
  /** The person tries these again: once more, each may be given another upload. */
  again(files: readonly PendingFile[]): void;
  /** The person has dropped these: room on the server is given back. What cannot be told, the server finds out by itself. */
  cancel(files: readonly PendingFile[]): void;
  /**
   * After the server refused a message with these files: the files with those to be sent again whose upload it has
   * removed or never had in full; `null` if it was not for that. Rejects with the refusal of a file.
   */
  review(files: readonly PendingFile[]): Promise<readonly PendingFile[] | null>;
  /** To be called after each change of the state. */
  onChanged(previous: SyncState, next: SyncState): void;
  /** Ends all attempts; stopping twice is the same as once. */
  stop(): void;
}

/** More would share the same line anyway, and all of them end later. */
const AT_ONCE = 3;

interface Wanted {
  readonly file: PendingFile;
  readonly conversationId: Id;
}

export function createUploads(options: UploadsOptions): Uploads {
  const { store, tasks, transport, uploader, files, clock, isPaused, onFile, onRefused } = options;
  const turns = createTurns(AT_ONCE);
  const attempts = new Map<string, AbortController>();
  /** Uploads that do not have all of their bytes, by fileId. */
  const begun = new Map<string, Id>();
  /** Files that have had another upload since they were written or tried again. */
  const mended = new Set<string>();
  let wanted: ReadonlyMap<string, Wanted> = new Map();
  let hasBegun = false;

  function request(fileId: string, delay = 0): void {
    void tasks.request(`upload:${fileId}`, () => attempt(fileId), delay);
  }

  async function attempt(fileId: string): Promise<void> {
    const controller = new AbortController();
    attempts.set(fileId, controller);
    try {
      await turns.take(() => upload(fileId, controller.signal), controller.signal);
    } catch (error) {
      // What ended it begins it again, if it is to be.
      if (controller.signal.aborted) return;
      if (isTransient(error)) throw error;
      tell(fileId, { status: 'failed' });
      onRefused(fileId, refusedBy(error));
    } finally {
      attempts.delete(fileId);
      tell(fileId, { status: 'waiting' });
    }
  }

  async function upload(fileId: string, signal: AbortSignal): Promise<void> {
    const one = wanted.get(fileId);
    if (!one || isPaused()) return;
    tell(fileId, { status: 'sending' });
    try {
      const uploadId = await bring(one, signal);
      if (signal.aborted) return;
      begun.delete(fileId);
      onFile({ ...one.file, uploadId });
    } catch (error) {
      if (signal.aborted || !isGone(error) || !begun.has(fileId) || !mend(one.file)) throw error;
      begun.delete(fileId);
      onFile(renewed(one.file));
      await upload(fileId, signal);
    }
  }

  /** Answers with the upload that has all of the file's bytes. */
  async function bring({ file, conversationId }: Wanted, signal: AbortSignal): Promise<Id> {
    const { fileId } = file;
    const bytes = await files.get(fileId);
    signal.throwIfAborted();
    begun.delete(fileId);
    const { uploadId, url } = await transport.createUpload(uploadOf(file, conversationId));
    signal.throwIfAborted();
    begun.set(fileId, uploadId);
    if (bytes) {
      const onProgress = (sent: number) => {
        if (!signal.aborted) tell(fileId, { sent });
      };
      await uploader({ url, file: bytes, onProgress, signal });
    } else if (isLacking(await transport.upload(uploadId))) throw new BytesGone();
    return uploadId;
  }

  /** Of a file whose upload is wanted. */
  function tell(fileId: string, change: Partial<UploadProgress>): void {
    const one = wanted.get(fileId);
    if (one) store.commit((model) => withProgress(model, one.file, change));
  }

  /** Whether it may have another upload. */
  function mend({ fileId }: PendingFile): boolean {
    if (mended.has(fileId)) return false;
    mended.add(fileId);
    return true;
  }

  function leave(fileId: string): void {
    begun.delete(fileId);
    mended.delete(fileId);
  }

  async function reviewed(file: PendingFile): Promise<PendingFile> {
    if (file.uploadId === null) return file;
    try {
      return isLacking(await transport.upload(file.uploadId)) && mend(file) ? { ...file, uploadId: null } : file;
    } catch (error) {
      if (!isGone(error)) throw error;
      return mend(file) ? renewed(file) : file;
    }
  }

  return {
    begin() {
      hasBegun = true;
      for (const fileId of wanted.keys()) request(fileId);
    },
    wake() {
      if (hasBegun) for (const fileId of wanted.keys()) request(fileId, clock.random() * WAKE_JITTER_MS);
    },
    again(files) {
      for (const { fileId } of files) mended.delete(fileId);
    },
    cancel(files) {
      for (const { fileId } of files) {
        const uploadId = begun.get(fileId);
        if (uploadId !== undefined && !isPaused()) transport.cancelUpload?.(uploadId).catch(() => {});
      }
    },
    async review(files) {
      const after = await Promise.all(files.map(reviewed));
      return after.some((file, index) => file !== files[index]) ? after : null;
    },
    onChanged(previous, next) {
      if (previous.outbox !== next.outbox) {
        const before = wanted;
        wanted = wantedOf(store.model);
        const uploads = progressOf(next);
        if (uploads !== next.uploads) store.commit((model) => withState(model, { uploads }));
        for (const fileId of [...begun.keys(), ...mended]) if (!uploads.has(fileId)) leave(fileId);
        if (hasBegun) for (const fileId of wanted.keys()) if (!before.has(fileId)) request(fileId);
      }
      for (const [fileId, controller] of attempts) if (!wanted.has(fileId) || isPaused()) controller.abort();
    },
    stop() {
      for (const controller of attempts.values()) controller.abort();
    },
  };
}

/** Files that are not up, of messages that are to be sent and that the server does not have yet. */
function wantedOf({ state, landed }: Model): ReadonlyMap<string, Wanted> {
  const items = state.outbox.filter(({ clientId, status }) => status !== 'failed' && !landed.has(clientId));
  return new Map(
    items.flatMap((item) =>
      filesOf(item)
        .filter(({ uploadId }) => uploadId === null)
        .map((file) => [file.fileId, { file, conversationId: item.conversationId }]),
    ),
  );
}

/** The bytes of a file are neither here nor there. */
class BytesGone extends TransportError {
  constructor() {
    super('NOT_FOUND', 'the bytes of the file are gone');
  }
}

function isGone(error: unknown): boolean {
  return error instanceof TransportError && error.code === 'NOT_FOUND' && !(error instanceof BytesGone);
}

/** What is told of an error that no other attempt can mend. */
export function refusedBy(error: unknown): Refused {
  if (error instanceof BytesGone) return { error: 'FILE_GONE', words: null };
  if (!(error instanceof TransportError) || error.code === 'NETWORK') return { error: null, words: null };
  return { error: error.code, words: error.message };
}

/** Whether the server lacks bytes of it. Throws if it has refused it. */
function isLacking({ state, refusal }: Upload): boolean {
  if (refusal) throw new TransportError(refusal.appCode, refusal.message);
  return state === 'waiting';
}
