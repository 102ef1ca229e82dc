import type { Page } from 'playwright-core';

export interface Scrolled {
  /** Milliseconds of the longest task. */
  readonly longestTask: number;
  /** Pixels by which what was read moved without being scrolled. */
  readonly jump: number;
  /** Elements in the list, at most. */
  readonly elements: number;
  /** Messages passed. */
  readonly messages: number;
}

/** Pixels that are scrolled in a frame: as fast as a hand throws a page. */
const STEP = 240;

/** Scrolls from the newest message to the first one, a step in every frame, as far as there is something. */
export function scrollToStart(page: Page): Promise<Scrolled> {
  return page.evaluate(async (step) => {
    const log = document.querySelector<HTMLElement>('[role=log]')!;
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const rows = () => [...log.querySelectorAll<HTMLElement>('[data-seq]')];
    const topOf = (row: HTMLElement) => row.getBoundingClientRect().top - log.getBoundingClientRect().top;
    let longestTask = 0;
    const tasks = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longestTask = Math.max(longestTask, duration);
    });
    tasks.observe({ type: 'longtask' });
    let [jump, elements] = [0, 0];
    const newest = Number(rows().at(-1)!.dataset.seq);
    let first = newest;
    for (let waited = 0; first > 1 && waited < 600; ) {
      const row = rows().find((one) => topOf(one) >= 0)!;
      const before = { top: topOf(row), scrolled: log.scrollTop };
      log.scrollTop -= step;
      const moved = before.scrolled - log.scrollTop;
      await nextFrame();
      await nextFrame();
      if (row.isConnected) jump = Math.max(jump, Math.abs(topOf(row) - before.top - moved));
      elements = Math.max(elements, log.querySelectorAll('*').length);
      const reached = Number(rows()[0]!.dataset.seq);
      // Frames in which older messages are on their way count until some come.
      waited = reached < first || moved > 0 ? 0 : waited + 1;
      first = reached;
    }
    tasks.disconnect();
    return { longestTask, jump, elements, messages: newest - first };
  }, STEP);
}

/** Megabytes of JavaScript objects that are in use, after all others have been collected. */
export async function heapOf(page: Page): Promise<number> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('HeapProfiler.enable');
  await devtools.send('HeapProfiler.collectGarbage');
  const { usedSize } = await devtools.send('Runtime.getHeapUsage');
  await devtools.detach();
  return usedSize / 1024 / 1024;
}
