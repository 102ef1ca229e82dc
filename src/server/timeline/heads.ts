/** Conversations whose last number is remembered; one that is forgotten costs a read. */
const REMEMBERED = 20_000;

/** Milliseconds after which another process that wrote here counts as gone. */
const RIVAL_MS = 500;

/** Milliseconds that are left to others at most, however slow the database is. */
const TURN_MAX_MS = 100;

interface Known {
  /** Null while it has to be read. */
  head: number | null;
  /** When another process was last seen to write here; null for never. */
  rivalAt: number | null;
  /** What the last insert took. */
  tookMs: number;
}

/**
 * Where the conversations that this process writes in end, and whether others write there at the same time. What others
 * are heard to write is no head to begin after, only a reason to read it: what is told on the bus may be wrong, and a
 * number that does not exist would leave a hole. `clock` tells milliseconds.
 */
export function createHeads(clock: () => number = () => performance.now()) {
  const conversations = new Map<string, Known>();

  /** Another process writes there: where it ends has to be read. Of one that this process does not write in nothing is kept. */
  function rival(id: string): void {
    const known = conversations.get(id);
    if (!known) return;
    known.head = null;
    known.rivalAt = clock();
  }

  return {
    /** Null for one that has to be read. */
    of: (id: string): number | null => conversations.get(id)?.head ?? null,
    /** It ends there: this process wrote it, in so many milliseconds. */
    is(id: string, head: number, tookMs: number): void {
      const rivalAt = conversations.get(id)?.rivalAt ?? null;
      conversations.delete(id);
      conversations.set(id, { head, rivalAt, tookMs });
      if (conversations.size > REMEMBERED) conversations.delete(conversations.keys().next().value as string);
    },
    rival,
    /** Somebody wrote that number. */
    heard(id: string, seq: number): void {
      if (seq > (conversations.get(id)?.head ?? seq)) rival(id);
    },
    forget: (id: string): void => void conversations.delete(id),
    /**
     * Milliseconds to wait before the next insert, so that a process which lost to this one gets in before it: about what an
     * insert takes while others write here, else none.
     */
    turnOfOthers(id: string): number {
      const known = conversations.get(id);
      if (!known || known.rivalAt === null || clock() - known.rivalAt > RIVAL_MS) return 0;
      return Math.min(known.tookMs, TURN_MAX_MS);
    },
  };
}
