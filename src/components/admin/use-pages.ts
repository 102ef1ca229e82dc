import { useInfiniteQuery } from '@tanstack/react-query';
import type { Page } from '~/contract/admin';

/**
 * What a procedure of `admin` answers with, page after page; not by tRPC's own way, which says more than our strict inputs
 * take. Whatever changes something asks for everything of `admin` again, and so for this.
 */
export function usePages<T>(procedure: string, input: object, ask: (cursor: string | null) => Promise<Page<T>>) {
  return useInfiniteQuery({
    queryKey: [['admin', procedure], input],
    queryFn: ({ pageParam }) => ask(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: ({ nextCursor }) => nextCursor,
  });
}
