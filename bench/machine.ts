import { readFileSync } from 'node:fs';
import { cpus, release, totalmem, type } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import mongoose from 'mongoose';
import { ROOT } from '../tests/support/bundle';
import { CORES, canPin } from './child';

const PACKAGES = ['@trpc/server', 'ws', 'next', 'mongoose', 'socket.io', '@socket.io/redis-adapter', 'express'];

/** What the figures are of: the machine, and the versions of everything that takes part. */
export interface Machine {
  readonly at: string;
  readonly processor: string;
  readonly cores: number;
  readonly memoryGigabytes: number;
  readonly system: string;
  readonly node: string;
  readonly database: string;
  readonly redis: string;
  readonly packages: Readonly<Record<string, string>>;
  readonly pinned: string;
}

export async function describeMachine({ mongodbUrl, redisUrl }: { mongodbUrl: string; redisUrl: string }) {
  const packages = Object.fromEntries(PACKAGES.map((name) => [name, versionOf(name)]));
  const machine: Machine = {
    at: new Date().toISOString(),
    processor: cpus()[0]?.model.trim() ?? 'unknown',
    cores: cpus().length,
    memoryGigabytes: Math.round(totalmem() / 1024 ** 3),
    system: `${type()} ${release()}`,
    node: process.version,
    database: await databaseOf(mongodbUrl),
    redis: await redisOf(redisUrl),
    packages,
    pinned: canPin
      ? `servers on core ${CORES.server}, their load on core ${CORES.load}, the database and Redis on either`
      : 'nothing was held to a core',
  };
  return machine;
}

function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')).version;
}

async function databaseOf(url: string): Promise<string> {
  const connection = await mongoose.createConnection(url).asPromise();
  try {
    const { version } = await connection.db!.admin().serverInfo();
    return `MongoDB's protocol ${version}`;
  } finally {
    await connection.close();
  }
}

async function redisOf(url: string): Promise<string> {
  const redis = new Redis(url);
  try {
    const [, version = 'unknown'] = /redis_version:(\S+)/.exec(await redis.info('server')) ?? [];
    return version;
  } finally {
    redis.disconnect();
  }
}
