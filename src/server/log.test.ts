import { expect, test } from 'vitest';
import { createLog } from './log';

function aLog(logLevel: Parameters<typeof createLog>[0]['logLevel'] = 'debug') {
  const lines: string[] = [];
  const log = createLog({ logLevel }, { write: (line) => void lines.push(line) });
  return { log, lines, errorWords: () => JSON.parse(lines.at(-1) ?? '{}').error as string };
}

test('a line is one JSON object with a level in words and a time in UTC', () => {
  const { log, lines } = aLog();
  log.warn({ path: 'message.send' }, 'a call');
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toEqual({
    level: 'warn',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    pid: process.pid,
    path: 'message.send',
    msg: 'a call',
  });
});

test('what is less important than the level is not written', () => {
  const { log, lines } = aLog('warn');
  log.debug('debug');
  log.info('info');
  log.error('error');
  expect(lines.map((line) => JSON.parse(line).msg)).toEqual(['error']);
});

test.each([
  ['E11000 duplicate key error index: email_1 dup key: { email: "ana@example.org" }', 'ana@'],
  ['E11000 duplicate key error, email: ana@example.org', 'ana@'],
  ['connecting to mongodb://ana:hunter2@database/confab failed', 'hunter2'],
  ['Unexpected token \'x\', ..."ext":"good evening"... is not valid JSON', 'evening'],
  ['Unexpected token \'x\', ...,"text":"good evening","b"... is not valid JSON', 'evening'],
  ['Cast to ObjectId failed for value "good evening" (type string)', 'evening'],
  [`something long ${'x'.repeat(2_000)} and then evening`, 'evening'],
])('what an error quotes stays out of the log, whoever quotes how: %s', (message, secret) => {
  const { log, lines, errorWords } = aLog();
  for (const error of [new Error(message), message, new Error(message).stack]) {
    log.error({ error }, 'failed');
    expect(lines.at(-1)).not.toContain(secret);
    expect(errorWords()).toContain(message.split(/[":@]/)[0]?.slice(0, 9));
  }
});

test('where an error happened is in the log, with the names of its files', () => {
  const { log, errorWords } = aLog();
  log.error({ error: new TypeError("Cannot read properties of undefined (reading 'seq')") }, 'failed');
  expect(errorWords()).toMatch(
    /^TypeError: Cannot read properties of undefined \(reading 'seq'\)\n +at .*log\.test\.ts:\d+/,
  );
});
