import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const alias = { '~': fileURLToPath(new URL('./src', import.meta.url)) };

/** Milliseconds in which what is polled for has to be there. */
const POLL_MS = 20_000;

/** The files of one worker share what they import: to import it again would take longer than most of them do. */
const project = (name: string, include: readonly string[], testTimeout: number, hookTimeout = testTimeout) => ({
  resolve: { alias },
  test: {
    name,
    include: [...include],
    testTimeout,
    hookTimeout,
    isolate: false,
    expect: { poll: { timeout: POLL_MS } },
  },
});

export default defineConfig({
  test: {
    // One more than there are cores, for tests wait a good part of their time; browsers do not, and get no more.
    maxWorkers: 1 + availableParallelism(),
    projects: [
      project('unit', ['{src,bench,chaos,demo,scripts}/**/*.test.ts'], 30_000),
      // What Confab does, on whatever database and Redis it is given.
      project('integration', ['tests/integration/*.test.ts'], 60_000, 120_000),
      // How its servers run and what they withstand, on what each test brings.
      project('servers', ['tests/{operations,security}/*.test.ts'], 60_000, 120_000),
      // What a browser makes of what it is served.
      project('pages', ['tests/{operations,security}/browser/*.test.ts'], 120_000, 240_000),
      // What people do in their browsers.
      project('e2e', ['tests/e2e/*.test.ts'], 120_000, 240_000),
    ],
  },
});
