import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';
import { grouped } from '~/sync/grouped';
import { bundle, ROOT } from '../tests/support/bundle';

/** A piece of the product's source, and what takes its place in the server that is built. */
export interface Replacement {
  /** Of the repository. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
}

/**
 * The server of the chaos as a program of one file. With replacements it is the product broken on purpose; a piece that
 * is not in its file any more fails the build, so that no proof goes stale unnoticed.
 */
export async function bundleServer(outfile: string, replacements: readonly Replacement[] = []): Promise<void> {
  await mkdir(dirname(outfile), { recursive: true });
  await bundle('chaos/server-process.ts', outfile, replacements.length > 0 ? [replacing(replacements)] : []);
}

function replacing(replacements: readonly Replacement[]): Plugin {
  const byFile = grouped(replacements, ({ file }) => join(ROOT, file));
  return {
    name: 'replacing',
    setup({ onLoad, onEnd }) {
      const met = new Set<string>();
      onLoad({ filter: /\.ts$/ }, async ({ path }) => {
        const here = byFile.get(path);
        if (!here) return undefined;
        met.add(path);
        let contents = await readFile(path, 'utf8');
        for (const { from, to, file } of here) {
          if (contents.split(from).length !== 2) throw new Error(`${file} does not have this once: ${from}`);
          contents = contents.replace(from, () => to);
        }
        return { contents, loader: 'ts' };
      });
      onEnd(() => {
        const missed = [...byFile.keys()].filter((path) => !met.has(path));
        if (missed.length > 0) throw new Error(`not part of the server: ${missed.join(', ')}`);
      });
    },
  };
}
