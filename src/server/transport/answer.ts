import type { ServerResponse } from 'node:http';
import type { AppCode } from '~/contract/errors';
import type { AppError } from '~/server/app-error';

/** The HTTP statuses of our codes, outside of tRPC, which has the same. */
export const STATUS: Readonly<Record<AppCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  INVALID_INPUT: 400,
  CONFLICT: 409,
  RATE_LIMITED: 429,
  TOO_LARGE: 413,
  UNSUPPORTED_MEDIA: 415,
  BLOCKED: 403,
  UNAVAILABLE: 503,
};

export type Refused = Pick<AppError, 'appCode' | 'message'>;

export const refusedBody = ({ appCode, message }: Refused): string => JSON.stringify({ appCode, message });

/** Answers with words as JSON; hangs up on a request whose body is not read. */
export function answerRefusal(response: ServerResponse, refused: Refused): void {
  response
    .writeHead(STATUS[refused.appCode], {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      ...(!response.req.complete && { connection: 'close' }),
    })
    .end(response.req.method === 'HEAD' ? undefined : refusedBody(refused));
}
