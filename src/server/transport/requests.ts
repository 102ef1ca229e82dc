import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Log } from '~/server/log';
import type { Meters } from '~/server/meters';
import { HEALTH_PATH, READY_PATH } from './health';
import { METRICS_PATH } from './metrics';

/** Names a request in the log and in its answer. */
const HEADER = 'x-request-id';

/** What a proxy's own name for a request may look like; anything else gets a name of ours. */
const REQUEST_ID = /^[\w.:-]{1,64}$/;

/** Characters of a path that are written down. */
const PATH_MAX = 120;

/** Asked by machines every few seconds, many to a page, or written down call by call. */
const QUIET = [HEALTH_PATH, READY_PATH, METRICS_PATH, '/_next/', '/api/trpc/'];

/** Gives the request a name of ours, over whatever the client put there; of a proxy of ours, the one it has. */
export function stampRequestId({ headers }: IncomingMessage, trustProxy: boolean): string {
  const given = headers[HEADER];
  const id = trustProxy && typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
  headers[HEADER] = id;
  return id;
}

/** The name that `stampRequestId` gave. */
export function requestIdIn(headers: Headers | IncomingMessage['headers']): string {
  const value = headers instanceof Headers ? headers.get(HEADER) : headers[HEADER];
  return typeof value === 'string' ? value : 'unknown';
}

export interface RequestsOptions {
  readonly log: Log;
  readonly meters: Meters;
  /** A proxy of ours stands in front. */
  readonly trustProxy: boolean;
}

/** Names every request and writes down how it was answered. Never its query: signed links and searches are in there. */
export function createRequests({ log, meters, trustProxy }: RequestsOptions) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    const requestId = stampRequestId(request, trustProxy);
    const started = performance.now();
    const { method = '', url = '' } = request;
    response.setHeader(HEADER, requestId);
    response.once('close', () => {
      const { statusCode: status } = response;
      if (response.headersSent) meters.answered(status);
      const ms = Math.round(performance.now() - started);
      const path = url.split('?', 1)[0]?.slice(0, PATH_MAX);
      const line = { requestId, method, path, status, ms, ...(!response.writableFinished && { cut: true }) };
      if (QUIET.some((prefix) => url.startsWith(prefix))) log.debug(line, 'a request');
      else log.info(line, 'a request');
    });
  };
}
