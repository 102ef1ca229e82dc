/** Milliseconds before a task that failed is tried again. */
const RETRY_MS = 1_000;

/**
 * Runs tasks one at a time, once opened. A task asked for again before it begins runs once; during its run, once more.
 * One that fails is repeated until it succeeds, for what it was told of is not told twice.
 */
export function createTurnstile<T>(run: (task: T) => Promise<void>, signal: AbortSignal) {
  const waiting = new Set<T>();
  let open = false;
  let running = false;

  async function turn(): Promise<void> {
    running = true;
    while (!signal.aborted) {
      const [task] = waiting;
      if (task === undefined) break;
      waiting.delete(task);
      try {
        await run(task);
      } catch {
        waiting.add(task);
        await pause(RETRY_MS, signal);
      }
    }
    running = false;
  }

  return {
    pass(task: T): void {
      waiting.add(task);
      if (open && !running) void turn();
    },
    open(): void {
      open = true;
      if (!running) void turn();
    },
  };
}

/** Ends early, without an error, when the signal aborts. */
export function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}
