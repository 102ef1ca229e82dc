import { createTRPCClient, httpBatchLink, type TRPCClient } from '@trpc/client';
import { BATCH_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { USER_HEADER } from '~/contract/sign-in';
import type { AppRouter } from '~/server/trpc/root';

/** The server's procedures over HTTP. `userId`: the person the page is made for; null for those who are not signed in. */
export function proceduresFor(userId: Id | null): TRPCClient<AppRouter> {
  return createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: '/api/trpc', maxItems: BATCH_MAX, headers: userId ? { [USER_HEADER]: userId } : {} })],
  });
}
