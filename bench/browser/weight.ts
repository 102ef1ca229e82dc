import type { Page } from 'playwright-core';
import { composer } from '../../tests/e2e/support/browser';

/**
 * Bytes of JavaScript, by gzip and without the headers of the answers, that a conversation may start with in a browser
 * which has nothing of it yet. A phone on a slow line (1.6 Mbit/s) waits a second for it. What is loaded ahead for being
 * offline comes when the page is there and idle, and is told beside it.
 */
export const BUDGET_BYTES = 200 * 1024;

/** Milliseconds without a script after which none follows: more than the page waits before it loads ahead. */
const QUIET_MS = 2_500;

/** Milliseconds after which a page that still loads is not measured any longer. */
const PATIENCE_MS = 60_000;

export interface Chunk {
  readonly name: string;
  readonly bytes: number;
  /** It was asked for when the page had loaded and had nothing to do. */
  readonly ahead: boolean;
}

/** Every script that a conversation loads in a browser that was never there, until it loads no more. */
export async function chunksOf(page: Page, url: string): Promise<readonly Chunk[]> {
  const devtools = await page.context().newCDPSession(page);
  const asked = new Map<string, Pick<Chunk, 'name' | 'ahead'>>();
  const received = new Map<string, number>();
  const found: Chunk[] = [];
  let isIdle = false;
  let changedAt = Date.now();
  devtools.on('Network.requestWillBeSent', ({ requestId, request }) => {
    const { pathname } = new URL(request.url);
    if (!pathname.endsWith('.js')) return;
    asked.set(requestId, { name: pathname.slice(pathname.lastIndexOf('/') + 1), ahead: isIdle });
    changedAt = Date.now();
  });
  devtools.on('Network.dataReceived', ({ requestId, encodedDataLength }) => {
    received.set(requestId, (received.get(requestId) ?? 0) + encodedDataLength);
  });
  devtools.on('Network.loadingFinished', ({ requestId }) => {
    const chunk = asked.get(requestId);
    if (!chunk) return;
    found.push({ ...chunk, bytes: received.get(requestId) ?? 0 });
    changedAt = Date.now();
  });
  await devtools.send('Network.enable');
  // Over https browsers take brotli, which is a sixth smaller: what is counted is what the slowest way carries.
  await page.setExtraHTTPHeaders({ 'accept-encoding': 'gzip' });
  await page.goto(url, { waitUntil: 'load' });
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  isIdle = true;
  await composer(page).waitFor();
  const isAtRest = () => found.length === asked.size && Date.now() - changedAt >= QUIET_MS;
  for (const openedAt = Date.now(); !isAtRest(); await page.waitForTimeout(100)) {
    if (Date.now() - openedAt > PATIENCE_MS) throw new Error('The page does not stop loading.');
  }
  await devtools.detach();
  return found;
}

export const bytesOf = (chunks: readonly Chunk[]): number => chunks.reduce((sum, { bytes }) => sum + bytes, 0);
