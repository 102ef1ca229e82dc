import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Upload } from '~/contract/upload';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import {
  aBomb,
  aFilm,
  anAnimation,
  anMp3,
  anOgg,
  aPdf,
  aPhoto,
  aPicture,
  aRecording,
  aText,
  aVoiceOfApple,
  aWav,
  aWordFile,
  aZip,
  DRAWING,
  PAGE,
  type TestFile,
} from '../support/files';
import { aClientId, aPerson } from '../support/people';
import { refusal } from '../support/refusals';
import {
  type At,
  filesIn,
  offsetOf,
  openUpload,
  patch,
  refusedWith,
  tus,
  uploaded,
  uploadOf,
} from '../support/uploads';

let backend: Backend;
let server: TestServer;
let at: At;
beforeAll(async () => {
  backend = await createBackend();
  server = await startConfab({ backend });
  at = { person: await aPerson(server.url), url: server.url };
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await backend.close();
});

const media = () => filesIn(join(backend.env.dataDir, 'media'));
const kept = async (uploadId: string) => Object.keys(await media()).filter((name) => name.includes(uploadId));

async function bytesOf({ attachment }: Upload, variant: 'url' | 'thumbnailUrl' = 'url'): Promise<Buffer> {
  const response = await fetch(`${server.url}${attachment?.[variant]}`);
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

describe('a picture', () => {
  test('stands upright, has its size, and does not tell where it was taken', async () => {
    const photo = await aPhoto();
    expect((await sharp(photo.bytes).metadata()).exif?.toString('latin1')).toContain('Camera of Ana');
    const upload = await uploaded(at, photo);
    expect(upload.attachment).toMatchObject({ kind: 'image', width: 300, height: 400, mimeType: 'image/jpeg' });
    for (const variant of ['url', 'thumbnailUrl'] as const) {
      const bytes = await bytesOf(upload, variant);
      const about = await sharp(bytes).metadata();
      expect(about).toMatchObject({ width: 300, height: 400 });
      expect(about.exif).toBeUndefined();
      expect(about.orientation).toBeUndefined();
      expect(bytes.toString('latin1')).not.toMatch(/Camera of Ana|Exif|GPS/);
      // Red was on the left of what lay on its side.
      const [red, , blue] = await sharp(bytes).extract({ left: 150, top: 20, width: 1, height: 1 }).raw().toBuffer();
      expect(red).toBeGreaterThan(150);
      expect(blue).toBeLessThan(100);
    }
    expect(upload.attachment?.size).toBe((await bytesOf(upload)).length);
  });

  test('has a thumbnail no larger than a message, and a placeholder no larger than a line', async () => {
    const upload = await uploaded(at, await aPicture('wide.png', { width: 2000, height: 1000 }));
    expect(await sharp(await bytesOf(upload, 'thumbnailUrl')).metadata()).toMatchObject({
      format: 'webp',
      width: 640,
      height: 320,
    });
    const placeholder = upload.attachment?.placeholder ?? '';
    expect(placeholder).toMatch(/^data:image\/webp;base64,/);
    expect(placeholder.length).toBeLessThan(1024);
    const tiny = Buffer.from(placeholder.split(',')[1] ?? '', 'base64');
    expect(await sharp(tiny).metadata()).toMatchObject({ width: 24, height: 12 });
  });

  test('of noise has a placeholder that is no longer either', async () => {
    const raw = { width: 300, height: 300, channels: 4 as const };
    const bytes = await sharp(randomBytes(300 * 300 * 4), { raw })
      .png()
      .toBuffer();
    const { attachment } = await uploaded(at, { filename: 'noise.png', mimeType: 'image/png', bytes });
    expect(attachment?.placeholder?.length).toBeLessThan(1024);
  });

  test.each(['gif', 'webp'] as const)('that moves, as %s, still does, and its thumbnail stands', async (format) => {
    const upload = await uploaded(at, await anAnimation(format));
    expect(upload.attachment).toMatchObject({ width: 60, height: 40 });
    expect(await sharp(await bytesOf(upload), { animated: true }).metadata()).toMatchObject({
      pages: 3,
      delay: [100, 100, 100],
    });
    expect((await sharp(await bytesOf(upload, 'thumbnailUrl')).metadata()).pages ?? 1).toBe(1);
  });

  test.each(['webp', 'avif'] as const)('in %s is taken', async (format) => {
    const bytes = await sharp((await aPicture()).bytes)
      .toFormat(format)
      .toBuffer();
    const upload = await uploaded(at, { filename: `p.${format}`, mimeType: `image/${format}`, bytes });
    expect(upload.attachment).toMatchObject({ width: 200, height: 100, mimeType: `image/${format}` });
    expect((await sharp(await bytesOf(upload)).metadata()).width).toBe(200);
  });

  test.each([
    ['a page after a GIF', async () => ({ file: await anAnimation(), tail: Buffer.from(PAGE) })],
    ['an archive after a JPEG', async () => ({ file: await aPhoto(), tail: aZip({ 'evil.js': 'alert(1)' }).bytes })],
    ['a page after a PNG', async () => ({ file: await aPicture(), tail: Buffer.from(PAGE) })],
  ])('loses what is appended to it: %s', async (_what, make) => {
    const { file, tail } = await make();
    const bytes = await bytesOf(await uploaded(at, { ...file, bytes: Buffer.concat([file.bytes, tail]) }));
    expect(bytes.includes(tail)).toBe(false);
    expect(bytes.toString('latin1')).not.toMatch(/<script|alert|evil/);
  });

  test('of very many pixels in few bytes is refused before it is unpacked', async () => {
    const before = process.memoryUsage().rss;
    const refused = await refusedWith(at, aBomb());
    expect(refused).toMatchObject({ status: 413, appCode: 'TOO_LARGE' });
    expect(refused.message).toContain('million pixels');
    expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
    expect(await kept(refused.uploadId)).toEqual([]);
  });

  test('that is damaged is refused', async () => {
    const { bytes, ...photo } = await aPhoto();
    expect(await refusedWith(at, { ...photo, bytes: bytes.subarray(0, bytes.length / 2) })).toMatchObject({
      status: 415,
      message: 'The picture cannot be read; it may be damaged.',
    });
  });
});

test.each<[string, TestFile, string, string]>([
  ['a film', aFilm(), 'video', 'video/mp4'],
  ['a recording of a browser', aRecording(), 'audio', 'audio/webm'],
  ['a film of a browser', aRecording('clip.webm', 'video/webm'), 'video', 'video/webm'],
  ['a recording of a telephone', aVoiceOfApple(), 'audio', 'audio/mp4'],
  ['a tone', aWav(), 'audio', 'audio/wav'],
  ['a song', anMp3(), 'audio', 'audio/mpeg'],
  ['another song', anOgg(), 'audio', 'audio/ogg'],
  ['a paper', aPdf(), 'file', 'application/pdf'],
  ['a letter', aWordFile(), 'file', aWordFile().mimeType],
  ['a letter of unknown type', { ...aWordFile(), mimeType: '' }, 'file', aWordFile().mimeType],
  ['an archive', aZip(), 'file', 'application/zip'],
  ['a text', aText(), 'file', 'text/plain'],
  ['a table', aText('\ufeffName;Preis\nÄpfel;3 €\n', 'table.csv'), 'file', 'text/plain'],
  ['one letter', aText('x'), 'file', 'text/plain'],
])('%s is taken as it is', async (_what, file, kind, mimeType) => {
  const upload = await uploaded(at, file);
  expect(upload.attachment).toMatchObject({ kind, mimeType, size: file.bytes.length, filename: file.filename });
  expect((await bytesOf(upload)).equals(file.bytes)).toBe(true);
});

const named = (filename: string, mimeType: string, bytes: Buffer | string): TestFile => ({
  filename,
  mimeType,
  bytes: Buffer.from(bytes as string),
});

test.each<[string, TestFile]>([
  ['a paper named a picture', aPdf('photo.jpg', 'image/jpeg')],
  ['a paper named a letter', aPdf('letter.docx', aWordFile().mimeType)],
  ['an archive named a paper', { ...aZip(), filename: 'a.pdf', mimeType: 'application/pdf' }],
  ['a drawing named a picture', named('drawing.png', 'image/png', DRAWING)],
  ['a page named a picture', named('page.jpg', 'image/jpeg', PAGE)],
  ['a page named a text', named('page.txt', 'text/plain', PAGE)],
  ['a page after blanks named a text', named('page.txt', 'text/plain', `\ufeff${' \n'.repeat(50_000)}${PAGE}`)],
  ['a drawing named a text', named('drawing.txt', 'text/plain', `<?xml version="1.0"?>${DRAWING}`)],
  ['a comment and a page named a text', named('page.md', 'text/markdown', `<!-- hello -->${PAGE}`)],
  ['noise named a text', named('noise.txt', 'text/plain', Buffer.concat([Buffer.from('text'), randomBytes(5_000)]))],
  ['a text with a zero in it', named('zero.txt', 'text/plain', 'zero \0 in it')],
  ['a text with half a letter at its end', named('half.txt', 'text/plain', Buffer.from('é').subarray(0, 1))],
  ['a film named a recording of a browser', { ...aFilm(9_000), filename: 'a.webm', mimeType: 'audio/webm' }],
  ['a recording named a song', { ...aRecording(), filename: 'a.mp3', mimeType: 'audio/mpeg' }],
  ['a film of another kind', named('a.mp4', 'video/mp4', Buffer.from('\0\0\0\x14ftypqt  \0\0\0\0qt  ', 'latin1'))],
  ['a short beginning of a picture', named('a.png', 'image/png', Buffer.from('89504e470d0a1a0a', 'hex'))],
  ['one byte named a film', named('a.mp4', 'video/mp4', 'x')],
])('%s is refused in words, and nothing of it is kept', async (_what, file) => {
  const refused = await refusedWith(at, file);
  expect(refused).toMatchObject({ status: 415, appCode: 'UNSUPPORTED_MEDIA' });
  expect(refused.message).toMatch(/^(The|Web pages) .* .*\.$/);
  expect(await kept(refused.uploadId)).toEqual([]);
});

test('a refusal is remembered: whoever asks again hears the same', async () => {
  const clientId = aClientId();
  const file = aPdf('photo.jpg', 'image/jpeg');
  const { uploadId, url } = await openUpload(at, file, { clientId });
  const first = await patch(at, url, file.bytes);
  const said = await first.json();
  expect(first.status).toBe(415);
  expect((await openUpload(at, file, { clientId })).uploadId).toBe(uploadId);
  expect((await tus(server.url, 'HEAD', { path: url, token: at.person.token })).status).toBe(415);
  expect(await (await patch(at, url, file.bytes)).json()).toEqual(said);
  expect(await uploadOf(at, uploadId)).toEqual({ uploadId, state: 'refused', attachment: null, refusal: said });
});

describe('a name', () => {
  test.each([
    '../../../etc/passwd.txt',
    '..\\..\\boot.txt',
    '/etc/passwd.txt',
    'a/b.txt',
    'nul\0.txt',
    'line\nbreak.txt',
    'gpj.\u202etxt',
    '\u2066photo.txt',
    'half\ud800.txt',
    '.',
    '..',
    ' ',
    'noextension',
    'program.exe',
    'page.html',
    'drawing.svg',
    'photo.png.exe',
  ])('like %j is refused', async (filename) => {
    const refused = await refusal(openUpload(at, { ...aText(), filename }));
    expect(refused.appCode).toBe('UNSUPPORTED_MEDIA');
    expect(refused.message).toMatch(/^(The name of the file|Files of this kind) .*\.$/);
  });

  test.each([
    'résumé – 履歴書 (1).txt',
    'a'.repeat(196).concat('.txt'),
    '.env.txt',
    '-rf.txt',
    'con.txt',
    '"quoted" & \'so\'.txt',
  ])('like %j is kept as it is', async (filename) => {
    expect((await uploaded(at, { ...aText(), filename })).attachment?.filename).toBe(filename);
  });

  test('that says something else than the type is refused', async () => {
    expect((await refusal(openUpload(at, { ...aText(), mimeType: 'image/png' }))).appCode).toBe('UNSUPPORTED_MEDIA');
  });
});

describe('a poster', () => {
  test.each([
    ['no picture', Buffer.from(PAGE)],
    ['a drawing', Buffer.from(DRAWING)],
    ['a bomb', null],
  ])('that is %s is refused, and no room is made', async (_what, bytes) => {
    const poster = (bytes ?? aBomb().bytes.subarray(0, 90_000)).toString('base64');
    const before = await media();
    const refused = await refusal(openUpload(at, aFilm(9_000), { poster }));
    expect(['UNSUPPORTED_MEDIA', 'TOO_LARGE']).toContain(refused.appCode);
    expect(await media()).toEqual(before);
  });
});

test('nothing at all is no file', async () => {
  expect((await refusal(openUpload(at, aText('')))).appCode).toBe('INVALID_INPUT');
});

describe('a limit', () => {
  test('of one file is kept, to the byte', async () => {
    const uploads = { maxBytes: 10_000, quotaBytes: 1e9 };
    await using small = await startConfab({
      backend: { ...backend, env: { ...backend.env, uploads, dataDir: `${backend.env.dataDir}/small` } },
    });
    const person = await aPerson(small.url);
    const there = { person, url: small.url };
    expect((await uploaded(there, aText('x'.repeat(10_000)))).state).toBe('ready');
    const refused = await refusal(openUpload(there, aText('x'.repeat(10_001))));
    expect(refused).toMatchObject({ appCode: 'TOO_LARGE', message: 'A file may be at most 9 KB.' });
  });

  test('of one person is kept, also when they ask for much at once, and given back', async () => {
    const uploads = { maxBytes: 10_000, quotaBytes: 25_000 };
    await using small = await startConfab({
      backend: { ...backend, env: { ...backend.env, uploads, dataDir: `${backend.env.dataDir}/quota` } },
    });
    const there = { person: await aPerson(small.url), url: small.url };
    const file = aText('x'.repeat(10_000));
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => openUpload(there, file)));
    const made = asked.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
    expect(made.length).toBeLessThanOrEqual(2);
    while (made.length < 2) made.push(await openUpload(there, file));
    expect(await refusal(openUpload(there, file))).toMatchObject({
      appCode: 'TOO_LARGE',
      message: expect.stringContaining('in all'),
    });
    expect((await uploaded({ ...there, person: await aPerson(small.url) }, file)).state).toBe('ready');
    await tus(small.url, 'DELETE', { path: made[0]!.url, token: there.person.token });
    expect(await offsetOf(there, (await openUpload(there, file)).url)).toBe(0);
  });

  test('of how many is kept, and a retry is none more', async () => {
    await using limited = await startConfab({ rates: { upload: { points: 2, seconds: 60 } } });
    const there = { person: await aPerson(limited.url), url: limited.url };
    const clientId = aClientId();
    for (let count = 0; count < 3; count += 1) await openUpload(there, aText(), { clientId });
    await openUpload(there, aText());
    expect(await refusal(openUpload(there, aText()))).toMatchObject({ appCode: 'RATE_LIMITED', httpStatus: 429 });
  });
});
