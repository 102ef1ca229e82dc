import { once } from 'node:events';
import { WebSocket } from 'ws';

/** One person's connection, live: what is told to them arrives. As thin for every peer as its protocol allows. */
export interface Line {
  /** Resolves when the server has said that it is kept. */
  send(conversationId: string, text: string): Promise<void>;
  close(): void;
}

export interface DialOptions {
  /** The origin of a server. */
  readonly url: string;
  readonly token: string;
  /** A frame that tells something; not those that answer. */
  onFrame(frame: Buffer): void;
  /** It ended from the other side. */
  onLost(reason: string): void;
}

/** Resolves when the connection is live. */
export type Dial = (options: DialOptions) => Promise<Line>;

export interface SocketOptions extends Pick<DialOptions, 'url' | 'onLost'> {
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Also before the socket has been handed out: servers greet at once. */
  onMessage(frame: Buffer, socket: WebSocket): void;
}

/** An open socket. */
export async function openSocket({ url, path, headers = {}, onMessage, onLost }: SocketOptions): Promise<WebSocket> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}${path}`, { headers, perMessageDeflate: false });
  socket.on('message', (data) => onMessage(data as Buffer, socket));
  await once(socket, 'open');
  socket.on('error', (error) => onLost(error.message));
  socket.on('close', (code) => onLost(`closed with ${code}`));
  return socket;
}

/** From this side, and no loss. */
export function hangUp(socket: WebSocket): void {
  socket.removeAllListeners('close');
  socket.terminate();
}

/** What a line waits for before it is live. */
export function createStart() {
  let has = false;
  let resolve = () => {};
  let reject = (_: Error) => {};
  const begun = new Promise<void>((...settle) => {
    [resolve, reject] = settle;
  });
  return {
    begun,
    hasBegun: () => has,
    begin(): void {
      has = true;
      resolve();
    },
    /** Tells of an end, or, before the start, that there is none. */
    unless:
      (onLost: (reason: string) => void) =>
      (reason: string): void => {
        if (has) onLost(reason);
        else reject(new Error(`not live: ${reason}`));
      },
  };
}

/** Calls that wait for their answers. */
export function createCalls() {
  const waiting = new Map<number, { resolve: () => void; reject: (error: Error) => void }>();
  let last = 1;
  return {
    /** Above 1, which is the feed's. */
    next: (): number => ++last,
    answered: (id: number): Promise<void> =>
      new Promise((resolve, reject) => {
        waiting.set(id, { resolve, reject });
      }),
    settle(id: number, refusal: string | null): void {
      const call = waiting.get(id);
      waiting.delete(id);
      if (refusal === null) call?.resolve();
      else call?.reject(new Error(refusal));
    },
  };
}

/** The digits of a frame from there on, as a number. */
export function numberAt(frame: Buffer, from: number): number {
  let number = 0;
  for (let at = from; frame[at]! >= 48 && frame[at]! <= 57; at += 1) number = number * 10 + frame[at]! - 48;
  return number;
}
