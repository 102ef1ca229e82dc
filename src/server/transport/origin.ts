import type { IncomingMessage } from 'node:http';

/**
 * Whether the page that makes a request is ours: its origin is the public one, or the very host it is talking to.
 * Programs send no Origin and hold no cookies of a browser; they pass. `null` and look-alikes do not.
 */
export function isOwnOrigin({ headers }: IncomingMessage, publicUrl: string): boolean {
  const { origin, host } = headers;
  if (origin === undefined) return true;
  if (origin === publicUrl) return true;
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  return page.origin === origin && page.host === host;
}
