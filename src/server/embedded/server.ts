import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join, resolve } from 'node:path';
import { Session } from './commands';
import { Cursors } from './cursors';
import { Database } from './database';
import { CommandError, toWireError } from './error';
import { lockFolder } from './lock';
import type { Doc } from './values';
import { Framer, formatReply, parseRequest, type Request } from './wire';

export interface EmbeddedDatabase {
  /** `mongodb://127.0.0.1:PORT` */
  readonly url: string;
  readonly folder: string | null;
  /** Answers what is under way, writes everything out and releases the folder. Again is the same as once. */
  close(): Promise<void>;
}

/**
 * Serves MongoDB's wire protocol on the loopback interface, as a standalone server, for one machine: no users, no
 * transactions, no change streams. An acknowledged write survives `kill -9`. Rejects when the folder is in use by
 * another process (naming it), when its data is damaged, or when the port is taken.
 */
export async function startEmbeddedDatabase(options: {
  /** Where the data lives; null keeps it in memory only. */
  folder: string | null;
  /** 0, or none, takes a free one. */
  port?: number;
  log?: (message: string) => void;
}): Promise<EmbeddedDatabase> {
  const { port = 0, log = () => {} } = options;
  const folder = options.folder === null ? null : resolve(options.folder);
  if (folder !== null) mkdirSync(folder, { recursive: true });
  const unlock = folder === null ? async () => {} : await lockFolder(folder);
  try {
    const database = await Database.open(folder, log);
    const connections = new Set<Connection>();
    const cursors = new Cursors();
    const server = createServer((socket) => {
      const connection = new Connection(socket, new Session(database, cursors), log);
      connections.add(connection);
      socket.on('close', () => connections.delete(connection));
    });
    const bound = await listen(server, port).catch((error) => database.close().then(() => Promise.reject(error)));
    server.on('error', (error) => log(error.message));
    const url = `mongodb://127.0.0.1:${bound}`;
    if (folder !== null) writeFileSync(addressFile(folder), url, { mode: 0o600 });
    let closing: Promise<void> | undefined;
    const close = async (): Promise<void> => {
      const closed = new Promise((done) => server.close(done));
      await Promise.all([...connections].map((connection) => connection.end()));
      await closed;
      if (folder !== null) rmSync(addressFile(folder), { force: true });
      await database.close().finally(unlock);
    };
    return { url, folder, close: () => (closing ??= close()) };
  } catch (error) {
    await unlock();
    throw error;
  }
}

const addressFile = (folder: string) => join(folder, 'address');

/**
 * Where the process that holds the folder serves it; null when no process says so. Of a process that was killed it may
 * still say so: whoever asks has found that the folder is held.
 */
export function servedAt(folder: string): string | null {
  try {
    return readFileSync(addressFile(resolve(folder)), 'utf8');
  } catch {
    return null;
  }
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((done, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => done((server.address() as AddressInfo).port));
  });

const CLOSE_MS = 2_000; // for a client that does not read the last reply

/** One client: its requests are answered in their order. Bytes that are not the protocol end it, and only it. */
class Connection {
  readonly #socket: Socket;
  readonly #session: Session;
  readonly #framer = new Framer();
  #done: Promise<void> = Promise.resolve();
  #replies = 0;

  constructor(socket: Socket, session: Session, log: (message: string) => void) {
    this.#socket = socket.setNoDelay(true);
    this.#session = session;
    const fail = (error: Error): void => {
      log(`A connection was closed: ${error.message}`);
      socket.destroy();
    };
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      try {
        for (const message of this.#framer.push(chunk)) {
          const request = parseRequest(message);
          this.#done = this.#done.then(() => this.#answer(request)).catch(fail);
        }
      } catch (error) {
        fail(error as Error);
      }
    });
  }

  async end(): Promise<void> {
    this.#socket.pause();
    await this.#done;
    this.#socket.setTimeout(CLOSE_MS, () => this.#socket.destroy()).destroySoon();
  }

  async #answer(request: Request): Promise<void> {
    let reply: Doc;
    try {
      if (request.body instanceof CommandError) throw request.body;
      reply = { ...(await this.#session.run(request.body)), ok: 1 };
    } catch (error) {
      reply = { ok: 0, ...toWireError(error) };
    }
    if (!request.silent && this.#socket.writable) this.#socket.write(formatReply(++this.#replies, request, reply));
  }
}
