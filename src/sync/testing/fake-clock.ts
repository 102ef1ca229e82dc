import type { Clock } from '~/sync/clock';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly callback: () => void;
}

/** Time that passes only when a test says so, and chance that is the same for the same seed. */
export interface FakeClock extends Clock {
  /** Lets everything happen that is due within that many milliseconds, in order. */
  advance(milliseconds: number): Promise<void>;
  /** Lets everything happen until no timer is left; throws if that takes more than a day. */
  runOut(): Promise<void>;
  /** Timers that are set. */
  pending(): number;
}

export function createFakeClock(seed = 1): FakeClock {
  const timers = new Set<Timer>();
  let now = Date.UTC(2030, 0, 1);
  let order = 0;
  const random = seededRandom(seed);

  function nextTimer(): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (!next || timer.at < next.at || (timer.at === next.at && timer.order < next.order)) next = timer;
    }
    return next;
  }

  async function advanceTo(end: number): Promise<void> {
    await settled();
    for (let timer = nextTimer(); timer && timer.at <= end; timer = nextTimer()) {
      now = Math.max(now, timer.at);
      timers.delete(timer);
      timer.callback();
      await settled();
    }
    now = Math.max(now, end);
  }

  return {
    now: () => now,
    after(milliseconds, callback) {
      const timer = { at: now + milliseconds, order: ++order, callback };
      timers.add(timer);
      return () => void timers.delete(timer);
    },
    random,
    advance: (milliseconds) => advanceTo(now + milliseconds),
    async runOut() {
      const limit = now + 24 * 3_600_000;
      await settled();
      for (let timer = nextTimer(); timer; timer = nextTimer()) {
        if (timer.at > limit) throw new Error('something never comes to rest');
        await advanceTo(timer.at);
      }
    },
    pending: () => timers.size,
  };
}

/** Once every promise that can go on has gone on. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Mulberry32: small, and good enough for schedules. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}
