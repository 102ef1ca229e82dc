import { readdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import pino from 'pino';
import { readEnv } from '~/server/env';
import { startServer } from '~/server/server';
import { proceduresOnly } from '../tests/support/confab';

/** What the harness asks of one server; the first argument, as JSON. */
export interface ServerOrders {
  /** Where its log goes. */
  readonly logFile: string;
  /** Milliseconds its clock is ahead; below 0 behind. */
  readonly clockOffsetMs: number;
}

/** What a server takes after it has given back what it can; one line of JSON for each line it is sent. */
export interface Measured {
  /** Bytes of the heap that something still refers to. */
  readonly heapBytes: number;
  readonly rssBytes: number;
  readonly fileDescriptors: number;
}

// Confab without pages, on the real transports, services and sockets. Prints its address; goes when its starter does.
const { logFile, clockOffsetMs } = JSON.parse(process.argv[2] ?? '') as ServerOrders;
const log = pino({ level: 'info' }, pino.destination({ dest: logFile, sync: true }));

process.on('uncaughtExceptionMonitor', (error) => log.fatal({ error: error.stack }, 'uncaught'));
try {
  const server = await startServer({
    env: readEnv(process.env),
    openSite: proceduresOnly,
    log,
    now: () => new Date(Date.now() + clockOffsetMs),
  });
  process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
  const orders = createInterface({ input: process.stdin });
  orders.on('line', () => process.stdout.write(`${JSON.stringify(measure())}\n`));
  orders.once('close', () => process.exit(1));
  process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
} catch (error) {
  log.error({ error: String(error) }, 'did not start');
  process.exit(1);
}

function measure(): Measured {
  // Twice: what finalizers let go of in the first is gone after the second.
  for (let round = 0; round < 2; round += 1) globalThis.gc?.();
  const { heapUsed, rss } = process.memoryUsage();
  return { heapBytes: heapUsed, rssBytes: rss, fileDescriptors: readdirSync('/proc/self/fd').length };
}
