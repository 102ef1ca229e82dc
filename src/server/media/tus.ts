import type { IncomingMessage, ServerResponse } from 'node:http';
import { ERRORS, type Locker, Server } from '@tus/server';
import type { Id } from '~/contract/primitives';
import { AppError } from '~/server/app-error';
import type { BlobStore } from './blobs';

/** Milliseconds that a request asked to end may go on. */
const DRAIN_MS = 200;

/** What tus finds when another request has completed the upload, or is just clearing it away. */
const MISSING = new Set<unknown>([ERRORS.FILE_NOT_FOUND, ERRORS.FILE_NO_LONGER_EXISTS]);

/** What is answered in place of tus's own: a status and words as JSON. */
export interface TusAnswer {
  readonly status: number;
  readonly body: string;
}

export interface TusOptions {
  readonly blobs: BlobStore;
  readonly locks: Locker;
  /** All bytes are there. Resolves with what to answer the last request with; null as tus does. */
  readonly onArrived: (uploadId: Id) => Promise<TusAnswer | null>;
  /** What is asked for is not there any more. Rejects with what to answer; else it is tus's 404. */
  readonly onMissing: (uploadId: Id) => Promise<void>;
}

/**
 * The tus protocol (1.0, core) at `<path>/<uploadId>`. Who may write to what is the caller's to look at. What the client
 * did wrong is answered in tus's words; what else goes wrong is thrown.
 */
export function createTus({ blobs, locks, onArrived, onMissing }: TusOptions) {
  const server = new Server({
    path: '/api/uploads',
    datastore: blobs.incoming,
    locker: locks,
    lockDrainTimeout: DRAIN_MS,
    allowedOrigins: () => false,
    getFileIdFromRequest: (_request, uploadId) => (uploadId ? blobs.incomingId(uploadId) : undefined),
    async onResponseError(request, error) {
      if (MISSING.has(error)) await onMissing(new URL(request.url).pathname.split('/').at(-1)!);
      if (error === ERRORS.ABORTED) throw new AppError('UNAVAILABLE', 'Another request goes on with this upload.');
      if (error === ERRORS.FILE_WRITE_ERROR)
        throw new AppError('UNAVAILABLE', 'What was sent could not be written. Try again.');
      if (!('status_code' in error) || error.status_code >= 500) throw error;
      return undefined;
    },
    async onUploadFinish(_request, { id }) {
      const answer = await onArrived(id.split('/').at(-1)!);
      if (!answer) return {};
      return { status_code: answer.status, body: answer.body, headers: { 'Content-Type': 'application/json' } };
    },
  });
  return (request: IncomingMessage, response: ServerResponse): Promise<void> =>
    server.handle(request, response) as never;
}
