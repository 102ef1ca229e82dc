import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { RETENTION_DAYS_MAX, UPLOAD_MAX_BYTES } from '~/contract/limits';
import { isGuessable } from './guessable';
import { type Connections, DEFAULT_CONNECTIONS, LIMIT_NAMES, parseRate, type Rates, variableOf } from './limits';
import { LOG_LEVELS, type LogLevel } from './log';
import type { S3Settings } from './media/s3-blobs';
import type { VapidKeys } from './models/vapid-keys';
import { parseRedisUrl } from './redis/address';

/** One variable for each limit: `LIMIT_MESSAGE=30/60`. */
const limits = Object.fromEntries(
  LIMIT_NAMES.map((name) => [
    variableOf(name),
    z
      .string()
      .refine((value) => parseRate(value) !== null, 'must be points/seconds, for example 30/60, or off')
      .optional(),
  ]),
);

/** How many may be open at once: `LIMIT_CONNECTIONS_USER=100`. */
const connections = z
  .string()
  .regex(/^([1-9]\d{0,6}|off)$/, 'must be a whole number, for example 100, or off')
  .transform((value) => (value === 'off' ? null : Number(value)));

/** `https://www.example.org, https://intranet.example.org:8443` */
const origins = z
  .string()
  .transform((value) => value.split(/[\s,]+/).filter(Boolean))
  .refine(
    (each) =>
      each.every((origin) => URL.canParse(origin) && /^https?:/.test(origin) && new URL(origin).origin === origin),
    'must be origins without a path, for example https://www.example.org, separated by commas',
  );

/** Characters of a secret; 32 of base64 are 192 bits. */
const SECRET_MIN = 32;

/** Characters of the token for `/metrics`. */
const METRICS_TOKEN_MIN = 16;

/** Seconds a process that is told to stop may go on as before; no balancer looks more rarely. */
const DRAIN_SECONDS_MAX = 300;

const MEGABYTE = 1024 * 1024;

/** More are not counted exactly, and fill no disk. */
const MEGABYTES_MAX = 1_000_000_000;

const RETENTION_WORDS = `must be a whole number of days, 1 to ${RETENTION_DAYS_MAX}, or be left out`;

const megabytes = (example: number) => {
  const words = `must be a number of megabytes, for example ${example}`;
  return z.coerce.number(words).int(words).min(1, words).max(MEGABYTES_MAX, words).default(example);
};

const schema = z.object({
  NODE_ENV: z
    .enum(['development', 'production', 'test'], 'must be development, production or test')
    .default('development'),
  PORT: z.coerce
    .number('must be a port number, for example PORT=3000')
    .int('must be a whole number')
    .min(0, 'must be 0 to 65535')
    .max(65_535, 'must be 0 to 65535')
    .default(3000),
  HOST: z.string().default('localhost'),
  DATA_DIR: z.string().default('.data'),
  MONGODB_URL: z
    .string()
    .regex(/^mongodb(\+srv)?:\/\//, 'must start with mongodb:// or mongodb+srv://, or be left out')
    .optional(),
  REDIS_URL: z
    .string()
    .superRefine((url, context) => {
      const address = parseRedisUrl(url);
      if (typeof address === 'string') context.addIssue(address);
    })
    .optional(),
  NEXTAUTH_URL: z
    .url({ protocol: /^https?$/, error: 'must be the address people open, for example https://chat.example.org' })
    .optional(),
  NEXTAUTH_SECRET: z
    .string()
    .min(SECRET_MIN, `must be at least ${SECRET_MIN} characters; make one with: openssl rand -base64 32`)
    .optional(),
  LOG_LEVEL: z.enum(LOG_LEVELS, `must be one of ${LOG_LEVELS.join(', ')}`).optional(),
  METRICS_TOKEN: z
    .string()
    .min(METRICS_TOKEN_MIN, `must be at least ${METRICS_TOKEN_MIN} characters; make one with: openssl rand -base64 32`)
    .optional(),
  TRUST_PROXY: z.enum(['true', 'false'], 'must be true or false').default('false'),
  DRAIN_SECONDS: z.coerce
    .number('must be a number of seconds, for example 5')
    .min(0, 'must not be negative')
    .max(DRAIN_SECONDS_MAX, `must be at most ${DRAIN_SECONDS_MAX}`)
    .default(0),
  RETENTION_DAYS: z.coerce
    .number(RETENTION_WORDS)
    .int(RETENTION_WORDS)
    .min(1, RETENTION_WORDS)
    .max(RETENTION_DAYS_MAX, RETENTION_WORDS)
    .optional(),
  EMBED_ORIGINS: origins.optional(),
  WEBHOOK_PRIVATE_ADDRESSES: z.enum(['true', 'false'], 'must be true or false').default('false'),
  UPLOAD_MAX_MB: megabytes(UPLOAD_MAX_BYTES / MEGABYTE),
  UPLOAD_QUOTA_MB: megabytes(2048),
  S3_BUCKET: z.string().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'must be an address, for example https://s3.example.org, or be left out' })
    .optional(),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_PATH_STYLE: z.enum(['true', 'false'], 'must be true or false').default('false'),
  VAPID_PUBLIC_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{87}$/, 'must be a public VAPID key; make a pair with: npx web-push generate-vapid-keys')
    .optional(),
  VAPID_PRIVATE_KEY: z
    .string()
    .regex(/^[A-Za-z0-9_-]{43}$/, 'must be a private VAPID key; make a pair with: npx web-push generate-vapid-keys')
    .optional(),
  VAPID_SUBJECT: z
    .url({ protocol: /^(https|mailto)$/, error: 'must be an address, for example mailto:admin@example.org' })
    .optional(),
  PUSH_LOOPBACK: z.enum(['true', 'false'], 'must be true or false').default('false'),
  LIMIT_CONNECTIONS_USER: connections.default(DEFAULT_CONNECTIONS.user),
  LIMIT_CONNECTIONS_ADDRESS: connections.default(DEFAULT_CONNECTIONS.address),
  ...limits,
});

