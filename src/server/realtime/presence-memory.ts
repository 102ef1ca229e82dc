import { LEASE_MS, type PresenceStore } from './presence';

export interface MemoryPresenceOptions {
  readonly leaseMs?: number;
  readonly now?: () => number;
}

/** The leases of a single process. */
export function memoryPresence({ leaseMs = LEASE_MS, now = Date.now }: MemoryPresenceOptions = {}): PresenceStore {
  /** Person → connection → when its lease ends. */
  const people = new Map<string, Map<string, number>>();

  const stands = (userId: string): boolean => {
    const at = now();
    for (const end of people.get(userId)?.values() ?? []) if (end > at) return true;
    return false;
  };

  return {
    async renew(userId, connectionId) {
      const stood = stands(userId);
      const leases = people.get(userId) ?? new Map<string, number>();
      people.set(userId, leases);
      leases.set(connectionId, now() + leaseMs);
      return !stood;
    },
    async release(userId, connectionId) {
      const leases = people.get(userId);
      leases?.delete(connectionId);
      if (!leases || stands(userId)) return false;
      return people.delete(userId);
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
