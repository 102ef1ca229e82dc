/** The closed list of what can go wrong. Every refused call carries one as `data.appCode`. */
export const APP_CODES = [
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'NOT_FOUND',
  'INVALID_INPUT',
  'CONFLICT',
  'RATE_LIMITED',
  'TOO_LARGE',
  'UNSUPPORTED_MEDIA',
  'BLOCKED',
  'UNAVAILABLE',
] as const;

export type AppCode = (typeof APP_CODES)[number];

/** What an error carries beside tRPC's own `code` and `httpStatus`. */
export interface AppErrorData {
  readonly appCode: AppCode;
  /** Seconds to wait; with `RATE_LIMITED` only. */
  readonly retryAfter?: number;
}

/**
 * Why the server closed a socket (WebSocket close codes 4000–4999 are the application's).
 * A client comes back after every code but `UNAUTHENTICATED`, which only a new sign-in or token mends.
 */
export const CLOSE = {
  /** No session, an expired or ended one, or a wrong or revoked token. Do not come back without a new one. */
  UNAUTHENTICATED: 4401,
  /** `connectionParams` were announced and never sent. */
  AUTH_TIMEOUT: 4408,
  /** The reader was too slow and its queue full; come back and catch up by number. */
  SLOW_READER: 4413,
  /** The person has too many sockets open already; come back later. */
  TOO_MANY: 4429,
  /** A frame above `FRAME_MAX_BYTES` (set by the protocol itself). */
  TOO_LARGE: 1009,
  /** The process is restarting; come back. */
  RESTARTING: 1012,
} as const;
