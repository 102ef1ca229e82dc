import { LEASE_MS, type PresenceStore } from './presence';

export interface MemoryPresenceOptions {
  readonly leaseMs?: number;
  readonly now?: () => number;
}

interface Lease {
  readonly connectionId: string;
  /** When it ends, in milliseconds. */
  readonly end: number;
}

const without = (connectionId: string, leases: readonly Lease[] = []): Lease[] =>
  leases.filter((lease) => lease.connectionId !== connectionId);

/** The leases of a single process. */
export function memoryPresence({ leaseMs = LEASE_MS, now = Date.now }: MemoryPresenceOptions = {}): PresenceStore {
  const people = new Map<string, readonly Lease[]>();

  const stands = (userId: string): boolean => {
    const at = now();
    return people.get(userId)?.some(({ end }) => end > at) ?? false;
  };

  return {
    async renew(userId, connectionId) {
      const stood = stands(userId);
      const lease = { connectionId, end: now() + leaseMs };
      people.set(userId, [...without(connectionId, people.get(userId)), lease]);
      return !stood;
    },
    async release(userId, connectionId) {
      const leases = people.get(userId);
      if (!leases) return false;
      people.set(userId, without(connectionId, leases));
      return stands(userId) ? false : people.delete(userId);
    },
    online: async (userIds) => new Set(userIds.filter(stands)),
    async count() {
      let count = 0;
      for (const userId of people.keys()) if (stands(userId)) count += 1;
      return count;
    },
    async expire() {
      const gone = [...people.keys()].filter((userId) => !stands(userId));
      for (const userId of gone) people.delete(userId);
      return gone;
    },
    close: async () => {},
  };
}
