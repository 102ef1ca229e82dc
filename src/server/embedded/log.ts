import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
} from 'node:fs';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { crc32 } from 'node:zlib';

// A frame is what one fsync covers: magic, length of the payload, crc32 of it (each 4 bytes), then the records.
// Batches never overlap on disk, so behind a frame torn by a crash there can be no whole one.
const MAGIC = Buffer.from('CFB1');
const HEADER_BYTES = 12;
const SNAPSHOT_FRAME_BYTES = 1024 * 1024; // small enough to write between two commands without a stall
const COMPACT_AT_BYTES = 16 * 1024 * 1024; // below that a rewrite saves nothing worth having
const COMPACT_FACTOR = 3; // and then once the file is thrice what it was after the last rewrite

export interface LogOptions {
  folder: string;
  /** Receives the payload of every whole frame, in the order written. */
  replay(payload: Buffer): void;
  /** Records that rebuild the present state. Called once; what it yields may be read over many turns. */
  snapshot(): Iterable<Uint8Array>;
  log(message: string): void;
  compactAtBytes?: number;
}

/** An append-only file of records. Applying a record twice must be the same as once. */
export class Log {
  readonly #options: LogOptions;
  readonly #path: string;
  #handle: FileHandle;
  #size: number;
  #compactAt: number;
  #pending: Uint8Array[] = [];
  #writing: Promise<void> = Promise.resolve();
  #queued: Promise<void> | undefined;
  #compaction: Promise<void> | undefined;
  /** What was appended since the snapshot of the running compaction. */
  #tail: Uint8Array[] | undefined;
  #replacement: FileHandle | undefined;
  #failure: Error | undefined;
  #closed = false;

  private constructor(options: LogOptions, path: string, handle: FileHandle, size: number) {
    this.#options = options;
    this.#path = path;
    this.#handle = handle;
    this.#size = size;
    this.#compactAt = Math.max(options.compactAtBytes ?? COMPACT_AT_BYTES, size);
  }

  /** Replays what the folder holds. Cuts off a torn end; throws when whole frames follow a damaged one. */
  static async open(options: LogOptions): Promise<Log> {
    mkdirSync(options.folder, { recursive: true });
    const path = join(options.folder, 'data.log');
    rmSync(`${path}.new`, { force: true });
    const size = replay(path, options);
    syncFolder(options.folder);
    return new Log(options, path, await open(path, 'a'), size);
  }

  /** Takes a record for the next batch; durable once a `flush` called afterwards resolves. */
  append(record: Uint8Array): void {
    this.#pending.push(record);
    this.#tail?.push(record);
  }

