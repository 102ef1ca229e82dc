import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { EnvError, readEnv } from './env';

const SECRET = 'velvet otter plays 7 copper bells';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'confab-env-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

/** Reads an environment that has these variables, a data folder of its own, and nothing else. */
const read = (variables: Record<string, string> = {}) =>
  readEnv({ DATA_DIR: dataDir, ...variables } as unknown as NodeJS.ProcessEnv);

function messageOf(variables: Record<string, string>): string {
  try {
    read(variables);
  } catch (error) {
    expect(error).toBeInstanceOf(EnvError);
    return (error as Error).message;
  }
  throw new Error(`accepted ${JSON.stringify(variables)}`);
}

test('with nothing set, everything has a value that works on one machine', () => {
  expect(read()).toEqual({
    production: false,
    drainSeconds: 0,
    push: { keys: null, subject: 'mailto:postmaster@localhost', allowsLoopback: false },
    port: 3000,
    host: 'localhost',
    dataDir,
    mongodbUrl: undefined,
    redisUrl: undefined,
    publicUrl: undefined,
    secret: expect.stringMatching(/^[\w-]{43}$/),
    logLevel: 'warn',
    metricsToken: undefined,
    trustProxy: false,
    rates: {},
    connections: { user: 100, address: 2_000 },
    uploads: { maxBytes: 50 * 1024 * 1024, quotaBytes: 2048 * 1024 * 1024 },
    embedOrigins: [],
    webhooks: { allowPrivate: false },
    s3: null,
    retentionDays: null,
  });
});

test('the data folder is .data where it starts, unless another is named', () => {
  const variables = { NODE_ENV: 'production', NEXTAUTH_SECRET: SECRET } as const;
  expect(readEnv(variables).dataDir).toBe(resolve('.data'));
  expect(readEnv({ ...variables, DATA_DIR: 'elsewhere' }).dataDir).toBe(resolve('elsewhere'));
});

test.each([
  ['NODE_ENV', 'test', { production: false }],
  ['PORT', '8080', { port: 8080 }],
  ['PORT', '0', { port: 0 }],
  ['PORT', '65535', { port: 65_535 }],
  ['HOST', '0.0.0.0', { host: '0.0.0.0' }],
  ['HOST', '::', { host: '::' }],
  ['MONGODB_URL', 'mongodb://db.example:27017/chat', { mongodbUrl: 'mongodb://db.example:27017/chat' }],
  ['MONGODB_URL', 'mongodb+srv://u:p@db.example/chat', { mongodbUrl: 'mongodb+srv://u:p@db.example/chat' }],
  ['REDIS_URL', 'redis://localhost:6379', { redisUrl: 'redis://localhost:6379' }],
  ['REDIS_URL', 'rediss://:secret@cache.example', { redisUrl: 'rediss://:secret@cache.example' }],
  ['REDIS_URL', 'redis+sentinel://a,b/main', { redisUrl: 'redis+sentinel://a,b/main' }],
  ['REDIS_URL', 'redis+cluster://a:7000,b:7000', { redisUrl: 'redis+cluster://a:7000,b:7000' }],
  ['NEXTAUTH_URL', 'https://chat.example.org', { publicUrl: 'https://chat.example.org' }],
  ['NEXTAUTH_URL', 'http://localhost:3000/', { publicUrl: 'http://localhost:3000' }],
  ['NEXTAUTH_URL', 'https://chat.example.org/api/auth?x=1', { publicUrl: 'https://chat.example.org' }],
  ['NEXTAUTH_SECRET', SECRET, { secret: SECRET }],
  ['LOG_LEVEL', 'debug', { logLevel: 'debug' }],
  ['LOG_LEVEL', 'silent', { logLevel: 'silent' }],
  ['METRICS_TOKEN', SECRET, { metricsToken: SECRET }],
])('%s=%s is taken', (name, value, expected) => {
  expect(read({ [name]: value })).toMatchObject(expected);
});

test.each(['NODE_ENV', 'PORT', 'HOST', 'MONGODB_URL', 'REDIS_URL', 'NEXTAUTH_URL', 'NEXTAUTH_SECRET'])(
  'an empty %s is as good as none',
  (name) => {
    expect(read({ [name]: '' })).toEqual(read());
  },
);

