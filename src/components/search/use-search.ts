import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { trpc } from '~/components/app/trpc';
import type { Id } from '~/contract/primitives';

/** Pages of messages. Not tRPC's own hook: that sends a `direction` along, which strict inputs refuse. */
export function useSearch(query: string, conversationId: Id | null) {
  const { client } = trpc.useUtils();
  return useInfiniteQuery({
    queryKey: ['search', conversationId, query],
    queryFn: ({ pageParam, signal }) =>
      client.message.search.query({ query, cursor: pageParam, ...(conversationId && { conversationId }) }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}
