import { PRESENCE_WATCHED_MAX } from '~/contract/limits';
import type { Presence } from '~/contract/presence';
import type { Id } from '~/contract/primitives';
import { withState } from './model';
import type { Store } from './store';
import type { Tasks } from './tasks';
import type { Transport } from './transport';

/** Milliseconds to gather who comes to the screen and goes: a screen changes all at once. */
const GATHER_MS = 50;

/** Follows how the people on the screen are. Without a connection nothing is known of them. */
export interface People {
  watch(userIds: readonly Id[]): () => void;
  /** The feed is live on a new socket: who is watched has to be said again. */
  resume(): void;
  forget(): void;
}

export function createPresence(store: Store, tasks: Tasks, transport: Transport): People {
  const watchers = new Set<readonly Id[]>();
  /** Whom the server was told, on this connection. */
  let said = '';
  let connection = 0;

  /** Those who came last win when there are too many. */
  function watched(): Id[] {
    const userIds = new Set([...watchers].reverse().flat());
    return [...userIds].slice(0, PRESENCE_WATCHED_MAX).sort();
  }

  async function tell(): Promise<void> {
    const userIds = watched();
    const key = userIds.join();
    if (key === said || store.model.state.connection.phase !== 'live') return;
    const before = store.model.state.presence;
    const asked = connection;
    const answered = await transport.watchPresence(userIds);
    // Of a connection that is gone it says nothing any more.
    if (asked !== connection) return;
    said = key;
    store.commit((model) => {
      const presence = new Map<Id, Presence>();
      for (const one of answered) {
        // What the feed has told meanwhile is newer than the answer.
        const heard = model.state.presence.get(one.userId);
        presence.set(one.userId, heard && heard !== before.get(one.userId) ? heard : one);
      }
      return withState(model, { presence });
    });
    if (watched().join() !== said) request();
  }

  function request(): void {
    void tasks.request('presence', tell, GATHER_MS);
  }

  return {
    watch(userIds) {
      const one = [...userIds];
      watchers.add(one);
      request();
      return () => {
        if (watchers.delete(one)) request();
      };
    },
    resume() {
      said = '';
      connection += 1;
      if (watchers.size > 0) request();
    },
    forget() {
      said = '';
      connection += 1;
      if (store.model.state.presence.size > 0) store.commit((model) => withState(model, { presence: new Map() }));
    },
  };
}
