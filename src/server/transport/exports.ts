import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError } from '~/server/app-error';
import type { Container } from '~/server/container';
import { createZip } from '~/server/media/zip';
import { answerRefusal } from './answer';

export const EXPORTS_PATH = '/api/exports/';

/** Everything there is of a person as one archive, to who holds a signed link. It is made while it is sent. */
export function createExportsRoute({ services, log }: Pick<Container, 'services' | 'log'>) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.method !== 'GET') {
      response.writeHead(405, { allow: 'GET', connection: 'close' }).end();
      return;
    }
    const userId = services.exports.check(request.url ?? '');
    if (!userId)
      return answerRefusal(response, new AppError('FORBIDDEN', 'This link is not good, or not good any more.'));
    response.writeHead(200, {
      'content-type': 'application/zip',
      'content-disposition': 'attachment; filename="confab-export.zip"',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const zip = createZip(async (bytes) => {
      // As fast as it is taken, so that no more than a piece waits here.
      if (!response.write(bytes)) await once(response, 'drain', { signal: gone.signal });
      gone.signal.throwIfAborted();
    });
    try {
      await services.exports.write(userId, zip);
      await zip.end();
      response.end();
    } catch (error) {
      if (!gone.signal.aborted) log.error({ error: String(error) }, 'an export could not be made');
      // Cut off, so that nobody takes it for whole.
      response.destroy();
    }
  };
}
