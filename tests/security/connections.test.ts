import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { CLOSE } from '~/contract/errors';
import { Calls } from '~/server/transport/backpressure';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, send } from '../support/conversations';
import { aPerson, type Person } from '../support/people';
import { aSession, cookieOf } from '../support/sessions';
import { closeCode, openSocket, type RawSocket, type Reply, upgradeStatus } from '../support/sockets';

const ANNOUNCED = '/api/live?connectionParams=1';

const served = async (socket: RawSocket, { me }: Person) =>
  expect((await socket.ask(1, 'query', 'account.me')).result?.data).toEqual(me);

async function closeAll(sockets: readonly RawSocket[]): Promise<void> {
  for (const socket of sockets) await socket[Symbol.asyncDispose]();
}

describe('sockets of one person', () => {
  let server: TestServer;
  let ana: Person;
  beforeAll(async () => {
    server = await startConfab({ env: { connections: { user: 3, address: null } } });
    ana = await aPerson(server.url, 'Ana');
  });
  afterAll(() => server[Symbol.asyncDispose]());

  test('are so many, however they say who they are; one more is closed with TOO_MANY, and others are let in', async () => {
    const cookie = cookieOf(await aSession(server.container, ana.me.id));
    const byParams = await openSocket(server.url, { target: ANNOUNCED });
    byParams.say({ method: 'connectionParams', data: { token: ana.token } });
    const open = [
      byParams,
      await openSocket(server.url, { cookie }),
      await openSocket(server.url, { token: ana.token }),
    ];
    for (const socket of open) await served(socket, ana);

    for (const credential of [{ cookie }, { token: ana.token }]) {
      expect(await closeCode(server.url, credential)).toBe(CLOSE.TOO_MANY);
    }
    const params = { token: ana.token };
    expect(await closeCode(server.url, { target: ANNOUNCED, params })).toBe(CLOSE.TOO_MANY);
    const ben = await aPerson(server.url, 'Ben');
    await using bens = await openSocket(server.url, { token: ben.token });
    await served(bens, ben);
    for (const socket of open) await served(socket, ana);
    await closeAll(open);
  });

  test('that are closed make room, and nothing that one too many asks is answered', async () => {
    const open = await Promise.all([1, 2, 3].map(() => openSocket(server.url, { token: ana.token })));
    for (const socket of open) await served(socket, ana);
    const late = await openSocket(server.url, { token: ana.token });
    const asked = late.ask(1, 'query', 'account.me');
    const first = await Promise.race([asked.then(({ error }) => error?.data.appCode), late.closed]);
    expect(['UNAUTHENTICATED', CLOSE.TOO_MANY]).toContain(first);
    await late[Symbol.asyncDispose]();
    const [gone, ...rest] = open;
    await gone![Symbol.asyncDispose]();
    await using next = await openSocketWhenThereIsRoom(server.url, ana);
    await served(next, ana);
    await closeAll(rest);
  });
});

/** The server hears of a socket that is gone a moment after it went. */
async function openSocketWhenThereIsRoom(url: string, { token }: Person): Promise<RawSocket> {
  for (;;) {
    const socket = await openSocket(url, { token });
    const answer = await Promise.race([socket.ask(1, 'query', 'account.me'), socket.closed]);
    if (typeof answer !== 'number' && answer.result) return socket;
    await socket[Symbol.asyncDispose]();
  }
}

test('sockets from one address are so many, also of nobody; one more is refused with 429 before it is opened', async () => {
  await using server = await startConfab({ env: { trustProxy: true, connections: { user: null, address: 2 } } });
  const from = (address: string) =>
    new WebSocket(`${server.url.replace('http', 'ws')}${ANNOUNCED}`, { headers: { 'x-forwarded-for': address } });
  const open = [from('203.0.113.1'), from('203.0.113.1')];
  for (const socket of open) await once(socket, 'open');
  const refused = from('203.0.113.1');
  const [, response] = await once(refused, 'unexpected-response');
  expect(response.statusCode).toBe(429);
  refused.on('error', () => {}).terminate();
  const elsewhere = from('203.0.113.2');
  await once(elsewhere, 'open');

  for (const socket of [...open, elsewhere]) socket.terminate();
  for (;;) {
    const again = from('203.0.113.1').on('error', () => {});
    const opened = await Promise.race([once(again, 'open').then(() => true), once(again, 'unexpected-response')]);
    again.terminate();
    if (opened === true) break;
  }
});

