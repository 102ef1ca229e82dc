import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../tests/support/bundle';
import { onCore } from './child';
import type { Peer } from './figure';
import { startPeer } from './stage';

/** A program on the servers' core, as it is deployed. */
export interface Deployed extends AsyncDisposable {
  readonly url: string;
  readonly pid: number;
}

let isBuilt = false;

/** Builds what is to be measured, once for a run; with `asItIs` only if nothing was built before. */
export function build({ asItIs }: { readonly asItIs: boolean }): void {
  isBuilt ||= asItIs && existsSync(join(ROOT, 'dist/main.js')) && existsSync(join(ROOT, '.next/BUILD_ID'));
  if (isBuilt) return;
  const { status, stdout, stderr } = spawnSync('npm', ['run', 'build'], { cwd: ROOT, encoding: 'utf8' });
  if (status !== 0) throw new Error(`it does not build:\n${stdout}${stderr}`);
  isBuilt = true;
}

/** Confab by `npm start`, the production build with its pages; another peer as it always is. */
export async function startDeployed(peer: Peer, env: Readonly<Record<string, string>>): Promise<Deployed> {
  if (peer === 'confab') return startBuilt(env);
  const { ready, ...server } = await startPeer(peer, env);
  return { ...ready, ...server };
}

/** Answers when the server says where it is. */
export async function startBuilt(env: Readonly<Record<string, string>>): Promise<Deployed> {
  const { PATH = '', HOME = '' } = process.env;
  const [program, args] = onCore('server', process.execPath, ['dist/main.js']);
  const child = spawn(program, args, {
    cwd: ROOT,
    env: { NODE_ENV: 'production', PATH, HOME, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const [, found] = /Confab is at ([^\s"]+)/.exec(output) ?? [];
      if (found) resolve(found);
    });
    void gone.then(() => reject(new Error(`npm start ended:\n${output}`)));
  });
  return {
    url,
    pid: child.pid!,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
