import type { Duplex } from 'node:stream';

/** Answers an upgrade with a status and hangs up, also on a client that holds on. Again is the same as once. */
export function refuse(stream: Duplex, status: string): void {
  stream.once('finish', () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
