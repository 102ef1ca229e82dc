import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMIT_NAMES, variableOf } from '~/server/limits';

const COMMANDS = {
  production: ['node', 'dist/main.js'],
  development: ['node', '--import', 'tsx', 'src/server/main.ts'],
} as const;

export type SiteMode = keyof typeof COMMANDS;

/** Confab as people run it: a process with pages, on a folder of its own. */
export interface Site extends AsyncDisposable {
  readonly url: string;
  /** Gone without goodbye. */
  kill(): Promise<void>;
  /** Back on the same port and folder. */
  start(): Promise<void>;
}

export async function startSite(mode: SiteMode, variables: Readonly<Record<string, string>> = {}): Promise<Site> {
  const dataDir = await mkdtemp(join(tmpdir(), 'confab-e2e-'));
  const secret = randomBytes(32).toString('base64url');
  let child: ChildProcess | null = null;
  let url = '';

  async function start(): Promise<void> {
    const [command, ...args] = COMMANDS[mode];
    const env = {
      ...process.env,
      NODE_ENV: mode,
      PORT: url ? new URL(url).port : '0',
      DATA_DIR: dataDir,
      MONGODB_URL: '',
      REDIS_URL: '',
      NEXTAUTH_URL: '',
      NEXTAUTH_SECRET: secret,
      // Scripts write quicker than people.
      ...Object.fromEntries(LIMIT_NAMES.map((name) => [variableOf(name), 'off'])),
      ...variables,
    };
    const started = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    child = started;
    let output = '';
    for (const stream of [started.stdout, started.stderr]) stream?.on('data', (chunk) => (output += chunk));
    const ready = new Promise<string>((resolve) => {
      started.stdout?.on('data', () => {
        const [, found] = /Confab is at ([^\s"]+)/.exec(output) ?? [];
        if (found) resolve(found);
      });
    });
    const gone = once(started, 'exit').then(() => {
      throw new Error(`Confab did not start:\n${output}`);
    });
    gone.catch(() => {});
    url = await Promise.race([ready, gone]);
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill(signal);
    await gone;
  }

  await start();
  return {
    get url() {
      return url;
    },
    kill: () => end('SIGKILL'),
    start,
    async [Symbol.asyncDispose]() {
      await end('SIGTERM');
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
