import { AppError } from '~/server/app-error';

/** Milliseconds that somebody waits before the database is asked whether it is there at all. */
const PATIENCE_MS = 2_000;

/** Milliseconds it has to say so: with the above, whoever waits is answered well within five seconds. */
const LOOK_MS = 1_500;

/** Settles as the work does, unless the database stops answering meanwhile: then it rejects with `UNAVAILABLE`. */
export type InReach = <T>(work: Promise<T>) => Promise<T>;

/**
 * Bounds how long anybody waits for a database that is gone. The driver's own limits are for one step of a command and
 * add up: where packets are lost, it was seen to wait for twenty seconds. What takes long while the database answers may
 * take as long as it likes. The work goes on, so whoever hears `UNAVAILABLE` does not know what became of it.
 */
export function createReach(ping: () => Promise<unknown>): InReach {
  let looking: Promise<boolean> | null = null;

  /** Whether it answers now; asked once for everybody. */
  function look(): Promise<boolean> {
    looking ??= new Promise<boolean>((resolve) => {
      const timer = setTimeout(resolve, LOOK_MS, false).unref();
      ping()
        .then(
          () => resolve(true),
          () => resolve(false),
        )
        .finally(() => clearTimeout(timer));
    }).finally(() => {
      looking = null;
    });
    return looking;
  }

  return (work) =>
    new Promise((resolve, reject) => {
      const waiting = setInterval(async () => {
        if (await look()) return;
        clearInterval(waiting);
        reject(outOfReach());
      }, PATIENCE_MS).unref();
      work.then(resolve, reject).finally(() => clearInterval(waiting));
    });
}

export function outOfReach(cause?: unknown): AppError {
  return new AppError('UNAVAILABLE', 'The database is out of reach. Try again.', { cause });
}

/** What a server answers with that stops, starts, or is not the primary any more. */
const AWAY_CODES = new Set([
  6, // HostUnreachable
  7, // HostNotFound
  89, // NetworkTimeout
  91, // ShutdownInProgress
  189, // PrimarySteppedDown
  262, // ExceededTimeLimit
  9001, // SocketException
  10107, // NotWritablePrimary
  11600, // InterruptedAtShutdown
  11602, // InterruptedDueToReplStateChange
  13435, // NotPrimaryNoSecondaryOk
  13436, // NotPrimaryOrSecondary
  64, // WriteConcernTimeout: written, and perhaps not kept
  100, // UnsatisfiableWriteConcern: there is no majority
]);

/** The names of what the driver throws without an answer. */
const AWAY_NAMES =
  /^Mongo(ose)?(Network|NetworkTimeout|ServerSelection|NotConnected|PoolCleared|PoolClosed|Topology\w*|WaitQueueTimeout|ClientClosed)Error$/;

/** DocumentDB passes on what the PostgreSQL below it says when it stops and starts. */
const AWAY_WORDS = /terminating connection|connection terminated|the database system is (shutting down|starting up)/i;

/** By name and code: the driver exists once in the server and once in Next's bundle. */
export function isOutOfReach(error: Error): boolean {
  if (AWAY_NAMES.test(error.name)) return true;
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return AWAY_CODES.has(code) || AWAY_WORDS.test(error.message);
  // A bulk write without a code was stopped by one of the above, of which it keeps the words alone.
  return error.name === 'MongoBulkWriteError';
}
