import { APP_CODES, type AppCode } from '~/contract/errors';
import { TransportError } from './transport';

/** What a server answered to a request of the tus protocol that it did not carry out. */
export interface TusAnswer {
  readonly status: number;
  readonly body: string;
  /** The header; seconds. */
  readonly retryAfter?: string | undefined;
}

/** In the server's own words where the body has them: an answer to HEAD has no body, and a proxy says what it likes. */
export function refusalOf({ status, body, retryAfter }: TusAnswer): TransportError {
  const said = wordsIn(body);
  const code = RACES.has(status) ? 'UNAVAILABLE' : (said?.appCode ?? codeOf(status));
  const seconds = Number.parseInt(retryAfter ?? '', 10);
  return new TransportError(
    code,
    said?.message ?? WORDS[code] ?? `the server answered ${status}`,
    Number.isNaN(seconds) ? undefined : seconds,
  );
}

/** Another tab sends the same bytes, or has sent them all; the next attempt asks how far it has come. */
const RACES: ReadonlySet<number> = new Set([409, 423]);

/** Where the server could not say itself what a person reads. */
const WORDS: Partial<Record<AppCode | 'NETWORK', string>> = {
  TOO_LARGE: 'The file is too large.',
  UNSUPPORTED_MEDIA: 'This kind of file cannot be sent, or it is damaged.',
};

function codeOf(status: number): AppCode | 'NETWORK' {
  switch (status) {
    case 400:
      return 'INVALID_INPUT';
    case 401:
      return 'UNAUTHENTICATED';
    case 403:
      return 'FORBIDDEN';
    case 404:
    case 410:
      return 'NOT_FOUND';
    case 413:
      return 'TOO_LARGE';
    case 415:
      return 'UNSUPPORTED_MEDIA';
    case 429:
      return 'RATE_LIMITED';
    default:
      return status >= 500 ? 'UNAVAILABLE' : 'NETWORK';
  }
}

function wordsIn(body: string): { readonly appCode: AppCode; readonly message: string } | null {
  try {
    const { appCode, message } = JSON.parse(body) as Record<string, unknown>;
    const known = APP_CODES.find((code) => code === appCode);
    return known && typeof message === 'string' ? { appCode: known, message } : null;
  } catch {
    return null;
  }
}
