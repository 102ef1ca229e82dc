import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserialize, serialize } from 'bson';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Database } from './database';
import { Log } from './log';
import { keyText } from './order';

let folder: string;
let warnings: string[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'confab-log-'));
  warnings = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const path = (): string => join(folder, 'data.log');
/** The records in a frame's payload. */
function changesIn(payload: Buffer): Record<string, unknown>[] {
  const changes: Record<string, unknown>[] = [];
  for (let at = 0; at < payload.length; at += payload.readInt32LE(at))
    changes.push(deserialize(payload, { index: at, allowObjectSmallerThanBufferSize: true }));
  return changes;
}
const record = (n: number): Uint8Array => serialize({ n });

async function openLog(
  options: { compactAtBytes?: number; snapshot?: () => Iterable<Uint8Array> } = {},
): Promise<{ log: Log; read: number[] }> {
  const read: number[] = [];
  const log = await Log.open({
    folder,
    replay: (payload) => read.push(...changesIn(payload).map(({ n }) => n as number)),
    snapshot: () => [],
    log: (message) => warnings.push(message),
    ...options,
  });
  return { log, read };
}

async function written(...batches: number[][]): Promise<number[]> {
  const { log } = await openLog();
  const ends: number[] = [];
  for (const batch of batches) {
    for (const n of batch) log.append(record(n));
    await log.flush();
    ends.push(statSync(path()).size);
  }
  await log.close();
  return ends;
}

describe('the log', () => {
  it('gives back what was flushed, in order', async () => {
    await written([1, 2], [3]);
    const { log, read } = await openLog();
    expect(read).toEqual([1, 2, 3]);
    expect(warnings).toEqual([]);
    await log.close();
  });

  it('writes batches of those who wait together with one write', async () => {
    const { log } = await openLog();
    const [, between] = await Promise.all(
      [1, 2, 3].map(async (n) => {
        log.append(record(n));
        await log.flush();
        return statSync(path()).size;
      }),
    );
    expect(between).toBe(statSync(path()).size);
    expect(readFileSync(path()).subarray(0, 4).toString()).toBe('CFB1');
    expect(readFileSync(path()).indexOf('CFB1', 4)).toBe(-1);
    await log.close();
  });

  it('cuts off a last write that is torn at any byte, says so, and goes on', async () => {
    const [end, whole] = (await written([1], [2])) as [number, number];
    const bytes = readFileSync(path());
    for (let cut = end + 1; cut < whole; cut++) {
      writeFileSync(path(), bytes.subarray(0, cut));
      warnings = [];
      const { log, read } = await openLog();
      expect(read).toEqual([1]);
      expect(warnings).toEqual([expect.stringContaining(`${cut - end} bytes of an unfinished write`)]);
      log.append(record(3));
      await log.close();
      const again = await openLog();
      expect(again.read).toEqual([1, 3]);
      await again.log.close();
    }
  });

  it('cuts off garbage behind the last write', async () => {
    await written([1]);
    appendFileSync(path(), Buffer.concat([Buffer.from('CFB1garbage'), Buffer.alloc(500)]));
    const { log, read } = await openLog();
    expect(read).toEqual([1]);
    expect(warnings).toHaveLength(1);
    await log.close();
  });

  it('refuses a file that is damaged before its last whole write, at any byte, and leaves it as it is', async () => {
    const [end] = (await written([1], [2], [3])) as [number];
    const bytes = readFileSync(path());
    for (let at = 0; at < end; at++) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 0xff;
      writeFileSync(path(), damaged);
      await expect(openLog()).rejects.toThrow(/data\.log is damaged at byte 0, with whole records from byte/);
      expect(readFileSync(path()).equals(damaged)).toBe(true);
    }
  });

  it('removes what an interrupted compaction left', async () => {
    await written([1]);
    writeFileSync(`${path()}.new`, 'half a snapshot');
    const { log, read } = await openLog();
    expect(read).toEqual([1]);
    expect(readdirSync(folder)).toEqual(['data.log']);
    await log.close();
  });

  it('acknowledges nothing any more once a write failed', async () => {
    const { log } = await openLog();
    await log.close(); // the next write finds its file closed
    log.append(record(1));
    await expect(log.flush()).rejects.toThrow(/data\.log could not be written/);
    await expect(log.flush()).rejects.toThrow('Nothing is accepted until a restart');
    expect(log.failure).toBeInstanceOf(Error);
    truncateSync(path(), 0);
  });
});

describe('compaction', () => {
  it('keeps every document while writers go on, and makes the file small', async () => {
    const database = await Database.open(folder, (message) => warnings.push(message), 64 * 1024);
    const collection = database.obtain('db.c');
    collection.createIndex({ name: 'n', key: { n: 1 } });
    const filler = 'x'.repeat(500);
    const writer = async (w: number): Promise<void> => {
      for (let i = 0; i < 200; i++) {
        const id = w * 1000 + (i % 20);
        const stored = collection.docs.get(keyText(id));
        if (!stored) collection.insert({ _id: id, n: i, filler });
        else if (i % 7 === 0) collection.remove(stored);
        else collection.replace(stored, { _id: id, n: i, filler });
        await database.durable();
      }
    };
    await Promise.all([1, 2, 3, 4, 5].map(writer));
    await database.close();
    expect(warnings).toEqual([]);
    expect(statSync(path()).size).toBeLessThan(400 * 1024); // of more than 500 KB written
    expect(readdirSync(folder)).toEqual(['data.log']);

    const reopened = await Database.open(folder, (message) => warnings.push(message));
    const restored = reopened.collections.get('db.c');
    const contents = (docs: Iterable<{ doc: unknown }>) => [...docs].map(({ doc }) => doc);
    const byId = (a: unknown, b: unknown) => (a as { _id: number })._id - (b as { _id: number })._id;
    expect(contents(restored?.docs.values() ?? []).sort(byId)).toEqual(contents(collection.docs.values()).sort(byId));
    expect(restored?.indexes.map(({ spec }) => spec.name)).toEqual(['_id_', 'n']);
    await reopened.close();
  });

  it('holds at every moment: the folder copied at any batch has all that was acknowledged by then', async () => {
    const live = new Map<number, number>();
    const { log } = await openLog({
      compactAtBytes: 600,
      snapshot: () => [...live].map(([id, n]) => serialize({ n: id * 1000 + n })),
    });
    for (let i = 1; i <= 120; i++) {
      const id = i % 5;
      live.set(id, i);
      log.append(record(id * 1000 + i));
      await log.flush();
      const state = new Map<number, number>();
      const copy = mkdtempSync(join(tmpdir(), 'confab-copy-'));
      writeFileSync(join(copy, 'data.log'), readFileSync(path()));
      const replay = (payload: Buffer): void => {
        for (const { n } of changesIn(payload)) state.set(Math.floor((n as number) / 1000), (n as number) % 1000);
      };
      const other = await Log.open({ folder: copy, replay, snapshot: () => [], log: () => {} });
      await other.close();
      rmSync(copy, { recursive: true });
      expect(state).toEqual(live);
    }
    expect(statSync(path()).size).toBeLessThan(120 * 30);
    await log.close();
  });
});
