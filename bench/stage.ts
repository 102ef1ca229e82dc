import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mongoose from 'mongoose';
import { LIMIT_NAMES, variableOf } from '~/server/limits';
import { startRedis } from '../tests/support/redis';
import { type Child, startChild } from './child';
import type { Peer } from './figure';
import type { LoadCommands } from './load/main';
import { furnishConfab } from './peers/confab/scene';
import type { Ready, ServerCommands } from './peers/probe';
import type { Plan, Scene } from './peers/scene';
import { furnishSocketIo } from './peers/socket-io/scene';

const FILES: Record<Peer, string> = {
  confab: 'peers/confab/server.ts',
  'socket.io': 'peers/socket-io/server.ts',
  ws: 'peers/ws/server.ts',
};

/** Limits are counted as in production, and never reached. */
const LIMITS = {
  ...Object.fromEntries(LIMIT_NAMES.map((name) => [variableOf(name), '1000000/60'])),
  LIMIT_CONNECTIONS_USER: '100000',
  LIMIT_CONNECTIONS_ADDRESS: '100000',
};

export type Server = Child<ServerCommands, Ready>;
export type Load = Child<LoadCommands>;

/** A peer's servers on a database of their own, and who loads them. */
export interface Setting extends AsyncDisposable {
  readonly peer: Peer;
  readonly scene: Scene;
  readonly servers: readonly Server[];
  /** The first, or only, server. */
  readonly server: Server;
  readonly load: Load;
  /** What the database is called, and what else a server needs to be told. */
  readonly env: Readonly<Record<string, string>>;
}

export interface SettingOptions {
  readonly plan: Plan;
  /** Processes that serve the same people, on the servers' core; none where a scenario starts its own. */
  readonly processes?: number;
  /** Counts commands to the database, which costs a little. */
  readonly counting?: boolean;
  /** Name of a database that is kept for the next run, for scenes that take minutes to write. */
  readonly kept?: string;
}

/** What all scenarios of one run stand on. Its end is also the end of every setting. */
export interface Stage extends AsyncDisposable {
  readonly mongodbUrl: string;
  readonly redisUrl: string;
  /** Sizes and times for seeing whether it works; its figures mean nothing. */
  readonly quick: boolean;
  /** How often each peer is measured; the median counts. */
  readonly runs: number;
  set(peer: Peer, options: SettingOptions): Promise<Setting>;
}

export interface StageOptions {
  readonly mongodbUrl: string;
  readonly redisUrl: string | undefined;
  readonly quick: boolean;
  readonly runs: number;
}

export async function openStage({ mongodbUrl, redisUrl: given, quick, runs }: StageOptions): Promise<Stage> {
  const redis = given ? null : await startRedis();
  const redisUrl = given ?? redis!.url;
  const open = new Set<() => Promise<void>>();

  return {
    mongodbUrl,
    redisUrl,
    quick,
    runs,
    async set(peer, { plan, processes = 1, counting = false, kept }) {
      const closing: (() => PromiseLike<unknown>)[] = [];
      const close = async () => {
        for (const end of closing.splice(0).reverse()) await end();
        open.delete(close);
      };
      open.add(close);
      try {
        const database = kept ?? `confab_bench_${randomBytes(6).toString('hex')}`;
        const url = `${mongodbUrl.replace(/\/+$/, '')}/${database}`;
        if (!kept) closing.push(() => drop(url));
        const scene = await (kept ? keep(url, () => furnish(peer, url, plan)) : furnish(peer, url, plan));
        const dataDir = await mkdtemp(join(tmpdir(), 'confab-bench-'));
        closing.push(() => rm(dataDir, { recursive: true, force: true }));
        const env = {
          PORT: '0',
          HOST: '127.0.0.1',
          DATA_DIR: dataDir,
          MONGODB_URL: `${url}${counting ? '?monitorCommands=true' : ''}`,
          REDIS_URL: redisUrl,
          NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
          ...LIMITS,
        };
        const servers: Server[] = [];
        for (let count = 0; count < processes; count += 1) {
          const server = await startPeer(peer, env);
          closing.push(() => server[Symbol.asyncDispose]());
          servers.push(server);
        }
        const load = await startChild<LoadCommands>('load', 'load/main.ts');
        closing.push(() => load[Symbol.asyncDispose]());
        return { peer, scene, servers, server: servers[0]!, load, env, [Symbol.asyncDispose]: close };
      } catch (error) {
        await close();
        throw error;
      }
    },
    async [Symbol.asyncDispose]() {
      for (const close of open) await close();
      await redis?.[Symbol.asyncDispose]();
    },
  };
}

export const startPeer = (peer: Peer, env: Readonly<Record<string, string>>): Promise<Server> =>
  startChild<ServerCommands, Ready>('server', FILES[peer], env);

/** Everybody's connection, over all servers of a setting. */
export function openLines({ peer, servers, load, scene }: Setting): Promise<void> {
  return load.ask('open', {
    peer,
    urls: servers.map(({ ready }) => ready.url),
    tokens: scene.people.map(({ token }) => token),
  });
}

function furnish(peer: Peer, url: string, plan: Plan): Promise<Scene> {
  switch (peer) {
    case 'confab':
      return furnishConfab(url, plan);
    case 'socket.io':
      return furnishSocketIo(url, plan);
    case 'ws':
      return Promise.resolve({
        people: Array.from({ length: plan.people }, (_, index) => ({ id: `${index}`, token: '' })),
        conversationIds: plan.conversations.map((_, index) => `${index}`),
      });
  }
}

/** The scene of a database that was written before, or writes it and notes that it is complete. */
async function keep(url: string, write: () => Promise<Scene>): Promise<Scene> {
  const connection = await mongoose.createConnection(url).asPromise();
  try {
    const notes = connection.collection<{ _id: string; scene: string }>('bench');
    const note = await notes.findOne({ _id: 'scene' });
    if (note) return JSON.parse(note.scene);
    await connection.dropDatabase();
    const scene = await write();
    await notes.insertOne({ _id: 'scene', scene: JSON.stringify(scene) });
    return scene;
  } finally {
    await connection.close();
  }
}

async function drop(url: string): Promise<void> {
  const connection = await mongoose.createConnection(url).asPromise();
  await connection.dropDatabase();
  await connection.close();
}
