import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Metrics } from '~/server/metrics';

export const METRICS_PATH = '/metrics';

/** What is measured, to who holds the token; for everybody else, and without one for all, there is no such page. */
export function createMetricsRoute(metrics: Metrics, token: string | undefined) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (!token || !isSame(request.headers.authorization ?? '', `Bearer ${token}`)) {
      response.writeHead(404).end();
      return;
    }
    const { type, body } = await metrics.text();
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
  };
}

/** In the same time, whatever is given. */
function isSame(given: string, right: string): boolean {
  const [first, second] = [given, right].map((text) => createHash('sha256').update(text).digest());
  return timingSafeEqual(first!, second!);
}
