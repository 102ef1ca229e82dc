import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedDatabase } from '~/server/embedded/server';
import { bundleOf } from '../support/bundle';

let folder: string;
let children: ChildProcess[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'confab-durability-'));
  children = [];
});
afterEach(() => {
  for (const process of children) process.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

/** Starts a server in a process of its own. `limit` caps the size of its files, as a full disk would. */
async function start(limit?: string): Promise<{ process: ChildProcess; url: string; said: () => string }> {
  const node = [process.execPath, await bundleOf('tests/operations/embedded-child.ts'), folder];
  const command = limit ? ['bash', '-c', `ulimit -f ${limit}; exec "$@"`, 'bash', ...node] : node;
  const server = spawn(command[0]!, command.slice(1), { stdio: ['ignore', 'pipe', 'pipe'] });
  children.push(server);
  let [out, said] = ['', ''];
  server.stderr.on('data', (chunk) => {
    said += chunk;
  });
  await new Promise<void>((resolve) => {
    server.stdout.on('data', (chunk) => {
      out += chunk;
      if (out.includes('\n')) resolve();
    });
    server.on('exit', () => resolve());
  });
  return { process: server, url: out.trim(), said: () => said };
}

const kill = async (server: ChildProcess): Promise<void> => {
  const gone = once(server, 'exit');
  server.kill('SIGKILL');
  await gone;
};

describe('kill -9 of the server', () => {
  it('loses no acknowledged write, whatever was going on', { timeout: 120_000 }, async () => {
    const acknowledged = new Map<string, number>();
    for (let round = 0; round < 3; round++) {
      const server = await start();
      const gone = once(server.process, 'exit');
      const client = await MongoClient.connect(server.url, { serverSelectionTimeoutMS: 2_000 });
      const entries = client.db('test').collection<{ _id: string; n: number; filler: string }>('entries');
      if (round === 0) await entries.createIndex({ n: 1 });
      let done = 0;
      const writer = async (w: number): Promise<void> => {
        for (let i = 0; ; i++) {
          const _id = `${round}-${w}-${i % 40}`;
          const n = i;
          // A write that got no answer may or may not be there; what counts is the last one that was answered.
          await entries.updateOne({ _id }, { $set: { n, filler: 'x'.repeat(200) } }, { upsert: true });
          acknowledged.set(_id, n);
          if (++done === 1_500) server.process.kill('SIGKILL');
        }
      };
      await Promise.allSettled(Array.from({ length: 20 }, (_, w) => writer(w)));
      await client.close();
      await gone;

      const warnings: string[] = [];
      const reopened = await startEmbeddedDatabase({ folder, log: (message) => warnings.push(message) });
      const reader = await MongoClient.connect(reopened.url);
      const found = new Map(
        (await reader.db('test').collection<{ _id: string; n: number }>('entries').find().toArray()).map(
          ({ _id, n }) => [_id, n],
        ),
      );
      const lost = [...acknowledged].filter(([_id, n]) => !((found.get(_id) ?? -1) >= n));
      expect(lost).toEqual([]);
      expect(await reader.db('test').collection('entries').indexExists('n_1')).toBe(true);
      await reader.close();
      await reopened.close();
    }
    expect(acknowledged.size).toBeGreaterThan(1_000);
  });
});

describe('a folder in use', () => {
  it('is refused to a second process with its name and the pid of the first, and is free once that is killed', async () => {
    const first = await start();
    const second = await start();
    expect(second.url).toBe('');
    expect(second.said()).toContain(`The data folder ${folder} is in use by process ${first.process.pid}.`);
    await kill(first.process);
    const third = await start();
    expect(third.url).toMatch(/^mongodb:\/\/127\.0\.0\.1:\d+$/);
  });

  it('belongs to its holder also while that is stopped', async () => {
    const first = await start();
    first.process.kill('SIGSTOP');
    const second = await start();
    expect(second.said()).toContain(`The data folder ${folder} is in use by process ${first.process.pid}.`);
    first.process.kill('SIGCONT');
  });
});

describe('a full disk', () => {
  it('is told to the writer, nothing is acknowledged from then on, and what was before is kept', async () => {
    const server = await start('64'); // blocks of 1 KB
    const client = await MongoClient.connect(server.url);
    const entries = client.db('test').collection<{ _id: number; filler: string }>('entries');
    let acknowledged = 0;
    const fill = async (): Promise<void> => {
      for (;;) {
        await entries.insertOne({ _id: acknowledged + 1, filler: 'x'.repeat(1_000) });
        acknowledged++;
      }
    };
    await expect(fill()).rejects.toThrow(/could not be written .* Nothing is accepted until a restart/);
    await expect(entries.findOne({})).rejects.toThrow('Nothing is accepted until a restart');
    expect(server.said()).toContain('could not be written');
    await client.close();
    await kill(server.process);

    const reopened = await startEmbeddedDatabase({ folder });
    const reader = await MongoClient.connect(reopened.url);
    expect(acknowledged).toBeGreaterThan(10);
    expect(await reader.db('test').collection('entries').countDocuments()).toBeGreaterThanOrEqual(acknowledged);
    await reader.close();
    await reopened.close();
  });
});
