import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getWSConnectionHandler } from '@trpc/server/adapters/ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { BATCH_MAX } from '~/contract/limits';
import { FeedLines } from '~/server/transport/feed-lines';
import { type Context, httpContext } from '~/server/trpc/context';
import { appRouter } from '~/server/trpc/root';
import { startConfab, type TestServer } from '../support/confab';
import { aGroup, send } from '../support/conversations';
import { aConnection } from '../support/feed-scene';
import { aPerson, type Person } from '../support/people';
import { openSocket, type RawSocket, type Reply } from '../support/sockets';

// Confab serves feeds on a socket itself, in tRPC's words. Here tRPC's own adapter serves the same procedure beside it:
// what a client is told has to be the same, message for message.

let server: TestServer;
let [ana, ben]: Person[] = [];
let groupId: string;
beforeAll(async () => {
  server = await startConfab();
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
  groupId = (await aGroup(ana, [ben])).id;
});
afterAll(() => server[Symbol.asyncDispose]());

/** The router as tRPC's adapter serves it alone. */
async function trpcAlone(contextOf: () => Promise<Context>) {
  const http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  const wss = new WebSocketServer({ server: http });
  const handle = getWSConnectionHandler({ wss, router: appRouter, maxBatchSize: BATCH_MAX, createContext: contextOf });
  wss.on('connection', handle);
  return {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const client of wss.clients) client.terminate();
      http.close();
    },
  };
}

async function contextOf(person: Person | null): Promise<Context> {
  const headers = person ? { authorization: `Bearer ${person.token}` } : {};
  return { ...(await httpContext(server.container, headers)), connection: aConnection() };
}

/** What is said, and how many messages answer it. */
type Step = readonly [said: unknown, answers: number];

const feed = (more: object = {}) => ({ id: 1, method: 'subscription', params: { path: 'feed.live' }, ...more });
const me = (id: unknown) => ({ id, method: 'query', params: { path: 'account.me' } });
const stop = (id: unknown) => ({ id, method: 'subscription.stop' });

const CASES: Record<string, readonly Step[]> = {
  'begins, and is stopped': [
    [feed(), 2],
    [stop(1), 1],
  ],
  'is stopped before it has begun': [[[feed(), stop(1)], 1]],
  'has a text for an id': [
    [feed({ id: 'the "feed"' }), 2],
    [stop('the "feed"'), 1],
  ],
  'is asked for in the words of JSON-RPC': [
    [feed({ jsonrpc: '2.0' }), 2],
    [stop(1), 1],
  ],
  'is given what it does not ask for': [
    [feed({ params: { path: 'feed.live', input: { a: 1 }, lastEventId: 'x:1' } }), 2],
  ],
  'has an id that is in use': [
    [feed(), 2],
    [feed(), 1],
    [feed({ jsonrpc: '2.0' }), 1],
    [{ ...feed(), params: { path: 'nowhere' } }, 1],
    [me(1), 1],
  ],
  'has an id that is free again': [
    [feed(), 2],
    [stop(1), 1],
    [feed(), 2],
  ],
  'comes in a batch with others and with calls': [[[me(7), feed(), feed({ id: 2 }), me('8')], 6]],
  'comes in a batch with what is no message': [[[feed(), { id: 2 }], 1]],
  'comes in a batch that is too long': [
    [Array.from({ length: BATCH_MAX + 1 }, (_, id) => feed({ id })), BATCH_MAX + 1],
  ],
  'is asked for as a query': [[feed({ method: 'query' }), 1]],
  'is asked for as a mutation': [[feed({ method: 'mutation' }), 1]],
  'is asked for by another path': [[feed({ params: { path: 'feed.livelier' } }), 1]],
  'is stopped and never was': [[stop(9), 0]],
  'has null for an id': [[feed({ id: null }), 1]],
  'has no id': [[{ method: 'subscription', params: { path: 'feed.live' } }, 1]],
  'has an object for an id': [[feed({ id: {} }), 1]],
  'has no parameters': [[{ id: 1, method: 'subscription' }, 1]],
  'has a wrong lastEventId': [[feed({ params: { path: 'feed.live', lastEventId: 1 } }), 1]],
  'has another version of JSON-RPC': [[feed({ jsonrpc: '1.0' }), 1]],
  'is half a message': [['{"id":1,"method":"subscription","params":{"path":"feed.live"}', 1]],
};

