import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLOSE } from '~/contract/errors';
import { startConfab, type TestServer } from '../support/confab';
import { aPerson, type Person } from '../support/people';
import { aSession, cookieOf } from '../support/sessions';
import { closeCode, hungUp, openSocket, tcp, upgradeRequest, upgradeStatus } from '../support/sockets';

let server: TestServer;
let ana: Person;
let cookie: string;
let port: string;
beforeAll(async () => {
  server = await startConfab();
  ana = await aPerson(server.url, 'Ana');
  cookie = cookieOf(await aSession(server.container, ana.me.id));
  port = new URL(server.url).port;
});
afterAll(() => server[Symbol.asyncDispose]());

const ANNOUNCED = '/api/live?connectionParams=1';

describe('a socket of nobody is closed with UNAUTHENTICATED', () => {
  test('when it brings nothing', async () => {
    expect(await closeCode(server.url)).toBe(CLOSE.UNAUTHENTICATED);
  });

  test.each([
    ['a wrong token', { token: `confab_${'a'.repeat(24)}_${'a'.repeat(43)}` }],
    ['an empty token', { token: '' }],
    ['no token', {}],
    ['none at all', null],
  ])('when the connectionParams it announced have %s', async (_what, params) => {
    expect(await closeCode(server.url, { target: ANNOUNCED, params })).toBe(CLOSE.UNAUTHENTICATED);
  });

  test('when its token was revoked', async () => {
    const ben = await aPerson(server.url, 'Ben');
    const tokenId = (await ben.api.token.list.query())[0]!.id;
    await ben.api.token.revoke.mutate({ tokenId });
    const params = { token: ben.token };
    expect(await closeCode(server.url, { target: ANNOUNCED, params })).toBe(CLOSE.UNAUTHENTICATED);
    expect(await closeCode(server.url, { token: ben.token })).toBe(CLOSE.UNAUTHENTICATED);
  });

  test('when its token is in the address', async () => {
    for (const name of ['token', 'access_token', 'authorization']) {
      const target = `/api/live?${name}=${ana.token}`;
      expect(await closeCode(server.url, { target })).toBe(CLOSE.UNAUTHENTICATED);
      const announced = { target: `${target}&connectionParams=1`, params: {} };
      expect(await closeCode(server.url, announced)).toBe(CLOSE.UNAUTHENTICATED);
    }
  });

  test('and nothing it asks for in the meantime is answered', async () => {
    await using socket = await openSocket(server.url);
    socket.say({ id: 1, method: 'query', params: { path: 'account.me' } });
    expect(await Promise.race([socket.next(), socket.closed])).toBe(CLOSE.UNAUTHENTICATED);
  });
});

test('a socket that announces connectionParams and never sends them is closed with AUTH_TIMEOUT', async () => {
  await using impatient = await startConfab({ authWaitMs: 20 });
  expect(await closeCode(impatient.url, { target: ANNOUNCED })).toBe(CLOSE.AUTH_TIMEOUT);
});

test('a socket whose first message is not the connectionParams it announced is closed', async () => {
  await using socket = await openSocket(server.url, { target: ANNOUNCED });
  socket.ws.send('{"method":');
  await socket.closed;
});

describe('a socket of somebody', () => {
  test.each(['header', 'connectionParams', 'cookie'] as const)('is served by its %s', async (way) => {
    await using socket = await openSocket(server.url, {
      ...(way === 'header' && { token: ana.token }),
      ...(way === 'cookie' && { cookie }),
      ...(way === 'connectionParams' && { target: ANNOUNCED }),
    });
    if (way === 'connectionParams') socket.say({ method: 'connectionParams', data: { token: ana.token } });
    expect((await socket.ask(1, 'query', 'account.me')).result?.data).toEqual(ana.me);
  });

  test('is who its connectionParams say, not who its cookie says', async () => {
    const ben = await aPerson(server.url, 'Ben');
    await using socket = await openSocket(server.url, { cookie, target: ANNOUNCED });
    socket.say({ method: 'connectionParams', data: { token: ben.token } });
    expect((await socket.ask(1, 'query', 'account.me')).result?.data).toEqual(ben.me);
  });
});

