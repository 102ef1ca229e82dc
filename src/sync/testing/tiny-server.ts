import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
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
  /** Tells clients to go elsewhere. */
  sendAway(): void;
  [Symbol.asyncDispose](): Promise<void>;
}

export const NO_HEADS = [{ type: 'heads', heads: [] }] as const;

export async function* headsAndSilence(signal: AbortSignal): AsyncGenerator<readonly Event[]> {
  yield NO_HEADS;
  await new Promise((resolve) => signal.addEventListener('abort', resolve));
}

/** A real tRPC server with the names of the procedures and none of their meaning, on a port of its own. */
export async function startTinyServer(): Promise<TinyServer> {
  const calls: Call[] = [];
  const sockets = new Set<WebSocket>();
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
    upload: t.router({ create: respond.mutation(({ ctx }) => ctx.answer), get: query }),
    feed: t.router({
      live: t.procedure.subscription(async function* ({ signal = new AbortController().signal, ctx, path, input }) {
        calls.push({ path, input, ...ctx });
        let batch = 0;
        for await (const events of tiny.feed(signal)) yield tracked(String(batch++), events);
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
  const wss = new WebSocketServer({ server: http, path: '/api/live' });
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
    sendAway() {
      for (const socket of sockets) socket.send(JSON.stringify({ id: null, method: 'reconnect' }));
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.terminate();
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
