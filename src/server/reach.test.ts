import mongoose from 'mongoose';
import { expect, test, vi } from 'vitest';
import { createReach, isOutOfReach } from './reach';

const { mongo } = mongoose;
const answered = (code: number, errmsg = 'words') =>
  new mongo.MongoServerError({ ok: 0, code, errmsg, message: errmsg });

test.each([
  ['a connection that broke', new mongo.MongoNetworkError('closed')],
  ['silence', new mongo.MongoNetworkTimeoutError('timed out')],
  ['no server that can be reached', new mongoose.Error.MongooseServerSelectionError('none')],
  ['another primary', answered(10107)],
  ['a primary that steps down', answered(189)],
  ['a server that stops', answered(11600)],
  ['no majority in time', answered(64)],
  ['PostgreSQL that stops', answered(1, 'terminating connection due to administrator command')],
  ['PostgreSQL that starts', answered(1, 'the database system is starting up')],
])('%s is a database out of reach', (_what, error) => {
  expect(isOutOfReach(error)).toBe(true);
});

test.each([
  ['a duplicate key', answered(11000)],
  ['a conflict of writes', answered(112)],
  ['a command that is wrong', answered(2)],
  ['a failure of its own', answered(1, 'internal error')],
  [
    'a bulk write that a document stopped',
    new mongo.MongoBulkWriteError({ message: 'double', code: 11000, writeErrors: [] }, null as never),
  ],
  ['a mistake of ours', new TypeError('x is undefined')],
])('%s is not', (_what, error) => {
  expect(isOutOfReach(error)).toBe(false);
});

test('who waits is answered when the database is asked and does not answer, and as long as it does not they wait', async () => {
  vi.useFakeTimers();
  try {
    let answers = true;
    let looks = 0;
    const inReach = createReach(() => {
      looks += 1;
      return answers ? Promise.resolve() : new Promise(() => {});
    });
    let finish = (_value: string) => {};
    const slow = inReach(new Promise<string>((resolve) => (finish = resolve)));
    await vi.advanceTimersByTimeAsync(60_000);
    finish('done');
    expect(await slow).toBe('done');

    answers = false;
    const before = looks;
    const outcomes = Promise.allSettled(Array.from({ length: 50 }, () => inReach(new Promise(() => {}))));
    await vi.advanceTimersByTimeAsync(3_500);
    for (const outcome of await outcomes) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { appCode: 'UNAVAILABLE' } });
    }
    expect(looks - before).toBe(1);
    await expect(inReach(Promise.resolve('known'))).resolves.toBe('known');
  } finally {
    vi.useRealTimers();
  }
});
