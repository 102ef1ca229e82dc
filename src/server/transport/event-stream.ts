import type { IncomingMessage, ServerResponse } from 'node:http';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import { CLOSE } from '~/contract/errors';
import { USER_PARAMETER } from '~/contract/sign-in';
import { AppError } from '~/server/app-error';
import { credentialsOf, identify } from '~/server/auth/identify';
import type { Container } from '~/server/container';
import { type ConnectedFeed, Connection } from '~/server/realtime/connection';
import type { Actor } from '~/server/services/actor';
import { throwRefused } from '~/server/trpc/refused';
import { reportError } from '~/server/trpc/report';
import { appRouter } from '~/server/trpc/root';
import { addressIn } from './address';
import type { Admissible, Admission } from './admission';
import { answerRefusal } from './answer';
import { sendAway } from './departure';
import type { Gate, Gates } from './gate';
import { isOwnOrigin } from './origin';
import { requestIdIn } from './requests';

/** The feed as server-sent events. What is asked for in another way at the procedures' address is no stream. */
export const STREAM_PATH = '/api/trpc/feed.live';

/** Milliseconds that a stream which must end has to do so before it is cut. */
const GOODBYE_MS = 2_000;

/**
 * Milliseconds a stream lasts at most. A reader that is gone without a word is noticed no sooner: unlike a socket, a
 * stream is never answered. Proxies that end long requests mostly wait for longer.
 */
const STREAM_MS = 5 * 60_000;

export interface EventStreamsOptions {
  readonly container: Container;
  readonly admission: Admission;
  readonly gates: Gates;
  /** The origin people open. */
  readonly publicUrl: () => string;
  /** Milliseconds a stream lasts before its reader is asked to open another. */
  readonly streamMs?: number | undefined;
  /** Milliseconds between word that it ends and its end. */
  readonly leaveMs?: number | undefined;
}

/**
 * The feed for those whose proxy lets no socket through: `feed.live` as server-sent events, one feed a stream. A slow
 * reader holds back its own feed and nothing else; whose session or token ends is told so and let go.
 */
export function createEventStreams(options: EventStreamsOptions) {
  const { container, admission, gates, publicUrl, streamMs = STREAM_MS, leaveMs } = options;
  const { services, feed, log } = container;
  const { inReach } = container.models;
  const streams = new Set<Stream>();
  let isClosing = false;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page of others could read nothing, but would seem to be its visitor's device.
    if (!isOwnOrigin(request, publicUrl())) return void response.writeHead(403).end();
    if (request.method !== 'GET') return void response.writeHead(405, { allow: 'GET', connection: 'close' }).end();
    const address = addressIn(request.headers);
    if (!takePlace(gates.address, address, response)) return answerRefusal(response, tooMany());
    const query = new URLSearchParams(request.url?.split('?')[1]);
    const { expected = query.get(USER_PARAMETER) ?? undefined, ...credentials } = credentialsOf(request.headers);
    let actor: Actor | null;
    try {
      actor = await inReach(identify(container, { ...credentials, expected }));
    } catch (error) {
      log.warn({ error: String(error) }, 'a stream could not be identified');
      return answerRefusal(response, new AppError('UNAVAILABLE', 'Something went wrong on the server. Try again.'));
    }
    if (response.destroyed) return;
    if (actor && !takePlace(gates.user, actor.userId, response)) return answerRefusal(response, tooMany());
    if (isClosing) return answerRefusal(response, new AppError('UNAVAILABLE', 'The server restarts. Come back.'));
    const stream = new Stream(response);
    streams.add(stream);
    const opened = performance.now();
    const lifetime = setTimeout(() => stream.leave(leaveMs), streamMs * (0.8 + 0.2 * Math.random())).unref();
    stream.onClose(() => {
      streams.delete(stream);
      clearTimeout(lifetime);
      const ms = Math.round(performance.now() - opened);
      log.info({ requestId: requestIdIn(request.headers), ms }, 'a stream closed');
    });
    await nodeHTTPRequestHandler({
      router: appRouter,
      req: request,
      res: response,
      path: STREAM_PATH.slice('/api/trpc/'.length),
      createContext: async () => {
        if (actor) await inReach(admission.admit(stream, actor)).catch(throwRefused);
        const journal = container.journalOf(requestIdIn(request.headers));
        return { actor, address, journal, services, inReach, feed, connection: stream };
      },
      onError: (problem) => reportError(log, problem),
    });
  }

  return {
    handle,
    connections: () => streams.size,
    /** Sends every reader away to come back elsewhere or later, and waits until they are gone. */
    async close(): Promise<void> {
      isClosing = true;
      const gone = [...streams].map((stream) => new Promise<void>((resolve) => stream.onClose(resolve)));
      await sendAway([...streams], leaveMs);
      await Promise.all(gone);
    },
  };
}

/** Whether there is a place, which is given back when the answer is over. */
function takePlace(gate: Gate, key: string, response: ServerResponse): boolean {
  const leave = gate.enter(key);
  if (leave) response.once('close', leave);
  return leave !== null;
}

const tooMany = () => new AppError('RATE_LIMITED', 'Too many connections are open. Close some, or come back later.');

/** One stream, from its request to its end. */
class Stream extends Connection implements Admissible {
  readonly #response: ServerResponse;
  #isEnding = false;

  constructor(response: ServerResponse) {
    super();
    this.#response = response;
  }

  isOpen(): boolean {
    return !this.#response.closed;
  }

  onClose(listener: () => void): void {
    this.#response.once('close', listener);
  }

  dismiss(): void {
    this.close(CLOSE.UNAUTHENTICATED);
  }

  bufferedAmount(): number {
    return this.#response.writableLength;
  }

  override join(feed: ConnectedFeed): void {
    super.join(feed);
    if (this.#isEnding) feed.close();
  }

  /** Its feed returns, after which the stream ends in good order. */
  close(code: number): void {
    this.#isEnding = true;
    this.closeFeeds();
    // Who does not read is not waited for.
    if (code === CLOSE.SLOW_READER) this.#response.destroy();
    const timer = setTimeout(() => this.#response.destroy(), GOODBYE_MS);
    this.#response.once('close', () => clearTimeout(timer));
  }
}
