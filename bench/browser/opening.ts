import type { Page } from 'playwright-core';

/** At the list, with nothing left to do. */
export async function atTheList(page: Page, conversationId: string): Promise<void> {
  await page.goto('/');
  await page.locator(`a[href="/c/${conversationId}"]`).first().waitFor();
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

/** In a conversation, at its newest entry, with nothing left to do. */
export async function atTheEnd(page: Page, conversationId: string): Promise<void> {
  await page.goto(`/c/${conversationId}`);
  await page.locator('[role=log] [data-row]').last().waitFor();
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
}

/** Milliseconds from the click in the list to the frame after the one that shows the text. */
export function opening(page: Page, conversationId: string, text: string): Promise<number> {
  return page.evaluate(
    async ([href, wanted]) => {
      const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const isThere = () =>
        [...document.querySelectorAll('[role=log] article')].some((one) => one.textContent?.includes(wanted));
      const start = performance.now();
      document.querySelector<HTMLElement>(`a[href="${href}"]`)!.click();
      while (!isThere()) await nextFrame();
      await nextFrame();
      return performance.now() - start;
    },
    [`/c/${conversationId}`, text] as const,
  );
}
