/** Lets so many run at once; others wait, and come in the order they asked. */
export interface Turns {
  /** Rejects as soon as the signal is aborted, whether it runs or waits; its place is free from then on. */
  take<T>(run: () => Promise<T>, signal: AbortSignal): Promise<T>;
}

export function createTurns(atOnce: number): Turns {
  const waiting: (() => void)[] = [];
  let free = atOnce;

  function giveBack(): void {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  }

  return {
    async take(run, signal) {
      const ended = aborted(signal);
      if (free > 0) free -= 1;
      else {
        let enter = () => {};
        const entered = new Promise<void>((resolve) => {
          enter = resolve;
        });
        waiting.push(enter);
        try {
          await Promise.race([entered, ended]);
        } catch (error) {
          const place = waiting.indexOf(enter);
          // Called at the same moment: the turn goes to the next.
          if (place === -1) giveBack();
          else waiting.splice(place, 1);
          throw error;
        }
      }
      try {
        signal.throwIfAborted();
        return await Promise.race([run(), ended]);
      } finally {
        giveBack();
      }
    },
  };
}

function aborted(signal: AbortSignal): Promise<never> {
  const ended = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  ended.catch(() => {});
  return ended;
}