test.each([
  ['NODE_ENV', 'staging', 'must be development, production or test'],
  ['PORT', 'http', 'must be a port number, for example PORT=3000'],
  ['PORT', '3000.5', 'must be a whole number'],
  ['PORT', '-1', 'must be 0 to 65535'],
  ['PORT', '65536', 'must be 0 to 65535'],
  ['MONGODB_URL', 'localhost:27017', 'must start with mongodb:// or mongodb+srv://, or be left out'],
  ['MONGODB_URL', 'postgres://localhost', 'must start with mongodb:// or mongodb+srv://, or be left out'],
  [
    'REDIS_URL',
    'localhost:6379',
    'must start with redis://, redis+sentinel:// or redis+cluster:// (rediss for TLS), or be left out',
  ],
  ['REDIS_URL', 'redis+cluster://a:1,b:x', 'must name one or more hosts as host:port, with commas between them'],
  ['NEXTAUTH_URL', 'chat.example.org', 'must be the address people open, for example https://chat.example.org'],
  ['NEXTAUTH_URL', 'ftp://chat.example.org', 'must be the address people open, for example https://chat.example.org'],
  ['NEXTAUTH_URL', 'javascript:alert(1)', 'must be the address people open, for example https://chat.example.org'],
  ['LOG_LEVEL', 'loud', 'must be one of debug, info, warn, error, silent'],
  ['METRICS_TOKEN', 'short', 'must be at least 16 characters; make one with: openssl rand -base64 32'],
  ['NEXTAUTH_SECRET', 'short', 'must be at least 32 characters; make one with: openssl rand -base64 32'],
])('%s=%s is refused by name, with what to set', (name, value, words) => {
  expect(messageOf({ [name]: value })).toBe(`The environment cannot be used:\n  ${name} ${words}\nSee .env.example.`);
});

test('everything that is wrong is said at once', () => {
  const message = messageOf({ PORT: 'http', REDIS_URL: 'localhost' });
  expect(message).toMatch(/^ {2}PORT /m);
  expect(message).toMatch(/^ {2}REDIS_URL /m);
});

test('a secret that is too short is not repeated in the message', () => {
  expect(messageOf({ NEXTAUTH_SECRET: 'hunter2hunter2' })).not.toContain('hunter2');
});

describe('the secret', () => {
  const file = () => join(dataDir, 'secret');

  test('is made once and kept, for its owner only', () => {
    const { secret } = read();
    expect(read().secret).toBe(secret);
    expect(readFileSync(file(), 'utf8')).toBe(secret);
    expect(statSync(file()).mode & 0o777).toBe(0o600);
  });

  test('is another one in another folder', () => {
    expect(read().secret).not.toBe(read({ DATA_DIR: join(dataDir, 'other') }).secret);
  });

  test('of the environment goes before the kept one, and none is written', () => {
    expect(read({ NEXTAUTH_SECRET: SECRET }).secret).toBe(SECRET);
    expect(() => statSync(file())).toThrow('ENOENT');
  });

  test('must be set in production', () => {
    const message = messageOf({ NODE_ENV: 'production' });
    expect(message).toContain('NEXTAUTH_SECRET must be set in production; make one with: openssl rand -base64 32');
    expect(read({ NODE_ENV: 'production', NEXTAUTH_SECRET: SECRET })).toMatchObject({
      production: true,
      logLevel: 'info',
    });
    expect(() => statSync(file())).toThrow('ENOENT');
  });

  test('and the token for metrics must be no examples in production, and may be elsewhere', () => {
    const examples = { NEXTAUTH_SECRET: 'changeme'.repeat(4), METRICS_TOKEN: 'example-token-of-examples' };
    const message = messageOf({ NODE_ENV: 'production', ...examples });
    expect(message).toMatch(/^ {2}NEXTAUTH_SECRET must be no example, .*\n {2}METRICS_TOKEN must be no example, /m);
    for (const secret of Object.values(examples)) expect(message).not.toContain(secret);
    expect(read(examples).secret).toBe(examples.NEXTAUTH_SECRET);
  });

  test('that was kept only in part is refused, never signed with', () => {
    for (const damaged of ['', '\n', 'half of it']) {
      writeFileSync(file(), damaged);
      expect(messageOf({})).toContain(`delete ${file()}`);
    }
  });

  test('that cannot be kept is a problem of DATA_DIR', () => {
    writeFileSync(join(dataDir, 'taken'), '');
    expect(messageOf({ DATA_DIR: join(dataDir, 'taken') })).toMatch(/^ {2}DATA_DIR must be a folder to write to: /m);
  });

  test.skipIf(process.getuid?.() === 0)('that may not be read is a problem of DATA_DIR', () => {
    read();
    chmodSync(file(), 0o000);
    expect(messageOf({})).toMatch(/^ {2}DATA_DIR must be a folder to write to: /m);
  });
});

