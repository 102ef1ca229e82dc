import type { Lock, Locker } from '@tus/server';
import { AppError } from '~/server/app-error';
import type { UploadLeases } from './upload-leases';

/** Milliseconds that a request waits for another one with the same upload, which is asked to end. */
const WAIT_MS = 20_000;

type Ask = () => unknown;

interface Held {
  /** Asks whoever holds it to end. */
  readonly ask: Ask;
  readonly waiting: Set<() => void>;
  /** Gives back what is held among processes. */
  release: () => Promise<void>;
}

export interface UploadLocks extends Locker {
  /** Runs while nobody else writes to it; `UNAVAILABLE` if somebody does for too long. */
  run<T>(id: string, work: () => Promise<T>): Promise<T>;
  /** Settles when nobody writes to anything. */
  idle(): Promise<void>;
}

export interface UploadLocksOptions {
  /** What holds among processes; a process that is alone needs none. */
  readonly leases?: UploadLeases;
  readonly waitMs?: number;
}

/**
 * One request at a time writes to an upload; a newer one asks the older to end, which is how a client whose connection is
 * half dead gets on. tus has one that spins while it waits.
 */
export function createUploadLocks({ leases, waitMs = WAIT_MS }: UploadLocksOptions = {}): UploadLocks {
  const locks = new Map<string, Held>();

  async function lock(id: string, signal: AbortSignal, ask: Ask): Promise<void> {
    const until = AbortSignal.any([signal, AbortSignal.timeout(waitMs)]);
    for (let held = locks.get(id); held; held = locks.get(id)) {
      if (until.aborted) throw busy();
      await held.ask();
      await freed(held, until);
    }
    const mine: Held = { ask, waiting: new Set(), release: async () => {} };
    locks.set(id, mine);
    if (!leases) return;
    try {
      // A store may have put a folder before it.
      const release = await leases.take(id.split('/').at(-1)!, { until, ask });
      if (!release) throw busy();
      mine.release = release;
    } catch (error) {
      await unlock(id);
      throw error;
    }
  }

  async function unlock(id: string): Promise<void> {
    const held = locks.get(id);
    await held?.release();
    locks.delete(id);
    for (const wake of held?.waiting ?? []) wake();
  }

  return {
    newLock: (id): Lock => ({
      lock: (signal, ask) => lock(id, signal, ask),
      unlock: () => unlock(id),
    }),

    async run(id, work) {
      await lock(id, new AbortController().signal, () => {});
      try {
        return await work();
      } finally {
        await unlock(id);
      }
    },

    async idle() {
      const always = new AbortController().signal;
      for (let [held] = locks.values(); held; [held] = locks.values()) await freed(held, always);
    },
  };
}

function busy(): AppError {
  return new AppError('UNAVAILABLE', 'Another request still writes to this upload. Try again.');
}

function freed({ waiting }: Held, until: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      waiting.delete(wake);
      until.removeEventListener('abort', wake);
      resolve();
    };
    waiting.add(wake);
    until.addEventListener('abort', wake, { once: true });
    if (until.aborted) wake();
  });
}
