import pino, { type DestinationStream, type Logger } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Milliseconds that a line waits at most for others to be written with: a write costs more than what is in it. */
const WRITE_EVERY_MS = 200;

/** Characters that are written without waiting. */
const WRITE_AT_ONCE = 8 * 1024;

/**
 * One JSON object a line, on standard output, soon after and at the latest when the process ends. Never in it: message
 * texts, names, addresses of people, and whatever lets somebody in. Errors go under `error`, where what they quote is
 * taken out.
 */
export function createLog({ logLevel }: { readonly logLevel: LogLevel }, destination?: DestinationStream): Log {
  const options = {
    level: logLevel,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
    serializers: { error: wordsOf },
  };
  return pino(options, destination ?? standardOutput());
}

const standardOutput = () => pino.destination({ sync: false, minLength: WRITE_AT_ONCE, periodicFlush: WRITE_EVERY_MS });

function wordsOf(error: unknown): string {
  return withoutQuotes(error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** Characters of a message that are written down. */
const MESSAGE_MAX = 1_000;

/** What looks like somebody's address, or like a URL with a password. */
const ADDRESS = /[^\s(),]*[^\s(),/]@[^\s(),]+/g;

/**
 * Databases and parsers quote what they were given: of a duplicate key its value, of bad JSON a piece of it. From the
 * first quotation mark on, the message is left out; where it happened stays.
 */
function withoutQuotes(stack: string): string {
  const [message = '', ...frames] = stack.split(/(?=\n +at )/);
  return [message.slice(0, MESSAGE_MAX).replace(/".*/s, '"…').replace(ADDRESS, '…@…'), ...frames].join('');
}
