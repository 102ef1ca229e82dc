import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A network line that a test can cut: every byte between a browser and the server goes through it. */
export interface Line extends AsyncDisposable {
  /** The server's address, through this line. */
  readonly url: string;
  /** Ends every connection and refuses new ones. */
  cut(): void;
  heal(): void;
}

export async function aLineTo(target: string): Promise<Line> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let whole = true;
  const server = createServer((near) => {
    if (!whole) return void near.destroy();
    const far = connect(Number(port), hostname);
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
    heal: () => {
      whole = true;
    },
    async [Symbol.asyncDispose]() {
      cut();
      server.close();
    },
  };
}
