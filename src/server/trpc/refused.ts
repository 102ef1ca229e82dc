import { TRPCError } from '@trpc/server';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';
import type { AppCode } from '~/contract/errors';
import { isAppError } from '~/server/app-error';
import { isOutOfReach, outOfReach } from '~/server/reach';

export const TRPC_CODES: Record<AppCode, TRPC_ERROR_CODE_KEY> = {
  UNAUTHENTICATED: 'UNAUTHORIZED',
  FORBIDDEN: 'FORBIDDEN',
  NOT_FOUND: 'NOT_FOUND',
  INVALID_INPUT: 'BAD_REQUEST',
  CONFLICT: 'CONFLICT',
  RATE_LIMITED: 'TOO_MANY_REQUESTS',
  TOO_LARGE: 'PAYLOAD_TOO_LARGE',
  UNSUPPORTED_MEDIA: 'UNSUPPORTED_MEDIA_TYPE',
  BLOCKED: 'FORBIDDEN',
  UNAVAILABLE: 'SERVICE_UNAVAILABLE',
};

/** A service's refusal, or a database that is away, as tRPC's error with the same meaning; anything else as it is. */
export function refused(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const refusal = isOutOfReach(error) ? outOfReach(error) : error;
  if (!isAppError(refusal)) return error;
  return new TRPCError({ code: TRPC_CODES[refusal.appCode], message: refusal.message, cause: refusal });
}

export function throwRefused(error: unknown): never {
  throw refused(error);
}
