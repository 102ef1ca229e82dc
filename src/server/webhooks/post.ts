import type { LookupAddress, LookupOptions } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP } from 'node:net';
import type { WebhookFault } from '~/contract/webhook';
import { isPublicAddress } from './public-addresses';

/** Milliseconds from the first packet to the answer's status; whoever has more to do answers first. */
const POST_MS = 10_000;

export interface Fault {
  readonly fault: WebhookFault;
  readonly status: number | null;
}

export interface PostOptions {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Posts; null when it was taken, by a status of 200 to 299. Never rejects, and follows no redirect. */
export type Post = (url: string, options: PostOptions) => Promise<Fault | null>;

class ForbiddenAddress extends Error {}

/**
 * Unless private addresses are allowed, posts over https and to public addresses alone. What a name leads to is looked at
 * when the connection is made, and it is made to that very address: a name that leads elsewhere a moment later does not help.
 */
export function createPost({ allowPrivate, postMs = POST_MS }: { allowPrivate: boolean; postMs?: number }): Post {
  /** Of `net.connect`: what a name leads to, if one may go there. */
  function publicLookup(
    hostname: string,
    options: LookupOptions,
    done: (error: Error | null, address: string | LookupAddress[], family?: number) => void,
  ): void {
    lookup(hostname, { ...options, all: true }).then(
      (found) => {
        const [first] = found;
        if (!first || !found.every(({ address }) => isPublicAddress(address))) done(new ForbiddenAddress(), '');
        else if (options.all) done(null, found);
        else done(null, first.address, first.family);
      },
      (error: Error) => done(error, ''),
    );
  }

  return (address, { body, headers }) =>
    new Promise((resolve) => {
      const url = new URL(address);
      const host = url.hostname.replace(/^\[|\]$/g, '');
      const isForbidden = !allowPrivate && (url.protocol !== 'https:' || (isIP(host) !== 0 && !isPublicAddress(host)));
      if (isForbidden) return resolve({ fault: 'forbiddenAddress', status: null });
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const request = send(url, {
        method: 'POST',
        agent: false,
        signal: AbortSignal.timeout(postMs),
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
        ...(!allowPrivate && { lookup: publicLookup as never }),
      });
      request.once('response', (response) => {
        const { statusCode: status = 0 } = response;
        // What it says is nobody's to read.
        response.once('error', () => {}).destroy();
        resolve(status >= 200 && status < 300 ? null : { fault: 'status', status });
      });
      request.once('error', (error) => {
        const isLate = error.name === 'AbortError' || error.name === 'TimeoutError';
        const fault = error instanceof ForbiddenAddress ? 'forbiddenAddress' : isLate ? 'timeout' : 'unreachable';
        resolve({ fault, status: null });
        request.on('error', () => {});
      });
      request.end(body);
    });
}
