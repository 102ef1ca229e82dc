import { type HttpResponse, type UploadOptions as TusOptions, Upload } from 'tus-js-client';
import type { Id } from '~/contract/primitives';
import { USER_HEADER } from '~/contract/sign-in';
import { TransportError } from '~/sync/transport';
import { refusalOf } from '~/sync/tus-refusal';
import type { UploadOptions } from '~/sync/uploads';

/** Bytes of one request: what a broken line costs at most where a proxy holds requests back until they are complete. */
const CHUNK_BYTES = 8 * 1024 * 1024;
/** Milliseconds without a byte sent and without an answer after which the line is taken for dead. */
const STALLED_MS = 60_000;

/** As that person, by the page's session; with the guarantees of an `Uploader`. */
export function sendBytes(userId: Id, options: UploadOptions): Promise<void> {
  return new Promise((resolve, reject) => {
    let silence: ReturnType<typeof setTimeout> | undefined;
    const upload = new Upload(options.file, {
      ...settings(userId, options, watch),
      onSuccess: () => end(resolve),
      onError: (error) => end(() => reject(toTransportError(error))),
    });
    function watch(): void {
      clearTimeout(silence);
      silence = setTimeout(() => giveUp(new TransportError('NETWORK', 'nothing moved any more')), STALLED_MS);
    }
    function end(settle: () => void): void {
      clearTimeout(silence);
      options.signal.removeEventListener('abort', onAbort);
      settle();
    }
    function giveUp(reason: unknown): void {
      end(() => reject(reason));
      upload.abort().catch(() => {});
    }
    const onAbort = () => giveUp(options.signal.reason);
    options.signal.addEventListener('abort', onAbort);
    watch();
    upload.start();
  });
}

/** No attempts of its own and nothing remembered: the engine does both. */
function settings(userId: Id, { url, onProgress }: UploadOptions, onMoved: () => void): TusOptions {
  return {
    uploadUrl: url,
    chunkSize: CHUNK_BYTES,
    retryDelays: null,
    storeFingerprintForResuming: false,
    headers: { [USER_HEADER]: userId },
    onProgress(sent) {
      onMoved();
      onProgress(sent);
    },
    onChunkComplete: onMoved,
  };
}

function toTransportError(error: Error): TransportError {
  const response = 'originalResponse' in error ? (error.originalResponse as HttpResponse | null) : null;
  if (!response) return new TransportError('NETWORK', error.message);
  return refusalOf({
    status: response.getStatus(),
    body: response.getBody() ?? '',
    retryAfter: response.getHeader('Retry-After'),
  });
}
