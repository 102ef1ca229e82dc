import { createHmac, timingSafeEqual } from 'node:crypto';
import { WEBHOOK_WINDOW } from '~/contract/limits';

/** Carry what is signed, in both directions. */
export const TIMESTAMP_HEADER = 'x-confab-timestamp';
export const SIGNATURE_HEADER = 'x-confab-signature';

/** `v1=` and the HMAC-SHA256, in hexadecimal digits, of the timestamp in seconds, a dot and the body. */
export function sign(secret: string, timestamp: number | string, body: Uint8Array | string): string {
  return `v1=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`;
}

export interface Signed {
  readonly timestamp: string;
  readonly signature: string;
  readonly body: Uint8Array;
}

/** `late` is said only of what is signed well: to others it is no matter what the time is. */
export function verify(secret: string, { timestamp, signature, body }: Signed, now: Date): 'good' | 'late' | 'wrong' {
  const right = Buffer.from(sign(secret, timestamp, body));
  const given = Buffer.from(signature);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return 'wrong';
  if (!/^\d{1,11}$/.test(timestamp)) return 'wrong';
  return Math.abs(now.getTime() / 1000 - Number(timestamp)) <= WEBHOOK_WINDOW ? 'good' : 'late';
}
