import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CLOSE } from '~/contract/errors';
import { BATCH_MAX, FRAME_MAX_BYTES } from '~/contract/limits';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, send } from '../support/conversations';
import { aPerson, type Listener, listenAs, type Person } from '../support/people';
import { hungUp, openSocket, tcp, upgradeRequest } from '../support/sockets';

let server: TestServer;
let [ana, ben]: Person[] = [];
let conversationId: string;
/** Somebody else's socket, open through everything that happens here. */
let bystander: Listener;
beforeAll(async () => {
  server = await startConfab();
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
  conversationId = (await aDirect(ana, ben)).id;
  bystander = await listenAs(ben, server.url);
});
afterAll(async () => {
  await bystander[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

/** What is sent now still reaches the bystander, on the socket it has had all along. */
async function expectDelivery(): Promise<void> {
  const sent = await send(ana!, conversationId);
  const event = await bystander.until((candidate) => candidate.type === 'entry' && candidate.entry.id === sent.id);
  expect(event).toEqual({ type: 'entry', entry: sent });
  expect(bystander.events.filter(({ type }) => type === 'heads')).toHaveLength(1);
}

const anasSocket = () => openSocket(server.url, { token: ana!.token });

describe('a message that is no call is answered with an error, and its own socket goes on:', () => {
  const call = (changes: object) => ({ id: 1, method: 'query', params: { path: 'account.me' }, ...changes });
  const messages: Record<string, [message: string | Buffer, appCode: string]> = {
    'half an object': ['{"id":1,', 'INVALID_INPUT'],
    nothing: ['', 'INVALID_INPUT'],
    'a number': ['7', 'INVALID_INPUT'],
    null: ['null', 'INVALID_INPUT'],
    'a text': ['"hello"', 'INVALID_INPUT'],
    'an empty object': ['{}', 'INVALID_INPUT'],
    'binary data': [Buffer.from([0, 1, 2, 255]), 'INVALID_INPUT'],
    'an unknown method': [JSON.stringify(call({ method: 'shutdown' })), 'INVALID_INPUT'],
    'a method of the prototype': [JSON.stringify(call({ method: '__proto__' })), 'INVALID_INPUT'],
    'no params': [JSON.stringify({ id: 1, method: 'query' }), 'INVALID_INPUT'],
    'a path that is no text': [JSON.stringify(call({ params: { path: { $ne: null } } })), 'INVALID_INPUT'],
    'an id that is an object': [JSON.stringify(call({ id: { a: 1 } })), 'INVALID_INPUT'],
    'an unknown path': [JSON.stringify(call({ params: { path: 'nowhere.at.all' } })), 'NOT_FOUND'],
    'a path of the prototype': [JSON.stringify(call({ params: { path: '__proto__' } })), 'NOT_FOUND'],
    'a query called as a mutation': [JSON.stringify(call({ method: 'mutation' })), 'NOT_FOUND'],
    'a query called as a subscription': [JSON.stringify(call({ method: 'subscription' })), 'NOT_FOUND'],
    'input as deep as a frame allows': [
      `{"id":1,"method":"mutation","params":{"path":"room.create","input":${'['.repeat(32_000)}${']'.repeat(32_000)}}}`,
      'INVALID_INPUT',
    ],
    'text without end': ['['.repeat(FRAME_MAX_BYTES), 'INVALID_INPUT'],
  };
  test.each(Object.keys(messages))('%s', async (title) => {
    const [message, appCode] = messages[title]!;
    await using socket = await anasSocket();
    socket.ws.send(message);
    const { error } = await socket.next();
    expect(error?.data.appCode).toBe(appCode);
    expect(JSON.stringify(error)).not.toMatch(/"stack"|node_modules/);
    expect((await socket.ask(2, 'query', 'account.me')).result?.data).toEqual(ana!.me);
    await expectDelivery();
  });
});

describe('a batch in one frame', () => {
  const batch = (size: number) =>
    JSON.stringify(Array.from({ length: size }, (_, id) => ({ id, method: 'query', params: { path: 'account.me' } })));

  test('up to the limit is answered call by call', async () => {
    await using socket = await anasSocket();
    socket.ws.send(batch(BATCH_MAX));
    for (let id = 0; id < BATCH_MAX; id += 1) expect((await socket.next()).result?.data).toEqual(ana!.me);
  });

  test.each([BATCH_MAX + 1, 1_000])('of %i is refused whole', async (size) => {
    await using socket = await anasSocket();
    socket.ws.send(batch(size));
    for (let id = 0; id < size; id += 1) {
      expect(await socket.next()).toMatchObject({ id, error: { data: { appCode: 'INVALID_INPUT' } } });
    }
    await expectDelivery();
  });
});

describe('a frame', () => {
  test('of exactly the limit is read', async () => {
    await using socket = await anasSocket();
    const call = JSON.stringify({ id: 1, method: 'query', params: { path: 'account.me' } });
    socket.ws.send(call.padEnd(FRAME_MAX_BYTES));
    expect((await socket.next()).result?.data).toEqual(ana!.me);
  });

  test('past the limit closes its own socket with TOO_LARGE', async () => {
    await using socket = await anasSocket();
    socket.ws.send('x'.repeat(FRAME_MAX_BYTES + 1));
    expect(await socket.closed).toBe(CLOSE.TOO_LARGE);
    await expectDelivery();
  });

  test('past the limit by its parts closes its own socket with TOO_LARGE', async () => {
    await using socket = await anasSocket();
    for (let part = 0; part < 5; part += 1) socket.ws.send('x'.repeat(FRAME_MAX_BYTES / 4), { fin: false });
    expect(await socket.closed).toBe(CLOSE.TOO_LARGE);
    await expectDelivery();
  });
});

describe('bytes that are not the protocol end their own socket only:', () => {
  const masked = (first: number, payload: Buffer) =>
    Buffer.concat([Buffer.from([first, 0x80 | payload.length, 0, 0, 0, 0]), payload]);
  const bytes: Record<string, Buffer> = {
    'bad UTF-8': masked(0x81, Buffer.from([0xc3, 0x28, 0xff])),
    'half a character': masked(0x81, Buffer.from('€').subarray(0, 2)),
    'reserved bit 1': masked(0xc1, Buffer.from('{}')),
    'reserved bits 2 and 3': masked(0xb1, Buffer.from('{}')),
    'a reserved opcode': masked(0x83, Buffer.from('{}')),
    'a reserved control opcode': masked(0x8b, Buffer.from('{}')),
    'an unmasked frame': Buffer.concat([Buffer.from([0x81, 2]), Buffer.from('{}')]),
    'a ping in parts': masked(0x09, Buffer.from('x')),
    'a ping that is too long': Buffer.from([0x89, 0xfe, 0x01, 0x00, 0, 0, 0, 0]),
    'a part of nothing': masked(0x80, Buffer.from('x')),
    'a close with an impossible code': masked(0x88, Buffer.from([0x00, 0x01])),
    'a close with half a code': masked(0x88, Buffer.from([0x03])),
    'a length past all numbers': Buffer.from([0x81, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    'HTTP again': Buffer.from('GET / HTTP/1.1\r\n\r\n'),
    noise: Buffer.alloc(4096, 0xa7),
  };
  test.each(Object.keys(bytes))('%s', async (title) => {
    const stream = await tcp(server.url);
    stream.write(upgradeRequest('/api/live', { Authorization: `Bearer ${ana!.token}` }));
    const [head] = (await once(stream, 'data')) as [Buffer];
    expect(head.toString('latin1')).toMatch(/^HTTP\/1\.1 101 /);
    const gone = hungUp(stream);
    stream.write(bytes[title]!);
    await gone;
    await expectDelivery();
  });

  test('the same right behind the upgrade request, in one packet', async () => {
    for (const garbage of Object.values(bytes)) {
      const stream = await tcp(server.url);
      const request = upgradeRequest('/api/live', { Authorization: `Bearer ${ana!.token}` });
      stream.write(Buffer.concat([Buffer.from(request), garbage]));
      await hungUp(stream);
    }
    await expectDelivery();
  });

  test('a socket that is cut off in the middle of a frame', async () => {
    for (let round = 0; round < 10; round += 1) {
      const stream = await tcp(server.url);
      stream.write(upgradeRequest('/api/live', { Authorization: `Bearer ${ana!.token}` }));
      await once(stream, 'data');
      stream.write(Buffer.from([0x81, 0xfe, 0x10]));
      stream.resetAndDestroy();
    }
    await expectDelivery();
  });
});