/** Every variable that is read. */
export const VARIABLES: readonly string[] = Object.keys(schema.shape);

export interface Env {
  readonly production: boolean;
  /** 0 takes any free port. */
  readonly port: number;
  /** The address to listen on. */
  readonly host: string;
  /** Absolute path of the folder for everything this process keeps on disk. */
  readonly dataDir: string;
  /** Not set: the embedded database. */
  readonly mongodbUrl: string | undefined;
  /** Not set: the bus stays inside this process. */
  readonly redisUrl: string | undefined;
  /** The address people open, without a path. Not set: what the server listens on. */
  readonly publicUrl: string | undefined;
  /** Signs session cookies. */
  readonly secret: string;
  /** The least important lines that are written down. */
  readonly logLevel: LogLevel;
  /** Whoever says it may read `/metrics`. Not set: nobody. */
  readonly metricsToken: string | undefined;
  /** A proxy of ours stands in front, and its `X-Forwarded-For` tells whom a request comes from. */
  readonly trustProxy: boolean;
  /** Seconds from being told to stop until clients are sent away, in which a balancer notices that this one is not ready. */
  readonly drainSeconds: number;
  /** Limits that are not as by default. */
  readonly rates: Rates;
  readonly connections: Connections;
  /** Days after which messages are deleted everywhere; null: they are kept. */
  readonly retentionDays: number | null;
  /** Bytes of one attached file, and of all files of one person. */
  readonly uploads: { readonly maxBytes: number; readonly quotaBytes: number };
  /** Origins whose pages may show ours in a frame. */
  readonly embedOrigins: readonly string[];
  /** Whether outgoing webhooks may post to addresses of this network, and without TLS. */
  readonly webhooks: { readonly allowPrivate: boolean };
  readonly push: {
    /** Null: made once, and kept in the database. */
    readonly keys: VapidKeys | null;
    /** Whom push services can reach about this Confab. */
    readonly subject: string;
    /** For tests: push services on this machine, too. */
    readonly allowsLoopback: boolean;
  };
  /** Where files are kept; null: in the data folder. */
  readonly s3: S3Settings | null;
}

