import type { BrowserContext } from 'playwright-core';

/**
 * Opens a conversation in a browser that has been there, while nothing that is asked of the server but the page itself is
 * answered. Milliseconds from the start of the navigation to the frame that shows the text.
 */
export async function returning(context: BrowserContext, conversationId: string, text: string): Promise<number> {
  const page = await context.newPage();
  await page.route('**/api/**', () => {});
  await page.routeWebSocket('**/api/live**', () => {});
  await page.goto(`/c/${conversationId}`, { waitUntil: 'commit' });
  const milliseconds = await page.evaluate(async (wanted) => {
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const isThere = () =>
      [...document.querySelectorAll('[role=log] article')].some((one) => one.textContent?.includes(wanted));
    while (!isThere()) await nextFrame();
    await nextFrame();
    return performance.now();
  }, text);
  await page.close();
  return milliseconds;
}
