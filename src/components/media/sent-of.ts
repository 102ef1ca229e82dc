import type { PendingFile, UploadProgress } from '~/sync/state';

/** Bytes of these files that the server has. */
export function sentOf(files: readonly PendingFile[], uploads: ReadonlyMap<string, UploadProgress>): number {
  return files.reduce((sum, { fileId, size, uploadId }) => {
    const progress = uploads.get(fileId);
    const isUp = uploadId !== null || progress?.status === 'done';
    return sum + (isUp ? size : Math.min(size, progress?.sent ?? 0));
  }, 0);
}
