import type { Log } from './log';
import type { Meters } from './meters';

/** Milliseconds after which a call, and with them somebody who waits, has taken too long to be well. */
const SLOW_MS = 1_000;

/** A procedure that was answered. */
export interface Call {
  readonly path: string;
  readonly userId: string | null;
  /** `OK`, or the app code it was refused with. */
  readonly outcome: string;
  readonly milliseconds: number;
}

/** The calls of one request, or of one socket. */
export interface Journal {
  /** Names the request, or the socket, in every line that is about it. */
  readonly requestId: string;
  note(call: Call): void;
}

export interface JournalOptions {
  readonly log: Log;
  readonly meters: Meters;
  readonly slowMs?: number;
}

/** Writes down every call, never what was in it. */
export function createJournals({ log, meters, slowMs = SLOW_MS }: JournalOptions) {
  return (requestId: string): Journal => {
    let count = 0;
    return {
      requestId,
      note({ path, userId, outcome, milliseconds }) {
        count += 1;
        meters.called(path, outcome, milliseconds / 1000);
        const line = { requestId, call: count, path, userId, outcome, ms: Math.round(milliseconds) };
        if (milliseconds >= slowMs) log.warn(line, 'a slow call');
        else log.info(line, 'a call');
      },
    };
  };
}

export type Journals = ReturnType<typeof createJournals>;
