import { useEffect, useState } from 'react';
import { useSync } from '~/components/app/engine-context';
import { proceduresFor } from '~/components/app/procedures';
import { useSettled } from '~/components/app/use-settled';
import type { Room } from '~/contract/conversation';
import { QUERY_MAX } from '~/contract/limits';
import type { User } from '~/contract/user';

/** A pause in typing this long (in milliseconds) is worth a question. */
const TYPING_PAUSE_MS = 180;

interface Found {
  readonly query: string;
  readonly people: readonly User[];
  readonly rooms: readonly Room[];
  readonly failed: boolean;
}

const NOTHING: Found = { query: '', people: [], rooms: [], failed: false };

/**
 * People and rooms that the server knows for the query, once there is a pause in typing. An answer is shown for its own
 * query only: one that comes late, or out of turn, is dropped.
 */
export function useFound(typed: string): Found & { readonly searching: boolean } {
  const query = typed.trim().slice(0, QUERY_MAX);
  const meId = useSync((state) => state.me.id);
  const offline = useSync((state) => state.connection.phase === 'offline');
  const asked = useSettled(query, TYPING_PAUSE_MS);
  const [found, setFound] = useState(NOTHING);

  useEffect(() => {
    if (asked === '' || asked.startsWith('>') || offline) return;
    const asking = new AbortController();
    const { signal } = asking;
    const procedures = proceduresFor(meId);
    Promise.all([
      procedures.user.search.query({ query: asked }, { signal }),
      procedures.room.list.query({ query: asked }, { signal }),
    ]).then(
      ([people, { rooms }]) => !signal.aborted && setFound({ query: asked, people, rooms, failed: false }),
      () => !signal.aborted && setFound({ ...NOTHING, query: asked, failed: true }),
    );
    return () => asking.abort();
  }, [asked, offline, meId]);

  const current = found.query === query && !offline ? found : NOTHING;
  return { ...current, searching: !offline && query !== '' && !query.startsWith('>') && found.query !== query };
}
