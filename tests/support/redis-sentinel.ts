import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { aFolder, startRedis, type TestRedis } from './redis';

/** Milliseconds of silence after which the Sentinel replaces a master: short, for a test waits for it. */
const DOWN_AFTER_MS = 500;

export interface TestSentinel extends AsyncDisposable {
  readonly url: string;
  /** The master as the Sentinel knows it. */
  master(): Promise<TestRedis>;
}

/** A master, its replica, and a Sentinel that watches them. */
export async function startSentinel(): Promise<TestSentinel> {
  const folder = await aFolder();
  const first = await startRedis(async () => ['--repl-diskless-sync-delay', '0']);
  const second = await startRedis(async () => ['--replicaof', '127.0.0.1', `${first.port}`]);
  const config = join(folder.path, 'sentinel.conf');
  await writeFile(
    config,
    [
      `dir ${folder.path}`,
      `sentinel monitor main 127.0.0.1 ${first.port} 1`,
      `sentinel down-after-milliseconds main ${DOWN_AFTER_MS}`,
      'sentinel failover-timeout main 3000',
      '',
    ].join('\n'),
  );
  const sentinel = await startRedis(undefined, config);
  // It learns of the replica from the master, and promotes none that it does not know.
  for (;;) {
    const replicas = (await sentinel.ask('SENTINEL', 'replicas', 'main')) as unknown[];
    const info = String(await second.ask('INFO', 'replication'));
    if (replicas.length === 1 && info.includes('master_link_status:up')) break;
  }
  return {
    url: `redis+sentinel://127.0.0.1:${sentinel.port}/main`,
    async master() {
      const [, port] = (await sentinel.ask('SENTINEL', 'get-master-addr-by-name', 'main')) as string[];
      return Number(port) === first.port ? first : second;
    },
    async [Symbol.asyncDispose]() {
      for (const each of [sentinel, first, second]) await each[Symbol.asyncDispose]();
      await folder.remove();
    },
  };
}
