import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { sign, verify } from './signature';

const now = new Date('2026-03-01T12:00:00.000Z');
const seconds = now.getTime() / 1000;
const body = Buffer.from('{"text":"it is done"}');
const signed = (timestamp: number | string, secret = 'whsec_a') => ({
  timestamp: `${timestamp}`,
  signature: sign(secret, timestamp, body),
  body,
});

test('a signature is what openssl says it is', () => {
  // printf '1772366400.{"text":"it is done"}' | openssl dgst -sha256 -hmac whsec_a
  expect(sign('whsec_a', 1_772_366_400, body)).toBe(
    'v1=d28fea2c5bd19383598c1d964c4613c3f6755f543776133112bf46c51d96ce1b',
  );
});

test('a request is good for five minutes before and after its time', () => {
  const verdicts = [-301, -300, 0, 300, 301].map((off) => verify('whsec_a', signed(seconds + off), now));
  expect(verdicts).toEqual(['late', 'good', 'good', 'good', 'late']);
});

test('another secret, body, time or signature is wrong, and so is a time that is none', () => {
  const good = signed(seconds);
  const wrong = [
    signed(seconds, 'whsec_b'),
    { ...good, body: Buffer.from('{"text":"it is not"}') },
    { ...good, timestamp: `${seconds + 1}` },
    { ...good, signature: good.signature.slice(3) },
    { ...good, signature: '' },
    signed('soon'),
    signed('-1'),
  ];
  expect(wrong.map((each) => verify('whsec_a', each, now))).toEqual(wrong.map(() => 'wrong'));
});

test('the documentation shows the example as it is', () => {
  const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');
  const [, shown = 'nothing'] = /```ts\n([\s\S]*?)```/.exec(read('docs/webhooks.md')) ?? [];
  expect(read('examples/webhooks.ts')).toContain(shown);
});
