import { APP_CODES, type AppCode } from '~/contract/errors';
import { TransportError } from './transport';
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
      if (!response.ok) throw await refusalOf(response);
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

async function refusalOf(response: Response): Promise<TransportError> {
  const said: unknown = await response.json().catch(() => null);
  const { appCode, message } = (typeof said === 'object' && said !== null ? said : {}) as Record<string, unknown>;
  const code = APP_CODES.find((one) => one === appCode) ?? BY_STATUS[response.status] ?? 'UNAVAILABLE';
  const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  const words = typeof message === 'string' ? message : `the server answered ${response.status}`;
  // Bytes that came from elsewhere meanwhile: the next attempt asks how far it has come.
  const isRace = response.status === 409 || response.status === 423;
  return new TransportError(isRace ? 'UNAVAILABLE' : code, words, Number.isNaN(retryAfter) ? undefined : retryAfter);
}

/** Answers to HEAD have no words. */
const BY_STATUS: Readonly<Record<number, AppCode>> = {
  400: 'INVALID_INPUT',
  401: 'UNAUTHENTICATED',
  403: 'FORBIDDEN',
  404: 'NOT_FOUND',
  410: 'NOT_FOUND',
  413: 'TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA',
  429: 'RATE_LIMITED',
};
