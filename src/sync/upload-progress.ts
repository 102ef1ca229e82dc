import { type Model, withState } from './model';
import { filesOf } from './pending-file';
import type { OutboxItem, PendingFile, SyncState, UploadProgress } from './state';

/** Steps in which progress is told: a bar is not drawn more finely. */
const STEPS = 100;

/** Progress for each file of the outbox and for no other; the same map if it is as it has to be. */
export function progressOf({ outbox, uploads }: Pick<SyncState, 'outbox' | 'uploads'>): SyncState['uploads'] {
  const next = new Map(
    outbox.flatMap((item) => filesOf(item).map((file) => [file.fileId, fitting(uploads.get(file.fileId), file, item)])),
  );
  const isSame = next.size === uploads.size && [...next].every(([id, progress]) => uploads.get(id) === progress);
  return isSame ? uploads : next;
}

/** What was known of the file, as far as it can still be true. */
function fitting(
  known: UploadProgress | undefined,
  { uploadId, size }: PendingFile,
  { status }: OutboxItem,
): UploadProgress {
  if (uploadId !== null) return known?.status === 'done' ? known : { sent: size, status: 'done' };
  if (!known || known.status === 'done') return { sent: 0, status: 'waiting' };
  const isOver = status === 'failed' ? known.status === 'sending' : known.status === 'failed';
  return isOver ? { ...known, status: 'waiting' } : known;
}

/** The model with news of a file of the outbox; the same if it is not worth telling. */
export function withProgress(model: Model, { fileId, size }: PendingFile, change: Partial<UploadProgress>): Model {
  const { uploads } = model.state;
  const known = uploads.get(fileId);
  if (!known) return model;
  const next = { ...known, ...change };
  const isStep = next.sent >= size || Math.abs(next.sent - known.sent) * STEPS >= size;
  if (next.status === known.status && (next.sent === known.sent || !isStep)) return model;
  return withState(model, { uploads: new Map(uploads).set(fileId, next) });
}
