import { expect, test } from 'vitest';
import { gather, share } from './gather';

/** A read that is answered when a test says so. */
function aRead() {
  const reads: { keys: readonly string[]; answer: () => void; fail: (error: Error) => void }[] = [];
  const read = (keys: readonly string[]) =>
    new Promise<Map<string, string>>((resolve, reject) => {
      const answer = () =>
        resolve(new Map(keys.map((key) => [key, `${key} of read ${reads.findIndex((one) => one.keys === keys)}`])));
      reads.push({ keys, answer, fail: reject });
    });
  return { reads, read };
}

const nextTurn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

test('keys asked for in one turn are one read, each once', async () => {
  const { reads, read } = aRead();
  const get = gather(read);
  const answers = Promise.all([get('a'), get('b'), get('a')]);
  await nextTurn();
  expect(reads.map(({ keys }) => keys)).toEqual([['a', 'b']]);
  reads[0]!.answer();
  expect(await answers).toEqual(['a of read 0', 'b of read 0', 'a of read 0']);
});

test('while two reads are under way what is asked for waits, and is one read that begins after it', async () => {
  const { reads, read } = aRead();
  const get = gather(read);
  const asked = [];
  for (const key of ['a', 'b', 'c', 'a']) {
    asked.push(get(key));
    await nextTurn();
  }
  expect(reads.map(({ keys }) => keys)).toEqual([['a'], ['b']]);
  reads[1]!.answer();
  await nextTurn();
  expect(reads.map(({ keys }) => keys)).toEqual([['a'], ['b'], ['c', 'a']]);
  for (const { answer } of reads) answer();
  // The second question for the same key is not answered by the first read.
  expect(await Promise.all(asked)).toEqual(['a of read 0', 'b of read 1', 'c of read 2', 'a of read 2']);
});

test('a read that fails fails those who asked for it, and holds up nobody', async () => {
  const { reads, read } = aRead();
  const get = gather(read);
  const failed = [get('a'), get('b')];
  await nextTurn();
  reads[0]!.fail(new Error('away'));
  expect((await Promise.allSettled(failed)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const answered = get('a');
  await nextTurn();
  reads[1]!.answer();
  expect(await answered).toBe('a of read 1');
});

test('those who ask for the same while it is read share the next reading, also when one fails', async () => {
  const readings: { answer: (value: number) => void; fail: (error: Error) => void }[] = [];
  const get = share<number>();
  const ask = (key: string) => get(key, () => new Promise((answer, fail) => readings.push({ answer, fail })));
  const first = [ask('a'), ask('a')];
  await nextTurn();
  expect(readings).toHaveLength(1);
  const second = [ask('a'), ask('a')];
  const other = ask('b');
  await nextTurn();
  expect(readings).toHaveLength(2);
  readings[0]!.fail(new Error('away'));
  expect((await Promise.allSettled(first)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  await nextTurn();
  expect(readings).toHaveLength(3);
  readings[1]!.answer(1);
  readings[2]!.answer(2);
  expect(await Promise.all([...second, other])).toEqual([2, 2, 1]);
});
