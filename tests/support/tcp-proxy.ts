import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

/** A line to a server of this machine, with what happens to lines. */
export interface TcpProxy extends AsyncDisposable {
  readonly port: number;
  /** Ends every connection and refuses new ones. */
  cut(): void;
  /** Ends every connection; new ones are welcome. */
  hangUp(): void;
  /** Passes nothing on and ends nothing, as when packets are lost: on connections that stand, and on new ones unless `fresh` pass. */
  blackHole(options?: { readonly fresh?: 'pass' | 'swallow' }): void;
  /** Passes everything again, also what was held up. */
  heal(): void;
  /** Connections that stand. */
  connections(): number;
}

export async function aTcpProxy(port: number): Promise<TcpProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let refuses = false;
  let swallows = false;
  const server = createServer((near) => {
    if (refuses) return void near.destroy();
    const far = connect(port, '127.0.0.1');
    const pair = [near, far] as const;
    pairs.add(pair);
    for (const [one, other] of [pair, [far, near]] as const) {
      one.setNoDelay(true);
      one.on('error', () => {});
      one.once('close', () => {
        pairs.delete(pair);
        other.destroy();
      });
    }
    if (swallows) swallow(pair);
    else pass(pair);
  });
  const hangUp = () => {
    for (const pair of pairs) for (const socket of pair) socket.destroy();
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');
  return {
    port: address.port,
    cut() {
      refuses = true;
      hangUp();
    },
    hangUp,
    blackHole({ fresh = 'swallow' } = {}) {
      swallows = fresh === 'swallow';
      for (const pair of pairs) swallow(pair);
    },
    heal() {
      refuses = false;
      swallows = false;
      for (const pair of pairs) pass(pair);
    },
    connections: () => pairs.size,
    async [Symbol.asyncDispose]() {
      hangUp();
      server.close();
    },
  };
}

/** Again is the same as once: what is piped twice is sent twice. */
function pass([near, far]: readonly [Socket, Socket]): void {
  near.unpipe(far).pipe(far);
  far.unpipe(near).pipe(near);
}

function swallow([near, far]: readonly [Socket, Socket]): void {
  for (const socket of [near, far]) socket.unpipe().pause();
}
