import type { BrowserContext, Page } from 'playwright-core';

export interface Arrival {
  /** From the socket's frame to the first animation frame after the text is in the page. */
  readonly milliseconds: number;
  /** Animation frames that began between the two. */
  readonly frames: number;
}

declare global {
  interface Window {
    arrivals?: { at: number; data: string }[];
    arrival?: Promise<Arrival>;
  }
}

/** Has the pages of a browser note when each frame of a socket came. */
export async function noteFrames(context: BrowserContext): Promise<void> {
  await context.addInitScript(() => {
    const arrivals: { at: number; data: string }[] = [];
    window.arrivals = arrivals;
    const { WebSocket } = window;
    window.WebSocket = class extends WebSocket {
      constructor(...how: ConstructorParameters<typeof WebSocket>) {
        super(...how);
        this.addEventListener('message', ({ data }) => {
          if (arrivals.push({ at: performance.now(), data: String(data) }) > 1_000) arrivals.shift();
        });
      }
    };
  });
}

/** How the text comes to the screen once its frame has come; `send` has somebody else send it. */
export async function arrival(page: Page, text: string, send: () => Promise<unknown>): Promise<Arrival> {
  await page.evaluate((wanted) => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const log = document.querySelector('[role=log]')!;
    const isThere = () => [...log.querySelectorAll('article')].some((one) => one.textContent?.includes(wanted));
    const frames: number[] = [];
    let isOver = false;
    const count = (at: number) => {
      frames.push(at);
      if (!isOver) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    const inPage = new Promise<number>((resolve) => {
      const observer = new MutationObserver(() => {
        if (!isThere()) return;
        observer.disconnect();
        resolve(performance.now());
      });
      observer.observe(log, { childList: true, subtree: true, characterData: true });
    });
    window.arrival = inPage.then(async (there) => {
      await nextFrame();
      const painted = performance.now();
      isOver = true;
      const came = window.arrivals!.find(({ data }) => data.includes(wanted))!.at;
      return { milliseconds: painted - came, frames: frames.filter((at) => at > came && at < there).length };
    });
  }, text);
  await send();
  return page.evaluate(() => window.arrival!);
}
