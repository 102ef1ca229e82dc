import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** Calls of one socket that may be under way at once: a whole batch, and a few beside it. */
const CALLS_MAX = 64;

/** Bytes of answers that a socket may leave unread before it is read on: some pages of history. */
const UNREAD_MAX_BYTES = 1024 * 1024;

/**
 * The calls of one socket, which is served no faster than they are answered and their answers are taken: whoever asks
 * without end waits for themselves, others are served in between, and what piles up is no more than is read in one go,
 * which is 64 KiB. What has not begun when the socket closes never does.
 */
export class Calls {
  readonly #socket: WebSocket;
  #waiting: (() => void)[] | null = null;
  #underWay = 0;

  constructor(socket: WebSocket, stream: Duplex) {
    this.#socket = socket;
    const look = () => this.#look();
    socket.on('message', look);
    stream.on('drain', look);
  }

  /** Resolves when it is the call's turn, in the order in which they came. */
  begin(): Promise<void> | undefined {
    if (this.#underWay < CALLS_MAX) {
      this.#underWay += 1;
      return undefined;
    }
    const turn = new Promise<void>((resolve) => {
      this.#waiting ??= [];
      this.#waiting.push(resolve);
    });
    this.#look();
    return turn;
  }

  /** To be called once for each that began. */
  end(): void {
    if (this.#socket.readyState === this.#socket.CLOSED) this.#waiting = null;
    const next = this.#waiting?.shift();
    if (next) next();
    else this.#underWay -= 1;
    this.#look();
  }

  #look(): void {
    const isWaitedFor = this.#waiting !== null && this.#waiting.length > 0;
    if (isWaitedFor || this.#socket.bufferedAmount > UNREAD_MAX_BYTES) this.#socket.pause();
    else this.#socket.resume();
  }
}
