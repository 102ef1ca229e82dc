import type { TRPCError } from '@trpc/server';
import type { Log } from '~/server/log';
import type { Context } from './context';

export interface Problem {
  readonly error: TRPCError;
  readonly path: string | undefined;
  readonly ctx: Context | undefined;
}

/** Writes down what is ours to mend; a caller's own mistakes are the caller's to read. */
export function reportError(log: Log, { error, path, ctx }: Problem): void {
  if (error.code !== 'INTERNAL_SERVER_ERROR' && error.code !== 'SERVICE_UNAVAILABLE') return;
  const { cause } = error;
  const requestId = ctx?.journal.requestId;
  log.error({ requestId, path, code: error.code, error: cause?.stack ?? error.stack }, 'a procedure failed');
}
