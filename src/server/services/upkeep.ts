import { randomUUID } from 'node:crypto';
import type { Log } from '~/server/log';
import { isDuplicateKey, type Models } from '~/server/models/models';

/** Milliseconds that the lease lasts; a process that was killed with it holds the others up no longer. */
const LEASE_MS = 2 * 60_000;

const LEASE = 'upkeep';

export interface UpkeepOptions {
  readonly models: Pick<Models, 'leases'>;
  readonly now: () => Date;
  readonly log: Log;
  /** Each is asked to end when the lease is lost, and is harmless when it does not: everything it does can be done twice. */
  readonly jobs: readonly ((goOn: () => Promise<boolean>) => Promise<void>)[];
}

/** What has to be done now and then for the whole installation, by one process at a time. */
export function createUpkeep({ models, now, log, jobs }: UpkeepOptions) {
  const holder = randomUUID();

  /** Takes or renews the lease; false where another process has it. */
  async function hold(): Promise<boolean> {
    try {
      const { matchedCount, upsertedCount } = await models.leases.updateOne(
        { _id: LEASE, $or: [{ holder }, { until: { $lte: now() } }] },
        { $set: { holder, until: new Date(now().getTime() + LEASE_MS) } },
        { upsert: true },
      );
      return matchedCount + upsertedCount > 0;
    } catch (error) {
      // The upsert found that there is one, and that it is another's.
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  return async function run(): Promise<void> {
    if (!(await hold())) return;
    for (const job of jobs) {
      await job(hold).catch((error) => log.warn({ error: String(error) }, 'upkeep failed; it runs again'));
    }
    await models.leases.deleteOne({ _id: LEASE, holder });
  };
}
