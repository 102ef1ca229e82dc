import { EventEmitter } from 'node:events';
import next from 'next';
import type { Container } from './container';
import { publishContainer } from './container-slot';
import { type Env, EnvError, readEnv } from './env';
import { endOnUncaught } from './fatal';
import { greeting, greetingLine } from './greeting';
import { createLog } from './log';
import { type Site, startServer } from './server';

/** Milliseconds a stopping process has once it sends its clients away; past them it goes, and what is left is repaired by the next one. */
const DRAIN_MS = 10_000;

try {
  const env = readEnv(process.env);
  const log = createLog(env);
  endOnUncaught(log);
  const server = await startServer({ env, log, openSite: (container, url) => openNext(env, container, url) });
  if (env.production) log.info(...greetingLine(env, server.url));
  else console.log(greeting(env, server.url));
  const stop = (signal: string) => {
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), env.drainSeconds * 1000 + DRAIN_MS).unref();
    server.close().then(
      () => process.exit(0),
      (error) => {
        log.error({ error }, 'could not stop in good order');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
} catch (error) {
  console.error(error instanceof EnvError ? error.message : wordsOf(error));
  process.exit(1);
}

/** Next for the pages and the procedures over HTTP. The decoy keeps it from ending sockets that are not its own. */
async function openNext(env: Env, container: Container, url: string): Promise<Site> {
  process.env.NEXTAUTH_URL ||= url;
  process.env.NEXT_TELEMETRY_DISABLED = '1';
  publishContainer(container);
  const decoy = new EventEmitter();
  const app = next({ dev: !env.production, httpServer: decoy as never });
  await app.prepare();
  const handle = app.getRequestHandler();
  return {
    handle: (request, response) => handle(request, response),
    hotReload: env.production ? null : (...upgrade) => decoy.emit('upgrade', ...upgrade),
    close: () => app.close(),
  };
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE') return 'The port is taken: set PORT to another one.';
  if (error.name === 'MongooseServerSelectionError')
    return `The database of MONGODB_URL is out of reach: ${error.message}`;
  return error.stack ?? error.message;
}
