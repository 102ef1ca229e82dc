import type { Id } from '~/contract/primitives';
import { withState, withUsers } from './model';
import type { Store } from './store';
import type { Tasks } from './tasks';
import type { Transport } from './transport';

/** Ids in one call: half of what the server takes, so that the call still fits a URL. */
const USERS_PER_CALL = 100;
/** Milliseconds to gather people before asking: a page and the feed name the same ones at once. */
const GATHER_MS = 30;

/** Learns who is named: each person once in a session, several in one call. */
export function createPeople(store: Store, tasks: Tasks, transport: Transport): (userIds: readonly Id[]) => void {
  const asked = new Set<Id>([store.model.state.me.id]);
  const wanted = new Set<Id>();

  async function ask(): Promise<void> {
    while (wanted.size > 0) {
      const userIds = [...wanted].slice(0, USERS_PER_CALL);
      const met = await transport.users(userIds);
      // Those the server left out do not exist; they are not asked for again.
      for (const id of userIds) wanted.delete(id);
      store.commit((model) => {
        const users = withUsers(model.state.users, met);
        return users === model.state.users ? model : withState(model, { users });
      });
    }
  }

  return (userIds) => {
    for (const id of userIds) {
      if (asked.has(id)) continue;
      asked.add(id);
      wanted.add(id);
    }
    if (wanted.size > 0) void tasks.request('users', ask, GATHER_MS);
  };
}
