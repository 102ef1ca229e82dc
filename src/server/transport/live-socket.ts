import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { CLOSE } from '~/contract/errors';
import { Connection } from '~/server/realtime/connection';
import type { Context } from '~/server/trpc/context';
import type { Problem } from '~/server/trpc/report';
import type { Admissible } from './admission';
import { Calls } from './backpressure';
import { FeedLines, type LineSocket } from './feed-lines';

/** Milliseconds that a socket which must go has to say goodbye before it is cut. */
const GOODBYE_MS = 2_000;

/** Milliseconds of quiet before a ping: home routers drop idle sockets at about 60 s. */
const PING_MS = 25_000;

/** Milliseconds a client has to answer a ping. */
const PONG_WAIT_MS = 10_000;

/** One socket, from its upgrade to its end: what its calls and its feeds share. */
export class LiveSocket extends Connection implements Admissible, LineSocket {
  readonly calls: Calls;
  readonly lines = new FeedLines(this);
  readonly report: (problem: Problem) => void;
  context: Promise<Context> | null = null;
  readonly #socket: WebSocket;
  readonly #stream: Duplex;
  /** Milliseconds, on the clock of the process. */
  #heardAt = performance.now();
  /** When it was sent a ping that it has not answered. */
  #pingedAt: number | null = null;
  #closing: readonly ((code: number) => void)[] = [];

  /** `stream` is what the socket writes to. */
  constructor(socket: WebSocket, stream: Duplex, report: (problem: Problem) => void) {
    super();
    this.#socket = socket;
    this.#stream = stream;
    this.report = report;
    this.calls = new Calls(socket, stream);
    socket.on('message', () => {
      this.#heardAt = performance.now();
      this.#pingedAt = null;
    });
    socket.on('close', (code) => {
      this.lines.close();
      for (const listener of this.#closing) listener(code);
    });
  }

  isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  onClose(listener: (code: number) => void): void {
    this.#closing = [...this.#closing, listener];
  }

  bufferedAmount(): number {
    return this.#socket.bufferedAmount;
  }

  send(text: string): void {
    if (this.isOpen()) this.#socket.send(text);
  }

  write(frame: Buffer): void {
    if (this.isOpen()) this.#stream.write(frame);
  }

  /** To be called every few seconds: asks a client that is quiet for a word, and gives it up if none comes. */
  keepAlive(now = performance.now()): void {
    if (this.#pingedAt !== null) {
      if (now - this.#pingedAt > PONG_WAIT_MS) this.#socket.terminate();
    } else if (now - this.#heardAt > PING_MS) {
      this.#pingedAt = now;
      this.send('PING');
    }
  }

  dismiss(reason: string): void {
    this.close(CLOSE.UNAUTHENTICATED, reason);
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
    const timer = setTimeout(() => this.#socket.terminate(), GOODBYE_MS);
    this.#socket.once('close', () => clearTimeout(timer));
  }
}