/** The environment cannot be used; the message says what to set. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

/** Reads and checks the environment; the only reader of it. Throws `EnvError`. */
export function readEnv(source: NodeJS.ProcessEnv): Env {
  // An empty variable is one that is not set: `PORT= npm start`, or a line of a file left blank.
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(source).filter(([, value]) => value !== '')));
  if (!parsed.success)
    throw unusable(...parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`));
  const values = parsed.data;
  const production = values.NODE_ENV === 'production';
  const guessable = (['NEXTAUTH_SECRET', 'METRICS_TOKEN'] as const).filter((name) => isGuessable(values[name] ?? ''));
  if (production && guessable.length > 0) {
    const words = 'must be no example, and not easily guessed, in production; make one with: openssl rand -base64 32';
    throw unusable(...guessable.map((name) => `${name} ${words}`));
  }
  const dataDir = resolve(values.DATA_DIR);
  return {
    production,
    port: values.PORT,
    host: values.HOST,
    dataDir,
    mongodbUrl: values.MONGODB_URL,
    redisUrl: values.REDIS_URL,
    publicUrl: values.NEXTAUTH_URL && new URL(values.NEXTAUTH_URL).origin,
    logLevel: values.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    metricsToken: values.METRICS_TOKEN,
    trustProxy: values.TRUST_PROXY === 'true',
    drainSeconds: values.DRAIN_SECONDS,
    rates: ratesIn(values),
    connections: { user: values.LIMIT_CONNECTIONS_USER, address: values.LIMIT_CONNECTIONS_ADDRESS },
    retentionDays: values.RETENTION_DAYS ?? null,
    uploads: { maxBytes: values.UPLOAD_MAX_MB * MEGABYTE, quotaBytes: values.UPLOAD_QUOTA_MB * MEGABYTE },
    embedOrigins: values.EMBED_ORIGINS ?? [],
    webhooks: { allowPrivate: values.WEBHOOK_PRIVATE_ADDRESSES === 'true' },
    push: pushIn(values),
    s3: s3In(values),
    secret: values.NEXTAUTH_SECRET ?? (production ? missingSecret() : keptSecret(dataDir)),
  };
}

function s3In(values: z.infer<typeof schema>): S3Settings | null {
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = values;
  if (!bucket) return null;
  if (!accessKeyId !== !secretAccessKey) {
    throw unusable('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set together, or both be left out');
  }
  return {
    bucket,
    region: values.S3_REGION,
    endpoint: values.S3_ENDPOINT,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
    pathStyle: values.S3_PATH_STYLE === 'true',
  };
}

function pushIn(values: z.infer<typeof schema>): Env['push'] {
  const { VAPID_PUBLIC_KEY: publicKey, VAPID_PRIVATE_KEY: privateKey, VAPID_SUBJECT, NEXTAUTH_URL } = values;
  if (!publicKey !== !privateKey) {
    throw unusable('VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY must be set together, or both be left out');
  }
  const host = NEXTAUTH_URL ? new URL(NEXTAUTH_URL).hostname : 'localhost';
  return {
    keys: publicKey && privateKey ? { publicKey, privateKey } : null,
    subject: VAPID_SUBJECT ?? `mailto:postmaster@${host}`,
    allowsLoopback: values.PUSH_LOOPBACK === 'true',
  };
}

function ratesIn(values: Readonly<Record<string, unknown>>): Rates {
  return Object.fromEntries(
    LIMIT_NAMES.flatMap((name) => {
      const value = values[variableOf(name)];
      const parsed = typeof value === 'string' ? parseRate(value) : null;
      return parsed ? [[name, parsed.rate]] : [];
    }),
  );
}

function unusable(...problems: string[]): EnvError {
  const lines = problems.map((problem) => `  ${problem}`);
  return new EnvError(`The environment cannot be used:\n${lines.join('\n')}\nSee .env.example.`);
}

function missingSecret(): never {
  throw unusable('NEXTAUTH_SECRET must be set in production; make one with: openssl rand -base64 32');
}

/** Made once and kept in the data folder, so that sessions survive a restart without any set-up. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  let secret: string;
  try {
    mkdirSync(dataDir, { recursive: true });
    try {
      writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    secret = readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw unusable(`DATA_DIR must be a folder to write to: ${(error as Error).message}`);
  }
  // A crash while it was written, or another hand.
  if (secret.length < SECRET_MIN) {
    throw unusable(
      `DATA_DIR has a damaged secret: delete ${file}, and everybody signs in again; or set NEXTAUTH_SECRET`,
    );
  }
  return secret;
}
