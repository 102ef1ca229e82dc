import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/** Calls of one socket that may be under way at once: a whole batch, and a few beside it. */
const CALLS_MAX = 64;

/** Bytes of answers that a socket may leave unread before it is read on: some pages of history. */
const UNREAD_MAX_BYTES = 1024 * 1024;

/** The calls of one socket. */
export interface Calls {
  /** Resolves when it is the call's turn, in the order in which they came. */
  begin(): Promise<void> | undefined;
  /** To be called once for each that began. */
  end(): void;
}

/**
 * Serves a socket no faster than its calls are answered and its answers are taken, so that whoever asks without end waits
 * for themselves: others are served in between, and what piles up is no more than is read in one go, which is 64 KiB.
 * What has not begun when the socket closes never does.
 */
export function holdBack(socket: WebSocket, stream: Duplex): Calls {
  const waiting: (() => void)[] = [];
  let underWay = 0;
  const look = () => {
    if (waiting.length > 0 || socket.bufferedAmount > UNREAD_MAX_BYTES) socket.pause();
    else socket.resume();
  };
  socket.on('message', look);
  stream.on('drain', look);
  socket.once('close', () => waiting.splice(0));
  return {
    begin() {
      if (underWay < CALLS_MAX) {
        underWay += 1;
        return undefined;
      }
      const turn = new Promise<void>((resolve) => waiting.push(resolve));
      look();
      return turn;
    },
    end() {
      const next = waiting.shift();
      if (next) next();
      else underWay -= 1;
      look();
    },
  };
}
