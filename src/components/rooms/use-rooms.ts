import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { trpc } from '~/components/app/trpc';

const KEY = 'rooms';

/** Pages of the directory. Not tRPC's own hook: that sends a `direction` along, which strict inputs refuse. */
export function useRooms(query: string) {
  const { client } = trpc.useUtils();
  return useInfiniteQuery({
    queryKey: [KEY, query],
    queryFn: ({ pageParam, signal }) => client.room.list.query({ query, cursor: pageParam }, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    placeholderData: keepPreviousData,
  });
}

/** To be called when something in the directory has changed. */
export function useRefreshRooms(): () => void {
  const queries = useQueryClient();
  return () => void queries.invalidateQueries({ queryKey: [KEY] });
}