describe('the page that opens a socket', () => {
  const foreign: Record<string, () => string> = {
    'another site': () => 'https://evil.example',
    'no site (null)': () => 'null',
    'a site that begins like ours': () => `http://127.0.0.1:${port}.evil.example`,
    'a site that ends like ours': () => `http://evil127.0.0.1:${port}`,
    'a sub-domain of ours': () => `http://chat.127.0.0.1.example:${port}`,
    'another port of our host': () => `http://127.0.0.1:${Number(port) === 65535 ? 1024 : Number(port) + 1}`,
    'our host without its port': () => 'http://127.0.0.1',
    'a site that has ours for a user': () => `http://127.0.0.1:${port}@evil.example`,
    'a user at our site, which no browser says': () => `http://evil.example@127.0.0.1:${port}`,
    'ours with a path, which no browser says': () => `http://127.0.0.1:${port}/evil.example`,
    'a file': () => 'file://',
    'no address at all': () => 'evil',
    'several at once': () => `http://127.0.0.1:${port}, https://evil.example`,
  };
  test.each(Object.keys(foreign))('is refused when it is %s', async (title) => {
    const origin = foreign[title]!();
    expect(await upgradeStatus(server.url, { origin, cookie })).toBe(403);
    expect(await upgradeStatus(server.url, { origin, token: ana.token })).toBe(403);
    expect(await upgradeStatus(server.url, { origin, target: ANNOUNCED })).toBe(403);
  });

  test('is accepted when it is ours', async () => {
    expect(await upgradeStatus(server.url, { origin: server.url, cookie })).toBe(101);
  });

  test('is accepted when it is of the host it talks to, whatever name that has', async () => {
    const stream = await tcp(server.url);
    const headers = { Host: 'my-laptop.local:3000', Origin: 'http://my-laptop.local:3000', Cookie: cookie };
    stream.write(upgradeRequest('/api/live', headers));
    const [answer] = await new Promise<Buffer[]>((resolve) => stream.once('data', (chunk) => resolve([chunk])));
    stream.destroy();
    expect(answer!.toString()).toMatch(/^HTTP\/1\.1 101 /);
  });
});

describe('an upgrade', () => {
  test.each(['/', '/api/live/', '/api/trpc', '/api/live/../other', '/API/LIVE', '/api/livelier'])(
    'to %s is answered with 404',
    async (target) => {
      expect(await upgradeStatus(server.url, { target, token: ana.token })).toBe(404);
    },
  );

  const stillServes = async () => expect(await ana.api.account.me.query()).toEqual(ana.me);

  test.each(['//', '*', '?', '//evil.example/api/live', 'http://[', '/%', '/api/live?%ff&connectionParams=%'])(
    'to the nonsense %s is refused, and the server lives on',
    async (target) => {
      const stream = await tcp(server.url);
      stream.write(upgradeRequest(target));
      expect(await hungUp(stream)).toMatch(/^HTTP\/1\.1 (4\d\d|101) /);
      await stillServes();
    },
  );

  test.each(['[', 'a b', '%', 'http://x', ':::', '\u00ff', ''])(
    'with the nonsense %j for a host is refused, and the server lives on',
    async (host) => {
      for (const target of ['/api/live', ANNOUNCED]) {
        const stream = await tcp(server.url);
        stream.write(upgradeRequest(target, { Host: host, Authorization: `Bearer ${ana.token}` }), 'latin1');
        // A host that makes an address after all is accepted.
        stream.once('data', (chunk) => /^HTTP\/1\.1 101 /.test(String(chunk)) && stream.end());
        await hungUp(stream);
        await stillServes();
      }
    },
  );

  test.each([
    ['to another protocol', { Upgrade: 'h2c' }],
    ['of another version', { 'Sec-WebSocket-Version': '7' }],
    ['with a bad key', { 'Sec-WebSocket-Key': 'short' }],
    ['with a bad extension', { 'Sec-WebSocket-Extensions': ';;;' }],
    ['with a bad protocol', { 'Sec-WebSocket-Protocol': ',,' }],
  ])('%s is refused, and the server lives on', async (_what, headers) => {
    const stream = await tcp(server.url);
    stream.write(upgradeRequest('/api/live', { Authorization: `Bearer ${ana.token}`, ...headers }));
    stream.once('data', (chunk) => /^HTTP\/1\.1 101 /.test(String(chunk)) && stream.end());
    await hungUp(stream);
    await stillServes();
  });

  test.each(['/', '/api/live', ANNOUNCED])('to %s that is cut off at once hurts nobody', async (target) => {
    for (let attempt = 0; attempt < 20; attempt += 1) {
      const stream = await tcp(server.url);
      stream.write(upgradeRequest(target, { Authorization: `Bearer ${ana.token}` }));
      stream.resetAndDestroy();
    }
    await stillServes();
  });

  test('that is refused is hung up on, though the other side holds on', async () => {
    for (const [target, headers] of [
      ['/elsewhere', {}],
      ['/api/live', { Origin: 'https://evil.example' }],
    ] as const) {
      const stream = await tcp(server.url);
      stream.allowHalfOpen = true;
      stream.write(upgradeRequest(target, headers));
      stream.resume();
      await new Promise((resolve) => stream.once('end', resolve));
      const gone = new Promise((resolve) => stream.once('error', resolve).once('close', resolve));
      // Whoever holds on to a connection that was closed is told so at the next byte.
      const nagging = setInterval(() => stream.write('x'), 5);
      await gone;
      clearInterval(nagging);
    }
  });
});
