import { createHmac, timingSafeEqual } from 'node:crypto';

/** Seconds that a request may be old; what somebody has listened to is worth nothing after that. */
const WINDOW = 300;

/** Whether Confab has sent this body: to be asked before it is parsed, of the bytes as they came. */
export function isGenuine(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: Uint8Array,
  secret: string,
): boolean {
  const timestamp = String(headers['x-confab-timestamp']);
  const given = Buffer.from(String(headers['x-confab-signature']));
  const right = Buffer.from(`v1=${createHmac('sha256', secret).update(`${timestamp}.`).update(body).digest('hex')}`);
  if (given.length !== right.length || !timingSafeEqual(given, right)) return false;
  return Math.abs(Date.now() / 1000 - Number(timestamp)) <= WINDOW;
}

/** Posts a message to an incoming webhook. Again with the same `clientId` is the same as once, so that it can be retried. */
export async function post(url: string, secret: string, message: { text: string; clientId?: string }) {
  const body = JSON.stringify(message);
  const timestamp = Math.floor(Date.now() / 1000);
  const signature = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-confab-timestamp': `${timestamp}`,
      'x-confab-signature': `v1=${signature}`,
    },
    body,
  });
  return { status: response.status, retryAfter: response.headers.get('retry-after'), answer: await response.json() };
}
