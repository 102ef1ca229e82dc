import type { Page } from 'playwright-core';
import { composer } from '../../tests/e2e/support/browser';

/** Milliseconds between two keys of somebody who types fast. */
const KEY_MS = 90;

/**
 * Types, and tells the longest that the screen took to answer a key, in milliseconds: of so few keys that is their
 * Interaction to Next Paint, as web.dev/inp defines it.
 */
export async function typing(page: Page, text: string): Promise<number> {
  await page.evaluate(() => {
    const durations: number[] = [];
    (window as { keys?: number[] }).keys = durations;
    new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name.startsWith('key')) durations.push(duration);
    }).observe({ type: 'event', durationThreshold: 16 } as PerformanceObserverInit);
  });
  await composer(page).click();
  await page.keyboard.type(text, { delay: KEY_MS });
  // What was below the threshold is not told.
  const slowest = await page.evaluate(() => Math.max(16, ...(window as { keys?: number[] }).keys!));
  await composer(page).fill('');
  return slowest;
}
