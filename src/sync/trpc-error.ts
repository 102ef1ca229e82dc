import { TRPCClientError } from '@trpc/client';
import { APP_CODES, type AppCode } from '~/contract/errors';
import { TransportError } from './transport';

/** A refusal of the server by its code; anything else means that no answer came. */
export function toTransportError(error: unknown): TransportError {
  if (error instanceof TransportError) return error;
  const message = error instanceof Error ? error.message : String(error);
  const data: unknown = error instanceof TRPCClientError ? error.data : null;
  if (typeof data !== 'object' || data === null || !('appCode' in data) || !isAppCode(data.appCode)) {
    return new TransportError('NETWORK', message);
  }
  const retryAfter = 'retryAfter' in data && typeof data.retryAfter === 'number' ? data.retryAfter : undefined;
  return new TransportError(data.appCode, message, retryAfter);
}

function isAppCode(value: unknown): value is AppCode {
  return APP_CODES.some((code) => code === value);
}
