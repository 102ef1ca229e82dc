import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { bundleOf, ROOT } from '../tests/support/bundle';
import type { Answer, Commands } from './answering';

/** What is measured has one core, and who measures has another. */
export const CORES = { server: 0, load: 1 } as const;

/** Whether processes can be held to their cores here. */
export const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** A program and its arguments, on one core of its own. */
export function onCore(core: keyof typeof CORES, program: string, args: readonly string[]): [string, string[]] {
  return canPin ? ['taskset', ['-c', `${CORES[core]}`, program, ...args]] : [program, [...args]];
}

/** A process of the bench that answers commands. */
export interface Child<C extends Commands, Ready = null> extends AsyncDisposable {
  readonly ready: Ready;
  readonly pid: number;
  /** Rejects with what went wrong there, or when it has gone. */
  ask<K extends keyof C & string>(name: K, input: Parameters<C[K]>[0]): Promise<Awaited<ReturnType<C[K]>>>;
}

/** Starts a file of `bench/` as a program in plain JavaScript, as it would be deployed; ready when it answers. */
export async function startChild<C extends Commands, Ready = null>(
  core: keyof typeof CORES,
  file: string,
  env: Readonly<Record<string, string>> = {},
): Promise<Child<C, Ready>> {
  const { PATH = '', HOME = '', TMPDIR = '' } = process.env;
  const [program, args] = onCore(core, process.execPath, ['--expose-gc', await bundleOf(`bench/${file}`)]);
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { NODE_ENV: 'production', PATH, HOME, ...(TMPDIR && { TMPDIR }), ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  const gone = once(child, 'exit').then(([code, signal]) => {
    const error = new Error(`${file} has gone (${signal ?? code})`);
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    return error;
  });
  const ready = await Promise.race([readiness(child), gone]);
  if (ready instanceof Error) throw ready;
  child.on('message', (said: Exclude<Answer, { ready: unknown }>) => {
    const asked = waiting.get(said.id);
    waiting.delete(said.id);
    if ('error' in said) asked?.reject(new Error(`${file}: ${said.error}`));
    else asked?.resolve(said.value as never);
  });
  let asked = 0;
  return {
    ready: ready as Ready,
    pid: child.pid!,
    ask: (name, input) =>
      new Promise((resolve, reject) => {
        const id = asked++;
        waiting.set(id, { resolve, reject });
        child.send({ id, name, input }, (error) => error && reject(error));
      }),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}

async function readiness(child: ChildProcess): Promise<unknown> {
  const [first] = (await once(child, 'message')) as [Extract<Answer, { ready: unknown }>];
  return first.ready;
}
