import type { TRPCError } from '@trpc/server';
import type { Log } from '~/server/log';

/** Writes down what is ours to mend; a caller's own mistakes are the caller's to read. */
export function reportError(log: Log, error: TRPCError, path: string | undefined): void {
  if (error.code !== 'INTERNAL_SERVER_ERROR' && error.code !== 'SERVICE_UNAVAILABLE') return;
  const { cause } = error;
  log.error({ path, code: error.code, error: cause?.stack ?? error.stack }, 'a procedure failed');
}
