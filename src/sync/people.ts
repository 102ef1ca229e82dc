import type { Id } from '~/contract/primitives';
import { linkEndsAt } from './avatars';
import type { Clock } from './clock';
import { withPeople } from './model';
import type { Store } from './store';
import type { Tasks } from './tasks';
import type { Transport } from './transport';

/** Ids in one call: half of what the server takes, so that the call still fits a URL. */
const USERS_PER_CALL = 100;
/** Milliseconds to gather people before asking: a page and the feed name the same ones at once. */
const GATHER_MS = 30;
/** Milliseconds over which clients that come back together ask again: a name can wait. */
const RESUME_SPREAD_MS = 5_000;

/** Milliseconds of life left of the link to a picture with which it is asked for again, and in which that is done once. */
const LINK_LIFE_MS = 3_600_000;

/** Learns who is named: each person once in a session, and again when the link to their picture ends; several in one call. */
export interface People {
  meet(userIds: readonly Id[]): void;
  /** Word of changes may have been missed: who has been met is asked for again. */
  resume(): void;
}

export function createPeople(store: Store, tasks: Tasks, transport: Transport, clock: Clock): People {
  const askedAt = new Map<Id, number>([[store.model.state.me.id, Number.POSITIVE_INFINITY]]);
  const wanted = new Set<Id>();
  let wasLive = false;

  async function ask(): Promise<void> {
    while (wanted.size > 0) {
      const userIds = [...wanted].slice(0, USERS_PER_CALL);
      // Who is wanted again meanwhile is asked for again.
      for (const id of userIds) wanted.delete(id);
      const asked = store.now();
      try {
        const met = await transport.users(userIds);
        // Those the server left out do not exist; they are not asked for again.
        store.commit((model) => withPeople(model, met, asked));
      } catch (error) {
        for (const id of userIds) wanted.add(id);
        throw error;
      }
    }
  }

  function isDue(id: Id): boolean {
    const last = askedAt.get(id);
    if (last === undefined) return true;
    const avatarUrl = store.model.state.users.get(id)?.avatarUrl ?? null;
    return clock.now() - last > LINK_LIFE_MS && linkEndsAt(avatarUrl) - clock.now() < LINK_LIFE_MS;
  }

  return {
    meet(userIds) {
      for (const id of userIds) {
        if (!isDue(id)) continue;
        askedAt.set(id, clock.now());
        wanted.add(id);
      }
      if (wanted.size > 0) void tasks.request('users', ask, GATHER_MS);
    },
    resume() {
      if (wasLive) for (const id of store.model.state.users.keys()) wanted.add(id);
      wasLive = true;
      if (wanted.size > 0) void tasks.request('users', ask, clock.random() * RESUME_SPREAD_MS);
    },
  };
}
