import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { hasRedis, startRedis } from '../tests/support/redis';

/** Everything that must hold before a change lands. Each step's output is shown; after one that fails no other begins. */
const EMBEDDED = { MONGODB_URL: '', REDIS_URL: '' };
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
const hasChromium = existsSync(CHROMIUM);
const { MONGODB_URL } = process.env;

const skipped: string[] = [];

try {
  // `--rest`: the tests that `npm test` runs have been run.
  if (!process.argv.includes('--rest')) await step('unit and server tests, embedded database', 'npm test', EMBEDDED);
  // The people of the chaos mostly wait: what takes a processor and no clock goes on beside them.
  await allOf([chaos(), buildAndPages()]);
  await realBackends();
  await inBrowsers('people in their browsers', 'npx vitest run --project e2e --maxWorkers 100%');
} catch (error) {
  console.error(`\n── ${(error as Error).message}`);
  process.exit(1);
}
console.log(`\nEverything that ran has passed.${skipped.length > 0 ? `\nNOT RUN: ${skipped.join('; ')}` : ''}`);

async function buildAndPages(): Promise<void> {
  await step('types', 'npm run typecheck', {}, 'when it ends');
  await step('lint and import directions', 'npm run lint', {}, 'when it ends');
  await step('documentation of the procedures', 'npm run docs -- --check', {}, 'when it ends');
  await step('build', 'npm run build', {}, 'when it ends');
  await inBrowsers('weight of the chat route', 'npx tsx bench/route-weight.ts', 'when it ends');
  await inBrowsers('pages in a browser', 'npx vitest run --project pages --maxWorkers 1', 'when it ends');
}

async function chaos(): Promise<void> {
  const name = 'two minutes of every fault';
  if (!MONGODB_URL) return skip(name, 'MONGODB_URL is not set');
  if (!hasRedis) return skip(name, 'redis-server is not installed');
  await step(name, 'npm run chaos -- --minutes 2');
}

async function realBackends(): Promise<void> {
  const name = 'integration tests, MongoDB and Redis';
  if (!MONGODB_URL) return skip(name, 'MONGODB_URL is not set');
  const redis = process.env.REDIS_URL || !hasRedis ? null : await startRedis();
  const REDIS_URL = process.env.REDIS_URL || redis?.url || '';
  if (!REDIS_URL) skip('tests on Redis', 'REDIS_URL is not set and redis-server is not installed');
  try {
    await step(name, 'npx vitest run --project integration', { MONGODB_URL, REDIS_URL });
  } finally {
    await redis?.[Symbol.asyncDispose]();
  }
}

async function inBrowsers(name: string, command: string, shown: Shown = 'at once'): Promise<void> {
  if (hasChromium) await step(name, command, EMBEDDED, shown);
  else skip(name, `there is no ${CHROMIUM}; install Chromium or set CHROMIUM_PATH`);
}

/** All of them to their end, also when one has failed; rejects with the first failure. */
async function allOf(lanes: readonly Promise<void>[]): Promise<void> {
  for (const outcome of await Promise.allSettled(lanes)) if (outcome.status === 'rejected') throw outcome.reason;
}

type Shown = 'at once' | 'when it ends';

/** Runs a command; rejects if it fails. */
async function step(
  name: string,
  command: string,
  env: Record<string, string> = {},
  shown: Shown = 'at once',
): Promise<void> {
  if (shown === 'at once') console.log(`\n── ${name}: ${command}`);
  const started = Date.now();
  const stdio = shown === 'at once' ? 'inherit' : 'pipe';
  const child = spawn(command, { shell: true, stdio, env: { ...process.env, ...env } });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  if (shown === 'when it ends') console.log(`\n── ${name}: ${command}\n${output.trimEnd()}`);
  if (code !== 0) throw new Error(`${name} failed after ${seconds} s`);
  console.log(`── ${name}: ${seconds} s`);
}

function skip(name: string, reason: string): void {
  skipped.push(`${name} (${reason})`);
  console.error(`\n── !!! ${name} CANNOT RUN HERE: ${reason} !!!`);
}
