import { type Clock, jitteredBackoff } from './clock';
import { TransportError } from './transport';

/** The first pause after a failure, in milliseconds: long enough for a restarting server not to be hammered. */
export const RETRY_BASE_MS = 500;
/** The longest: a person who waits does not wait longer than that after all is well again. */
export const RETRY_MAX_MS = 30_000;
/** Coming back, clients start again within this time, not all at once. */
export const WAKE_JITTER_MS = 250;

/**
 * Work that is done until it succeeds. One piece at a time by key: asked for while it runs, it runs once more; failing
 * transiently, it comes back with jittered backoff for ever; failing for good, it ends.
 */
export interface Tasks {
  /** Answers when an attempt that began after this call has ended, well or not; at once while paused. Never rejects. */
  request(key: string, work: () => Promise<void>, delay?: number): Promise<void>;
  /** Like `request`, but does not wait out a backoff: a person asked. */
  insist(key: string, work: () => Promise<void>): Promise<void>;
  /** All that wait for another attempt make it now, but for what a rate limit holds back. */
  wake(): void;
  /** No timer is left and nothing starts any more; stopping twice is the same as once. */
  stop(): void;
}

interface Task {
  work: () => Promise<void>;
  isRunning: boolean;
  /** Asked for while running: the delay of the next run. */
  again: number | null;
  failures: number;
  /** A rate limit holds it back until then. */
  notBefore: number;
  /** When it starts next, while a timer is set. */
  dueAt: number;
  cancelTimer: (() => void) | null;
  readonly waiting: (() => void)[];
}

export function createTasks(clock: Clock, isPaused: () => boolean): Tasks {
  const tasks = new Map<string, Task>();
  let isStopped = false;

  function taskOf(key: string, work: () => Promise<void>): Task {
    const held = tasks.get(key);
    if (held) return Object.assign(held, { work });
    const task: Task = {
      work,
      isRunning: false,
      again: null,
      failures: 0,
      notBefore: 0,
      dueAt: 0,
      cancelTimer: null,
      waiting: [],
    };
    tasks.set(key, task);
    return task;
  }

  function schedule(key: string, task: Task, delay: number): void {
    task.cancelTimer?.();
    task.cancelTimer = null;
    if (delay <= 0) void run(key, task);
    else {
      task.dueAt = clock.now() + delay;
      task.cancelTimer = clock.after(delay, () => {
        task.cancelTimer = null;
        void run(key, task);
      });
    }
  }

  async function run(key: string, task: Task): Promise<void> {
    const waiting = task.waiting.splice(0);
    if (isStopped || isPaused()) {
      for (const resolve of waiting) resolve();
      return;
    }
    task.isRunning = true;
    task.again = null;
    let pause: number | null = null;
    try {
      await task.work();
      task.failures = 0;
    } catch (error) {
      pause = isTransient(error) ? pauseAfter(task, error) : null;
    }
    task.isRunning = false;
    if (!isStopped) {
      if (pause !== null) schedule(key, task, pause);
      else if (task.again !== null) schedule(key, task, task.again);
      else tasks.delete(key);
    }
    for (const resolve of waiting) resolve();
  }

  function pauseAfter(task: Task, error: unknown): number {
    const pause = jitteredBackoff(clock, task.failures, RETRY_BASE_MS, RETRY_MAX_MS);
    task.failures += 1;
    if (!(error instanceof TransportError) || error.retryAfter === undefined) return pause;
    task.notBefore = clock.now() + error.retryAfter * 1000;
    return error.retryAfter * 1000 + clock.random() * WAKE_JITTER_MS;
  }

  function ask(key: string, work: () => Promise<void>, delay: number, insists: boolean): Promise<void> {
    if (isStopped) return Promise.resolve();
    const task = taskOf(key, work);
    const settled = new Promise<void>((resolve) => task.waiting.push(resolve));
    if (task.isRunning) task.again = Math.min(task.again ?? delay, delay);
    else if (task.cancelTimer === null || mayHurry(task, delay, insists)) schedule(key, task, delay);
    return settled;
  }

  /** A run that is set can be moved forward, but a backoff is left early only by a person, and a rate limit by nobody. */
  function mayHurry(task: Task, delay: number, insists: boolean): boolean {
    if (clock.now() < task.notBefore) return false;
    return insists || (task.failures === 0 && clock.now() + delay < task.dueAt);
  }

  return {
    request: (key, work, delay = 0) => ask(key, work, delay, false),
    insist: (key, work) => ask(key, work, 0, true),
    wake() {
      for (const [key, task] of tasks) {
        if (task.isRunning || clock.now() < task.notBefore) continue;
        task.failures = 0;
        schedule(key, task, clock.random() * WAKE_JITTER_MS);
      }
    },
    stop() {
      isStopped = true;
      for (const task of tasks.values()) {
        task.cancelTimer?.();
        for (const resolve of task.waiting.splice(0)) resolve();
      }
      tasks.clear();
    },
  };
}

/** Whether the same work can succeed later. What is no answer of the server is taken for a fault of the way there. */
export function isTransient(error: unknown): boolean {
  return !(error instanceof TransportError) || error.isTransient || error.code === 'UNAUTHENTICATED';
}
