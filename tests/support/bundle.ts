import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Writes a program of the repository as one file of JavaScript, which starts in half the time; its packages stay outside. */
export async function bundle(entry: string, outfile: string, plugins: Plugin[] = []): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    packages: 'external',
    sourcemap: 'inline',
    plugins,
  });
}

const programs = new Map<string, Promise<string>>();

/** The path of the bundle of a program, which is made once. */
export function bundleOf(entry: string): Promise<string> {
  const made = programs.get(entry) ?? make(entry);
  programs.set(entry, made);
  return made;
}

async function make(entry: string): Promise<string> {
  const outfile = join(
    ROOT,
    'node_modules/.cache/confab-programs',
    `${entry.replace(/\.ts$/, '').replaceAll('/', '-')}.mjs`,
  );
  // Renamed into place, so that nobody runs half of one that another run writes.
  const draft = `${outfile}.${process.pid}`;
  await bundle(entry, draft);
  await rename(draft, outfile);
  return outfile;
}
