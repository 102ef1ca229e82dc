import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLOSE } from '~/contract/errors';
import { startConfab, type TestServer } from '../support/confab';
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