/** The answers to each step as they were written, in an order that does not depend on who was quicker. */
async function answersTo(url: string, steps: readonly Step[]): Promise<string[][]> {
  await using socket = await openSocket(url, { token: ana!.token });
  const all: string[][] = [];
  for (const [said, count] of [...steps, [me('the end'), 1] as const]) {
    socket.ws.send(typeof said === 'string' ? said : JSON.stringify(said));
    const answers: string[] = [];
    while (answers.length < count) answers.push(JSON.stringify(withoutTrackedId(await socket.next())));
    all.push(answers.sort());
  }
  return all;
}

/** Under which id a batch is tracked is each server's own affair; where it stands is not. */
function withoutTrackedId(reply: Reply): unknown {
  const { result } = reply as { result?: { id?: string; data?: { id?: string } } };
  if (result?.id === undefined) return reply;
  expect(result.id).toMatch(/^[0-9a-f-]{36}:\d+$/);
  expect(result.data?.id).toBe(result.id);
  return { ...reply, result: { ...result, data: { ...result.data, id: 'tracked' }, id: 'tracked' } };
}

describe('a feed over a socket is answered as by tRPC when it', () => {
  test.each(Object.keys(CASES))('%s', async (title) => {
    await using theirs = await trpcAlone(() => contextOf(ana!));
    const expected = await answersTo(theirs.url, CASES[title]!);
    expect(await answersTo(server.url, CASES[title]!)).toEqual(expected);
  });

  test('tells what one and what all are told', async () => {
    await using theirs = await trpcAlone(() => contextOf(ana!));
    const sockets = [await openSocket(server.url, { token: ana!.token }), await openSocket(theirs.url)];
    const heard: [ours: string[], theirs: string[]] = [[], []];
    const take = async (socket: RawSocket, index: number) => {
      heard[index]!.push(JSON.stringify(withoutTrackedId(await socket.next())));
    };
    for (const socket of sockets) socket.say(feed());
    // `started`, and the heads.
    for (let count = 0; count < 2; count += 1) await Promise.all(sockets.map(take));
    await send(ana!, groupId, 'to all');
    await Promise.all(sockets.map(take));
    await ana!.api.conversation.setPreferences.mutate({ conversationId: groupId, pinned: true });
    await Promise.all(sockets.map(take));
    expect(heard[0]).toEqual(heard[1]);
    expect(heard[0].join()).toMatch(/"heads".*"to all".*"conversation".*"pinned":true/);
    for (const socket of sockets) await socket[Symbol.asyncDispose]();
  });

  test('is asked for on a socket whose session is over', async () => {
    const cay = await aPerson(server.url, 'Cay');
    await using socket = await openSocket(server.url, { token: cay.token });
    await socket.ask(0, 'query', 'account.me');
    const [token] = await cay.api.token.list.query();
    await cay.api.token.revoke.mutate({ tokenId: token!.id });
    while (!(await socket.ask(1, 'query', 'account.me')).error);
    socket.say(feed({ id: 2 }));
    await using theirs = await trpcAlone(() => contextOf(null));
    await using other = await openSocket(theirs.url);
    other.say(feed({ id: 2 }));
    const refused = await socket.next();
    expect(refused.error?.data.appCode).toBe('UNAUTHENTICATED');
    expect(JSON.stringify(refused)).toBe(JSON.stringify(await other.next()));
  });

  test('fails', async () => {
    const failing: Context['feed'] = (_about, reader) => {
      setImmediate(() => reader.end(new Error('no database')));
      return { close() {} } as ReturnType<Context['feed']>;
    };
    const context = async () => ({ ...(await contextOf(ana!)), feed: failing });
    await using theirs = await trpcAlone(context);
    await using socket = await openSocket(theirs.url);
    socket.say(feed());
    const expected = [await socket.next(), await socket.next(), await socket.next()];

    const sent: string[] = [];
    const reported: unknown[] = [];
    const lines = new FeedLines({
      context: context(),
      bufferedAmount: () => 0,
      send: (text) => void sent.push(text),
      write: () => {},
      report: ({ error }) => void reported.push(error.cause),
    });
    expect(lines.take(feed())).toEqual([]);
    while (sent.length < expected.length) await new Promise(setImmediate);
    expect(sent).toEqual(expected.map((reply) => JSON.stringify(reply)));
    expect(sent.join()).toMatch(/"started".*"error".*"INTERNAL_SERVER_ERROR".*"stopped"/);
    expect(reported).toEqual([new Error('no database')]);
  });
});
