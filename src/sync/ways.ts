import { type Clock, jitteredBackoff } from './clock';
import type { Via } from './live-line';

/** Sockets in a row that fail before the other way is tried: one may fail for any reason. */
const FAILURES = 2;

/** Milliseconds after which a socket that ends was not cut by what lets no sockets through: that takes seconds. */
const CUT_MS = 10_000;

/** Milliseconds until a socket is tried beside the first stream: perhaps the server was only away for a moment. */
const DOUBT_MS = 2_000;

/** Milliseconds until it is tried again, for people change places: doubled each time, drawn from the upper half. */
const FIRST_PROBE_MS = 60_000;
/** Below what a stream lasts, so that each stream sees one. */
const LAST_PROBE_MS = 240_000;

/**
 * Which way the feed is to take, from how sockets have fared: two in a row that never began, or were cut within seconds,
 * and it is the events' turn, for as long as they begin. Remembered by nobody else: a new page tries the socket first.
 */
export function createWays(clock: Pick<Clock, 'random'>) {
  let failures = 0;
  let probes = 0;
  let turn: Via = 'socket';
  return {
    next: (): Via => (failures < FAILURES ? 'socket' : turn),

    /** A line is over: how many milliseconds it has lived, null for one that never began, and whether it broke. */
    ended(via: Via, lived: number | null, broke: boolean): void {
      if (via === 'events') {
        turn = lived === null ? 'socket' : 'events';
      } else if (lived !== null && lived >= CUT_MS) {
        failures = 0;
        probes = 0;
      } else if (broke) {
        failures += 1;
        turn = 'events';
      }
    },

    /** Milliseconds until a socket is to be tried beside the events. */
    probeIn(): number {
      probes += 1;
      return probes === 1 ? DOUBT_MS : jitteredBackoff(clock, probes - 2, FIRST_PROBE_MS, LAST_PROBE_MS);
    },

    /** The network may be another one: what was learned in the old one counts for little. */
    doubt(): void {
      failures = Math.min(failures, FAILURES - 1);
      probes = 0;
    },
  };
}
