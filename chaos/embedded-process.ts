import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { bundleOf, ROOT } from '../tests/support/bundle';

/** The embedded database as a process of its own: only so can several servers use it, and be killed without it. */
export async function startEmbeddedProcess(folder: string): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const child = spawn(process.execPath, [await bundleOf('tests/operations/embedded-child.ts'), folder], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const first = await Promise.race([once(createInterface({ input: child.stdout }), 'line'), exited]);
  if (typeof first[0] !== 'string' || !first[0].startsWith('mongodb:')) throw new Error('no embedded database');
  return {
    url: first[0],
    async stop() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
