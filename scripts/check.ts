import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { hasRedis, startRedis } from '../tests/support/redis';

/** Everything that must hold before a change lands. Each step's output is shown; the first that fails ends it. */
const EMBEDDED = { MONGODB_URL: '', REDIS_URL: '' };
const CHROMIUM = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';

const skipped: string[] = [];

await step('types', 'npm run typecheck');
await step('lint and import directions', 'npm run lint');
// `--rest`: the tests that `npm test` runs have been run.
if (!process.argv.includes('--rest')) await step('unit and integration tests, embedded database', 'npm test', EMBEDDED);
await realBackends();
await chaos();
await step('build', 'npm run build');
if (existsSync(CHROMIUM)) {
  await step('weight of the chat route', 'npx tsx bench/route-weight.ts');
  await step('browser tests', 'npm run test:e2e', EMBEDDED);
} else
  skip('weight of the chat route, browser tests', `there is no ${CHROMIUM}; install Chromium or set CHROMIUM_PATH`);

console.log(`\nEverything that ran has passed.${skipped.length > 0 ? `\nNOT RUN: ${skipped.join('; ')}` : ''}`);

async function realBackends(): Promise<void> {
  const name = 'integration tests, MongoDB and Redis';
  const { MONGODB_URL } = process.env;
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

async function chaos(): Promise<void> {
  const name = 'two minutes of every fault';
  if (!process.env.MONGODB_URL) return skip(name, 'MONGODB_URL is not set');
  if (!hasRedis) return skip(name, 'redis-server is not installed');
  await step(name, 'npm run chaos -- --minutes 2');
}

async function step(name: string, command: string, env: Record<string, string> = {}): Promise<void> {
  console.log(`\n── ${name}: ${command}`);
  const started = Date.now();
  const child = spawn(command, { shell: true, stdio: 'inherit', env: { ...process.env, ...env } });
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  const seconds = ((Date.now() - started) / 1000).toFixed(0);
  if (code !== 0) {
    console.error(`\n── ${name} failed after ${seconds} s`);
    process.exit(1);
  }
  console.log(`── ${name}: ${seconds} s`);
}

function skip(name: string, reason: string): void {
  skipped.push(`${name} (${reason})`);
  console.error(`\n── !!! ${name} CANNOT RUN HERE: ${reason} !!!`);
}
