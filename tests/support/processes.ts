import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Env } from '~/server/env';
import { type LimitName, variableOf } from '~/server/limits';
import { bundleOf, ROOT } from './bundle';

const SERVER = 'tests/support/server-process.ts';

export interface Exit {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ServerProcess extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
  /** Resolves when it is gone, whatever ended it. */
  readonly exited: Promise<Exit>;
  /** Gone without goodbye. */
  kill(): Promise<Exit>;
  /** Asks it to stop. */
  terminate(): Promise<Exit>;
}

/** The environment variables that say what an `Env` says. */
export function variablesOf(env: Partial<Env>): Record<string, string> {
  const variables = {
    NODE_ENV: env.production ? 'production' : 'test',
    PORT: env.port,
    HOST: env.host,
    DATA_DIR: env.dataDir,
    MONGODB_URL: env.mongodbUrl,
    REDIS_URL: env.redisUrl,
    NEXTAUTH_SECRET: env.secret,
    LIMIT_CONNECTIONS_USER: env.connections && (env.connections.user ?? 'off'),
    LIMIT_CONNECTIONS_ADDRESS: env.connections && (env.connections.address ?? 'off'),
    DRAIN_SECONDS: env.drainSeconds,
    UPLOAD_MAX_MB: env.uploads && env.uploads.maxBytes / 1024 / 1024,
    WEBHOOK_PRIVATE_ADDRESSES: env.webhooks?.allowPrivate,
    UPLOAD_QUOTA_MB: env.uploads && env.uploads.quotaBytes / 1024 / 1024,
  };
  return Object.fromEntries(
    [...Object.entries(variables), ...ratesOf(env)].flatMap(([name, value]) =>
      value === undefined ? [] : [[name, `${value}`]],
    ),
  );
}

function ratesOf({ rates = {} }: Partial<Env>): [string, string][] {
  return Object.entries(rates).map(([name, rate]) => [
    variableOf(name as LimitName),
    rate ? `${rate.points}/${rate.seconds}` : 'off',
  ]);
}

/** Starts a program of the project, in its folder, with these variables and no others of Confab's. */
async function start(program: string, variables: Record<string, string>, args: readonly string[] = []) {
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
  const child = spawn(process.execPath, [await bundleOf(program), ...args], {
    cwd: ROOT,
    env: { NODE_ENV: 'test', PATH, HOME, ...(TMPDIR && { TMPDIR }), ...variables },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].on('data', (chunk) => {
      output[name] += chunk;
    });
  }
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...output }));
  });
  return { child, exited };
}

/** Runs a program to its end. */
export async function runToEnd(
  program: string,
  variables: Record<string, string>,
  args: readonly string[] = [],
): Promise<Exit> {
  const { exited } = await start(program, variables, args);
  return exited;
}

/** A server that is not expected to start: how it ended. */
export const failToStart = (env: Partial<Env>): Promise<Exit> => runToEnd(SERVER, variablesOf(env));

/** Confab as a process of its own; serving when it answers. `leaveMs`: how long it waits for clients that it sends away. */
export async function startServerProcess(env: Partial<Env>, leaveMs?: number): Promise<ServerProcess> {
  const args = leaveMs === undefined ? [] : [`${leaveMs}`];
  const { child, exited } = await start(SERVER, variablesOf(env), args);
  const lines = createInterface({ input: child.stdout });
  const first = await Promise.race([once(lines, 'line'), exited]);
  if (!Array.isArray(first)) throw new Error(`the server did not start: ${first.stderr}`);
  const { url } = JSON.parse(first[0]) as { url: string };
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return exited;
  };
  return {
    url,
    pid: child.pid!,
    exited,
    kill: () => end('SIGKILL'),
    terminate: () => end('SIGTERM'),
    async [Symbol.asyncDispose]() {
      await end('SIGKILL');
    },
  };
}
