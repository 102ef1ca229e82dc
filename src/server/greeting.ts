import { relative } from 'node:path';
import type { Env } from './env';

/** What a server says once it serves: where it is, and where it keeps what. */
export function greeting(env: Env, url: string): string {
  const folder = relative('', env.dataDir) || '.';
  return [
    `Confab is at ${env.publicUrl ?? url}`,
    env.mongodbUrl
      ? '  database  MongoDB'
      : `  database  embedded, in ${folder}/database: for trying out and development on one machine`,
    env.redisUrl ? '  bus       Redis' : '  bus       inside this process: set REDIS_URL for several',
    env.s3 ? `  files     in the bucket ${env.s3.bucket}` : `  files     in ${folder}/media`,
  ].join('\n');
}
