import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { LIMIT_NAMES } from '~/server/limits';
import { grouped } from '~/sync/grouped';
import { ROOT } from '../tests/support/bundle';
import { variablesOf } from '../tests/support/processes';
import { bundleServer, type Replacement } from './bundle';
import { type ChaosDatabase, openDatabase } from './database';
import { live } from './habits';
import { createHistory } from './history';
import type { Evidence, Violation } from './laws/law';
import { violationsIn } from './laws/laws';
import { holdings, levelsOf } from './levels';
import { settlePopulation } from './population';
import { random } from './random';
import { type Recovery, recover } from './recovery';
import { startChaosRedis } from './redis';
import type { Scene } from './scene';
import { type Planned, planOf } from './schedule';
import { startServers } from './servers';
import type { Settings } from './settings';
import { snapshotOf } from './snapshot';
import { viewsOf } from './views';
import { within } from './waiting';

export interface RunOptions extends Settings {
  /** A folder for the record of the run. */
  readonly artefacts: string;
  readonly mongodbUrl: string | undefined;
  /** Pieces of the product that are broken on purpose. */
  readonly replacements?: readonly Replacement[];
  /** Done to the database once the servers have made their indexes. */
  readonly sabotage?: (database: ChaosDatabase) => Promise<void>;
  /** Milliseconds everybody has after the last fault until they have everything. */
  readonly patienceMs: number;
  readonly say: (line: string) => void;
}

export interface Report {
  readonly seed: string;
  readonly database: ChaosDatabase['kind'];
  readonly plan: readonly Planned[];
  readonly counts: ReadonlyMap<string, number>;
  readonly evidence: Evidence;
  readonly recovery: Recovery;
  readonly violations: readonly Violation[];
  /** Processes started, those of the beginning included. */
  readonly starts: number;
  /** Milliseconds of the whole run. */
  readonly tookMs: number;
}

/** Milliseconds everybody has for the first conversation list, and then lives without faults. */
const READY_MS = 60_000;
const WARM_MS = 5_000;

/** One whole run: everything is started, goes wrong, heals and is checked; nothing is left behind but the artefacts. */
export async function run(options: RunOptions): Promise<Report> {
  const folder = await mkdtemp(join(tmpdir(), 'confab-chaos-'));
  await mkdir(options.artefacts, { recursive: true });
  // Inside the project, whose packages it needs.
  const bundle = join(ROOT, `node_modules/.cache/confab-chaos/${basename(folder)}.mjs`);
  await bundleServer(bundle, options.replacements);
  const closing: (() => Promise<unknown>)[] = [
    () => rm(folder, { recursive: true, force: true }),
    () => rm(bundle, { force: true }),
  ];
  const closeAll = async () => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  const interrupted = () => void closeAll().finally(() => process.exit(1));
  for (const signal of SIGNALS) process.once(signal, interrupted);
  try {
    return await runIn(folder, bundle, { ...options, later: (close) => void closing.push(close) });
  } finally {
    await closeAll();
    for (const signal of SIGNALS) process.off(signal, interrupted);
  }
}

/** Whoever interrupts a run leaves nothing behind either. */
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

