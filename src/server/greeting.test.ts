import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readEnv } from './env';
import { greeting } from './greeting';

const SECRET = { NODE_ENV: 'test', NEXTAUTH_SECRET: 'a secret of thirty-two characters' } as const;

test('a server without settings says that everything is in its folder', () => {
  expect(greeting(readEnv({ ...SECRET, DATA_DIR: resolve('.data') }), 'http://localhost:3000')).toBe(
    [
      'Confab is at http://localhost:3000',
      '  database  embedded, in .data/database: for trying out and development on one machine',
      '  bus       inside this process: set REDIS_URL for several',
      '  files     in .data/media',
    ].join('\n'),
  );
});

test('a server with a bucket names it, and nothing secret', () => {
  const env = readEnv({
    ...SECRET,
    MONGODB_URL: 'mongodb://ana:password@db',
    REDIS_URL: 'redis://:password@bus',
    NEXTAUTH_URL: 'https://chat.example.org',
    S3_BUCKET: 'files-of-ana',
    S3_ACCESS_KEY_ID: 'password',
    S3_SECRET_ACCESS_KEY: 'password',
  });
  const said = greeting(env, 'http://localhost:3000');
  expect(said).toContain('\n  files     in the bucket files-of-ana');
  expect(said).not.toContain('password');
});
