import { useInfiniteQuery } from '@tanstack/react-query';
import { trpc } from '~/components/app/trpc';
import type { MediaKind } from '~/contract/message';
import type { Id } from '~/contract/primitives';

/** Pages of what was shared. Not tRPC's own hook: that sends a `direction` along, which strict inputs refuse. */
export function useShared(conversationId: Id, kind: MediaKind) {
  const { client } = trpc.useUtils();
  return useInfiniteQuery({
    queryKey: ['shared', conversationId, kind],
    queryFn: ({ pageParam, signal }) =>
      client.message.media.query({ conversationId, kind, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // What was sent or deleted since is seen when the tab is opened again.
    staleTime: 0,
  });
}
