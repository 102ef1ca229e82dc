import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { initTRPC, TRPCError, tracked } from '@trpc/server';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import { getWSConnectionHandler } from '@trpc/server/adapters/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import type { AppCode } from '~/contract/errors';
import type { Event } from '~/contract/events';

/** What a refused call carries. */
export class Refusal extends Error {
  constructor(
    readonly appCode: AppCode,
    readonly retryAfter?: number,
  ) {
    super(appCode);
  }
}

export interface Call {
  readonly path: string;
  readonly input: unknown;
  readonly over: 'http' | 'socket';
  readonly token: string | null;
}

interface Context {
  readonly over: 'http' | 'socket';
  readonly token: string | null;
}

export interface TinyServer {
  readonly url: string;
  readonly calls: readonly Call[];
  /** Sockets that are open, and how many there have been. */
  readonly sockets: ReadonlySet<WebSocket>;
  readonly dialled: () => number;
  /** What a call is answered with; `null` by default. */
  answer: (call: Call) => unknown;
  /** What the feed yields; heads, and then nothing, by default. */
  feed: (signal: AbortSignal) => AsyncGenerator<readonly Event[]>;
  /** What happens to a new socket before anything else. */
  greet: (socket: WebSocket) => void;
  /** What happens to upgrades, as a proxy may have it; they pass by default. */
  upgrades: 'pass' | 'refuse' | 'hang';
  /** Every request that is no upgrade. */
  onRequest: (request: IncomingMessage) => void;
  /** Streams of events that are open. */
  readonly streams: ReadonlySet<ServerResponse>;
  [Symbol.asyncDispose](): Promise<void>;
}

/** By which the feed is named in calls beside it. */
export const FEED_ID = 'e5b5a3c4-0000-4000-8000-000000000000';

export const NO_HEADS = [{ type: 'heads', heads: [] }] as const;

export async function* headsAndSilence(signal: AbortSignal): AsyncGenerator<readonly Event[]> {
  yield NO_HEADS;
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

/** A real tRPC server with the names of the procedures and none of their meaning, on a port of its own. */
export async function startTinyServer(): Promise<TinyServer> {
  const calls: Call[] = [];
  const sockets = new Set<WebSocket>();
  const streams = new Set<ServerResponse>();
  const held = new Set<Duplex>();
  let dialled = 0;
  const t = initTRPC.context<Context>().create({
    errorFormatter({ shape, error: { cause } }) {
      const refusal = cause instanceof Refusal ? { appCode: cause.appCode, retryAfter: cause.retryAfter } : {};
      return { ...shape, data: { ...shape.data, ...refusal } };
    },
  });
  const respond = t.procedure
    .input((input: unknown) => input)
    .use(async ({ path, input, ctx, next }) => {
      const call = { path, input, ...ctx };
      calls.push(call);
      try {
        return next({ ctx: { answer: (await tiny.answer(call)) ?? null } });
      } catch (cause) {
        throw new TRPCError({ code: 'BAD_REQUEST', cause });
      }
    });
  const query = respond.query(({ ctx }) => ctx.answer);
  const router = t.router({
    conversation: t.router({ list: query, get: query }),
    message: t.router({ history: query, send: respond.mutation(({ ctx }) => ctx.answer) }),
    sync: t.router({ since: query }),
    user: t.router({ byIds: query }),
    presence: t.router({ watch: respond.mutation(({ ctx }) => ctx.answer) }),
    typing: t.router({ set: respond.mutation(({ ctx }) => ctx.answer) }),
    upload: t.router({ create: respond.mutation(({ ctx }) => ctx.answer), get: query }),
    feed: t.router({
      live: t.procedure.subscription(async function* ({ signal = new AbortController().signal, ctx, path, input }) {
        calls.push({ path, input, ...ctx });
        let batch = 0;
        for await (const events of tiny.feed(signal)) yield tracked(`${FEED_ID}:${batch++}`, events);
      }),
    }),
  });
  const http = createServer(
    createHTTPHandler({
      router,
      basePath: '/api/trpc/',
      createContext: ({ req }) => ({ over: 'http', token: bearerOf(req) }),
    }),
  );
  http.on('request', (request, response) => {
    tiny.onRequest(request);
    if (!request.url?.startsWith('/api/trpc/feed.live')) return;
    streams.add(response);
    response.on('close', () => streams.delete(response));
  });
  const wss = new WebSocketServer({ noServer: true });
  http.on('upgrade', (request, stream, head) => {
    stream.on('error', () => {});
    held.add(stream);
    if (tiny.upgrades === 'refuse') stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
    else if (tiny.upgrades === 'pass')
      wss.handleUpgrade(request, stream, head, (ws) => wss.emit('connection', ws, request));
  });
  wss.on('connection', (socket) => {
    dialled += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    tiny.greet(socket);
  });
  const handle = getWSConnectionHandler({
    wss,
    router,
    createContext: ({ info }) => ({ over: 'socket', token: info.connectionParams?.token ?? null }),
  });
  wss.on('connection', handle);
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

  const tiny: TinyServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    calls,
    sockets,
    dialled: () => dialled,
    answer: () => null,
    feed: headsAndSilence,
    greet: () => {},
    upgrades: 'pass',
    onRequest: () => {},
    streams,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.terminate();
      for (const stream of held) stream.destroy();
      wss.close();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return tiny;
}

function bearerOf({ headers }: IncomingMessage): string | null {
  return headers.authorization?.replace(/^Bearer /, '') ?? null;
}
