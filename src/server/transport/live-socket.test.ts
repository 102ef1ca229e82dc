import { EventEmitter } from 'node:events';
import type { Duplex } from 'node:stream';
import { expect, test } from 'vitest';
import type { WebSocket } from 'ws';
import { LiveSocket } from './live-socket';

/** A socket that only listens, and what was done to it. */
function aSocket() {
  const done: string[] = [];
  const ws = Object.assign(new EventEmitter(), {
    OPEN: 1,
    readyState: 1,
    resume() {},
    send: (text: string) => void done.push(text),
    terminate: () => void done.push('cut'),
  });
  const stream = new EventEmitter() as Duplex;
  return { ws, done, socket: new LiveSocket(ws as unknown as WebSocket, stream, () => {}) };
}

test('a client that is quiet is asked for a word, once, and cut if none comes', () => {
  const { done, socket } = aSocket();
  const quietFor = (ms: number) => socket.keepAlive(performance.now() + ms);
  quietFor(24_000);
  expect(done).toEqual([]);
  for (const ms of [26_000, 27_000, 35_000]) quietFor(ms);
  expect(done).toEqual(['PING']);
  quietFor(37_000);
  expect(done).toEqual(['PING', 'cut']);
});

test('whatever a client says is a word', () => {
  const { ws, done, socket } = aSocket();
  socket.keepAlive(performance.now() + 26_000);
  ws.emit('message', Buffer.from('PONG'), false);
  socket.keepAlive(performance.now() + 24_000);
  expect(done).toEqual(['PING']);
});
