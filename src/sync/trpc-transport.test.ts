import { createServer } from 'node:net';
import { EventSource as NodeEventSource } from 'eventsource';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket as NodeWebSocket } from 'ws';
import { CLOSE } from '~/contract/errors';
import type { Event } from '~/contract/events';
import { createFakeClock, type FakeClock } from './testing/fake-clock';
import { FEED_ID, headsAndSilence, NO_HEADS, Refusal, startTinyServer, type TinyServer } from './testing/tiny-server';
import type { Transport } from './transport';
import { createTrpcTransport, type TrpcTransportOptions } from './trpc-transport';

const WebSocket = NodeWebSocket as unknown as typeof globalThis.WebSocket;
const MESSAGE = { conversationId: 'a'.repeat(24), clientId: 'client-1', text: 'hello' };

let server: TinyServer;
let clock: FakeClock;

beforeEach(async () => {
  server = await startTinyServer();
  clock = createFakeClock();
});
afterEach(() => server[Symbol.asyncDispose]());

function aTransport(options: Partial<TrpcTransportOptions> = {}): Transport {
  return createTrpcTransport({ baseUrl: server.url, WebSocket, clock, ...options });
}

/** A transport whose feed is open, and what the feed said. */
async function connected(options?: Partial<TrpcTransportOptions>) {
  const transport = aTransport(options);
  const heard: string[] = [];
  const batches: (readonly Event[])[] = [];
  const vias: string[] = [];
  const close = transport.connect({
    onConnecting: () => heard.push('connecting'),
    onConnected: (via) => vias.push(via),
    onEvents(events) {
      heard.push('events');
      batches.push(events);
    },
    onLatency: () => heard.push('latency'),
    onSignedOut: () => heard.push('signedOut'),
  });
  onTestFinished(close);
  const count = (what: string) => heard.filter((one) => one === what).length;
  return { transport, close, heard, batches, vias, count };
}

