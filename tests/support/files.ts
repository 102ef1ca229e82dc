import { randomBytes } from 'node:crypto';
import { crc32, deflateSync } from 'node:zlib';
import sharp from 'sharp';

/** A file as somebody has it on their machine. */
export interface TestFile {
  readonly filename: string;
  /** As a browser would say. */
  readonly mimeType: string;
  readonly bytes: Buffer;
}

const MEGABYTE = 1024 * 1024;

/** Two colours side by side, so that one can tell which way it is turned. */
const halves = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c00' } }).composite([
    {
      input: { create: { width: Math.ceil(width / 2), height, channels: 3, background: '#00c' } },
      left: Math.floor(width / 2),
      top: 0,
    },
  ]);

/** Lying on its side, as phones save them: 400 × 300 stored, 300 × 400 shown, red on top. It tells where it was taken. */
export async function aPhoto(filename = 'photo.jpg'): Promise<TestFile> {
  const bytes = await halves(400, 300)
    .jpeg({ quality: 95 })
    .withExif({
      IFD0: { Make: 'Camera of Ana', Orientation: '6' },
      IFD3: {
        GPSLatitudeRef: 'N',
        GPSLatitude: '18/1 58/1 30/1',
        GPSLongitudeRef: 'E',
        GPSLongitude: '72/1 49/1 33/1',
      },
    })
    .withMetadata({ orientation: 6 })
    .toBuffer();
  return { filename, mimeType: 'image/jpeg', bytes };
}

export async function aPicture(filename = 'picture.png', { width = 200, height = 100 } = {}): Promise<TestFile> {
  return { filename, mimeType: 'image/png', bytes: await halves(width, height).png().toBuffer() };
}

/** Three frames of 60 × 40, in a format that moves. */
export async function anAnimation(format: 'gif' | 'webp' = 'gif'): Promise<TestFile> {
  const frames = await Promise.all(
    ['#f00', '#0f0', '#00f'].map((background) =>
      sharp({ create: { width: 60, height: 40, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  const moving = sharp(frames, { join: { animated: true } });
  const bytes = await (format === 'gif'
    ? moving.gif({ delay: [100, 100, 100] })
    : moving.webp({ delay: [100, 100, 100] })
  ).toBuffer();
  return { filename: `wave.${format}`, mimeType: `image/${format}`, bytes };
}

/** A few kilobytes that become 900 million pixels. */
export function aBomb(): TestFile {
  const side = 30_000;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  // One bit for each pixel, grey.
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc((side / 8 + 1) * side), { level: 9 });
  const bytes = Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'),
    pngChunk('IHDR', header),
    pngChunk('IDAT', rows),
    pngChunk('IEND', Buffer.alloc(0)),
  ]);
  return { filename: 'small.png', mimeType: 'image/png', bytes };
}

function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

function box(type: string, ...content: Buffer[]): Buffer {
  const data = Buffer.concat(content);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + data.length);
  head.write(type, 4);
  return Buffer.concat([head, data]);
}

const ftyp = (brand: string) => box('ftyp', Buffer.from(brand), Buffer.alloc(4), Buffer.from(`${brand}mp41`));

/** The beginning of a film, and noise. */
export function aFilm(size = 2 * MEGABYTE, filename = 'film.mp4'): TestFile {
  const head = ftyp('isom');
  return {
    filename,
    mimeType: 'video/mp4',
    bytes: Buffer.concat([head, box('mdat', randomBytes(size - head.length - 8))]),
  };
}

/** As `MediaRecorder` makes it: the same container whether there is something to see or not. */
export function aRecording(filename = 'voice.webm', mimeType = 'audio/webm;codecs=opus'): TestFile {
  const head = Buffer.from(
    '1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff',
    'hex',
  );
  return { filename, mimeType, bytes: Buffer.concat([head, randomBytes(20_000)]) };
}

export function aVoiceOfApple(): TestFile {
  return {
    filename: 'voice.m4a',
    mimeType: 'audio/mp4',
    bytes: Buffer.concat([ftyp('isom'), box('mdat', randomBytes(9_000))]),
  };
}

export function aWav(): TestFile {
  const head = Buffer.from('RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0', 'latin1');
  return { filename: 'tone.wav', mimeType: 'audio/wav', bytes: Buffer.concat([head, Buffer.alloc(4_000)]) };
}

export function anMp3(): TestFile {
  const frame = Buffer.concat([Buffer.from('fffb9064', 'hex'), Buffer.alloc(413)]);
  return {
    filename: 'song.mp3',
    mimeType: 'audio/mpeg',
    bytes: Buffer.concat(Array.from({ length: 20 }, () => frame)),
  };
}

export function anOgg(): TestFile {
  const head = Buffer.concat([Buffer.from('OggS'), Buffer.alloc(22), Buffer.from([1, 19]), Buffer.from('OpusHead')]);
  return { filename: 'song.ogg', mimeType: 'audio/ogg', bytes: Buffer.concat([head, Buffer.alloc(2_000)]) };
}

export const aPdf = (filename = 'paper.pdf', mimeType = 'application/pdf'): TestFile => ({
  filename,
  mimeType,
  bytes: Buffer.from('%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
});

export const aText = (text = 'Guten Tag, שלום, 你好 👋\n', filename = 'note.txt'): TestFile => ({
  filename,
  mimeType: 'text/plain',
  bytes: Buffer.from(text),
});

/** An archive with these files in it, not compressed. */
export function aZip(files: Readonly<Record<string, string>> = { 'a.txt': 'hello' }, filename = 'all.zip'): TestFile {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text);
    const about = Buffer.alloc(26);
    about.writeUInt16LE(20, 0);
    about.writeUInt32LE(crc32(data), 10);
    about.writeUInt32LE(data.length, 14);
    about.writeUInt32LE(data.length, 18);
    about.writeUInt16LE(Buffer.byteLength(name), 22);
    const entry = Buffer.concat([Buffer.from('PK\x03\x04'), about, Buffer.from(name), data]);
    const where = Buffer.alloc(14);
    where.writeUInt32LE(offset, 10);
    central.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), about, where, Buffer.from(name)]));
    local.push(entry);
    offset += entry.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(central.length, 4);
  end.writeUInt16LE(central.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  const bytes = Buffer.concat([...local, directory, Buffer.from('PK\x05\x06'), end]);
  return { filename, mimeType: 'application/zip', bytes };
}

const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

export function aWordFile(filename = 'letter.docx'): TestFile {
  const types = `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="${WORD}.main+xml"/></Types>`;
  const { bytes } = aZip({ '[Content_Types].xml': types, 'word/document.xml': '<w:document/>' });
  return { filename, mimeType: WORD, bytes };
}

export const PAGE = '<!doctype html><script>alert(document.cookie)</script>';
export const DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><path d="M0 0h9v9z"/></svg>';
