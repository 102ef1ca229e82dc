import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const empty = z.literal('').transform(() => undefined);

const schema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PORT: z.coerce
    .number('must be a port number, for example PORT=3000')
    .int('must be a whole number')
    .min(0, 'must be 0 to 65535')
    .max(65_535, 'must be 0 to 65535')
    .default(3000),
  HOST: z.string().min(1).default('localhost'),
  DATA_DIR: z.string().min(1).default('.data'),
  MONGODB_URL: empty
    .or(z.string().regex(/^mongodb(\+srv)?:\/\//, 'must start with mongodb:// or mongodb+srv://, or be left out'))
    .optional(),
  REDIS_URL: empty
    .or(z.string().regex(/^rediss?:\/\//, 'must start with redis:// or rediss://, or be left out'))
    .optional(),
  NEXTAUTH_URL: empty
    .or(z.url({ protocol: /^https?$/, error: 'must be the address people open, for example https://chat.example.org' }))
    .optional(),
  NEXTAUTH_SECRET: empty
    .or(z.string().min(32, 'must be at least 32 characters; make one with: openssl rand -base64 32'))
    .optional(),
});

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
}

/** The environment cannot be used; the message says what to set. */
export class EnvError extends Error {
  override readonly name = 'EnvError';
}

/** Reads and checks the environment; the only reader of it. Throws `EnvError`. */
export function readEnv(source: NodeJS.ProcessEnv): Env {
  const parsed = schema.safeParse(source);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')} ${wordsOf(issue)}`);
    throw new EnvError(`The environment cannot be used:\n${lines.join('\n')}\nSee .env.example.`);
  }
  const values = parsed.data;
  const production = values.NODE_ENV === 'production';
  const dataDir = resolve(values.DATA_DIR);
  return {
    production,
    port: values.PORT,
    host: values.HOST,
    dataDir,
    mongodbUrl: values.MONGODB_URL,
    redisUrl: values.REDIS_URL,
    publicUrl: values.NEXTAUTH_URL && new URL(values.NEXTAUTH_URL).origin,
    secret: values.NEXTAUTH_SECRET ?? (production ? missingSecret() : keptSecret(dataDir)),
  };
}

/** A union's own message is "invalid input"; what people need is the message of the branch they meant. */
function wordsOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_union') return issue.message;
  return issue.errors.flat().find((inner) => inner.code !== 'invalid_value')?.message ?? issue.message;
}

function missingSecret(): never {
  throw new EnvError(
    'The environment cannot be used:\n  NEXTAUTH_SECRET must be set in production; make one with: openssl rand -base64 32\nSee .env.example.',
  );
}

/** Made once and kept in the data folder, so that sessions survive a restart without any set-up. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
