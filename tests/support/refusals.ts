import { TRPCClientError } from '@trpc/client';
import type { AppErrorData } from '~/contract/errors';

export interface Refusal extends AppErrorData {
  readonly message: string;
  readonly code: string;
  readonly httpStatus: number;
}

/** How a call was refused; throws when it was not, or when the answer is not of the documented shape. */
export async function refusal(call: Promise<unknown>): Promise<Refusal> {
  const error = await call.then(
    (value) => new Error(`not refused: ${JSON.stringify(value)?.slice(0, 200)}`),
    (reason: unknown) => reason,
  );
  if (!(error instanceof TRPCClientError) || typeof error.data?.appCode !== 'string') throw error;
  return { message: error.message, ...error.data };
}
