import type { Delivery } from './courier';

/** Deliveries under way at once in a process. */
const AT_ONCE = 8;

/** Deliveries that may wait; of more, the newest are left out: whoever comes back reads all of it anyway. */
const WAITING_MAX = 2_000;

/** Attempts at one delivery. */
const ATTEMPTS = 4;

/** Milliseconds before the second attempt, and four times as many before each further one; half of that at least. */
const RETRY_BASE_MS = 2_000;

/** Calls back once after that many milliseconds; the answer calls it off. */
export type After = (milliseconds: number, callback: () => void) => () => void;

export interface Job {
  readonly attempt: () => Promise<Delivery>;
  /** Asked before every further attempt. */
  readonly isStillWanted: () => Promise<boolean>;
  /** How it ended: never `again`. */
  readonly onEnd: (outcome: 'delivered' | 'gone' | 'refused' | 'given up') => Promise<void>;
}

/** Works through deliveries, so many at once, and tries again what failed for the moment. */
export function createPushQueue({
  after,
  random = Math.random,
}: {
  readonly after: After;
  readonly random?: () => number;
}) {
  const waiting: { readonly job: Job; readonly attempt: number }[] = [];
  const timers = new Set<() => void>();
  const running = new Set<Promise<void>>();
  let isClosed = false;

  function begin(job: Job, attempt: number): void {
    waiting.push({ job, attempt });
    next();
  }

  function next(): void {
    while (running.size < AT_ONCE) {
      const first = waiting.shift();
      if (!first) return;
      const run = work(first.job, first.attempt).finally(() => {
        running.delete(run);
        next();
      });
      running.add(run);
    }
  }

  async function work(job: Job, attempt: number): Promise<void> {
    try {
      if (attempt > 1 && !(await job.isStillWanted())) return;
      const delivery = await job.attempt();
      if (delivery.outcome !== 'again') return await job.onEnd(delivery.outcome);
      if (attempt === ATTEMPTS || isClosed) return await job.onEnd('given up');
      const backoff = RETRY_BASE_MS * 4 ** (attempt - 1) * (0.5 + random() / 2);
      later(Math.max(backoff, delivery.afterMs), () => begin(job, attempt + 1));
    } catch {
      // The database is away: what is not sent now is read when somebody comes back.
    }
  }

  function later(milliseconds: number, callback: () => void): void {
    if (isClosed) return;
    const stop = after(milliseconds, () => {
      timers.delete(stop);
      callback();
    });
    timers.add(stop);
  }

  return {
    /** Whether there was room for it. */
    add(job: Job): boolean {
      if (isClosed || waiting.length >= WAITING_MAX) return false;
      begin(job, 1);
      return true;
    },
    /** Finishes what is under way, and leaves the rest. */
    async close(): Promise<void> {
      isClosed = true;
      waiting.length = 0;
      for (const stop of timers) stop();
      timers.clear();
      await Promise.all(running);
    },
  };
}

export type PushQueue = ReturnType<typeof createPushQueue>;
