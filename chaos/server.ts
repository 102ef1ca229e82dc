import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { ROOT } from '../tests/support/bundle';
import type { Measured, ServerOrders } from './server-process';

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stderr: string;
}

/** One process of the deployment, serving. */
export interface Server {
  readonly pid: number;
  readonly port: number;
  readonly exited: Promise<Ended>;
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<Ended>;
  /** What it takes, after a garbage collection; null if it does not answer in time. */
  measure(): Promise<Measured | null>;
}

/** Milliseconds an answer to `measure` may take: a garbage collection, on a machine that is busy. */
const MEASURE_MS = 10_000;

/** Rejects when it ends before it serves. */
export async function startServerProcess(
  bundle: string,
  env: Readonly<Record<string, string>>,
  orders: ServerOrders,
): Promise<Server> {
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
  const child = spawn(process.execPath, ['--expose-gc', '--enable-source-maps', bundle, JSON.stringify(orders)], {
    cwd: ROOT,
    env: { NODE_ENV: 'test', PATH, HOME, ...(TMPDIR && { TMPDIR }), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  child.stdin.on('error', () => {});
  const exited = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, stderr }));
  });
  const lines = createInterface({ input: child.stdout });
  const line = () => new Promise<string>((resolve) => lines.once('line', resolve));
  const first = await Promise.race([line(), exited]);
  if (typeof first !== 'string') throw new Error(`a server did not start: ${first.stderr}`);
  return {
    pid: child.pid!,
    port: Number(new URL((JSON.parse(first) as { url: string }).url).port),
    exited,
    end(signal) {
      child.kill(signal);
      return exited;
    },
    measure() {
      const answer = line().then((text) => JSON.parse(text) as Measured);
      child.stdin.write('measure\n');
      const late = new Promise<null>((resolve) => setTimeout(resolve, MEASURE_MS, null).unref());
      return Promise.race([answer, exited.then(() => null), late]);
    },
  };
}
