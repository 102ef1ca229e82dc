import { expect, test } from 'vitest';
import { createUploadLocks } from './upload-locks';

const never = new AbortController().signal;

test('who comes later asks who holds it to end, and has it then; other uploads are nobody’s business', async () => {
  const locks = createUploadLocks();
  const asked: string[] = [];
  const first = locks.newLock('a');
  await first.lock(never, () => void asked.push('first'));
  await locks.newLock('b').lock(never, () => {});
  const second = locks.newLock('a');
  let held = false;
  const waiting = second
    .lock(never, () => {})
    .then(() => {
      held = true;
    });
  await new Promise(setImmediate);
  expect([asked, held]).toEqual([['first'], false]);
  await first.unlock();
  await waiting;
  expect(held).toBe(true);
});

test('of many who wait, one at a time has it', async () => {
  const locks = createUploadLocks();
  let inside = 0;
  await Promise.all(
    Array.from({ length: 20 }, () =>
      locks.run('a', async () => {
        inside += 1;
        await new Promise(setImmediate);
        expect(inside).toBe(1);
        inside -= 1;
      }),
    ),
  );
  await locks.idle();
});

test('who gives up waiting is told so, and the lock is still there for others', async () => {
  const locks = createUploadLocks();
  const first = locks.newLock('a');
  await first.lock(never, () => {});
  const gaveUp = new AbortController();
  const second = locks.newLock('a').lock(gaveUp.signal, () => {});
  gaveUp.abort();
  await expect(second).rejects.toMatchObject({ appCode: 'UNAVAILABLE' });
  await first.unlock();
  await locks.run('a', async () => {});
});

test('it is idle once nobody holds anything', async () => {
  const locks = createUploadLocks();
  await locks.idle();
  const lock = locks.newLock('a');
  await lock.lock(never, () => {});
  let idle = false;
  const waiting = locks.idle().then(() => {
    idle = true;
  });
  await new Promise(setImmediate);
  expect(idle).toBe(false);
  await lock.unlock();
  await waiting;
});
