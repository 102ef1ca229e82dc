import { expect, test } from 'vitest';
import { WEBHOOK_ATTEMPTS_MAX } from '~/contract/limits';
import { backoffMs } from './backoff';

test('each attempt waits twice as long as the one before, up to a quarter of an hour', () => {
  const waits = Array.from({ length: WEBHOOK_ATTEMPTS_MAX - 1 }, (_, index) => backoffMs(index + 1, 0) / 1000);
  expect(waits).toEqual([5, 10, 20, 40, 80, 160, 320, 640, 900]);
  expect(backoffMs(1, 0.999)).toBe(5_500);
});
