import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { BATCH_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { USER_HEADER, USER_PARAMETER } from '~/contract/sign-in';
import type { AppRouter } from '~/server/trpc/root';
import { type Clock, systemClock } from './clock';
import { openLiveEvents } from './live-events';
import { type LiveFeed, openLiveFeed } from './live-feed';
import type { Api, LineListener, LiveLine } from './live-line';
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
  /** Whose session the page's has to be. */
  readonly userId?: Id;
  /** For runtimes without one. */
  readonly WebSocket?: typeof WebSocket;
  /** For runtimes without one, and for programs, whose token it must be able to send: like that of the package `eventsource`. */
  readonly EventSource?: typeof EventSource;
  readonly clock?: Clock;
  /** For sessions that can be renewed: does so, and says whether there is a good one. */
  readonly renew?: () => Promise<boolean>;
  /** Told when a call finds the session to be over; by default the feed of this transport looks to it. */
  readonly onExpired?: () => void;
}

/**
 * The engine's server over tRPC: the feed and urgent sends on a socket, everything else over HTTP. Where no socket gets
 * through, the feed comes as server-sent events and all calls go over HTTP.
 */
export function createTrpcTransport(options: TrpcTransportOptions = {}): Transport {
  const { baseUrl = '', token, userId, clock = systemClock, renew = async () => false } = options;
  const identity = () => ({
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(userId !== undefined && { [USER_HEADER]: userId }),
  });
  const http = createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${baseUrl}/api/trpc`,
        maxItems: BATCH_MAX,
        maxURLLength: URL_MAX,
        headers: identity,
      }),
    ],
  });
  const query = userId === undefined ? '' : `?${USER_PARAMETER}=${userId}`;
  const eventSource = options.EventSource ?? globalThis.EventSource;
  let isOnline = true;
  let feed: LiveFeed | null = null;

  const expire = () => feed?.expire();

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
      if (failure.code === 'UNAUTHENTICATED') (options.onExpired ?? expire)();
      throw failure;
    } finally {
      cancel();
    }
  }

  /** Over the socket while it is open, else over HTTP. */
  function quick<T>(ask: (api: Api, signal: AbortSignal) => Promise<T>): Promise<T> {
    const line = feed?.live();
    return call(SEND_MS, (signal) => (line ? line.ask((api) => ask(api, signal)) : ask(http, signal)));
  }

  return {
    connect(handlers) {
      const opened = openLiveFeed({ clock, handlers, renew, socket, events: eventSource ? events : null }, isOnline);
      feed = opened;
      return () => opened.close();
    },
    setOnline(online) {
      isOnline = online;
      feed?.setOnline(online);
    },
    expire,
    list: (cursor) => call(CALL_MS, (signal) => http.conversation.list.query({ cursor }, { signal })),
    async conversation(conversationId) {
      const detail = await call(CALL_MS, (signal) => http.conversation.get.query({ conversationId }, { signal }));
      const { members: _, ...conversation } = detail;
      return conversation;
    },
    history: (input) => call(CALL_MS, (signal) => http.message.history.query(input, { signal })),
    since: (input) => call(CALL_MS, (signal) => http.sync.since.query(input, { signal })),
    // Pages load it when they have come to rest: it is no part of what they start with.
    check: (entries) =>
      quick(async (api, signal) => {
        const { heldAs } = await import('~/contract/checksum');
        return api.sync.check.mutate(heldAs(entries), { signal });
      }),
    send: (input) => quick((api, signal) => api.message.send.mutate(input, { signal })),
    edit: (input) => quick((api, signal) => api.message.edit.mutate(input, { signal })),
    delete: (input) => quick((api, signal) => api.message.delete.mutate(input, { signal })),
    react: (input) => quick((api, signal) => api.message.react.mutate(input, { signal })),
    messages: (input) => call(CALL_MS, (signal) => http.message.get.query(input, { signal })),
    read: (input) => quick((api, signal) => api.receipt.read.mutate(input, { signal })),
    delivered: (input) => quick((api, signal) => api.receipt.delivered.mutate(input, { signal })),
    receipts: (conversationId) => call(CALL_MS, (signal) => http.receipt.list.query({ conversationId }, { signal })),
    typing: (conversationId, typing) =>
      quick((api, signal) => api.typing.set.mutate({ conversationId, typing }, { signal })),
    watchPresence(userIds) {
      const line = feed?.live();
      if (!line) return Promise.reject(new TransportError('NETWORK', 'there is no feed'));
      const watch = { userIds: [...userIds], connection: line.connection() ?? undefined };
      return call(SEND_MS, (signal) => line.ask((api) => api.presence.watch.mutate(watch, { signal })));
    },
    users: (userIds) => call(CALL_MS, (signal) => http.user.byIds.query({ userIds: [...userIds] }, { signal })),
    // Over HTTP: with a poster it is larger than a frame may be.
    createUpload: (input) => call(CALL_MS, (signal) => http.upload.create.mutate(input, { signal })),
    upload: (uploadId) => call(CALL_MS, (signal) => http.upload.get.query({ uploadId }, { signal })),
    cancelUpload: (uploadId) =>
      call(CALL_MS, async (signal) => {
        const headers = { ...identity(), 'tus-resumable': '1.0.0' };
        await fetch(`${baseUrl}/api/uploads/${uploadId}`, { method: 'DELETE', headers, signal });
      }),
  };

  function socket(listener: LineListener): LiveLine {
    const origin = baseUrl === '' ? globalThis.location.origin : baseUrl;
    const url = `${origin.replace(/^http/, 'ws')}/api/live${query}`;
    return openLiveSocket({ url, token, WebSocket: options.WebSocket ?? globalThis.WebSocket, clock, ...listener });
  }

  function events(listener: LineListener): LiveLine {
    return openLiveEvents({
      url: `${baseUrl}/api/trpc/feed.live${query}`,
      token,
      EventSource: eventSource,
      http,
      clock,
      ...listener,
    });
  }
}
