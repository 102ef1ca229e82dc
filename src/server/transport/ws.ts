import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { getWSConnectionHandler, jsonEncoder } from '@trpc/server/adapters/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { CLOSE } from '~/contract/errors';
import { BATCH_MAX, FRAME_MAX_BYTES } from '~/contract/limits';
import { USER_PARAMETER } from '~/contract/sign-in';
import { credentialsOf, identify } from '~/server/auth/identify';
import type { Container } from '~/server/container';
import type { Actor } from '~/server/services/actor';
import type { Context } from '~/server/trpc/context';
import { throwRefused } from '~/server/trpc/refused';
import { type Problem, reportError } from '~/server/trpc/report';
import { appRouter } from '~/server/trpc/root';
import { addressOf } from './address';
import type { Admission } from './admission';
import { sendAway } from './departure';
import type { Gates } from './gate';
import { LiveSocket } from './live-socket';
import { isOwnOrigin } from './origin';
import { refuse } from './refuse';
import { requestIdIn } from './requests';

/** Where the socket lives. */
export const LIVE_PATH = '/api/live';

/** Milliseconds a socket has to say who it is: a client says so at once, whoever waits this long is no client. */
const AUTH_WAIT_MS = 5_000;

/** Milliseconds between looks at which sockets are quiet. */
const LOOK_MS = 1_000;

/** Calls of a batch past `BATCH_MAX` that are each told of it; longer ones are answered once, as what is no batch. */
const BATCH_TOLD_MAX = 1_000;

/** How a socket came. */
interface Opening {
  readonly actor: Actor | null;
  readonly address: string;
  readonly requestId: string;
  readonly url: string | undefined;
  readonly host: string | undefined;
}

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
export function createLiveSockets({
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
  const sockets = new Set<LiveSocket>();
  const report = (problem: Problem) => reportError(log, problem);
  // One timer for all: tRPC's own makes one for each message.
  const looking = setInterval(() => {
    for (const socket of sockets) socket.keepAlive();
  }, LOOK_MS).unref();

  /** Whom the socket is of, if there is a place for one more of theirs; else it is closed. */
  async function enter(socket: LiveSocket, actor: Actor | null): Promise<Actor | null> {
    if (!socket.isOpen()) return null;
    const leave = actor && gates.user.enter(actor.userId);
    if (!actor) socket.close(CLOSE.UNAUTHENTICATED, 'sign in first');
    else if (!leave) socket.close(CLOSE.TOO_MANY, 'too many sockets; come back later');
    if (!leave) return null;
    socket.onClose(leave);
    await admission.admit(socket, actor);
    return actor;
  }

  /** What calls on the socket share. */
  async function contextOf(socket: LiveSocket, opening: Opening, token: string | undefined): Promise<Context> {
    const actor = token ? await inReach(services.tokens.authenticate(token)).catch(throwRefused) : opening.actor;
    return {
      actor: await inReach(enter(socket, actor)).catch(throwRefused),
      address: opening.address,
      journal: container.journalOf(opening.requestId),
      services,
      feed,
      calls: socket.calls,
      inReach,
      connection: socket,
    };
  }

  /** Lets tRPC serve the socket's calls, of which it is handed all that concern no feed. */
  function serve(ws: WebSocket, socket: LiveSocket, opening: Opening): void {
    const handle = getWSConnectionHandler({
      wss: server,
      router: appRouter,
      maxBatchSize: BATCH_MAX,
      experimental_encoder: {
        encode: jsonEncoder.encode,
        decode: (data) => socket.lines.take(decode(data)),
      },
      createContext({ info }) {
        socket.context = contextOf(socket, opening, info.connectionParams?.token);
        return socket.context;
      },
      onError: report,
    });
    const { url, host } = opening;
    handle(ws, { url, headers: { host } } as IncomingMessage);
  }

  function accept(ws: WebSocket, stream: Duplex, opening: Opening): void {
    const socket = new LiveSocket(ws, stream, report);
    const opened = performance.now();
    sockets.add(socket);
    ws.on('error', ws.terminate);
    socket.onClose((code) => {
      sockets.delete(socket);
      const ms = Math.round(performance.now() - opened);
      log.info({ requestId: opening.requestId, code, ms }, 'a socket closed');
    });
    const announcesParams = queryOf(opening.url).get('connectionParams') === '1';
    if (announcesParams) awaitParams(ws, socket, authWaitMs);
    if (opening.actor || announcesParams) serve(ws, socket, opening);
    else socket.close(CLOSE.UNAUTHENTICATED, 'sign in first');
  }

  /** Answers an upgrade. Refuses foreign pages with 403, and too many of one address with 429; closes sockets of nobody with a code that says so. */
  async function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    if (!isOwnOrigin(request, publicUrl())) return refuse(stream, '403 Forbidden');
    // tRPC throws where these two make no address.
    if (!URL.canParse(request.url ?? '', `http://${request.headers.host}`)) return refuse(stream, '400 Bad Request');
    const address = addressOf(request, trustProxy);
    const leave = gates.address.enter(address);
    if (!leave) return refuse(stream, '429 Too Many Requests');
    stream.on('close', leave);
    const expected = queryOf(request.url).get(USER_PARAMETER) ?? undefined;
    let actor: Actor | null;
    try {
      actor = await inReach(identify(container, { ...credentialsOf(request.headers), expected }));
    } catch (error) {
      log.warn({ error: String(error) }, 'a socket could not be identified');
      return refuse(stream, '503 Service Unavailable');
    }
    if (stream.destroyed) return;
    // Not the request itself, which would stay in memory for as long as the socket.
    const { url, headers } = request;
    const opening = { actor, address, requestId: requestIdIn(headers), url, host: headers.host };
    server.handleUpgrade(request, stream, head, (ws) => accept(ws, stream, opening));
  }

  return {
    upgrade,
    connections: () => server.clients.size,
    /** Sends every client away to come back elsewhere or later, and waits until they are gone. */
    async close(): Promise<void> {
      const gone = new Promise((resolve) => server.close(resolve));
      await sendAway([...sockets], leaveMs);
      await gone;
      clearInterval(looking);
    },
  };
}

function decode(data: string | ArrayBuffer | Uint8Array): unknown {
  const message = jsonEncoder.decode(data);
  if (Array.isArray(message) && message.length > BATCH_TOLD_MAX) throw new Error('a batch without end');
  return message;
}

function queryOf(url = ''): URLSearchParams {
  return new URLSearchParams(url.split('?')[1]);
}

/** tRPC waits for ever for parameters that were announced. */
function awaitParams(ws: WebSocket, socket: LiveSocket, waitMs: number): void {
  const timer = setTimeout(() => socket.close(CLOSE.AUTH_TIMEOUT, 'no connectionParams'), waitMs);
  ws.once('message', () => clearTimeout(timer));
  ws.once('close', () => clearTimeout(timer));
}
