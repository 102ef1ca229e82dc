import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { BATCH_MAX } from '~/contract/limits';
import { publishedContainer } from '~/server/container-slot';
import { httpContext } from './context';
import { reportError } from './report';
import { appRouter } from './root';
import { isTangled } from './tangled';

/** Bytes of a body that cannot hold anybody up, whatever is in it; most are below. */
const HARMLESS_BYTES = 32 * 1024;

/** Queries and mutations over HTTP. */
export async function handleRequest(request: Request): Promise<Response> {
  const req = await untangled(request);
  const container = publishedContainer();
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req,
    router: appRouter,
    maxBatchSize: BATCH_MAX,
    createContext: () => httpContext(container, req.headers),
    onError: (problem) => reportError(container.log, problem),
  });
}

/** The same request; one that it would take too long to read has nothing in it any more, and is refused as that. */
async function untangled(request: Request): Promise<Request> {
  if (!request.body || Number(request.headers.get('content-length')) <= HARMLESS_BYTES) return request;
  const { url, method, headers, signal } = request;
  const body = new Uint8Array(await request.arrayBuffer());
  return new Request(url, { method, headers, signal, body: isTangled(body) ? '' : body });
}
