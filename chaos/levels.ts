import { LEASE_MS } from '~/server/realtime/presence';
import type { Level } from './laws/law';
import type { ChaosRedis } from './redis';
import type { Servers } from './servers';
import { within } from './waiting';

/** What one server holds, as far as it can be counted from outside. */
interface Holding {
  readonly heapBytes: number;
  readonly rssBytes: number;
  /** Without the connections that its lines know of: files, pipes, and whatever clients have. */
  readonly descriptors: number;
}

/**
 * Bytes the heap may have grown by: code that was compiled on the way, bounded caches (twenty thousand heads) and what
 * the measuring itself leaves. A leak of a kilobyte a message passes it in a long run.
 */
const HEAP_GROWTH = 24 * 1024 * 1024;

/** Every process listens there to the others as long as it lives. */
const OF_PROCESSES = 'confab:processes';

/** Milliseconds for connections to time out that nobody closes: the server pings after 25 s and waits another 10 s. */
const CLOSED_MS = 45_000;

export async function holdings({ slots }: Servers): Promise<readonly Holding[]> {
  const measured = await Promise.all(
    slots.map(async ({ server, database, redis }) => {
      const taken = await server?.measure();
      if (!taken) return [];
      const { heapBytes, rssBytes, fileDescriptors } = taken;
      return [{ heapBytes, rssBytes, descriptors: fileDescriptors - database.connections() - redis.connections() }];
    }),
  );
  return measured.flat();
}

export interface LevelsOptions {
  readonly servers: Servers;
  readonly redis: ChaosRedis;
  /** Before anybody was connected, and after everybody had been for a while. */
  readonly empty: readonly Holding[];
  readonly warm: readonly Holding[];
}

const most = (holdings: readonly Holding[], of: keyof Holding) => Math.max(...holdings.map((holding) => holding[of]));

/**
 * Once all devices are gone: nothing of them may be left. Processes that were started later have no baseline of their own;
 * theirs is that of the first ones, which ran the same code for the same people.
 */
export async function levelsOf({ servers, redis, empty, warm }: LevelsOptions): Promise<readonly Level[]> {
  const allowed = most(empty, 'descriptors');
  let after = await holdings(servers);
  await within(CLOSED_MS, async () => {
    after = await holdings(servers);
    return most(after, 'descriptors') <= allowed;
  });
  let keys: readonly string[] = [];
  let channels: readonly string[] = [];
  await within(2 * LEASE_MS, async () => {
    keys = await redis.keys();
    channels = (await redis.channels()).filter((channel) => channel !== OF_PROCESSES);
    return keys.length + channels.length === 0;
  });
  const heap = most(warm, 'heapBytes');
  return [
    ...after.flatMap(({ heapBytes, descriptors }, index): Level[] => [
      { what: `bytes on the heap of server ${index}`, before: heap, after: heapBytes, allowed: heap + HEAP_GROWTH },
      { what: `file descriptors of server ${index}`, before: allowed, after: descriptors, allowed },
    ]),
    { what: `keys in Redis ${keys.slice(0, 3)}`, before: 0, after: keys.length, allowed: 0 },
    { what: `channels in Redis ${channels.slice(0, 3)}`, before: 0, after: channels.length, allowed: 0 },
  ];
}
