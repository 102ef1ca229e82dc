import pino, { type Logger } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** JSON lines on standard output. Message texts never go in. */
export function createLog(options: { readonly production: boolean }): Log {
  return pino({ level: options.production ? 'info' : 'warn', base: { pid: process.pid } });
}
