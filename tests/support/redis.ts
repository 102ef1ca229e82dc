import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** Whether this machine has a Redis to start. */
export const hasRedis = spawnSync('redis-server', ['--version']).status === 0;

export interface TestRedis extends AsyncDisposable {
  readonly url: string;
  readonly port: number;
  /** Gone without goodbye. */
  kill(): Promise<void>;
  /** Back on the same port, empty. */
  start(): Promise<void>;
  /** Says nothing and keeps every connection, until it goes on. */
  pause(): void;
  goOn(): void;
  /** A command of an administrator, on a connection of its own. */
  ask(...command: (string | number)[]): Promise<unknown>;
}

/** Go with the tests, also when a test was given up. */
const running = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** How often another port is tried: between finding a free one and listening on it somebody else may have taken it. */
const ATTEMPTS = 5;

/** A Redis of its own on a free loopback port, keeping nothing; a Sentinel with a file to keep what it learns in. */
export async function startRedis(
  options: () => Promise<readonly string[]> = async () => [],
  sentinelFile?: string,
): Promise<TestRedis> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOn(await freePort(), await options(), sentinelFile);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

async function startOn(port: number, options: readonly string[], sentinelFile?: string): Promise<TestRedis> {
  let child: ChildProcess | null = null;
  const start = async () => {
    const common = ['--port', `${port}`, '--bind', '127.0.0.1'];
    const args = sentinelFile
      ? [sentinelFile, ...common, '--sentinel']
      : [...common, '--save', '', '--appendonly', 'no', ...options];
    const started = spawn('redis-server', args);
    running.add(started);
    started.once('exit', () => running.delete(started));
    child = started;
    let isReady = false;
    for await (const chunk of started.stdout ?? []) {
      isReady = READY.test(String(chunk));
      if (isReady) break;
    }
    if (!isReady) throw new Error(`redis-server did not start on port ${port}`);
    started.stdout?.resume();
  };
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    kill,
    start,
    pause: () => void child?.kill('SIGSTOP'),
    goOn: () => void child?.kill('SIGCONT'),
    async ask(name, ...args) {
      const client = new Redis(port, '127.0.0.1', { maxRetriesPerRequest: 0, commandTimeout: 2_000 });
      client.on('error', () => {});
      try {
        return await client.call(String(name), ...args);
      } finally {
        client.disconnect();
      }
    },
    [Symbol.asyncDispose]: kill,
  };
}

/** What a server and a Sentinel say once they listen. */
const READY = /Ready to accept connections|Sentinel ID is/;

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return address.port;
}

/** A folder that goes with what is started in it. */
export async function aFolder(): Promise<{ path: string; remove: () => Promise<void> }> {
  const path = await mkdtemp(join(tmpdir(), 'confab-redis-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
}
