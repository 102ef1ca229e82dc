import { readEnv } from '~/server/env';
import { startServer } from '~/server/server';
import { CHEAP_PASSWORDS, proceduresOnly, silentLog } from './confab';

// Confab without pages as a process of its own. Prints its address, or why it could not start; goes when its starter does.
try {
  const [leaveMs] = process.argv.slice(2);
  const server = await startServer({
    env: readEnv(process.env),
    openSite: proceduresOnly,
    log: silentLog,
    passwordCost: CHEAP_PASSWORDS,
    ...(leaveMs && { leaveMs: Number(leaveMs) }),
  });
  process.once('SIGTERM', () => void server.close().then(() => process.exit(0)));
  process.stdin.once('close', () => process.exit(1)).resume();
  process.stdout.write(`${JSON.stringify({ url: server.url })}\n`);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exit(1);
}
