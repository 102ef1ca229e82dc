import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { TRPCError } from '@trpc/server';
import { getWSConnectionHandler, jsonEncoder } from '@trpc/server/adapters/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { CLOSE } from '~/contract/errors';
import { BATCH_MAX, FRAME_MAX_BYTES } from '~/contract/limits';
import { USER_PARAMETER } from '~/contract/sign-in';
import { AppError } from '~/server/app-error';
import { credentialsOf, identify } from '~/server/auth/identify';
import type { Container } from '~/server/container';
import { createInterest } from '~/server/realtime/interest';
import type { Actor } from '~/server/services/actor';
import type { Context } from '~/server/trpc/context';
import { throwRefused } from '~/server/trpc/refused';
import { reportError } from '~/server/trpc/report';
import { appRouter } from '~/server/trpc/root';
import { addressOf } from './address';
import type { Admission } from './admission';
import { type Calls, holdBack } from './backpressure';
import { createDeparture, type Departure, sendAway } from './departure';
import type { Gates } from './gate';
import { isOwnOrigin } from './origin';
import { refuse } from './refuse';
import { requestIdIn } from './requests';

/** Where the socket lives. */
export const LIVE_PATH = '/api/live';

/** Milliseconds a socket has to say who it is: a client says so at once, whoever waits this long is no client. */
const AUTH_WAIT_MS = 5_000;

/** Milliseconds of quiet before a ping: home routers drop idle sockets at about 60 s. */
const PING_MS = 25_000;

/** Milliseconds a client has to answer a ping. */
const PONG_WAIT_MS = 10_000;

/** Subscriptions a socket may hold: a tab needs one. */
const SUBSCRIPTIONS_MAX = 4;

/** Calls of a batch past `BATCH_MAX` that are each told of it; longer ones are answered once, as what is no batch. */
const BATCH_TOLD_MAX = 1_000;

/** Milliseconds that a socket which must go has to say goodbye before it is cut. */
const GOODBYE_MS = 2_000;

export interface LiveSocketOptions {
  readonly container: Container;
  readonly admission: Admission;
  /** The origin people open. */
  readonly publicUrl: () => string;
  readonly trustProxy: boolean;
  readonly gates: Gates;
  /** Milliseconds a socket has to send the `connectionParams` it announced. */
  readonly authWaitMs?: number | undefined;
  /** Milliseconds between word to its feeds that a socket ends and its end. */
  readonly leaveMs?: number | undefined;
}

