import type { IncomingMessage, ServerResponse } from 'node:http';
import { AppError, isAppError } from '~/server/app-error';
import { credentialsOf, identify } from '~/server/auth/identify';
import type { Container } from '~/server/container';
import { createTus } from '~/server/media/tus';
import type { UploadDoc } from '~/server/models/upload';
import { answerRefusal, refusedBody, STATUS } from './answer';

export const UPLOADS_PATH = '/api/uploads/';

const METHODS = 'HEAD, PATCH, DELETE, OPTIONS';

type UploadsContainer = Pick<
  Container,
  'services' | 'secret' | 'secureCookies' | 'blobs' | 'uploadLocks' | 'models' | 'log'
>;

/**
 * Bytes of uploads, for who created them: the tus protocol without creation, which is `upload.create`. The last bytes
 * are answered when the file is prepared: with 415 or 413 and words as JSON when it is refused, as everything after.
 */
export function createUploadsRoute(container: UploadsContainer) {
  const { services, blobs, uploadLocks, log } = container;
  const { inReach } = container.models;
  const underWay = new Set<IncomingMessage>();
  const offered = {
    Allow: METHODS,
    'Tus-Version': '1.0.0',
    'Tus-Extension': 'termination',
    'Tus-Max-Size': `${services.uploads.maxBytes}`,
  };

  const tus = createTus({
    blobs,
    locks: uploadLocks,
    async onArrived(uploadId) {
      try {
        const { refusal } = await services.uploads.arrived(uploadId);
        return refusal ? { status: STATUS[refusal.appCode], body: refusedBody(refusal) } : null;
      } catch (error) {
        const refusal = refusalOf(error);
        return { status: STATUS[refusal.appCode], body: refusedBody(refusal) };
      }
    },
    async onMissing(uploadId) {
      const { state } = await services.uploads.arrived(uploadId);
      if (state !== 'waiting') throw new AppError('UNAVAILABLE', 'Another request completed this upload. Ask again.');
    },
  });

  function refusalOf(error: unknown): AppError {
    if (isAppError(error)) return error;
    log.error({ error: String(error) }, 'an upload failed');
    return new AppError('UNAVAILABLE', 'Something went wrong on the server. Try again.');
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '' } = request;
    if (!METHODS.split(', ').includes(method)) {
      response.writeHead(405, { allow: METHODS, connection: 'close' }).end();
      return;
    }
    if (method === 'OPTIONS') {
      response.writeHead(204, offered).end();
      return;
    }
    const [, uploadId] = /^\/api\/uploads\/([0-9a-f]{24})$/.exec(request.url ?? '') ?? [];
    const actor = await inReach(identify(container, credentialsOf(request.headers)));
    if (!actor) throw new AppError('UNAUTHENTICATED', 'Sign in first.');
    if (!uploadId) throw new AppError('NOT_FOUND', 'There is no such upload.');
    if (method === 'DELETE') {
      await inReach(services.uploads.cancel(actor, uploadId));
      response.writeHead(204, { 'Tus-Resumable': '1.0.0' }).end();
      return;
    }
    const doc = await inReach(services.uploads.admit(actor, uploadId));
    if (doc.refusal) throw doc.refusal as AppError;
    if (doc.state === 'ready') return answerComplete(request, response, doc);
    if (doc.state === 'preparing') throw new AppError('UNAVAILABLE', 'The file is being looked at. Ask again.');
    await tus(request, response);
  }

  return {
    async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
      const work = answer(request, response).catch((error) => {
        const known = typeof error?.appCode === 'string' ? error : refusalOf(error);
        if (response.headersSent) response.destroy();
        else answerRefusal(response, known);
      });
      // An answer to somebody who has gone is never over.
      const closed = new Promise<void>((resolve) => response.once('close', () => resolve()));
      underWay.add(request);
      await Promise.race([work, closed]).finally(() => underWay.delete(request));
    },

    /** How many requests send or ask right now. */
    underWay: () => underWay.size,

    /** Cuts what is under way, which keeps what has arrived; resolves when that is written. */
    async close(): Promise<void> {
      for (const request of underWay) if (!request.complete) request.socket.destroy();
      await uploadLocks.idle();
    },
  };
}

/** As tus would if the bytes were still where they arrived. */
function answerComplete(request: IncomingMessage, response: ServerResponse, { announced }: UploadDoc): void {
  const headers = { 'Tus-Resumable': '1.0.0', 'Upload-Offset': `${announced}`, 'Cache-Control': 'no-store' };
  if (request.method === 'HEAD') {
    response.writeHead(200, { ...headers, 'Upload-Length': `${announced}` }).end();
  } else if (request.headers['upload-offset'] === `${announced}` && request.headers['content-length'] === '0') {
    response.writeHead(204, headers).end();
  } else {
    answerRefusal(response, new AppError('CONFLICT', 'The upload is complete already.'));
  }
}
