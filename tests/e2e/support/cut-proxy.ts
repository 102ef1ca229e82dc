import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A network line that a test can cut: every byte between a browser and the server goes through it. */
export interface Line extends AsyncDisposable {
  /** The server's address, through this line. */
  readonly url: string;
  /** Ends every connection and refuses new ones. */
  cut(): void;
  /** Cuts as soon as that many more bytes have gone to the server; resolves when it has. */
  cutAfter(bytes: number): Promise<void>;
  heal(): void;
  /** Bytes that went to the server so far. */
  sent(): number;
}

export async function aLineTo(target: string): Promise<Line> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let whole = true;
  let sent = 0;
  let limit: { at: number; reached: () => void } | null = null;
  const server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect(Number(port), hostname);
    near.on('data', ({ length }) => {
      sent += length;
      if (!limit || sent < limit.at) return;
      cut();
      limit.reached();
      limit = null;
    });
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  const cut = () => {
    whole = false;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://localhost:${address.port}`,
    cut,
    cutAfter: (bytes) =>
      new Promise((reached) => {
        limit = { at: sent + bytes, reached };
      }),
    heal: () => {
      whole = true;
    },
    sent: () => sent,
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
    },
  };
}
