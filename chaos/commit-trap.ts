import type { Inspector } from './line';

/** Where a connection to the database is cut: before the command reaches it, or between its commit and the answer. */
export type Moment = 'before' | 'after';

/** Waits on the way to the database for a command that writes, and cuts its connection. */
export interface CommitTrap {
  /** The next so many commands of that name are cut. */
  arm(moment: Moment, command: 'insert' | 'update', times: number): void;
  disarm(): void;
  /** Commands cut so far. */
  readonly sprung: Readonly<Record<Moment, number>>;
  inspector(): Inspector;
}

const OP_MSG = 2013;
const HEADER_BYTES = 16;

export function createCommitTrap(): CommitTrap {
  const sprung = { before: 0, after: 0 };
  let armed: { moment: Moment; command: string; left: number } | null = null;

  function take(message: Buffer): Moment | null {
    if (!armed || commandOf(message) !== armed.command) return null;
    const { moment } = armed;
    sprung[moment] += 1;
    armed.left -= 1;
    if (armed.left === 0) armed = null;
    return moment;
  }

  return {
    sprung,
    arm(moment, command, times) {
      armed = { moment, command, left: times };
    },
    disarm() {
      armed = null;
    },
    inspector() {
      const framed = { up: createFramer(), down: createFramer() };
      /** Requests whose answers are not told. */
      const untold = new Set<number>();
      return (way, chunk) => {
        const whole = framed[way](chunk);
        for (const message of whole) {
          if (way === 'down') {
            if (untold.has(message.readInt32LE(8))) return 'cut';
            continue;
          }
          const moment = take(message);
          if (moment === 'before') return 'cut';
          if (moment === 'after') untold.add(message.readInt32LE(4));
        }
        return Buffer.concat(whole);
      };
    },
  };
}

/** Cuts a stream into whole messages of MongoDB's wire protocol: each begins with its length. */
function createFramer(): (chunk: Buffer) => Buffer[] {
  let held: Buffer = Buffer.alloc(0);
  return (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk]);
    const whole: Buffer[] = [];
    while (held.length >= HEADER_BYTES && held.length >= held.readInt32LE(0)) {
      const length = held.readInt32LE(0);
      whole.push(held.subarray(0, length));
      held = held.subarray(length);
    }
    return whole;
  };
}

/** The command's name: the first key of an OP_MSG's body. */
function commandOf(message: Buffer): string | null {
  // Flags take 4 bytes, the section's kind 1, the document's length 4, the key's type 1.
  const start = HEADER_BYTES + 4 + 1 + 4 + 1;
  if (message.readInt32LE(12) !== OP_MSG || message[HEADER_BYTES + 4] !== 0) return null;
  const end = message.indexOf(0, start);
  return end === -1 ? null : message.toString('latin1', start, end);
}
