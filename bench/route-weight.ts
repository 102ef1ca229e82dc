import type { Browser } from 'playwright-core';
import { aProfile, composer, expectSent, launchBrowser, send, signUp } from '../tests/e2e/support/browser';
import { startSite } from '../tests/e2e/support/site';

/**
 * Bytes of JavaScript, compressed and with its response headers, that a conversation may cost a browser which has nothing
 * of it yet: what it starts with and what it loads ahead for being offline. A phone on a slow line (1.6 Mbit/s) waits a
 * second for it.
 */
const BUDGET_BYTES = 200 * 1024;

/** Milliseconds without a script after which none follows: more than the page waits before it loads ahead. */
const QUIET_MS = 2_500;
/** Milliseconds after which a page that still loads is not measured any longer. */
const PATIENCE_MS = 60_000;

interface Chunk {
  readonly name: string;
  readonly bytes: number;
  /** It came after the network had been idle. */
  readonly ahead: boolean;
}

await using site = await startSite('production');
await using browser = await launchBrowser();
const chunks = await chunksOf(browser, await aConversation(browser, site.url));
const initial = report(
  'initial',
  chunks.filter((chunk) => !chunk.ahead),
);
const ahead = report(
  'loaded ahead',
  chunks.filter((chunk) => chunk.ahead),
);
const total = initial + ahead;
console.log(`\n${inKib(total)}  total, of ${inKib(BUDGET_BYTES).trim()}`);
if (total > BUDGET_BYTES) {
  console.error(`The chat route is ${inKib(total - BUDGET_BYTES).trim()} too heavy.`);
  process.exitCode = 1;
}

interface Visit {
  readonly url: string;
  /** The cookies of who may see it. */
  readonly storageState: Awaited<ReturnType<Awaited<ReturnType<Browser['newContext']>>['storageState']>>;
}

/** Somebody's group with a message in it. */
async function aConversation(browser: Browser, origin: string): Promise<Visit> {
  const { context, page } = await aProfile(browser, origin);
  await signUp(page, 'Ana');
  const answer = await context.request.post('/api/trpc/conversation.createGroup', {
    data: { name: 'Weights', memberIds: [] },
  });
  const { result } = (await answer.json()) as { readonly result: { readonly data: { readonly id: string } } };
  const url = `${origin}/c/${result.data.id}`;
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
  const names = new Map<string, string>();
  const found: Chunk[] = [];
  let wasIdle = false;
  let changedAt = Date.now();
  devtools.on('Network.requestWillBeSent', ({ requestId, request }) => {
    const { pathname } = new URL(request.url);
    if (!pathname.endsWith('.js')) return;
    names.set(requestId, pathname.slice(pathname.lastIndexOf('/') + 1));
    changedAt = Date.now();
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const name = names.get(requestId);
    if (name === undefined) return;
    found.push({ name, bytes: encodedDataLength, ahead: wasIdle });
    changedAt = Date.now();
  });
  devtools.on('Page.lifecycleEvent', ({ name }) => {
    if (name !== 'networkIdle' || names.size === 0) return;
    wasIdle = true;
    changedAt = Date.now();
  });
  await devtools.send('Network.enable');
  await devtools.send('Page.enable');
  await devtools.send('Page.setLifecycleEventsEnabled', { enabled: true });
  await page.goto(url);
  await composer(page).waitFor();
  const isAtRest = () => wasIdle && found.length === names.size && Date.now() - changedAt >= QUIET_MS;
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
