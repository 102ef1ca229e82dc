import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createCommitTrap } from './commit-trap';
import { type Line, openLine } from './line';

let server: Server;
let line: Line;
/** What the server's side of each connection is. */
let accepted: Socket[];
const trap = createCommitTrap();

beforeEach(async () => {
  accepted = [];
  server = createServer((socket) => {
    socket.on('error', () => {});
    accepted.push(socket);
    socket.on('data', (chunk) => socket.write(chunk));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  line = await openLine({ target: () => ({ host: '127.0.0.1', port }), inspector: () => (_way, chunk) => chunk });
});
afterEach(async () => {
  await line.close();
  for (const socket of accepted) socket.destroy();
  server.close();
});

async function aClient(through = line) {
  const socket = connect(through.port, '127.0.0.1');
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** What comes back until that many bytes are there. */
async function echoed(socket: Socket, bytes: number): Promise<{ text: string; chunks: number }> {
  const chunks: Buffer[] = [];
  while (Buffer.concat(chunks).length < bytes) chunks.push((await once(socket, 'data'))[0] as Buffer);
  return { text: Buffer.concat(chunks).toString(), chunks: chunks.length };
}

async function say(socket: Socket, text: string): Promise<string> {
  socket.write(text);
  return (await echoed(socket, text.length)).text;
}

test('a line in good weather carries everything as it is', async () => {
  const client = await aClient();
  expect(await say(client, 'hello')).toBe('hello');
  expect(line.connections()).toBe(1);
  client.end();
  await once(client, 'close');
});

test('one with little bandwidth lets it trickle, and all of it arrives', async () => {
  line.set('down', { bytesPerSecond: 20_000 });
  const client = await aClient();
  const start = performance.now();
  client.write('x'.repeat(4_000));
  expect((await echoed(client, 4_000)).chunks).toBeGreaterThan(1);
  expect(performance.now() - start).toBeGreaterThan(150);
});

test('what a black hole swallows arrives once it is over, and no connection ends meanwhile', async () => {
  const client = await aClient();
  await say(client, 'before');
  for (const way of ['up', 'down'] as const) line.set(way, { blackHole: true });
  client.write('into the dark');
  const other = await aClient();
  other.write('so is this');
  expect(accepted[0]?.bytesRead).toBe(6);
  line.heal();
  expect((await echoed(client, 13)).text).toBe('into the dark');
  expect((await echoed(other, 10)).text).toBe('so is this');
});

test('what was on its way into a black hole is lost when the line is cut', async () => {
  const client = await aClient();
  await say(client, 'before');
  line.set('up', { blackHole: true });
  client.write('lost');
  const gone = new Promise((resolve) => client.once('close', resolve));
  expect(line.cut()).toBe(1);
  line.heal();
  await gone;
  expect(await say(await aClient(), 'new')).toBe('new');
  expect(accepted[0]?.bytesRead).toBe(6);
});

test('a frozen connection carries nothing and is told nothing, while new ones stand', async () => {
  const client = await aClient();
  await say(client, 'before');
  line.freeze();
  client.write('nobody hears');
  accepted[0]?.destroy();
  expect(await say(await aClient(), 'new')).toBe('new');
  expect(client.readyState).toBe('open');
});

test('of a stranded one the far side ends, and the near side is not told', async () => {
  const client = await aClient();
  await say(client, 'before');
  const gone = once(accepted[0]!, 'close');
  line.strand();
  await gone;
  expect(client.readyState).toBe('open');
});

describe('a trap on the way to the database', () => {
  /** An OP_MSG with one section whose document begins with that key, in pieces if need be. */
  function command(name: string, requestId: number): Buffer {
    const key = Buffer.from(`${name}\0`);
    const body = Buffer.concat([Buffer.alloc(4), Buffer.from([0]), Buffer.alloc(4), Buffer.from([2]), key]);
    const header = Buffer.alloc(16);
    header.writeInt32LE(16 + body.length, 0);
    header.writeInt32LE(requestId, 4);
    header.writeInt32LE(2013, 12);
    return Buffer.concat([header, body]);
  }

  function answer(requestId: number): Buffer {
    const message = command('ok', 99);
    message.writeInt32LE(requestId, 8);
    return message;
  }

  test('cuts before the command it waits for, which may come in pieces, and lets everything else pass', () => {
    const look = trap.inspector();
    trap.arm('before', 'insert', 1);
    expect(look('up', command('find', 1))).toEqual(command('find', 1));
    const insert = command('insert', 2);
    expect(look('up', insert.subarray(0, 20))).toEqual(Buffer.alloc(0));
    expect(look('up', insert.subarray(20))).toBe('cut');
    expect(trap.inspector()('up', insert)).toEqual(insert);
  });

  test('cuts after the commit: the command passes, and its answer does not', () => {
    const look = trap.inspector();
    trap.arm('after', 'insert', 1);
    expect(look('up', command('insert', 7))).toEqual(command('insert', 7));
    expect(look('down', answer(6))).toEqual(answer(6));
    expect(look('down', answer(7))).toBe('cut');
  });

  test('waits for nothing once it is disarmed', () => {
    trap.arm('before', 'update', 1);
    trap.disarm();
    expect(trap.inspector()('up', command('update', 1))).toEqual(command('update', 1));
  });
});
