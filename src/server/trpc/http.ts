import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { BATCH_MAX } from '~/contract/limits';
import { credentialsOf, identify } from '~/server/auth/identify';
import { publishedContainer } from '~/server/container-slot';
import { addressIn } from '~/server/transport/address';
import { requestIdIn } from '~/server/transport/requests';
import { reportError } from './report';
import { appRouter } from './root';

/** Queries and mutations over HTTP. */
export function handleRequest(req: Request): Promise<Response> {
  const container = publishedContainer();
  const { services, feed, log } = container;
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req,
    router: appRouter,
    maxBatchSize: BATCH_MAX,
    createContext: async () => ({
      actor: await identify(container, credentialsOf(req.headers)),
      address: addressIn(req.headers),
      journal: container.journalOf(requestIdIn(req.headers)),
      services,
      feed,
      connection: null,
    }),
    onError: (problem) => reportError(log, problem),
  });
}
