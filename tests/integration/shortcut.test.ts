import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Event } from '~/contract/events';
import { startConfab, type TestServer } from '../support/confab';
import { aGroup, send } from '../support/conversations';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';
import { openSocket, type RawSocket, type Reply } from '../support/sockets';

let server: TestServer;
let [ana, ben]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
});
afterAll(() => server[Symbol.asyncDispose]());

interface Batch {
  readonly id: string;
  readonly data: readonly Event[];
}

/** A socket with a feed under that id, past its heads. */
async function subscribe(socket: RawSocket, id: number | string, more: object = {}): Promise<void> {
  socket.say({ id, method: 'subscription', params: { path: 'feed.live' }, ...more });
  await until(socket, (reply) => reply.id === id && batchIn(reply)?.data[0]?.type === 'heads');
}

async function until(socket: RawSocket, passes: (reply: Reply) => boolean): Promise<Reply> {
  for (;;) {
    const reply = await socket.next();
    if (passes(reply)) return reply;
  }
}

const batchIn = ({ result }: Reply): Batch | null => (result?.type === 'data' ? (result.data as Batch) : null);

const textsIn = (reply: Reply): string[] =>
  (batchIn(reply)?.data ?? []).flatMap((event) =>
    event.type === 'entry' && event.entry.kind === 'message' ? [event.entry.text] : [],
  );

/** The next batch with that text. */
const hearing = (socket: RawSocket, text: string) => until(socket, (reply) => textsIn(reply).includes(text));

test('each subscription gets what all are told under its own id, numbers and strings alike', async () => {
  const group = await aGroup(ana!, [ben!]);
  await using anas = await openSocket(server.url, { token: ana!.token });
  await using bens = await openSocket(server.url, { token: ben!.token });
  await subscribe(anas, 1);
  await subscribe(anas, 'other "one"');
  await subscribe(bens, 7);
  const sent = await send(ana!, group.id, 'to all');
  const heard = [await hearing(anas, 'to all'), await hearing(anas, 'to all'), await hearing(bens, 'to all')];
  expect(new Set(heard.map(({ id }) => id))).toEqual(new Set([1, 'other "one"', 7]));
  for (const reply of heard) expect(batchIn(reply)?.data).toEqual([{ type: 'entry', entry: sent }]);
});

test('an answer has the shape that tRPC gives it, with an id that is the same for all who get the same', async () => {
  const group = await aGroup(ana!, [ben!]);
  await using anas = await openSocket(server.url, { token: ana!.token });
  await using bens = await openSocket(server.url, { token: ben!.token });
  await subscribe(anas, 1);
  await subscribe(bens, 1);
  await send(ana!, group.id, 'once');
  const [first, second] = [await hearing(anas, 'once'), await hearing(bens, 'once')];
  expect(first).toEqual(second);
  const { id } = batchIn(first)!;
  expect(first).toEqual({ id: 1, result: { type: 'data', id, data: { id, data: batchIn(first)!.data } } });
  await send(ana!, group.id, 'twice');
  expect(batchIn(await hearing(anas, 'twice'))!.id).not.toBe(id);
});

test('who asked in the words of JSON-RPC is answered in them', async () => {
  const group = await aGroup(ana!, []);
  await using socket = await openSocket(server.url, { token: ana!.token });
  await subscribe(socket, 1, { jsonrpc: '2.0' });
  await send(ana!, group.id, 'in full');
  expect(await hearing(socket, 'in full')).toMatchObject({ jsonrpc: '2.0', id: 1 });
});

test('nothing comes under the id of a subscription that was stopped', async () => {
  const group = await aGroup(ana!, []);
  await using socket = await openSocket(server.url, { token: ana!.token });
  await subscribe(socket, 1);
  await subscribe(socket, 2);
  socket.say({ id: 1, method: 'subscription.stop' });
  await until(socket, ({ id, result }) => id === 1 && result?.type === 'stopped');
  await send(ana!, group.id, 'after it');
  const heard: Reply[] = [];
  await until(socket, (reply) => {
    if (textsIn(reply).length > 0) heard.push(reply);
    return textsIn(reply).includes('after it');
  });
  // An answer comes after everything that was said before it.
  await send(ana!, group.id, 'the last');
  heard.push(await hearing(socket, 'the last'));
  expect(heard.map(({ id }) => id)).toEqual([2, 2]);
});

test('what one reader has hidden is told to each as it is for them, in its place among the rest', async () => {
  const group = await aGroup(ana!, [ben!]);
  await using anas = await listenAs(ana!, server.url);
  await using bens = await listenAs(ben!, server.url);
  const sent = await send(ana!, group.id, 'not for Ben');
  const hide = { conversationId: group.id, messageId: sent.id, scope: 'me' as const, clientId: aClientId() };
  await ben!.api.message.delete.mutate(hide);
  const last = await send(ana!, group.id, 'the end');
  for (const listener of [anas, bens]) {
    await listener.until((event) => event.type === 'entry' && event.entry.id === last.id);
  }
  const kindsOf = ({ events }: typeof anas) =>
    events.flatMap((event) =>
      event.type === 'entry' && event.entry.conversationId === group.id ? [[event.entry.seq, event.entry.kind]] : [],
    );
  expect(kindsOf(anas)).toEqual([
    [2, 'message'],
    [3, 'hidden'],
    [4, 'message'],
  ]);
  expect(kindsOf(bens)).toEqual([
    [2, 'message'],
    [3, 'hide'],
    [4, 'message'],
  ]);
});

test('many messages at once come in order and each once, whichever way they take', async () => {
  const group = await aGroup(ana!, [ben!]);
  await using bens = await listenAs(ben!, server.url);
  const count = 300;
  const sending = Array.from({ length: count }, (_, index) => send(ana!, group.id, `number ${index}`));
  // What concerns Ben alone takes the way through the subscription, among all that.
  const own = Array.from({ length: 20 }, (_, index) =>
    ben!.api.conversation.setPreferences.mutate({ conversationId: group.id, pinned: index % 2 === 0 }),
  );
  await Promise.all([...sending, ...own]);
  const seqs = () =>
    bens.events.flatMap((event) =>
      event.type === 'entry' && event.entry.conversationId === group.id ? [event.entry.seq] : [],
    );
  await bens.until((event) => event.type === 'entry' && event.entry.seq === count + 1);
  expect(seqs()).toEqual(Array.from({ length: count }, (_, index) => index + 2));
});

test('a frame is whole at every length that is written differently', async () => {
  const group = await aGroup(ana!, []);
  await using socket = await openSocket(server.url, { token: ana!.token });
  await subscribe(socket, 1);
  for (const length of [1, 10_000]) {
    const text = 'ü'.repeat(length);
    await send(ana!, group.id, text);
    expect(textsIn(await hearing(socket, text))).toEqual([text]);
  }
  const long = Array.from({ length: 12 }, (_, index) => String(index).padEnd(10_000, 'ü'));
  await Promise.all(long.map((text) => send(ana!, group.id, text)));
  const arrived = new Set<string>();
  await until(socket, (reply) => {
    for (const text of textsIn(reply)) arrived.add(text);
    return arrived.size === long.length;
  });
  expect(arrived).toEqual(new Set(long));
});
