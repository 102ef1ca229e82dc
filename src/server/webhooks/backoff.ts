/** Milliseconds before the second attempt; each further one waits twice as long. */
const FIRST_MS = 5_000;

/** Milliseconds between two attempts at most. */
const LAST_MS = 15 * 60_000;

/** Milliseconds from an attempt, the so-many-th, to the next: up to a tenth more, so that those that failed together spread. */
export function backoffMs(attempts: number, random = Math.random()): number {
  return Math.round(Math.min(FIRST_MS * 2 ** (attempts - 1), LAST_MS) * (1 + random / 10));
}
