import { setTimeout as pause } from 'node:timers/promises';
import { type CommitTrap, createCommitTrap } from './commit-trap';
import { type Line, openLine, type Target } from './line';
import { type Ended, type Server, startServerProcess } from './server';

/** Milliseconds before a server that did not start is started again, as a supervisor does. */
const RESTART_MS = 500;

/** Starts that fail one after the other before it is not for the database any more. */
const STARTS_MAX = 20;

/** One place of the deployment: its lines stay, its processes come and go. */
export interface Slot {
  readonly index: number;
  readonly database: Line;
  readonly redis: Line;
  readonly trap: CommitTrap;
  /** The process that serves now. */
  readonly server: Server | null;
  /** Milliseconds the clock of the next process is ahead. */
  clockOffsetMs: number;
  /** Starts a process where none is; again and again until it serves. */
  start(): Promise<void>;
  /** Ends the process that serves, if there is one. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<Ended | null>;
}

export interface ServersOptions {
  readonly count: number;
  readonly bundle: string;
  readonly logFile: (index: number) => string;
  readonly database: Target;
  readonly redis: Target;
  /** The variables of one process, for the ports of its own lines. */
  readonly variables: (ports: { readonly database: number; readonly redis: number }) => Record<string, string>;
}

export interface Servers {
  readonly slots: readonly Slot[];
  /** Processes that ended without being told to, or not as they should. */
  readonly crashes: readonly string[];
  /** How often processes were started. */
  readonly starts: number;
  /** Where those that serve listen. */
  targets(): readonly Target[];
  close(): Promise<void>;
}

/** Server processes of one deployment; the database and Redis of each behind lines of its own. */
export async function startServers(options: ServersOptions): Promise<Servers> {
  const crashes: string[] = [];
  let starts = 0;
  let isClosed = false;

  async function openSlot(index: number): Promise<Slot> {
    const trap = createCommitTrap();
    const database = await openLine({ target: () => options.database, inspector: trap.inspector });
    const redis = await openLine({ target: () => options.redis });
    const ports = { database: database.port, redis: redis.port };
    const asked = new WeakSet<Server>();
    let server: Server | null = null;
    let starting: Promise<void> | null = null;

    async function startOne(): Promise<void> {
      for (let attempt = 1; !server && !isClosed; attempt += 1) {
        const { clockOffsetMs } = slot;
        const orders = { logFile: options.logFile(index), clockOffsetMs };
        try {
          const started = await startServerProcess(options.bundle, options.variables(ports), orders);
          server = started;
          starts += 1;
          void started.exited.then((ended) => {
            if (server === started) server = null;
            if (!asked.has(started)) crashes.push(`server ${index} ended by itself: ${JSON.stringify(ended)}`);
          });
        } catch (error) {
          // The database may be away just now; nobody serves without one.
          if (attempt === STARTS_MAX) throw error;
          await pause(RESTART_MS);
        }
      }
    }

    const slot: Slot = {
      index,
      database,
      redis,
      trap,
      clockOffsetMs: 0,
      get server() {
        return server;
      },
      start() {
        starting ??= startOne().finally(() => {
          starting = null;
        });
        return starting;
      },
      async end(signal) {
        const ending = server;
        if (!ending) return null;
        asked.add(ending);
        const ended = await ending.end(signal);
        if (signal === 'SIGTERM' && ended.code !== 0) {
          crashes.push(`server ${index} did not stop in good order: ${JSON.stringify(ended)}`);
        }
        return ended;
      },
    };
    return slot;
  }

  const slots = await Promise.all(Array.from({ length: options.count }, (_, index) => openSlot(index)));
  // One after the other: the first makes the indexes.
  for (const slot of slots) await slot.start();
  return {
    slots,
    crashes,
    get starts() {
      return starts;
    },
    targets: () => slots.flatMap(({ server }) => (server ? [{ host: '127.0.0.1', port: server.port }] : [])),
    async close() {
      isClosed = true;
      await Promise.all(slots.map(({ end }) => end('SIGKILL')));
      await Promise.all(slots.flatMap(({ database, redis }) => [database.close(), redis.close()]));
    },
  };
}
