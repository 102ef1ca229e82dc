import type { Browser } from 'playwright-core';
import { aProfile, call, composer, expectSent, launchBrowser, send, signUp } from '../tests/e2e/support/browser';
import { startSite } from '../tests/e2e/support/site';

/**
 * Bytes of JavaScript, compressed and without the headers of the answers, that a conversation may start with in a browser which
 * has nothing of it yet. A phone on a slow line (1.6 Mbit/s) waits a second for it. What is loaded ahead for being offline
 * comes when the page is there and idle, and is told beside it.
 */
const BUDGET_BYTES = 200 * 1024;

/** Milliseconds without a script after which none follows: more than the page waits before it loads ahead. */
const QUIET_MS = 2_500;
/** Milliseconds after which a page that still loads is not measured any longer. */
const PATIENCE_MS = 60_000;

interface Chunk {
  readonly name: string;
  readonly bytes: number;
  /** It was asked for when the page had loaded and had nothing to do. */
  readonly ahead: boolean;
}

await using site = await startSite('production');
await using browser = await launchBrowser();
const chunks = await chunksOf(browser, await aConversation(browser, site.url));
const initial = report(
  'initial',
  chunks.filter((chunk) => !chunk.ahead),
);
report(
  'loaded ahead',
  chunks.filter((chunk) => chunk.ahead),
);
console.log(`\n${inKib(initial)}  of ${inKib(BUDGET_BYTES).trim()} to start with`);
if (initial > BUDGET_BYTES) {
  console.error(`The chat route is ${inKib(initial - BUDGET_BYTES).trim()} too heavy.`);
  process.exitCode = 1;
}

interface Visit {
  readonly url: string;
  /** The cookies of who may see it. */
  readonly storageState: Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>>;
}

/** Somebody's group with a message in it. */
async function aConversation(browser: Browser, origin: string): Promise<Visit> {
  const { context, page } = await aProfile(browser, { url: origin });
  await signUp(page, 'Ana');
  const { id } = await call<{ id: string }>(context, 'conversation.createGroup', { name: 'Weights', memberIds: [] });
  const url = `${origin}/c/${id}`;
  await page.goto(url);
  await send(page, 'Hello');
  await expectSent(page, 'Hello');
  const storageState = await context.storageState();
  await context.close();
  return { url, storageState };
}

/** Every script that the page loads in a browser that was never there, until it loads no more. */
async function chunksOf(browser: Browser, { url, storageState }: Visit): Promise<readonly Chunk[]> {
  const context = await browser.newContext({ storageState });
  const page = await context.newPage();
  const devtools = await context.newCDPSession(page);
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
  await page.goto(url, { waitUntil: 'load' });
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)));
  isIdle = true;
  await composer(page).waitFor();
  const isAtRest = () => found.length === asked.size && Date.now() - changedAt >= QUIET_MS;
  for (const openedAt = Date.now(); !isAtRest(); await page.waitForTimeout(100)) {
    if (Date.now() - openedAt > PATIENCE_MS) throw new Error('The page does not stop loading.');
  }
  await context.close();
  return found;
}

/** Prints them, the heaviest first, and answers with their weight. */
function report(title: string, chunks: readonly Chunk[]): number {
  const bytes = chunks.reduce((sum, chunk) => sum + chunk.bytes, 0);
  console.log(`\n${inKib(bytes)}  ${title}`);
  for (const chunk of chunks.toSorted((a, b) => b.bytes - a.bytes))
    console.log(`${inKib(chunk.bytes)}    ${chunk.name}`);
  return bytes;
}

function inKib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1).padStart(6)} KiB`;
}
