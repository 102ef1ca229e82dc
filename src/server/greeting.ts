import { relative } from 'node:path';
import type { Env } from './env';

const titleOf = (env: Env, url: string) => `Confab is at ${env.publicUrl ?? url}`;

/** What a server says to a person once it serves: where it is, and where it keeps what. */
export function greeting(env: Env, url: string): string {
  const folder = relative('', env.dataDir) || '.';
  return [
    titleOf(env, url),
    env.mongodbUrl
      ? '  database  MongoDB'
      : `  database  embedded, in ${folder}/database: for trying out and development on one machine`,
    env.redisUrl ? '  bus       Redis' : '  bus       inside this process: set REDIS_URL for several',
    env.s3 ? `  files     in the bucket ${env.s3.bucket}` : `  files     in ${folder}/media`,
  ].join('\n');
}

/** The same for the log. */
export function greetingLine(env: Env, url: string): [fields: object, message: string] {
  const fields = {
    listening: url,
    database: env.mongodbUrl ? 'MongoDB' : 'embedded',
    bus: env.redisUrl ? 'Redis' : 'inside this process',
    files: env.s3 ? 'a bucket' : 'a folder',
  };
  return [fields, titleOf(env, url)];
}
