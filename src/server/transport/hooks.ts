import type { IncomingMessage, ServerResponse } from 'node:http';
import { WEBHOOK_BODY_MAX } from '~/contract/limits';
import { AppError, isAppError } from '~/server/app-error';
import type { Container } from '~/server/container';
import { HOOKS_PATH } from '~/server/models/webhook';
import { isOutOfReach, outOfReach } from '~/server/reach';
import { SIGNATURE_HEADER, TIMESTAMP_HEADER } from '~/server/webhooks/signature';
import { answerRefusal } from './answer';

export { HOOKS_PATH };

const ADDRESS = new RegExp(`^${HOOKS_PATH}([0-9a-f]{24})$`);

/** Messages of programs, by a request that its webhook's secret has signed. */
export function createHooksRoute({ services, models, log }: Pick<Container, 'services' | 'models' | 'log'>) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      if (request.method !== 'POST') {
        response.writeHead(405, { allow: 'POST', connection: 'close' }).end();
        return;
      }
      const [, webhookId] = ADDRESS.exec(request.url ?? '') ?? [];
      if (!webhookId) throw new AppError('NOT_FOUND', 'This is no address of a webhook.');
      const body = await bodyOf(request);
      const signed = {
        timestamp: header(request, TIMESTAMP_HEADER),
        signature: header(request, SIGNATURE_HEADER),
        body,
      };
      const posted = await models.inReach(services.webhookPosts.post(webhookId, signed));
      response
        .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(JSON.stringify(posted));
    } catch (error) {
      const refusal = error instanceof Error && isOutOfReach(error) ? outOfReach(error) : error;
      if (isAppError(refusal)) {
        if (refusal.retryAfter !== undefined) response.setHeader('retry-after', refusal.retryAfter);
        return answerRefusal(response, refusal);
      }
      log.error({ error: String(error) }, 'a webhook could not be served');
      answerRefusal(response, new AppError('UNAVAILABLE', 'Something went wrong on the server. Try again.'));
    }
  };
}

function header({ headers }: IncomingMessage, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > WEBHOOK_BODY_MAX) throw new AppError('TOO_LARGE', 'The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
