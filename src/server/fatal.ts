import type { Log } from './log';

/**
 * An error that nobody caught leaves a process of which nobody knows what it still does: it is written down, and the
 * process ends with 1, for whatever runs it to start another. Next alone would write it down and go on.
 */
export function endOnUncaught(log: Log): void {
  const end = (error: unknown, origin: string) => {
    log.error({ error, origin }, 'an error that nobody caught; the process ends');
    process.exit(1);
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', (reason) => end(reason, 'unhandledRejection'));
}
