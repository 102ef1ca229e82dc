import { startEmbeddedDatabase } from '~/server/embedded/server';

// A process of its own for tests that kill it: prints its URL, or why it could not start, and serves until then.
startEmbeddedDatabase({ folder: process.argv[2] ?? null, log: (message) => process.stderr.write(`${message}\n`) }).then(
  ({ url }) => process.stdout.write(`${url}\n`),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 1;
  },
);
