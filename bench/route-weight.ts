import { aPair, aProfile, launchBrowser } from '../tests/e2e/support/browser';
import { startSite } from '../tests/e2e/support/site';
import { BUDGET_BYTES, bytesOf, type Chunk, chunksOf } from './browser/weight';

// What the chat route carries, by chunks; fails past the budget.

await using site = await startSite('production');
await using browser = await launchBrowser();
const { ana, conversationId } = await aPair(await aProfile(browser, site), await aProfile(browser, site));
const fresh = await aProfile(browser, site);
await fresh.context.addCookies(await ana.context.cookies());
const chunks = await chunksOf(fresh.page, `/c/${conversationId}`);
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

/** Prints them, the heaviest first, and answers with their weight. */
function report(title: string, chunks: readonly Chunk[]): number {
  const bytes = bytesOf(chunks);
  console.log(`\n${inKib(bytes)}  ${title}`);
  for (const chunk of chunks.toSorted((a, b) => b.bytes - a.bytes))
    console.log(`${inKib(chunk.bytes)}    ${chunk.name}`);
  return bytes;
}

function inKib(bytes: number): string {
  return `${(bytes / 1024).toFixed(1).padStart(6)} KiB`;
}