/** The whole router over WebSockets, for sockets that say who they are. */
export function createLiveSocket({
  container,
  admission,
  publicUrl,
  trustProxy,
  gates,
  authWaitMs = AUTH_WAIT_MS,
  leaveMs,
}: LiveSocketOptions) {
  const { services, feed, log } = container;
  const { inReach } = container.models;
  const server = new WebSocketServer({ noServer: true, maxPayload: FRAME_MAX_BYTES, perMessageDeflate: false });
  const actors = new WeakMap<WebSocket, Actor>();
  const addresses = new WeakMap<WebSocket, string>();
  const calls = new WeakMap<WebSocket, Calls>();
  const departures = new Map<WebSocket, Departure>();

  /** Who it is, if there is a place for one more socket of theirs; else the socket is closed. */
  async function enter(socket: WebSocket, token: string | undefined): Promise<Actor | null> {
    const actor = token ? await services.tokens.authenticate(token) : (actors.get(socket) ?? null);
    if (socket.readyState !== socket.OPEN) return null;
    const leave = actor && gates.user.enter(actor.userId);
    if (!actor) close(socket, CLOSE.UNAUTHENTICATED, 'sign in first');
    else if (!leave) close(socket, CLOSE.TOO_MANY, 'too many sockets; come back later');
    if (!leave) return null;
    socket.once('close', leave);
    return actor;
  }

  const handle = getWSConnectionHandler({
    wss: server,
    router: appRouter,
    maxBatchSize: BATCH_MAX,
    experimental_encoder: {
      ...jsonEncoder,
      decode(data) {
        const message = jsonEncoder.decode(data);
        if (Array.isArray(message) && message.length > BATCH_TOLD_MAX) throw new Error('a batch without end');
        return message;
      },
    },
    keepAlive: { enabled: true, pingMs: PING_MS, pongWaitMs: PONG_WAIT_MS },
    createContext: async ({ req, res, info }): Promise<Context> => {
      const socket = res as WebSocket;
      const actor = await inReach(enter(socket, info.connectionParams?.token)).catch(throwRefused);
      const admitted = actor && (await inReach(admission.admit(admissible(socket), actor)).catch(throwRefused));
      return {
        // A call on a socket whose credential has ended is nobody's, also before the socket has closed.
        get actor() {
          return admitted?.isOver() ? null : actor;
        },
        address: addresses.get(socket) ?? 'unknown',
        journal: container.journalOf(requestIdIn(req.headers)),
        services,
        feed: limitSubscriptions(feed),
        calls: calls.get(socket)!,
        inReach,
        connection: {
          interest: createInterest(),
          bufferedAmount: () => socket.bufferedAmount,
          close: (code, reason) => close(socket, code, reason),
          onOver: admitted ? admitted.onOver : () => () => {},
          onLeaving: departures.get(socket)?.onLeaving ?? (() => () => {}),
        },
      };
    },
    onError: (problem) => reportError(log, problem),
  });

  /** Answers an upgrade. Refuses foreign pages with 403, and too many of one address with 429; closes sockets of nobody with a code that says so. */
  async function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    if (!isOwnOrigin(request, publicUrl())) return refuse(stream, '403 Forbidden');
    // tRPC throws where these two make no address.
    if (!URL.canParse(request.url ?? '', `http://${request.headers.host}`)) return refuse(stream, '400 Bad Request');
    const address = addressOf(request, trustProxy);
    const leave = gates.address.enter(address);
    if (!leave) return refuse(stream, '429 Too Many Requests');
    stream.once('close', leave);
    const query = new URLSearchParams(request.url?.split('?')[1]);
    const announcesParams = query.get('connectionParams') === '1';
    const expected = query.get(USER_PARAMETER) ?? undefined;
    let actor: Actor | null;
    try {
      actor = await inReach(identify(container, { ...credentialsOf(request.headers), expected }));
    } catch (error) {
      log.warn({ error: String(error) }, 'a socket could not be identified');
      return refuse(stream, '503 Service Unavailable');
    }
    if (stream.destroyed) return;
    server.handleUpgrade(request, stream, head, (socket) => {
      socket.on('error', () => socket.terminate());
      addresses.set(socket, address);
      noteClose(request, socket);
      calls.set(socket, holdBack(socket, stream));
      departures.set(
        socket,
        createDeparture({ end: () => close(socket, CLOSE.RESTARTING, 'restarting; come back'), leaveMs }),
      );
      socket.once('close', () => departures.delete(socket));
      if (!actor && !announcesParams) return close(socket, CLOSE.UNAUTHENTICATED, 'sign in first');
      if (actor) actors.set(socket, actor);
      if (announcesParams) awaitParams(socket, authWaitMs);
      handle(socket, request);
    });
  }

  function noteClose(request: IncomingMessage, socket: WebSocket): void {
    const opened = performance.now();
    socket.once('close', (code) => {
      const ms = Math.round(performance.now() - opened);
      log.info({ requestId: requestIdIn(request.headers), code, ms }, 'a socket closed');
    });
  }

  return {
    upgrade,
    connections: () => server.clients.size,
    /** Sends every client away to come back elsewhere or later, and waits until they are gone. */
    async close(): Promise<void> {
      const gone = new Promise((resolve) => server.close(resolve));
      await sendAway([...departures.values()]);
      await gone;
    },
  };
}

function admissible(socket: WebSocket) {
  return {
    isOpen: () => socket.readyState === socket.OPEN,
    onClose: (listener: () => void) => void socket.once('close', listener),
    dismiss: (reason: string) => close(socket, CLOSE.UNAUTHENTICATED, reason),
  };
}

function limitSubscriptions(feed: Context['feed']): Context['feed'] {
  let open = 0;
  return async function* (...call) {
    if (open >= SUBSCRIPTIONS_MAX) {
      const cause = new AppError('TOO_LARGE', `A socket has at most ${SUBSCRIPTIONS_MAX} subscriptions.`);
      throw new TRPCError({ code: 'PAYLOAD_TOO_LARGE', message: cause.message, cause });
    }
    open += 1;
    try {
      yield* feed(...call);
    } finally {
      open -= 1;
    }
  };
}

/** tRPC waits for ever for parameters that were announced. */
function awaitParams(socket: WebSocket, waitMs: number): void {
  const timer = setTimeout(() => close(socket, CLOSE.AUTH_TIMEOUT, 'no connectionParams'), waitMs);
  socket.once('message', () => clearTimeout(timer));
  socket.once('close', () => clearTimeout(timer));
}

function close(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason);
  const timer = setTimeout(() => socket.terminate(), GOODBYE_MS);
  socket.once('close', () => clearTimeout(timer));
}