/** As soon as it holds; the real network takes what time it takes. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
}

/** Long enough for anything that is under way between two processes of one machine to arrive. */
async function quiet(): Promise<void> {
  const bystander = await fetch(`${server.url}/nothing`);
  await bystander.text();
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

describe('the feed', () => {
  it('tells batches as they come', async () => {
    const left = { type: 'left', conversationId: 'c' } as const;
    server.feed = async function* (signal) {
      yield NO_HEADS;
      yield [left, left];
      yield* headsAndSilence(signal);
    };
    const { batches } = await connected();
    await until(() => batches.length === 3);
    expect(batches.slice(0, 2)).toEqual([NO_HEADS, [left, left]]);
  });

  it('comes back when its socket breaks, after 0.3 to 1 seconds', async () => {
    const { count } = await connected();
    await until(() => count('events') === 1);
    for (const socket of server.sockets) socket.terminate();
    await until(() => count('connecting') === 2);
    await clock.advance(299);
    await quiet();
    expect(server.dialled()).toBe(1);
    await clock.advance(701);
    await until(() => count('events') === 2);
    expect(server.dialled()).toBe(2);
  });

  it('comes back when the server closes it, for whatever reason but one', async () => {
    const { count, heard } = await connected();
    let lives = 0;
    for (const code of [CLOSE.RESTARTING, CLOSE.SLOW_READER, CLOSE.AUTH_TIMEOUT, 1011]) {
      lives += 1;
      await until(() => count('events') === lives);
      for (const socket of server.sockets) socket.close(code);
      await until(() => count('connecting') === 2 * lives && server.sockets.size === 0);
      await clock.advance(1000 * 2 ** (lives - 1));
    }
    await until(() => count('events') === 5);
    expect(heard).not.toContain('signedOut');
  });

  it('is over when the server says that the session is', async () => {
    const { count } = await connected();
    await until(() => count('events') === 1);
    for (const socket of server.sockets) socket.close(CLOSE.UNAUTHENTICATED);
    await until(() => count('signedOut') === 1);
    await clock.runOut();
    await quiet();
    expect(server.dialled()).toBe(1);
    expect(count('signedOut')).toBe(1);
  });

  it('is over when it is refused for want of a session', async () => {
    // biome-ignore lint/correctness/useYield: it never gets that far
    server.feed = async function* () {
      throw new Refusal('UNAUTHENTICATED');
    };
    const { count } = await connected();
    await until(() => count('signedOut') === 1);
    await clock.runOut();
    expect(server.dialled()).toBe(1);
  });

  it('that ends or fails while its socket lives is begun again, with growing pauses', async () => {
    let begun = 0;
    server.feed = async function* () {
      begun += 1;
      yield NO_HEADS;
      if (begun % 2 === 0) throw new Error('broken');
    };
    const { count } = await connected();
    for (let lives = 1; lives <= 4; lives += 1) {
      await until(() => begun === lives && count('connecting') === 2 * lives);
      await clock.advance(1000 * 2 ** (lives - 1));
    }
    await until(() => begun === 5);
    expect(count('signedOut')).toBe(0);
  });

  it('that says nothing for ten seconds is dropped, and begun again', async () => {
    server.feed = async function* (signal) {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    const { count } = await connected();
    await until(() => server.calls.length === 1);
    await clock.advance(9_999);
    expect(count('connecting')).toBe(1);
    await clock.advance(1);
    expect(count('connecting')).toBe(2);
    server.feed = headsAndSilence;
    await clock.advance(1000);
    await until(() => count('events') === 1);
    await until(() => server.sockets.size === 1);
  });

  it('gives up a connection that nobody answers after ten seconds', async () => {
    const deaf = createServer().listen(0, '127.0.0.1');
    onTestFinished(() => void deaf.close());
    await new Promise((resolve) => deaf.once('listening', resolve));
    const address = deaf.address();
    const port = typeof address === 'object' ? address?.port : 0;
    const { count } = await connected({ baseUrl: `http://127.0.0.1:${port}` });
    await clock.advance(10_000);
    expect(count('connecting')).toBe(2);
  });

  it('comes back less and less often while nobody is there, at most every 30 seconds, and never at once', async () => {
    const { url } = server;
    await server[Symbol.asyncDispose]();
    const { count, close } = await connected({ baseUrl: url });
    const pauses: number[] = [];
    for (let attempt = 1; attempt <= 9; attempt += 1) {
      // Told once that it is lost, and once that it is tried again.
      await until(() => count('connecting') === 2 * attempt);
      const lostAt = clock.now();
      while (count('connecting') === 2 * attempt) await clock.advance(50);
      pauses.push(clock.now() - lostAt);
    }
    close();
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(300);
    expect(pauses[0]).toBeLessThanOrEqual(1000 + 50);
    expect(Math.max(...pauses)).toBeGreaterThan(8_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(30_000 + 50);
    server = await startTinyServer();
  });

  it('goes elsewhere when the server asks it to, and leaves only once it is live there', async () => {
    server.feed = async function* (signal) {
      yield NO_HEADS;
      server.feed = headsAndSilence;
      yield [{ type: 'leaving' }];
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    const { count } = await connected();
    await until(() => count('events') === 2);
    await clock.advance(200);
    await until(() => count('events') === 3);
    await until(() => server.sockets.size === 1);
    expect(server.dialled()).toBe(2);
    expect(count('connecting')).toBe(1);
  });

  it('answers what was asked over a socket that it has left', async () => {
    let leave = () => {};
    server.feed = async function* (signal) {
      yield NO_HEADS;
      server.feed = headsAndSilence;
      await new Promise<void>((resolve) => {
        leave = resolve;
      });
      yield [{ type: 'leaving' }];
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
    };
    const { transport, count } = await connected();
    await until(() => count('events') === 1);
    let answer = (_: unknown) => {};
    server.answer = () => new Promise((resolve) => (answer = resolve));
    const sending = transport.send(MESSAGE);
    await until(() => server.calls.some(({ path }) => path === 'message.send'));
    leave();
    await until(() => count('events') === 2);
    await clock.advance(200);
    await until(() => count('events') === 3);
    expect(server.sockets.size).toBe(2);
    answer('late, but there');
    expect(await sending).toBe('late, but there');
    await until(() => server.sockets.size === 1);
  });

  it('measures the round trip', async () => {
    const { count } = await connected();
    await until(() => count('latency') === 1);
  });

  it('is closed by the device going offline, and begun at once when it is back', async () => {
    const { transport, count } = await connected();
    await until(() => count('events') === 1);
    transport.setOnline(false);
    await until(() => server.sockets.size === 0);
    await clock.advance(60_000);
    expect(count('connecting')).toBe(1);
    transport.setOnline(true);
    await until(() => count('events') === 2);
    expect(clock.pending()).toBe(0);
  });

  it('does not wait out a pause when the device is online again', async () => {
    const { url } = server;
    await server[Symbol.asyncDispose]();
    const { transport, count } = await connected({ baseUrl: url });
    await until(() => count('connecting') === 2);
    transport.setOnline(true);
    expect(count('connecting')).toBe(3);
    server = await startTinyServer();
  });

  it('stays closed once closed, also before it stood', async () => {
    const { close, heard } = await connected();
    close();
    close();
    await quiet();
    await clock.runOut();
    expect(heard).toEqual(['connecting']);
    await until(() => server.sockets.size === 0);
    expect(clock.pending()).toBe(0);
  });
});

describe('where no socket gets through', () => {
  const EventSource = NodeEventSource as unknown as typeof globalThis.EventSource;

  /** A transport that has fallen back. */
  async function fallenBack(options?: Partial<TrpcTransportOptions>) {
    const scene = await connected({ EventSource, token: 'secret', ...options });
    await until(() => scene.count('connecting') === 2);
    await clock.advance(1_000);
    await until(() => scene.count('connecting') === 4);
    await clock.advance(2_000);
    await until(() => scene.count('events') === 1);
    return scene;
  }

  beforeEach(() => {
    server.upgrades = 'refuse';
  });

  it('the feed comes as events, and says so', async () => {
    const { batches, vias } = await fallenBack();
    expect(batches).toEqual([NO_HEADS]);
    expect(vias).toEqual(['events']);
    expect(server.streams.size).toBe(1);
  });

  it('its token goes with the request, and into no address', async () => {
    const addresses: (string | undefined)[] = [];
    server.onRequest = ({ url }) => addresses.push(url);
    await fallenBack({ userId: 'u'.repeat(24) });
    expect(server.calls).toMatchObject([{ path: 'feed.live', over: 'http', token: 'secret' }]);
    expect(addresses).toEqual([`/api/trpc/feed.live?user=${'u'.repeat(24)}`]);
  });

  it('a proxy that leaves upgrades without an answer is given two times ten seconds', async () => {
    server.upgrades = 'hang';
    const { count } = await connected({ EventSource });
    await clock.advance(10_000);
    expect(count('connecting')).toBe(2);
    await clock.advance(1_000 + 10_000);
    await clock.advance(2_000);
    await until(() => count('events') === 1);
  });

  it('everything is asked over HTTP; whom to watch is said together with the name of the feed', async () => {
    const { transport } = await fallenBack();
    await transport.send(MESSAGE);
    await transport.typing(MESSAGE.conversationId, true);
    await transport.watchPresence(['a'.repeat(24)]);
    expect(server.calls.slice(1)).toMatchObject([
      { path: 'message.send', over: 'http', input: MESSAGE },
      { path: 'typing.set', over: 'http' },
      { path: 'presence.watch', over: 'http', input: { userIds: ['a'.repeat(24)], connection: FEED_ID } },
    ]);
  });

  it('a stream that breaks is opened again, and one that the server ends is within moments', async () => {
    const { count } = await fallenBack();
    for (const stream of server.streams) stream.destroy();
    await until(() => count('connecting') === 6);
    let finish = () => {};
    server.feed = async function* () {
      yield NO_HEADS;
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
    };
    await clock.advance(4_000);
    await until(() => count('events') === 2);
    await clock.advance(1_000);
    const lost = count('connecting');
    finish();
    await until(() => count('connecting') === lost + 1);
    await clock.advance(200);
    await until(() => count('events') === 3);
  });

  it('a stream that is silent for 25 seconds, without even a ping, is given up', async () => {
    const { count } = await fallenBack();
    await clock.advance(24_999);
    expect(count('connecting')).toBe(5);
    await clock.advance(1);
    expect(count('connecting')).toBe(6);
    await until(() => server.streams.size === 0);
  });

  it('a session that is over is over', async () => {
    for (const say of ['event', 'refusal'] as const) {
      server.feed = async function* (signal) {
        if (say === 'refusal') throw new Refusal('UNAUTHENTICATED');
        yield NO_HEADS;
        yield [{ type: 'signedOut', reason: 'ended' }];
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
      };
      const { count } = await connected({ EventSource });
      await until(() => count('connecting') === 2);
      await clock.advance(1_000);
      await until(() => count('connecting') === 4);
      await clock.advance(2_000);
      await until(() => count('signedOut') === 1);
      await until(() => server.streams.size === 0);
      await clock.runOut();
      expect(count('signedOut')).toBe(1);
    }
  });

  it('a socket that gets through later takes over, and the stream ends', async () => {
    const { count, vias, transport } = await fallenBack();
    server.upgrades = 'pass';
    transport.setOnline(true);
    await clock.advance(1);
    await until(() => count('events') === 2);
    await until(() => server.streams.size === 0);
    expect(vias).toEqual(['events', 'socket']);
    expect(count('connecting')).toBe(5);
    await transport.send(MESSAGE);
    expect(server.calls.at(-1)).toMatchObject({ path: 'message.send', over: 'socket' });
  });

  it('closing leaves nothing behind', async () => {
    const { close } = await fallenBack();
    close();
    await until(() => server.streams.size === 0);
    expect(clock.pending()).toBe(0);
  });
});

describe('a message', () => {
  it('goes over the socket while the feed is live, and over HTTP otherwise', async () => {
    const { transport, count } = await connected();
    await until(() => count('events') === 1);
    await transport.send(MESSAGE);
    transport.setOnline(false);
    await transport.send(MESSAGE);
    const sent = server.calls.filter((call) => call.path === 'message.send');
    expect(sent).toMatchObject([
      { over: 'socket', input: MESSAGE },
      { over: 'http', input: MESSAGE },
    ]);
  });

  it('that is not answered within ten seconds is given up', async () => {
    const { transport, count } = await connected();
    await until(() => count('events') === 1);
    server.answer = () => new Promise(() => {});
    const sending = transport.send(MESSAGE);
    const outcome = expect(sending).rejects.toMatchObject({ code: 'NETWORK', isTransient: true });
    await until(() => server.calls.some((call) => call.path === 'message.send'));
    await clock.advance(10_000);
    await outcome;
  });

  it('is given up as soon as its socket breaks', async () => {
    const { transport, count } = await connected();
    await until(() => count('events') === 1);
    server.answer = () => new Promise(() => {});
    const sending = transport.send(MESSAGE);
    const outcome = expect(sending).rejects.toMatchObject({ code: 'NETWORK' });
    await until(() => server.calls.some((call) => call.path === 'message.send'));
    for (const socket of server.sockets) socket.terminate();
    await outcome;
  });

  it('is refused with the reason, and with the time to wait', async () => {
    const { transport, count } = await connected();
    await until(() => count('events') === 1);
    for (const online of [true, false]) {
      transport.setOnline(online);
      server.answer = () => {
        throw new Refusal('RATE_LIMITED', 7);
      };
      await expect(transport.send(MESSAGE)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfter: 7 });
      server.answer = () => {
        throw new Refusal('FORBIDDEN');
      };
      await expect(transport.send(MESSAGE)).rejects.toMatchObject({ code: 'FORBIDDEN', isTransient: false });
    }
  });
});

describe('a call over HTTP', () => {
  it('asks for what its name says', async () => {
    const transport = aTransport();
    server.answer = ({ path }) =>
      path === 'conversation.get' ? { id: 'c', members: ['a'] } : path === 'user.byIds' ? [] : { path };
    const conversationId = MESSAGE.conversationId;
    expect(await transport.conversation(conversationId)).toEqual({ id: 'c' });
    await transport.list('next');
    await transport.history({ conversationId, before: 5 });
    await transport.since({ conversationId, seq: 3 });
    await transport.users(['u']);
    expect(server.calls.map(({ path, input }) => [path, input])).toEqual([
      ['conversation.get', { conversationId }],
      ['conversation.list', { cursor: 'next' }],
      ['message.history', { conversationId, before: 5 }],
      ['sync.since', { conversationId, seq: 3 }],
      ['user.byIds', { userIds: ['u'] }],
    ]);
  });

  it('asks for an upload however large its poster is, and for several in one request', async () => {
    const { transport, count } = await connected();
    await until(() => count('events') === 1);
    server.answer = ({ path }) => ({ path });
    const input = {
      filename: 'a.mp4',
      size: 1,
      mimeType: 'video/mp4',
      clientId: 'client-1',
      poster: 'A'.repeat(131_072),
    };
    await Promise.all([transport.createUpload(input), transport.createUpload(input), transport.upload('u')]);
    expect(server.calls.slice(1)).toEqual([
      { path: 'upload.create', input, over: 'http', token: null },
      { path: 'upload.create', input, over: 'http', token: null },
      { path: 'upload.get', input: { uploadId: 'u' }, over: 'http', token: null },
    ]);
  });

  it('has room for the ids of a hundred people', async () => {
    server.answer = () => [];
    const userIds = Array.from({ length: 100 }, (_, index) => String(index).padStart(24, '0'));
    await aTransport().users(userIds);
    expect(server.calls).toMatchObject([{ input: { userIds } }]);
  });

  it('that nobody answers is given up after 15 seconds', async () => {
    server.answer = () => new Promise(() => {});
    const outcome = expect(aTransport().list(null)).rejects.toMatchObject({ code: 'NETWORK' });
    await until(() => server.calls.length === 1);
    await clock.advance(15_000);
    await outcome;
    expect(clock.pending()).toBe(0);
  });

  it('to where no server is says that the network failed', async () => {
    await expect(aTransport({ baseUrl: 'http://127.0.0.1:1' }).list(null)).rejects.toMatchObject({ code: 'NETWORK' });
  });

  it('that is refused for want of a session closes the feed for good', async () => {
    const { transport, count } = await connected();
    await until(() => count('events') === 1);
    server.answer = () => {
      throw new Refusal('UNAUTHENTICATED');
    };
    await expect(transport.list(null)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
    await until(() => server.sockets.size === 0);
    await clock.runOut();
    expect(count('signedOut')).toBe(1);
    expect(server.dialled()).toBe(1);
  });
});

it('shows its token on both ways', async () => {
  const { transport, count } = await connected({ token: 'secret' });
  await until(() => count('events') === 1);
  await transport.list(null);
  expect(server.calls).toMatchObject([
    { path: 'feed.live', over: 'socket', token: 'secret' },
    { path: 'conversation.list', over: 'http', token: 'secret' },
  ]);
});
