import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type Build, STATIC_PREFIX } from '~/contract/worker';

/** Hexadecimal digits that tell builds apart. */
const VERSION_DIGITS = 16;

/** Where `npm run build` leaves the worker and what it keeps, from the folder that the server is started in. */
const WORKER = 'dist/worker.js';
const STATIC = '.next/static';

/** What a page may load of the build; the rest is for tools. */
const KEPT = /\.(js|css|woff2)$/;

/**
 * The service worker of this build, with the list of what it keeps. Looked at by the browser each time, so that a new build
 * is noticed. Without a build, as in development, there is none: hot reload and a cache would be in each other's way.
 */
export function createWorkerRoute(folder: string | null) {
  const script = folder === null ? Promise.resolve(null) : scriptIn(folder);
  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await script;
    response.setHeader('Cache-Control', 'no-cache');
    if (body === null) return void response.writeHead(404).end();
    response.setHeader('Content-Type', 'text/javascript; charset=utf-8');
    response.setHeader('Content-Length', Buffer.byteLength(body));
    response.end(request.method === 'HEAD' ? undefined : body);
  };
}

async function scriptIn(folder: string): Promise<string | null> {
  try {
    const [code, names] = await Promise.all([
      readFile(join(folder, WORKER), 'utf8'),
      readdir(join(folder, STATIC), { recursive: true }),
    ]);
    const files = names
      .filter((name) => KEPT.test(name))
      .map((name) => STATIC_PREFIX + name)
      .sort();
    const version = createHash('sha256').update(files.join('\n')).update(code).digest('hex').slice(0, VERSION_DIGITS);
    const build: Build = { version, files };
    return `const confabBuild=${JSON.stringify(build)};\n${code}`;
  } catch {
    return null;
  }
}
