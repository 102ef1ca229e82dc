import { crc32 } from 'node:zlib';

/** Files of one archive, one after the other. */
export interface ZipWriter {
  /** Resolves when its bytes are taken. */
  file(name: string, content: AsyncIterable<Uint8Array>): Promise<void>;
  end(): Promise<void>;
}

interface Written {
  readonly name: Buffer;
  readonly crc: number;
  readonly size: number;
  readonly offset: number;
}

const MAX_32 = 0xffff_ffff;
const MAX_16 = 0xffff;

/** Sizes come after the content, and names are UTF-8. */
const FLAGS = 0x0808;

/** What a reader has to know: ZIP64. */
const VERSION = 45;

/** The first of January 1980, before which there are no days here. */
const DOS_DATE = 0x0021;

/**
 * Writes an archive as it comes, holding no more than its names. Nothing is compressed: what is large in it is already.
 * With ZIP64 where something does not fit into 32 bits.
 */
export function createZip(write: (bytes: Uint8Array) => Promise<void>): ZipWriter {
  const files: Written[] = [];
  let offset = 0;

  async function put(bytes: Uint8Array): Promise<void> {
    offset += bytes.length;
    await write(bytes);
  }

  return {
    async file(path, content) {
      const name = Buffer.from(path);
      const at = offset;
      await put(
        Buffer.concat([fields([0x04034b50, 4], ...common(), [0, 4], [0, 4], [0, 4], [name.length, 2], [0, 2]), name]),
      );
      let [crc, size] = [0, 0];
      for await (const bytes of content) {
        crc = crc32(bytes, crc);
        size += bytes.length;
        await put(bytes);
      }
      const width = size > MAX_32 ? 8 : 4;
      await put(fields([0x08074b50, 4], [crc, 4], [size, width], [size, width]));
      files.push({ name, crc, size, offset: at });
    },

    async end() {
      const at = offset;
      for (const file of files) await put(entryOf(file));
      const size = offset - at;
      const isLarge = files.length > MAX_16 - 1 || at > MAX_32 - 1 || size > MAX_32 - 1;
      if (isLarge) {
        const end = offset;
        const count = files.length;
        await put(
          fields(
            [0x06064b50, 4],
            [44, 8],
            [VERSION, 2],
            [VERSION, 2],
            [0, 4],
            [0, 4],
            [count, 8],
            [count, 8],
            [size, 8],
            [at, 8],
          ),
        );
        await put(fields([0x07064b50, 4], [0, 4], [end, 8], [1, 4]));
      }
      const count = Math.min(files.length, MAX_16);
      await put(
        fields(
          [0x06054b50, 4],
          [0, 2],
          [0, 2],
          [count, 2],
          [count, 2],
          [Math.min(size, MAX_32), 4],
          [Math.min(at, MAX_32), 4],
          [0, 2],
        ),
      );
    },
  };
}

/** Version, flags, no compression, time and date. */
const common = () =>
  [
    [VERSION, 2],
    [FLAGS, 2],
    [0, 2],
    [0, 2],
    [DOS_DATE, 2],
  ] as const;

function entryOf({ name, crc, size, offset }: Written): Buffer {
  const isLarge = size >= MAX_32 || offset >= MAX_32;
  const extra = isLarge ? fields([1, 2], [24, 2], [size, 8], [size, 8], [offset, 8]) : Buffer.alloc(0);
  const shown = isLarge ? MAX_32 : size;
  const head = fields(
    [0x02014b50, 4],
    [VERSION, 2],
    ...common(),
    [crc, 4],
    [shown, 4],
    [shown, 4],
    [name.length, 2],
    [extra.length, 2],
    [0, 2],
    [0, 2],
    [0, 2],
    [0, 4],
    [isLarge ? MAX_32 : offset, 4],
  );
  return Buffer.concat([head, name, extra]);
}

/** Numbers of two, four or eight bytes, the lowest first. */
function fields(...values: readonly (readonly [value: number, bytes: number])[]): Buffer {
  const buffer = Buffer.alloc(values.reduce((sum, [, bytes]) => sum + bytes, 0));
  let at = 0;
  for (const [value, bytes] of values) {
    if (bytes === 8) buffer.writeBigUInt64LE(BigInt(value), at);
    else buffer.writeUIntLE(value, at, bytes);
    at += bytes;
  }
  return buffer;
}
