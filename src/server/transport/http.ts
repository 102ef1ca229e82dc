import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { WEBHOOK_BODY_MAX } from '~/contract/limits';
import { stampAddress } from './address';
import { createHeaders, type HeadersOptions } from './headers';
import { HOOKS_PATH } from './hooks';
import { isOwnOrigin } from './origin';
import { refuse } from './refuse';
import { createRequests, type RequestsOptions, stampRequestId } from './requests';
import { UPLOADS_PATH } from './uploads';
import { LIVE_PATH } from './ws';

type Handle = (request: IncomingMessage, response: ServerResponse) => unknown;
type Upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => unknown;

export interface HttpOptions extends RequestsOptions, HeadersOptions {
  /** Everything that is not a socket and not below. */
  readonly handle: Handle;
  /** What begins with one of these paths, in place of `handle`; a path without a `/` at its end is meant alone. */
  readonly routes: Readonly<Record<string, Handle>>;
  readonly live: Upgrade;
  /** In development, Next's own socket for hot reload. */
  readonly hotReload: Upgrade | null;
  /** Milliseconds that other than by default may pass. */
  readonly waits?: Partial<Waits>;
}

/** Milliseconds that a connection which keeps others waiting may take. */
interface Waits {
  /** For the head of a request. */
  readonly headersMs: number;
  /** For all of it. */
  readonly requestMs: number;
  /** Between looks at who has taken too long. */
  readonly lookMs: number;
}

const WAITS: Waits = {
  // A client sends it in one packet.
  headersMs: 10_000,
  // 8 MiB, as much as the client sends of a file at once, on a slow telephone.
  requestMs: 5 * 60_000,
  lookMs: 5_000,
};

const HOT_RELOAD_PATH = '/_next/hmr';
const PROCEDURES_PATH = '/api/trpc/';
/** Bytes of the body of calls: a whole batch of the longest messages fits. */
const CALLS_MAX_BYTES = 4 * 1024 * 1024;
/** Bytes of any other body: a form, as the sign-in's. */
const BODY_MAX_BYTES = 32 * 1024;

/** Methods that change nothing and so may come from any page. */
const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The one HTTP server: pages and procedures to Next, upgrades to where they belong, foreign pages' writes to nowhere. */
export function createHttp({ handle, routes, live, hotReload, waits, ...options }: HttpOptions): Server {
  const { publicUrl, trustProxy } = options;
  const noteRequest = createRequests(options);
  const setHeaders = createHeaders(options);
  const { headersMs, requestMs, lookMs } = { ...WAITS, ...waits };
  const patience = { headersTimeout: headersMs, requestTimeout: requestMs, connectionsCheckingInterval: lookMs };
  const server = createServer(patience, (request, response) => {
    // One that stops hangs up after each answer; else whoever keeps a connection busy keeps it up.
    if (!server.listening) response.shouldKeepAlive = false;
    response.once('close', () => {
      if (!server.listening) server.closeIdleConnections();
    });
    stampAddress(request, trustProxy);
    noteRequest(request, response);
    setHeaders(request, response);
    if (!SAFE_METHODS.has(request.method ?? '') && !isOwnOrigin(request, publicUrl())) {
      response.writeHead(403).end();
      return;
    }
    const refusal = SAFE_METHODS.has(request.method ?? '') ? null : refusalOfBody(request);
    if (refusal) {
      response.writeHead(refusal, { connection: 'close' }).end();
      return;
    }
    const pathname = request.url?.split('?')[0];
    const path = Object.keys(routes).find((each) =>
      each.endsWith('/') ? request.url?.startsWith(each) : pathname === each,
    );
    const answer = (path !== undefined && routes[path]) || handle;
    Promise.resolve(answer(request, response)).catch(() => response.destroy());
  });
  server.on('upgrade', (request, stream, head) => {
    // From here on nobody else listens, and one that nobody listens to ends the process.
    stream.on('error', () => stream.destroy());
    stampRequestId(request, trustProxy);
    const pathname = request.url?.split('?')[0] ?? '';
    if (pathname === LIVE_PATH) live(request, stream, head);
    else if (hotReload && pathname.startsWith(HOT_RELOAD_PATH)) hotReload(request, stream, head);
    else refuse(stream, '404 Not Found');
  });
  return server;
}

/** The status that refuses a body which is too large, or does not say how large it is. */
function refusalOfBody({ headers, method, url }: IncomingMessage): 411 | 413 | null {
  // Its route counts bytes itself, against what was announced.
  if (method === 'PATCH' && url?.startsWith(UPLOADS_PATH)) return null;
  if (headers['transfer-encoding'] !== undefined) return 411;
  return Number(headers['content-length'] ?? 0) > bodyMaxOf(url) ? 413 : null;
}

function bodyMaxOf(url: string | undefined): number {
  if (url?.startsWith(PROCEDURES_PATH)) return CALLS_MAX_BYTES;
  return url?.startsWith(HOOKS_PATH) ? WEBHOOK_BODY_MAX : BODY_MAX_BYTES;
}

/**
 * Connections that may wait to be accepted, as many as Linux allows by itself. With Node's 511, of a thousand that come back
 * in the same moment some are reset.
 */
const BACKLOG = 4_096;

/** Listens and answers with the port; rejects with what stands in the way. */
export function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off('error', reject);
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
