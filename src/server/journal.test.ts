import { expect, test } from 'vitest';
import { createJournals } from './journal';
import { createLog } from './log';
import { noMeters } from './meters';

test('calls of one request are numbered; a slow one is a warning', () => {
  const lines: Record<string, unknown>[] = [];
  const log = createLog({ logLevel: 'info' }, { write: (line) => void lines.push(JSON.parse(line)) });
  const called: [string, string, number][] = [];
  const meters = { ...noMeters, called: (...call: [string, string, number]) => void called.push(call) };
  const journal = createJournals({ log, meters, slowMs: 100 })('request-1');
  journal.note({ path: 'message.send', userId: 'u', outcome: 'OK', milliseconds: 99.6 });
  journal.note({ path: 'message.search', userId: null, outcome: 'UNAVAILABLE', milliseconds: 100 });
  const [first, second] = lines;
  expect(first).toMatchObject({
    level: 'info',
    requestId: 'request-1',
    call: 1,
    path: 'message.send',
    userId: 'u',
    outcome: 'OK',
    ms: 100,
    msg: 'a call',
  });
  expect(second).toMatchObject({ level: 'warn', call: 2, userId: null, outcome: 'UNAVAILABLE', msg: 'a slow call' });
  expect(called).toEqual([
    ['message.send', 'OK', 0.0996],
    ['message.search', 'UNAVAILABLE', 0.1],
  ]);
});
