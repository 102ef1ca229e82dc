import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { WebSocket } from 'ws';

export interface SocketOptions {
  readonly token?: string;
  readonly cookie?: string;
  readonly origin?: string;
  /** Path and query. */
  readonly target?: string;
}

export interface RawSocket extends AsyncDisposable {
  readonly ws: WebSocket;
  /** Resolves with the close code. */
  readonly closed: Promise<number>;
  /** The next message that has not been taken yet. */
  next(): Promise<Reply>;
  ask(id: number, method: string, path: string, input?: unknown): Promise<Reply>;
  say(message: unknown): void;
}

export interface Reply {
  readonly id: number | string | null;
  readonly result?: { readonly type: string; readonly data?: unknown };
  readonly error?: { readonly message: string; readonly data: { readonly appCode: string; readonly code: string } };
}

const liveUrl = (url: string, target = '/api/live') => `${url.replace('http', 'ws')}${target}`;

function dial(url: string, { token, cookie, origin, target }: SocketOptions): WebSocket {
  return new WebSocket(liveUrl(url, target), {
    ...(origin !== undefined && { origin }),
    headers: { ...(token && { authorization: `Bearer ${token}` }), ...(cookie && { cookie }) },
  });
}

/** The status an upgrade is answered with; 101 is closed again at once. */
export async function upgradeStatus(url: string, options: SocketOptions = {}): Promise<number> {
  const ws = dial(url, options);
  return new Promise((resolve, reject) => {
    ws.once('unexpected-response', (_request, response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    ws.once('open', () => {
      resolve(101);
      ws.terminate();
    });
    ws.once('error', reject);
  });
}

/** The code that a socket which is accepted at first is closed with. */
export async function closeCode(url: string, options: SocketOptions & { params?: unknown } = {}): Promise<number> {
  await using socket = await openSocket(url, options);
  if (options.params !== undefined) socket.say({ method: 'connectionParams', data: options.params });
  return await socket.closed;
}

/** An open socket to speak tRPC's protocol over by hand. */
export async function openSocket(url: string, options: SocketOptions = {}): Promise<RawSocket> {
  const ws = dial(url, options);
  const arrived: Reply[] = [];
  const waiting: ((reply: Reply) => void)[] = [];
  ws.on('message', (data) => {
    const text = data.toString();
    if (text === 'PING' || text === 'PONG') return;
    const reply = JSON.parse(text) as Reply;
    const taker = waiting.shift();
    if (taker) taker(reply);
    else arrived.push(reply);
  });
  const closed = new Promise<number>((resolve) => ws.once('close', (code) => resolve(code)));
  await once(ws, 'open');
  ws.on('error', () => {});
  const next = () => {
    const reply = arrived.shift();
    return reply ? Promise.resolve(reply) : new Promise<Reply>((resolve) => waiting.push(resolve));
  };
  const say = (message: unknown) => ws.send(JSON.stringify(message));
  return {
    ws,
    closed,
    next,
    say,
    ask(id, method, path, input) {
      say({ id, method, params: { path, input } });
      return next();
    },
    async [Symbol.asyncDispose]() {
      ws.terminate();
      await closed;
    },
  };
}

/** A bare TCP connection to the server. */
export async function tcp(url: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.on('error', () => {});
  await once(socket, 'connect');
  return socket;
}

/** An upgrade request, line by line as given. */
export function upgradeRequest(target: string, headers: Record<string, string> = {}): string {
  const lines = Object.entries({
    Host: 'localhost',
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
  }).map(([name, value]) => `${name}: ${value}`);
  return `GET ${target} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`;
}

/** Everything the other side says until it hangs up. */
export async function hungUp(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk) => chunks.push(chunk));
  if (!socket.closed) await once(socket, 'close');
  return Buffer.concat(chunks).toString('latin1');
}
