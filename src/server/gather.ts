import { setImmediate as nextTurn } from 'node:timers/promises';
import { createTurns } from './turns';

/** Reads under way of one kind: while the database is quick nobody waits for a read to end, and when it is not they gather. */
const AT_ONCE = 2;

/**
 * Gathers the keys asked for in one turn, and while `AT_ONCE` reads are under way, into one read. It begins after all of
 * them were asked for, so an answer is never older than its question.
 */
export function gather<V>(read: (keys: readonly string[]) => Promise<ReadonlyMap<string, V>>) {
  let waiting: Set<string> | null = null;
  let answer: Promise<ReadonlyMap<string, V>>;
  const turn = createTurns(AT_ONCE);

  async function readWaiting(keys: Set<string>): Promise<ReadonlyMap<string, V>> {
    await nextTurn();
    return turn(() => {
      waiting = null;
      return read([...keys]);
    });
  }

  return async (key: string): Promise<V | undefined> => {
    if (!waiting) {
      waiting = new Set();
      answer = readWaiting(waiting);
    }
    waiting.add(key);
    return (await answer).get(key);
  };
}

/** Runs one read at a time; keys asked for during a read share the one after it. So an answer is never older than one before. */
export function inTurns<V>(read: (keys: readonly string[]) => Promise<V>) {
  let waiting: Set<string> | null = null;
  let next: Promise<V>;
  let last: Promise<unknown> = Promise.resolve();
  return (keys: Iterable<string>): Promise<V> => {
    if (!waiting) {
      const gathered = new Set<string>();
      waiting = gathered;
      next = last.then(() => {
        waiting = null;
        return read([...gathered]);
      });
      last = next.catch(() => {});
    }
    for (const key of keys) waiting.add(key);
    return next;
  };
}

/** Runs one reading at a time of a kind; whoever asks for it meanwhile shares the one after it, which begins after all of them have asked. */
export function share<V>() {
  const waiting = new Map<string, Promise<V>>();
  const last = new Map<string, Promise<void>>();
  return (key: string, read: () => Promise<V>): Promise<V> => {
    const asked = waiting.get(key);
    if (asked) return asked;
    const reading = (last.get(key) ?? nextTurn()).then(() => {
      waiting.delete(key);
      return read();
    });
    waiting.set(key, reading);
    const end = () => {
      if (last.get(key) === ended) last.delete(key);
    };
    const ended = reading.then(end, end);
    last.set(key, ended);
    return reading;
  };
}
