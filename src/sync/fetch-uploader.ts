import { TransportError } from './transport';
import { refusalOf } from './tus-refusal';
import type { Uploader } from './uploads';

/** Bytes of one request: what a broken line costs at most. */
const PART_BYTES = 4 * 1024 * 1024;

export interface FetchUploaderOptions {
  /** Where the server is, like `https://chat.example.org`. */
  readonly baseUrl: string;
  /** An access token. */
  readonly token: string;
}

/** Sends with the tus protocol and nothing but `fetch`; for programs. */
export function fetchUploader({ baseUrl, token }: FetchUploaderOptions): Uploader {
  return async ({ url, file, onProgress, signal }) => {
    const ask = async (init: RequestInit): Promise<number> => {
      const headers = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0', ...init.headers };
      const response = await fetch(baseUrl + url, { ...init, headers, signal }).catch((error: unknown) => {
        throw new TransportError('NETWORK', String(error));
      });
      if (!response.ok) {
        const retryAfter = response.headers.get('retry-after') ?? undefined;
        throw refusalOf({ status: response.status, body: await response.text().catch(() => ''), retryAfter });
      }
      const offset = Number(response.headers.get('upload-offset') ?? Number.NaN);
      if (Number.isNaN(offset)) throw new TransportError('NETWORK', 'that was no answer of the tus protocol');
      onProgress(offset);
      return offset;
    };
    let offset = await ask({ method: 'HEAD' });
    while (offset < file.size) {
      const headers = { 'upload-offset': `${offset}`, 'content-type': 'application/offset+octet-stream' };
      offset = await ask({ method: 'PATCH', headers, body: file.slice(offset, offset + PART_BYTES) });
    }
  };
}
