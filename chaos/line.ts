import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** `up`: from whoever opened the connection to the server behind the line. */
export type Way = 'up' | 'down';

/** What a line does to the bytes of one way. */
export interface Weather {
  /** Milliseconds each piece takes longer. */
  readonly latencyMs?: number;
  /** Bytes a second at most, for each connection. */
  readonly bytesPerSecond?: number;
  /** Bytes of a piece at most: what was written at once arrives in parts. */
  readonly sliceBytes?: number;
  /** Nothing arrives, nothing is refused, nobody is told, for as long as it lasts. */
  readonly blackHole?: boolean;
}

export interface Target {
  readonly host: string;
  readonly port: number;
}

/** Sees every chunk of one connection; answers with what may pass, or ends the connection on both sides. */
export type Inspector = (way: Way, chunk: Buffer) => Buffer | 'cut';

export interface LineOptions {
  /** Where the next connection goes; null while there is nothing behind the line. */
  readonly target: () => Target | null;
  /** One for each connection. */
  readonly inspector?: () => Inspector;
}

/** A TCP line on loopback that can be made as bad as lines are. */
export interface Line {
  readonly port: number;
  /** Connections that stand. */
  connections(): number;
  /** From now on, for connections there are and those to come. */
  set(way: Way, weather: Weather): void;
  /** Ends every connection; new ones stand. Answers with how many they were. */
  cut(): number;
  /** The present connections carry nothing any more, and neither side is ever told; new ones stand. */
  freeze(): void;
  /** Like `freeze`, but what is behind the line loses its side: only who opened them is left with nothing to notice. */
  strand(): void;
  /** Good weather both ways. Connections that were frozen stay so. */
  heal(): void;
  close(): Promise<void>;
}

interface Connection {
  readonly near: Socket;
  readonly far: Socket;
  frozen: boolean;
  end(): void;
}

/** Pieces are at most this long where bytes a second are few, so that they trickle. */
const TRICKLE_BYTES = 256;

export async function openLine({ target, inspector }: LineOptions): Promise<Line> {
  const connections = new Set<Connection>();
  let weather: Record<Way, Weather> = { up: {}, down: {} };
  let isClosed = false;
  let wake = () => {};
  let change = nextChange();

  function nextChange(): Promise<void> {
    return new Promise((resolve) => {
      wake = resolve;
    });
  }

  function changed(): void {
    wake();
    change = nextChange();
  }

  /** Resolves once what comes next on this way may pass. */
  async function passage(connection: Connection, way: Way): Promise<void> {
    while (!isClosed && connections.has(connection) && (connection.frozen || weather[way].blackHole)) await change;
  }

  async function carry(connection: Connection, way: Way, [from, to]: readonly [Socket, Socket], look?: Inspector) {
    let ended = false;
    try {
      for await (const chunk of from) {
        const seen = look ? look(way, chunk as Buffer) : (chunk as Buffer);
        if (seen === 'cut') return connection.end();
        for (const piece of pieces(seen, weather[way])) {
          const { latencyMs, bytesPerSecond } = weather[way];
          if (latencyMs) await pause(latencyMs);
          if (bytesPerSecond) await pause((piece.length * 1000) / bytesPerSecond);
          await passage(connection, way);
          if (!to.write(piece)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
        }
      }
      ended = true;
    } catch {
      // A reset is passed on below, like an end.
    }
    await passage(connection, way);
    if (ended) to.end();
    else connection.end();
  }

  const server = createServer({ allowHalfOpen: true }, (near) => {
    near.on('error', () => {});
    const to = target();
    if (!to || isClosed) return void near.destroy();
    const far = connect({ ...to, allowHalfOpen: true });
    far.on('error', () => {});
    const connection: Connection = {
      near,
      far,
      frozen: false,
      end() {
        if (!connections.delete(connection)) return;
        near.destroy();
        far.destroy();
        changed();
      },
    };
    connections.add(connection);
    let standing = 2;
    for (const socket of [near, far]) {
      socket.once('close', () => {
        standing -= 1;
        if (standing === 0) connection.end();
      });
    }
    const look = inspector?.();
    void carry(connection, 'up', [near, far], look);
    void carry(connection, 'down', [far, near], look);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');

  const cut = () => {
    const standing = [...connections];
    for (const connection of standing) connection.end();
    return standing.length;
  };
  return {
    port: address.port,
    connections: () => connections.size,
    set(way, next) {
      weather = { ...weather, [way]: next };
      changed();
    },
    cut,
    freeze() {
      for (const connection of connections) connection.frozen = true;
    },
    strand() {
      for (const connection of connections) {
        connection.frozen = true;
        connection.far.destroy();
      }
    },
    heal() {
      weather = { up: {}, down: {} };
      changed();
    },
    async close() {
      isClosed = true;
      cut();
      changed();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function pieces(chunk: Buffer, { sliceBytes, bytesPerSecond }: Weather): Buffer[] {
  const size = Math.min(sliceBytes ?? chunk.length, bytesPerSecond ? TRICKLE_BYTES : chunk.length);
  if (size >= chunk.length) return [chunk];
  return Array.from({ length: Math.ceil(chunk.length / size) }, (_, at) => chunk.subarray(at * size, (at + 1) * size));
}
