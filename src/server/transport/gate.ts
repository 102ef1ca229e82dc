/** How many connections one person or one address may hold open in this process. */
export interface Gate {
  /** Takes a place, to be given back by calling the answer, where again is the same as once; null when all are taken. */
  enter(key: string): (() => void) | null;
}

/** Places for sockets and streams together, of a person and from an address. */
export type Gates = Readonly<Record<'user' | 'address', Gate>>;

/** Counts in this process alone: what a connection costs, it costs here. `max` null lets everybody in. */
export function createGate(max: number | null): Gate {
  const taken = new Map<string, number>();
  return {
    enter(key) {
      const before = taken.get(key) ?? 0;
      if (max !== null && before >= max) return null;
      taken.set(key, before + 1);
      let isHeld = true;
      return () => {
        if (!isHeld) return;
        isHeld = false;
        const left = (taken.get(key) ?? 1) - 1;
        if (left === 0) taken.delete(key);
        else taken.set(key, left);
      };
    },
  };
}
