import type { IncomingMessage, ServerResponse } from 'node:http';
import contentDisposition from 'content-disposition';
import { AppError } from '~/server/app-error';
import type { Container } from '~/server/container';
import type { UploadDoc } from '~/server/models/upload';
import { answerRefusal } from './answer';

export const MEDIA_PATH = '/api/media/';

/** What a browser may do with a file: show it, for our own pages, and for nobody but the reader; never run it. */
const HEADERS = {
  'X-Content-Type-Options': 'nosniff',
  'Content-Security-Policy': "default-src 'none'; sandbox",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'private, max-age=31536000, immutable',
};

type MediaContainer = Pick<Container, 'services' | 'links' | 'blobs' | 'models' | 'log'>;

/** Files, to who holds a signed link and may still see them. */
export function createMediaRoute({ services, links, blobs, models, log }: MediaContainer) {
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    try {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        response.writeHead(405, { allow: 'GET, HEAD', connection: 'close' }).end();
        return;
      }
      const target = links.check(request.url ?? '');
      if (!target) {
        return answerRefusal(response, new AppError('FORBIDDEN', 'This link is not good, or not good any more.'));
      }
      const { uploadId, variant, viewerId } = target;
      const doc = await models.inReach(services.uploads.mayView(viewerId, uploadId, variant));
      if (!doc) return answerRefusal(response, new AppError('NOT_FOUND', 'There is no such file.'));
      for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value);
      const isFile = variant === 'file';
      await blobs.serve(request, response, {
        blob: doc.blob,
        variant,
        mimeType: isFile ? typeOf(doc) : 'image/webp',
        disposition: isFile ? dispositionOf(doc) : 'inline',
      });
    } catch (error) {
      log.error({ error: String(error) }, 'a file could not be served');
      if (response.headersSent) response.destroy();
      else answerRefusal(response, new AppError('UNAVAILABLE', 'Something went wrong on the server. Try again.'));
    }
  };
}

function typeOf({ mimeType }: UploadDoc): string {
  return mimeType.startsWith('text/') ? `${mimeType}; charset=utf-8` : mimeType;
}

function dispositionOf({ kind, filename }: UploadDoc): string {
  return contentDisposition(filename, { type: kind === 'file' ? 'attachment' : 'inline' });
}
