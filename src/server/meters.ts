/** What is counted since the process started, each with what it tells an operator; `/metrics` has `confab_<name>_total`. */
export const COUNTS = {
  append_races: 'Appends that lost their number to somebody else and tried again.',
  bus_published: 'Hints given to the bus.',
  bus_received: 'Hints heard from the bus.',
  bus_lost: 'Hints that could not be given to Redis; readers recover by number.',
  hub_holes_filled: 'Reads of the database that made up for hints lost or overtaken.',
  hub_hints_lost: 'Conversations in which the look at all heads found entries that no hint had told of.',
  hub_resets: 'Conversations whose readers were told to reload, for too much was missing.',
  feed_events: 'Events handed to readers.',
  feed_batches: 'Batches in which events were handed to readers.',
  feed_overflows: 'Readers sent away because their queue was full.',
  feed_shed: 'Receipts, typing and presence left out for readers that are behind; they are told again.',
  push_delivered: 'Notifications that a push service has taken.',
  push_failed: 'Notifications that could not be given to a push service.',
  divergences: 'Conversations that a client held otherwise than the server, and mended. Has to stay 0.',
} as const;

export type Count = keyof typeof COUNTS;

/** Where parts of the server tell what they did. Each call costs next to nothing and never throws. */
export interface Meters {
  count(what: Count, by?: number): void;
  /** An entry has become durable: seconds since it was asked for. */
  appended(seconds: number): void;
  /** A procedure was answered: with `OK` or an app code, after so many seconds. */
  called(path: string, outcome: string, seconds: number): void;
  /** Somebody reached a limit. */
  limited(limit: string): void;
  /** A request was answered with this status. */
  answered(status: number): void;
}

/** Counts nothing. */
export const noMeters: Meters = {
  count() {},
  appended() {},
  called() {},
  limited() {},
  answered() {},
};
