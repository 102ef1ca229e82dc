import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds between a feed's word that it is about to end and its end: opening another takes a few round trips, and queries. */
const LEAVE_MS = 2_000;

/** Milliseconds between two connections that are sent away: each costs another process a handful of queries. */
const APART_MS = 4;

/** Milliseconds within which all are sent away, however many: a stopping process is not given long. */
const SPREAD_MAX_MS = 2_000;

export interface DepartureOptions {
  readonly end: () => void;
  /** Milliseconds its feeds go on after their word. */
  readonly leaveMs?: number | undefined;
}

/** How one connection is ended in good order. */
export interface Departure {
  /** Calls back when it begins, also if it has begun already; the answer unsubscribes. */
  onLeaving(listener: () => void): () => void;
  /** Tells its feeds, and ends it in a while; at once if it has none. Again is the same as once. */
  leave(): void;
}

export function createDeparture({ end, leaveMs = LEAVE_MS }: DepartureOptions): Departure {
  const listeners = new Set<() => void>();
  let isLeaving = false;
  return {
    onLeaving(listener) {
      listeners.add(listener);
      if (isLeaving) listener();
      return () => void listeners.delete(listener);
    },
    leave() {
      if (isLeaving) return;
      isLeaving = true;
      for (const listener of listeners) listener();
      if (listeners.size === 0) end();
      else setTimeout(end, leaveMs);
    },
  };
}

/**
 * Sends all of them away, each at a moment of its own within a time that grows with their number: few go at once, many
 * do not arrive elsewhere together.
 */
export async function sendAway(departures: readonly Departure[]): Promise<void> {
  const within = Math.min(SPREAD_MAX_MS, departures.length * APART_MS);
  await Promise.all(
    departures.map(async (departure) => {
      await pause(Math.random() * within);
      departure.leave();
    }),
  );
}