  /**
   * Resolves when everything appended before is on disk: callers that wait together share one fsync. Rejects when it
   * could not be written, and from then on always: what memory holds beyond the disk is never acknowledged.
   */
  flush(): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    return this.#pending.length ? this.#commitSoon() : this.#writing;
  }

  /** Why nothing can be written any more, if so. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  async close(): Promise<void> {
    this.#closed = true;
    try {
      await this.#compaction;
      await this.flush();
    } finally {
      await this.#handle.close().catch(() => {});
    }
  }

  #commitSoon(): Promise<void> {
    this.#queued ??= this.#writing
      .then(() => nextTurn()) // commands that arrived in the same turn join the batch
      .then(() => {
        this.#writing = this.#queued ?? this.#writing;
        this.#queued = undefined;
        return this.#commit();
      });
    return this.#queued;
  }

  async #commit(): Promise<void> {
    const batch = this.#pending;
    this.#pending = [];
    try {
      // After a swap the new file holds the batch already: in its snapshot or in its tail.
      if (this.#replacement) await this.#swap(this.#replacement);
      else if (batch.length) {
        this.#size += await writeFrame(this.#handle, batch);
        await this.#handle.datasync();
      }
    } catch (error) {
      this.#failure = new Error(
        `The log ${this.#path} could not be written (${(error as Error).message}). Nothing is accepted until a restart.`,
      );
      this.#options.log(this.#failure.message);
      throw this.#failure;
    }
    if (this.#size >= this.#compactAt && !this.#compaction && !this.#closed)
      this.#compaction = this.#compact().finally(() => {
        this.#compaction = undefined;
      });
  }

  /** Writes the live state beside the log while writes go on; the swap itself happens between two batches. */
  async #compact(): Promise<void> {
    const tail: Uint8Array[] = [];
    this.#tail = tail;
    let next: FileHandle | undefined;
    try {
      const snapshot = this.#options.snapshot();
      next = await open(`${this.#path}.new`, 'w');
      let [frame, bytes] = [[] as Uint8Array[], 0];
      for (const record of snapshot) {
        frame.push(record);
        bytes += record.length;
        if (bytes < SNAPSHOT_FRAME_BYTES) continue;
        await writeFrame(next, frame);
        [frame, bytes] = [[], 0];
      }
      if (frame.length) await writeFrame(next, frame);
      await next.datasync();
      this.#replacement = next;
    } catch (error) {
      this.#tail = undefined;
      this.#compactAt = this.#size * 2;
      await next?.close().catch(() => {});
      rmSync(`${this.#path}.new`, { force: true });
      this.#options.log(`The log ${this.#path} could not be compacted: ${(error as Error).message}`);
      return;
    }
    await this.#commitSoon().catch(() => {}); // a failure is remembered, and told to whoever writes next
  }

  async #swap(next: FileHandle): Promise<void> {
    const tail = this.#tail ?? [];
    this.#tail = undefined;
    this.#replacement = undefined;
    if (tail.length) await writeFrame(next, tail);
    await next.sync();
    await rename(`${this.#path}.new`, this.#path);
    syncFolder(this.#options.folder);
    await this.#handle.close();
    this.#handle = next;
    this.#size = (await next.stat()).size;
    this.#compactAt = Math.max(this.#options.compactAtBytes ?? COMPACT_AT_BYTES, this.#size * COMPACT_FACTOR);
  }
}

async function writeFrame(handle: FileHandle, records: Uint8Array[]): Promise<number> {
  const frame = Buffer.concat([Buffer.alloc(HEADER_BYTES), ...records]);
  const payload = frame.subarray(HEADER_BYTES);
  MAGIC.copy(frame);
  frame.writeUInt32LE(payload.length, 4);
  frame.writeUInt32LE(crc32(payload), 8);
  await handle.appendFile(frame);
  return frame.length;
}

/** The payload of the frame that begins `header`, or null when it is not whole. */
function payloadOf(header: Buffer, read: (length: number) => Buffer | null): Buffer | null {
  if (header.length < HEADER_BYTES || !header.subarray(0, 4).equals(MAGIC)) return null;
  const payload = read(header.readUInt32LE(4));
  return payload && crc32(payload) === header.readUInt32LE(8) ? payload : null;
}

function replay(path: string, options: LogOptions): number {
  const file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  try {
    const size = fstatSync(file).size;
    const readAt = (position: number, length: number): Buffer | null => {
      if (position + length > size) return null;
      const buffer = Buffer.allocUnsafe(length);
      for (let done = 0; done < length; ) done += readSync(file, buffer, done, length - done, position + done);
      return buffer;
    };
    let at = 0;
    while (at < size) {
      const header = readAt(at, HEADER_BYTES);
      const payload = header && payloadOf(header, (length) => readAt(at + HEADER_BYTES, length));
      if (!payload) break;
      options.replay(payload);
      at += HEADER_BYTES + payload.length;
    }
    if (at === size) return size;
    const rest = readAt(at, size - at) ?? Buffer.alloc(0);
    for (let next = rest.indexOf(MAGIC, 1); next !== -1; next = rest.indexOf(MAGIC, next + 1)) {
      const body = next + HEADER_BYTES;
      const read = (length: number) => (body + length <= rest.length ? rest.subarray(body, body + length) : null);
      if (payloadOf(rest.subarray(next, body), read))
        throw new Error(
          `The log ${path} is damaged at byte ${at}, with whole records from byte ${at + next} on. ` +
            'Nothing was changed; restore a copy of the file.',
        );
    }
    options.log(`The log ${path} ended in ${size - at} bytes of an unfinished write; they were cut off.`);
    ftruncateSync(file, at);
    fsyncSync(file);
    return at;
  } finally {
    closeSync(file);
  }
}

function syncFolder(folder: string): void {
  if (process.platform === 'win32') return; // a folder cannot be opened there
  const handle = openSync(folder, 'r');
  fsyncSync(handle);
  closeSync(handle);
}
