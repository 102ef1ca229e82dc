import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLOSE } from '~/contract/errors';
import { createBackend, startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, everything, send } from '../support/conversations';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';
import { openSocket } from '../support/sockets';

let server: TestServer;
let [ana, ben]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
});
afterAll(() => server[Symbol.asyncDispose]());

test('the whole router works over the socket as it does over HTTP', async () => {
  await using listener = await listenAs(ana!, server.url);
  const { api } = listener;
  expect(await api.account.me.query()).toEqual(ana!.me);
  const direct = await api.conversation.openDirect.mutate({ userId: ben!.me.id });
  const clientId = aClientId();
  const sent = await api.message.send.mutate({ conversationId: direct.id, clientId, text: 'over the socket' });
  expect(await everything(ben!, direct.id)).toContainEqual(sent);
  expect(await api.message.history.query({ conversationId: direct.id })).toEqual(
    await ana!.api.message.history.query({ conversationId: direct.id }),
  );
  await expect(api.user.get.query({ userId: 'f'.repeat(24) })).rejects.toMatchObject({
    data: { appCode: 'NOT_FOUND', httpStatus: 404 },
  });
});

test('what one sends, the other has, and both have the same', async () => {
  await using anas = await listenAs(ana!, server.url);
  await using bens = await listenAs(ben!, server.url);
  const direct = await aDirect(ana!, ben!);
  for (const from of [ana!, ben!, ana!]) {
    const sent = await send(from, direct.id);
    for (const listener of [anas, bens]) {
      const event = await listener.until(
        ({ type, ...rest }) => type === 'entry' && (rest as { entry: { id: string } }).entry.id === sent.id,
      );
      expect(event).toEqual({ type: 'entry', entry: sent });
    }
  }
});

describe('a server that stops', () => {
  test('tells its feeds before it ends them, and answers on their sockets until then', async () => {
    const stopping = await startConfab();
    const someone = await aPerson(stopping.url);
    const { id: conversationId } = await aGroup(someone, []);
    await using socket = await openSocket(stopping.url, { token: someone.token });
    socket.say({ id: 1, method: 'subscription', params: { path: 'feed.live' } });
    expect((await socket.next()).result?.type).toBe('started');
    expect(JSON.stringify(await socket.next())).toContain('"heads"');
    const stopped = stopping[Symbol.asyncDispose]();
    expect(JSON.stringify(await socket.next())).toContain('"leaving"');
    const input = { conversationId, clientId: aClientId(), text: 'a last word' };
    socket.say({ id: 2, method: 'mutation', params: { path: 'message.send', input } });
    let reply = await socket.next();
    while (reply.id !== 2) reply = await socket.next();
    expect(reply.result?.data).toMatchObject({ text: 'a last word' });
    expect(await socket.closed).toBe(CLOSE.RESTARTING);
    await stopped;
  });

  test('serves as ever for as long as it is given to be noticed, and says that it drains', async () => {
    const backend = await createBackend();
    const stopping = await startConfab({ backend: { ...backend, env: { ...backend.env, drainSeconds: 1 } } });
    const someone = await aPerson(stopping.url);
    expect(stopping.isDraining()).toBe(false);
    const stopped = stopping.close();
    expect(stopping.isDraining()).toBe(true);
    await using socket = await openSocket(stopping.url, { token: someone.token });
    expect((await socket.ask(1, 'query', 'account.me')).result?.data).toEqual(someone.me);
    expect(await socket.closed).toBe(CLOSE.RESTARTING);
    await stopped;
    await backend.close();
  });

  test('sends its sockets away with RESTARTING and refuses new ones', async () => {
    const stopping = await startConfab();
    const someone = await aPerson(stopping.url);
    const sockets = await Promise.all([1, 2, 3].map(() => openSocket(stopping.url, { token: someone.token })));
    await stopping[Symbol.asyncDispose]();
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual(Array(3).fill(CLOSE.RESTARTING));
    await expect(openSocket(stopping.url, { token: someone.token })).rejects.toThrow('ECONNREFUSED');
  });

  test('answers what was asked before and lets nobody keep it up by asking on', async () => {
    const stopping = await startConfab();
    const someone = await aPerson(stopping.url);
    const { id } = await aGroup(someone, []);
    const senders = 10;
    let answers = 0;
    let answersWhenTold = 0;
    let closed: Promise<void> | undefined;
    const failures = await Promise.all(
      Array.from({ length: senders }, async () => {
        for (;;) {
          const failure = await send(someone, id).then(
            () => null,
            (error: Error) => error.message,
          );
          if (failure) return failure;
          answers += 1;
          if (answers !== 30) continue;
          answersWhenTold = answers;
          closed = stopping.close();
        }
      }),
    );
    await closed;
    expect(failures).toEqual(Array(senders).fill('fetch failed'));
    // One under way on each connection, and one that came before the server had turned to its connections.
    expect(answers - answersWhenTold).toBeLessThanOrEqual(2 * senders);
    await stopping[Symbol.asyncDispose]();
  });

  test('does so once, however often it is told', async () => {
    const stopping = await startConfab();
    await Promise.all([stopping.close(), stopping.close(), stopping[Symbol.asyncDispose]()]);
  });
});
