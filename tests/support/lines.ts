import { createLog, type Log } from '~/server/log';
import { createWaiting } from './waiting';

export type Line = Readonly<Record<string, unknown>>;

/** A log that a test can read. */
export interface WrittenLog {
  readonly log: Log;
  readonly lines: readonly Line[];
  /** All of it, as it was written. */
  text(): string;
  /** Resolves with the first line, past or to come, that passes. */
  until(passes: (line: Line) => boolean): Promise<Line>;
}

/** Everything that a server writes down when asked for as much as possible. */
export function aWrittenLog(): WrittenLog {
  const raw: string[] = [];
  const lines: Line[] = [];
  const waiting = createWaiting();
  const log = createLog(
    { logLevel: 'debug' },
    {
      write(line) {
        raw.push(line);
        lines.push(JSON.parse(line));
        waiting.look();
      },
    },
  );
  return {
    log,
    lines,
    text: () => raw.join(''),
    until: (passes) => waiting.until(() => lines.find(passes)),
  };
}
