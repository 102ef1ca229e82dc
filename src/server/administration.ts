import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import packageJson from '../../package.json' with { type: 'json' };
import type { Limits } from './limits';
import type { Log } from './log';
import type { BlobStore } from './media/blobs';
import type { Links } from './media/links';
import type { Models } from './models/models';
import type { Bus } from './realtime/bus';
import type { PresenceLeases } from './realtime/presence-leases';
import { createRollCall } from './realtime/roll-call';
import type { createAccounts } from './services/accounts';
import type { Admins } from './services/admins';
import { createAudit } from './services/audit';
import { createClearance } from './services/clearance';
import type { createConversations } from './services/conversations';
import { createErasures } from './services/erasures';
import { createExports } from './services/exports';
import { createFigures } from './services/figures';
import type { createPasswordResets } from './services/password-resets';
import { createPeople } from './services/people';
import { createPlaces } from './services/places';
import { createReports } from './services/reports';
import { createRetention } from './services/retention';
import type { Sessions } from './services/sessions';
import { createStorage } from './services/storage';
import { createUpkeep } from './services/upkeep';
import type { Uploads } from './services/uploads';
import type { Timeline } from './timeline/timeline';

/** Milliseconds between looks for what is to be done for the whole installation. */
const UPKEEP_MS = 10 * 60_000;

export interface AdministrationOptions {
  readonly models: Models;
  readonly links: Links;
  readonly bus: Bus;
  readonly timeline: Timeline;
  readonly leases: Pick<PresenceLeases, 'held' | 'count'>;
  readonly limits: Limits;
  readonly uploads: Uploads;
  readonly admins: Admins;
  readonly accounts: ReturnType<typeof createAccounts>;
  readonly sessions: Sessions;
  readonly resets: ReturnType<typeof createPasswordResets>;
  readonly conversations: ReturnType<typeof createConversations>;
  readonly now: () => Date;
  readonly log: Log;
  /** Days that messages are kept everywhere; null for good. */
  readonly retentionDays: number | null;
  readonly blobs: BlobStore;
  readonly secret: string;
}

/** What is for those who run the installation, wired up. */
export function createAdministration(options: AdministrationOptions) {
  const { models, bus, leases, now, log, retentionDays } = options;
  const audit = createAudit(options);
  const people = createPeople({ ...options, audit });
  const clear = createClearance(options);
  const reports = createReports({ ...options, audit, people, clear });
  const retention = createRetention({ ...options, audit, clear, everywhere: retentionDays });
  const erasures = createErasures({ ...options, audit, people, reports, clear });
  const about = {
    id: randomUUID(),
    host: hostname(),
    pid: process.pid,
    version: packageJson.version,
    node: process.version,
    startedAt: now().toISOString(),
  };
  const rollCall = createRollCall({
    bus,
    present: () => ({ ...about, connections: leases.held(), memoryBytes: process.memoryUsage.rss() }),
  });
  const upkeep = createUpkeep({ models, now, log, jobs: [erasures.resume, retention.clear] });
  let kept: Promise<unknown> = Promise.resolve();
  const keeping = setInterval(() => {
    kept = kept.then(upkeep).catch((error) => log.warn({ error: String(error) }, 'upkeep failed; it runs again'));
  }, UPKEEP_MS).unref();

  return {
    services: {
      audit,
      people,
      reports,
      retention,
      erasures,
      exports: createExports({ ...options, audit }),
      places: createPlaces({ ...options, audit }),
      storage: createStorage(options),
      figures: createFigures({ models, bus, now, online: leases.count, processes: rollCall.call }),
    },
    /** What is done now and then, at once. */
    upkeep,
    /** Finishes what is under way. */
    async close(): Promise<void> {
      clearInterval(keeping);
      await rollCall.close();
      await kept;
    },
  };
}
