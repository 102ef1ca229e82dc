import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { BATCH_MAX } from '~/contract/limits';
import type { AppRouter } from '~/server/trpc/root';
import { type Clock, systemClock } from './clock';
import { type LiveFeed, openLiveFeed } from './live-feed';
import { openLiveSocket } from './live-socket';
import { type Transport, TransportError } from './transport';
import { toTransportError } from './trpc-error';

/** Milliseconds a call over HTTP may take; longer ones are as good as lost. */
const CALL_MS = 15_000;
/** Milliseconds one attempt to send may take: another attempt is cheap, for it cannot double the message. */
const SEND_MS = 10_000;
/** Characters of a URL: below the 8 KB that proxies allow a request line, above what a batch of ids needs. */
const URL_MAX = 7_000;

export interface TrpcTransportOptions {
  /** Where the server is, like `https://chat.example.org`; the page's own origin by default. */
  readonly baseUrl?: string;
  /** An access token, for programs; pages have their session's cookie. */
  readonly token?: string;
  /** For runtimes without one. */
  readonly WebSocket?: typeof WebSocket;
  readonly clock?: Clock;
}

/** The engine's server over tRPC: the feed and urgent sends on a socket, everything else over HTTP. */
export function createTrpcTransport(options: TrpcTransportOptions = {}): Transport {
  const { baseUrl = '', token, clock = systemClock } = options;
  const http = createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${baseUrl}/api/trpc`,
        maxItems: BATCH_MAX,
        maxURLLength: URL_MAX,
        headers: () => (token === undefined ? {} : { authorization: `Bearer ${token}` }),
      }),
    ],
  });
  let isOnline = true;
  let feed: LiveFeed | null = null;

  /** Settles within that time, with the answer or a `TransportError`. */
  async function call<T>(milliseconds: number, ask: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    let cancel = () => {};
    const late = new Promise<never>((_, reject) => {
      cancel = clock.after(milliseconds, () => {
        reject(new TransportError('NETWORK', `no answer within ${milliseconds} ms`));
        controller.abort();
      });
    });
    try {
      return await Promise.race([ask(controller.signal), late]);
    } catch (error) {
      const failure = toTransportError(error);
      if (failure.code === 'UNAUTHENTICATED') feed?.signOut();
      throw failure;
    } finally {
      cancel();
    }
  }

  return {
    connect(handlers) {
      const listen = { clock, handlers, open };
      const opened = openLiveFeed(listen, isOnline);
      feed = opened;
      return () => opened.close();
    },
    setOnline(online) {
      isOnline = online;
      feed?.setOnline(online);
    },
    list: (cursor) => call(CALL_MS, (signal) => http.conversation.list.query({ cursor }, { signal })),
    async conversation(conversationId) {
      const detail = await call(CALL_MS, (signal) => http.conversation.get.query({ conversationId }, { signal }));
      const { members: _, ...conversation } = detail;
      return conversation;
    },
    history: (input) => call(CALL_MS, (signal) => http.message.history.query(input, { signal })),
    since: (input) => call(CALL_MS, (signal) => http.sync.since.query(input, { signal })),
    send(input) {
      const socket = feed?.live();
      return call(SEND_MS, (signal) =>
        socket ? socket.send(input, signal) : http.message.send.mutate(input, { signal }),
      );
    },
    users: (userIds) => call(CALL_MS, (signal) => http.user.byIds.query({ userIds: [...userIds] }, { signal })),
  };

  function open(listener: Parameters<Parameters<typeof openLiveFeed>[0]['open']>[0]) {
    const socketClass = options.WebSocket ?? globalThis.WebSocket;
    return openLiveSocket({ url: liveUrl(baseUrl), token, WebSocket: socketClass, clock, ...listener });
  }
}

function liveUrl(baseUrl: string): string {
  const origin = baseUrl === '' ? globalThis.location.origin : baseUrl;
  return `${origin.replace(/^http/, 'ws')}/api/live`;
}
