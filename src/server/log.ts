import pino, { type DestinationStream, type Logger } from 'pino';

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'>;

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/**
 * One JSON object a line, on standard output. Never in it: message texts, names, addresses of people, and whatever lets
 * somebody in. Errors go under `error`, where what they quote is taken out.
 */
export function createLog({ logLevel }: { readonly logLevel: LogLevel }, destination?: DestinationStream): Log {
  const options = {
    level: logLevel,
    base: { pid: process.pid },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level: string) => ({ level }) },
    serializers: { error: wordsOf },
  };
  return destination ? pino(options, destination) : pino(options);
}

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