test('a limit is set by its variable, or switched off', () => {
  const { rates } = read({ LIMIT_MESSAGE: '5/10', LIMIT_SIGN_IN_ACCOUNT: 'off' });
  expect(rates).toEqual({ message: { points: 5, seconds: 10 }, signInAccount: null });
});

test.each(['5', '0/10', '5/0', 'many', '-1/60', '1/2/3'])('a limit of %j is refused by name', (value) => {
  expect(() => read({ LIMIT_EDIT: value })).toThrow('LIMIT_EDIT must be points/seconds');
});

test('a proxy is trusted only when it is said so', () => {
  expect(read({ TRUST_PROXY: 'true' }).trustProxy).toBe(true);
  expect(read({ TRUST_PROXY: 'false' }).trustProxy).toBe(false);
  expect(messageOf({ TRUST_PROXY: '1' })).toContain('TRUST_PROXY must be true or false');
});

test('files may be larger or smaller than by default', () => {
  const { uploads } = read({ UPLOAD_MAX_MB: '200', UPLOAD_QUOTA_MB: '1' });
  expect(uploads).toEqual({ maxBytes: 200 * 1024 * 1024, quotaBytes: 1024 * 1024 });
});

test.each(['0', '-1', '1.5', 'many', '1e99'])('a size of %j is refused by name', (value) => {
  expect(messageOf({ UPLOAD_MAX_MB: value })).toContain('UPLOAD_MAX_MB must be a number of megabytes, for example 50');
  expect(messageOf({ UPLOAD_QUOTA_MB: value })).toContain('UPLOAD_QUOTA_MB must be a number of megabytes');
});

describe('a bucket', () => {
  const bucket = { S3_BUCKET: 'files' };
  const keys = { S3_ACCESS_KEY_ID: 'id', S3_SECRET_ACCESS_KEY: 'hush' };

  test('is all that is needed where the machine has a role', () => {
    expect(read(bucket).s3).toEqual({
      bucket: 'files',
      region: 'us-east-1',
      endpoint: undefined,
      credentials: undefined,
      pathStyle: false,
    });
  });

  test('of another store is named with its address and keys', () => {
    const elsewhere = { S3_ENDPOINT: 'https://s3.example.org', S3_REGION: 'eu', S3_PATH_STYLE: 'true' };
    expect(read({ ...bucket, ...keys, ...elsewhere }).s3).toEqual({
      bucket: 'files',
      region: 'eu',
      endpoint: 'https://s3.example.org',
      credentials: { accessKeyId: 'id', secretAccessKey: 'hush' },
      pathStyle: true,
    });
  });

  test('with half of its keys is refused, and the half is not repeated', () => {
    const message = messageOf({ ...bucket, S3_SECRET_ACCESS_KEY: 'hush' });
    expect(message).toContain('S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY must be set together');
    expect(message).not.toContain('hush');
  });

  test('at what is no address is refused', () => {
    expect(messageOf({ ...bucket, S3_ENDPOINT: 's3.example.org' })).toContain('S3_ENDPOINT must be an address');
  });
});

describe('keys for notifications', () => {
  const keys = { VAPID_PUBLIC_KEY: `B${'A'.repeat(86)}`, VAPID_PRIVATE_KEY: 'A'.repeat(43) };

  test('are taken as a pair, with the address people open for whom to reach', () => {
    expect(read({ ...keys, NEXTAUTH_URL: 'https://chat.example.org' }).push).toEqual({
      keys: { publicKey: keys.VAPID_PUBLIC_KEY, privateKey: keys.VAPID_PRIVATE_KEY },
      subject: 'mailto:postmaster@chat.example.org',
      allowsLoopback: false,
    });
  });

  test('are refused one without the other, and not repeated', () => {
    const problem = () => read({ VAPID_PUBLIC_KEY: keys.VAPID_PUBLIC_KEY });
    expect(problem).toThrow('VAPID_PUBLIC_KEY and VAPID_PRIVATE_KEY must be set together');
    expect(() => read({ ...keys, VAPID_PRIVATE_KEY: 'short' })).toThrow(/VAPID_PRIVATE_KEY must be(?!.*short)/);
  });
});

test('pages are framed by origins that are named exactly, and by no others', () => {
  const named = 'https://www.example.org, http://localhost:8080';
  expect(read({ EMBED_ORIGINS: named }).embedOrigins).toEqual(['https://www.example.org', 'http://localhost:8080']);
  for (const bad of [
    '*',
    'https://*.example.org/',
    'https://example.org/page',
    "'self'",
    'example.org; script-src *',
  ]) {
    expect(() => read({ EMBED_ORIGINS: bad })).toThrow('EMBED_ORIGINS');
  }
});
