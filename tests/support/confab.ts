import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHTTPHandler } from '@trpc/server/adapters/standalone';
import mongoose from 'mongoose';
import pino from 'pino';
import { BATCH_MAX, UPLOAD_MAX_BYTES } from '~/contract/limits';
import type { Container } from '~/server/container';
import { startEmbeddedDatabase } from '~/server/embedded/server';
import type { Env } from '~/server/env';
import { LIMIT_NAMES, type Rates } from '~/server/limits';
import { type RunningServer, type ServerOptions, type Site, startServer } from '~/server/server';
import { httpContext } from '~/server/trpc/context';
import { reportError } from '~/server/trpc/report';
import { appRouter } from '~/server/trpc/root';

/** Where tests keep their data: the database and the bus the environment names, or those that need no installation. */
export interface Backend {
  readonly env: Env;
  /** Drops what the tests wrote. */
  close(): Promise<void>;
}

/** Tests that are not about limits do as much as they like. */
const NO_LIMITS: Rates = Object.fromEntries(LIMIT_NAMES.map((name) => [name, null]));

/** Lets tests read `/metrics`. */
export const METRICS_TOKEN = 'a token of tests alone';

/** `shared` is for several servers at once: without `MONGODB_URL` each would start a database of its own on one folder. */
export async function createBackend(options: { monitorCommands?: boolean; shared?: boolean } = {}): Promise<Backend> {
  const dataDir = await mkdtemp(join(tmpdir(), 'confab-test-'));
  const base = process.env.MONGODB_URL;
  const embedded =
    !base && (options.monitorCommands || options.shared) ? await startEmbeddedDatabase({ folder: null }) : null;
  const server = embedded?.url ?? base;
  const name = `confab_test_${randomBytes(6).toString('hex')}`;
  const mongodbUrl =
    server && `${server.replace(/\/+$/, '')}/${name}${options.monitorCommands ? '?monitorCommands=true' : ''}`;
  return {
    env: {
      production: false,
      port: 0,
      host: '127.0.0.1',
      dataDir,
      mongodbUrl,
      redisUrl: process.env.REDIS_URL || undefined,
      publicUrl: undefined,
      secret: randomBytes(32).toString('hex'),
      logLevel: 'silent',
      metricsToken: METRICS_TOKEN,
      trustProxy: false,
      drainSeconds: 0,
      rates: NO_LIMITS,
      connections: { user: null, address: null },
      uploads: { maxBytes: UPLOAD_MAX_BYTES, quotaBytes: 40 * UPLOAD_MAX_BYTES },
      embedOrigins: [],
      webhooks: { allowPrivate: false },
      s3: null,
      retentionDays: null,
      push: { keys: null, subject: 'mailto:postmaster@localhost', allowsLoopback: false },
    },
    async close() {
      if (mongodbUrl) {
        const connection = await mongoose.createConnection(mongodbUrl).asPromise();
        await connection.dropDatabase();
        await connection.close();
      }
      await embedded?.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export const silentLog = pino({ level: 'silent' });

/** For people who are only to be there: next to no work. */
export const CHEAP_PASSWORDS = { memoryCost: 8, timeCost: 1, parallelism: 1 };

/** The procedures alone, without pages: what Next's route serves, on a plain server. */
export async function proceduresOnly(container: Container): Promise<Site> {
  const handle = createHTTPHandler({
    router: appRouter,
    basePath: '/api/trpc/',
    maxBatchSize: BATCH_MAX,
    createContext: ({ req }) => httpContext(container, req.headers),
    onError: (problem) => reportError(container.log, problem),
  });
  return { handle, hotReload: null, close: async () => {} };
}

export interface TestServer extends RunningServer, AsyncDisposable {}

export interface StartOptions
  extends Pick<ServerOptions, 'log' | 'now' | 'pushDelayMs' | 'authWaitMs' | 'sessionCheckMs' | 'streamMs'>,
    Partial<Pick<ServerOptions, 'openSite'>> {
  readonly backend?: Backend;
  /** Whether passwords cost what they do in earnest, which takes most of the time it takes to sign somebody up. */
  readonly costlyPasswords?: boolean;
  /** What is other than in the backend's. */
  readonly env?: Partial<Env>;
  /** As by default, none. */
  readonly rates?: Rates;
}

/** A server without pages on a free port. Disposing stops it; a backend of its own goes with it. */
export async function startConfab({
  backend: given,
  costlyPasswords = false,
  env,
  rates,
  ...options
}: StartOptions = {}): Promise<TestServer> {
  const backend = given ?? (await createBackend());
  const server = await startServer({
    env: { ...backend.env, ...env, ...(rates && { rates }) },
    openSite: proceduresOnly,
    log: silentLog,
    passwordCost: costlyPasswords ? undefined : CHEAP_PASSWORDS,
    ...options,
  });
  return {
    ...server,
    async [Symbol.asyncDispose]() {
      await server.close();
      if (!given) await backend.close();
    },
  };
}
