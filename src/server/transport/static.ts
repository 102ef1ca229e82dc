import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import sirv from 'sirv';

/** Where `npm run build` leaves what it compressed, under its paths, from the folder that the server is started in. */
export const COMPRESSED = 'dist/static';

/** Seconds that a browser keeps a file whose name is never given to another: a year, the longest that is understood. */
const KEEP_S = 31_536_000;

type Handle = (request: IncomingMessage, response: ServerResponse) => unknown;

/**
 * Scripts and styles of this build, which were compressed once, better than there is time for at each request. What is not
 * among them, and everything without a build, as in development, is for `otherwise`.
 */
export function createStaticRoute(folder: string | null, otherwise: Handle): Handle {
  const files = folder === null ? null : join(folder, COMPRESSED);
  if (files === null || !existsSync(files)) return otherwise;
  const serve = sirv(files, { brotli: true, gzip: true, etag: true, immutable: true, maxAge: KEEP_S });
  return (request, response) => {
    let answered: unknown;
    serve(request, response, () => {
      answered = otherwise(request, response);
    });
    return answered;
  };
}