async function runIn(
  folder: string,
  bundle: string,
  options: RunOptions & { later: (close: () => Promise<unknown>) => void },
): Promise<Report> {
  const { seed, say, later } = options;

  const history = createHistory();
  const database = await openDatabase(options.mongodbUrl, folder);
  later(() => database.close());
  const redis = await startChaosRedis();
  later(() => redis.close());
  const secret = randomBytes(32).toString('hex');
  const servers = await startServers({
    count: options.processes,
    bundle,
    logFile: (index) => join(options.artefacts, `server-${index}.log`),
    database: database.target,
    redis: redis.target,
    variables: (ports) =>
      variablesOf({
        production: false,
        port: 0,
        host: '127.0.0.1',
        dataDir: join(folder, 'data'),
        mongodbUrl: database.urlThrough(ports.database),
        redisUrl: `redis://127.0.0.1:${ports.redis}`,
        secret,
        rates: Object.fromEntries(LIMIT_NAMES.map((name) => [name, null])),
        connections: { user: null, address: null },
      }),
  });
  later(() => servers.close());
  await options.sabotage?.(database);
  const empty = await holdings(servers);

  const population = await settlePopulation({
    seed,
    people: options.people,
    devicesEach: options.devicesEach,
    strangers: STRANGERS,
    history,
    targets: servers.targets,
  });
  later(() => population.close());
  const counts = new Map<string, number>();
  const complaints: { law: 'harmless'; words: string }[] = [];
  const scene: Scene = {
    servers,
    redis,
    population,
    history,
    sockets: options.sockets,
    note: (text) => say(`${(history.now() / 1000).toFixed(1).padStart(7)} s  ${text}`),
    count: (what, times = 1) => void counts.set(what, (counts.get(what) ?? 0) + times),
    complain: (law, words) => void complaints.push({ law, words }),
  };
  const isReady = () =>
    population.devices.every(({ engine, person }) =>
      population.placesOf(person.me.id).every(({ id }) => engine?.getState().timelines.get(id)?.status === 'ready'),
    );
  if (!(await within(READY_MS, isReady))) throw new Error('not everybody came up; there is nothing to break yet');
  scene.note(`${population.devices.length} devices of ${population.people.length} people are live`);

  const stop = live({ seed, population, history, paceMs: options.paceMs });
  await pause(WARM_MS);
  const warm = await holdings(servers);
  const phaseMs = options.minutes * 60_000;
  const plan = planOf(seed, phaseMs, options.faults);
  await injectAll(scene, plan, seed);
  await stop();
  scene.note('people stop, everything heals');

  const models = await database.models();
  const recovery = await recover(scene, models, options.patienceMs);
  const views = await viewsOf(population, (await snapshotOf(models)).conversations, options.patienceMs);
  scene.note('every device was compared with a fresh one');
  const waiting = new Set(
    population.devices.flatMap(({ id, engine }) =>
      (engine?.getState().outbox ?? []).map(({ clientId }) => `${id} ${clientId}`),
    ),
  );
  const acts = history.acts(({ deviceId, clientId }) => waiting.has(`${deviceId} ${clientId}`));
  await population.close();
  const levels = await levelsOf({ servers, redis, empty, warm });
  scene.note('everybody is gone; what is left was counted');
  const evidence: Evidence = {
    acts,
    told: history.told,
    moves: history.moves,
    compared: history.compared,
    ...(await snapshotOf(models)),
    views,
    presence: recovery.presence,
    levels,
    complaints: [
      ...complaints,
      ...recovery.complaints,
      ...servers.crashes.map((words) => ({ law: 'harmless' as const, words })),
    ],
  };
  return {
    seed,
    database: database.kind,
    plan,
    counts,
    evidence,
    recovery,
    violations: violationsIn(evidence),
    starts: servers.starts,
    tookMs: history.now(),
  };
}

/** People whose only device may lose its power. */
const STRANGERS = 3;

/** Every fault at its time, or as soon as the one before it in its lane is over: on a slow machine some take longer. */
async function injectAll(scene: Scene, plan: readonly Planned[], seed: string): Promise<void> {
  const start = scene.history.now();
  const lanes = grouped(plan, ({ fault }) => fault.lane);
  await Promise.all(
    [...lanes.values()].map(async (lane) => {
      for (const { atMs, milliseconds, index, fault } of lane) {
        await pause(Math.max(0, start + atMs - scene.history.now()));
        try {
          await fault.inject(scene, { milliseconds, chance: random(seed, 'fault', index) });
        } catch (error) {
          scene.complain('harmless', `${fault.name} could not be injected: ${(error as Error).stack}`);
        }
      }
    }),
  );
}