test('upgrades that are refused take no place', async () => {
  await using server = await startConfab({ env: { connections: { user: null, address: 1 } } });
  for (let count = 0; count < 5; count += 1) {
    expect(await upgradeStatus(server.url, { origin: 'https://evil.example' })).toBe(403);
  }
  const { token } = await aPerson(server.url);
  expect(await upgradeStatus(server.url, { token })).toBe(101);
});

describe('subscriptions', () => {
  let server: TestServer;
  let [ana, ben]: Person[] = [];
  beforeAll(async () => {
    server = await startConfab();
    [ana, ben] = [await aPerson(server.url, 'Ana'), await aPerson(server.url, 'Ben')];
  });
  afterAll(() => server[Symbol.asyncDispose]());

  const subscribe = { method: 'subscription', params: { path: 'feed.live' } };
  const isData = ({ result }: Reply) => result?.type === 'data';

  test('are at most four on one socket; the fifth is refused and the others go on', async () => {
    await using socket = await openSocket(server.url, { token: ana!.token });
    for (let id = 1; id <= 4; id += 1) socket.say({ id, ...subscribe });
    const begun = new Set<unknown>();
    while (begun.size < 4) {
      const reply = await socket.next();
      if (isData(reply)) begun.add(reply.id);
    }
    socket.say({ id: 5, ...subscribe });
    const replies: Reply[] = [];
    while (!replies.some(({ error }) => error)) replies.push(await socket.next());
    expect(replies.find(({ error }) => error)).toMatchObject({
      id: 5,
      error: { message: 'A socket has at most 4 subscriptions.', data: { appCode: 'TOO_LARGE' } },
    });
    while (!replies.some(({ id, result }) => id === 5 && result?.type === 'stopped')) replies.push(await socket.next());
    const { id } = await aDirect(ana!, ben!);
    await send(ben!, id);
    const served = new Set<unknown>();
    while (served.size < 4) {
      const reply = await socket.next();
      if (isData(reply)) served.add(reply.id);
    }
    expect(served).toEqual(new Set([1, 2, 3, 4]));
  });

  test('that are stopped make room for others', async () => {
    await using socket = await openSocket(server.url, { token: ana!.token });
    for (let id = 1; id <= 10; id += 1) {
      socket.say({ id, ...subscribe });
      expect((await socket.next()).result?.type).toBe('started');
      expect(isData(await socket.next())).toBe(true);
      socket.say({ id, method: 'subscription.stop' });
      let reply = await socket.next();
      while (reply.result?.type !== 'stopped') reply = await socket.next();
    }
  });
});

describe('a socket that asks without end', () => {
  test('waits for itself: what others ask in the meantime is answered long before', async () => {
    await using server = await startConfab();
    const [ana, ben] = [await aPerson(server.url, 'Ana'), await aPerson(server.url, 'Ben')];
    await using flooding = await openSocket(server.url, { token: ana.token });
    await using calm = await openSocket(server.url, { token: ben.token });
    await served(flooding, ana);
    const asked = 1_500;
    let answered = 0;
    flooding.ws.on('message', () => {
      answered += 1;
    });
    for (let id = 2; id < asked; id += 1) flooding.say({ id, method: 'query', params: { path: 'account.me' } });
    for (let call = 0; call < 3; call += 1) await served(calm, ben);
    expect(answered).toBeLessThan(asked / 2);
  });

  test('is not read on while it does not take its answers, and gets them all when it does', async () => {
    await using scene = await anEcho();
    const { server, client } = scene;
    // More than the buffers on the way hold.
    const asked = 20_000;
    const answers: unknown[] = [];
    client.on('message', (answer) => answers.push(answer));
    client.pause();
    for (let count = 0; count < asked; count += 1) client.send('x'.repeat(1_000));
    await until(() => server.isPaused);
    expect(server.bufferedAmount).toBeLessThan(4 * 1024 * 1024);
    client.resume();
    await until(() => answers.length === asked);
    expect(server.isPaused).toBe(false);
  });
});

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise(setImmediate);
};

/** Both ends of a socket that is held back, whose messages are answered with themselves. */
async function anEcho() {
  const http = createServer().listen(0, '127.0.0.1');
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  const opened = new Promise<WebSocket>((resolve) => {
    http.on('upgrade', (request, stream, head) => {
      sockets.handleUpgrade(request, stream, head, (socket) => {
        new Calls(socket, stream);
        socket.on('message', (message) => socket.send(message));
        resolve(socket);
      });
    });
  });
  await once(http, 'listening');
  const { port } = http.address() as { port: number };
  const client = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  await once(client, 'open');
  return {
    server: await opened,
    client,
    async [Symbol.asyncDispose]() {
      client.terminate();
      http.closeAllConnections();
      http.close();
    },
  };
}
