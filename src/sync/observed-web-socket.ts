import type { Clock } from './clock';

export interface SocketObserver {
  /** Round trip of a ping, in milliseconds. */
  onLatency(milliseconds: number): void;
  /**
   * The socket is of no use any more: it failed, the other side closed it, or it is being closed here. Does not wait for
   * the closing handshake, which takes up to a minute on a dead network.
   */
  onGone(code: number | undefined): void;
}

export type ObservedWebSocket = typeof WebSocket & {
  /** Measures the round trip now, if the socket is open. */
  ping(): void;
  /** Closes the socket, whatever its state, and also if it is made only after this. */
  abandon(): void;
};

/** A class of WebSocket, for one socket, that tells what happens to it. */
export function observedWebSocket(Base: typeof WebSocket, clock: Clock, observer: SocketObserver): ObservedWebSocket {
  let socket: WebSocket | null = null;
  let pingedAt: number | null = null;
  let isAbandoned = false;

  return class extends Base {
    static ping(): void {
      if (socket?.readyState === Base.OPEN) socket.send('PING');
    }

    static abandon(): void {
      isAbandoned = true;
      socket?.close();
    }

    constructor(url: string | URL, protocols?: string | string[]) {
      super(url, protocols);
      socket = this;
      this.addEventListener('message', ({ data }) => {
        if (data !== 'PONG' || pingedAt === null) return;
        observer.onLatency(clock.now() - pingedAt);
        pingedAt = null;
      });
      this.addEventListener('close', ({ code }) => observer.onGone(code));
      this.addEventListener('error', () => observer.onGone(undefined));
      if (isAbandoned) this.close();
    }

    override send(data: string | BufferSource | Blob): void {
      if (data === 'PING') pingedAt = clock.now();
      super.send(data);
    }

    override close(code?: number, reason?: string): void {
      super.close(code, reason);
      observer.onGone(code);
    }
  };
}
