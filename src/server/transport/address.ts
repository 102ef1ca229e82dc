import type { IncomingMessage } from 'node:http';

/** Set by our own HTTP server on every request, whatever the client sent: who handles it behind Next cannot see the socket. */
const HEADER = 'x-confab-address';

/** Bits of an IPv6 address that one household or server has for itself, in groups of 16. */
const OWN_GROUPS = 4;

/** Whom a request comes from, as limits count: with `trustProxy`, what the proxy in front of us says. */
export function addressOf(request: IncomingMessage, trustProxy: boolean): string {
  const forwarded = trustProxy
    ? String(request.headers['x-forwarded-for'] ?? '')
        .split(',')
        .at(-1)
        ?.trim()
    : '';
  return network(forwarded || (request.socket.remoteAddress ?? 'unknown'));
}

/** Writes the address into the request, over whatever the client put there. */
export function stampAddress(request: IncomingMessage, trustProxy: boolean): void {
  request.headers[HEADER] = addressOf(request, trustProxy);
}

/** The address that `stampAddress` wrote. */
export function addressIn(headers: Headers | Readonly<Record<string, unknown>>): string {
  const value = headers instanceof Headers ? headers.get(HEADER) : headers[HEADER];
  return typeof value === 'string' && value !== '' ? value : 'unknown';
}

/** Somebody with IPv6 has a whole network of addresses, which counts as one. Some proxies tell the port too. */
function network(address: string): string {
  const [, bracketed] = /^\[(.*)\](?::\d+)?$/.exec(address) ?? [];
  const plain = (bracketed ?? address).replace(/^::ffff:(?=\d+\.)/i, '').replace(/^([\d.]+):\d+$/, '$1');
  if (!plain.includes(':')) return plain;
  const [before = '', after] = plain.split('::');
  const head = before.split(':').filter(Boolean);
  const tail = after?.split(':').filter(Boolean) ?? [];
  const zeros =
    after === undefined ? [] : Array.from({ length: Math.max(0, 8 - head.length - tail.length) }, () => '0');
  return [...head, ...zeros, ...tail].slice(0, OWN_GROUPS).join(':');
}
