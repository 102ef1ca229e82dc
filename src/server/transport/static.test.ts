import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createStaticRoute } from './static';

const CODE = 'console.log("Ana");';
const NAME = '/_next/static/chunks/a.js';

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  for (const clean of cleanups.splice(0)) await clean();
});

async function aBuild(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'confab-static-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  const path = join(folder, 'dist/static', NAME);
  await mkdir(dirname(path), { recursive: true });
  await Promise.all([
    writeFile(path, CODE),
    writeFile(`${path}.br`, brotliCompressSync(CODE)),
    writeFile(`${path}.gz`, gzipSync(CODE)),
    writeFile(join(folder, 'secret.js'), 'secret'),
  ]);
  return folder;
}

/** Asks a server with the route as nobody does who only has a browser: the path goes out as it is. */
async function ask(folder: string | null, path: string, encoding: string) {
  const route = createStaticRoute(folder, (_, response) => response.writeHead(404).end('otherwise'));
  const server = createServer((asked, response) => void route(asked, response));
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => server.close());
  const { port } = server.address() as AddressInfo;
  return new Promise<{ headers: Record<string, unknown>; body: Buffer }>((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, headers: { 'accept-encoding': encoding } }, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(part);
      resolve({ headers: response.headers, body: Buffer.concat(parts) });
    })
      .once('error', reject)
      .end();
  });
}

describe('what a browser loads of a build', () => {
  test.each([
    ['gzip, deflate, br', 'br', brotliCompressSync(CODE)],
    ['gzip', 'gzip', gzipSync(CODE)],
    ['identity', undefined, Buffer.from(CODE)],
  ])('comes as it was compressed, for %s', async (accepted, encoding, bytes) => {
    const { headers, body } = await ask(await aBuild(), NAME, accepted);
    expect(headers['content-encoding']).toBe(encoding);
    expect(headers['content-type']).toMatch(/^text\/javascript/);
    expect(headers['content-length']).toBe(String(bytes.length));
    expect(body).toEqual(bytes);
  });

  test('is kept for good, and apart for each way of compressing', async () => {
    const { headers } = await ask(await aBuild(), NAME, 'br');
    expect(headers['cache-control']).toBe('public,max-age=31536000,immutable');
    expect(headers.vary).toBe('Accept-Encoding');
  });

  test.each([
    '/_next/static/chunks/of-another-build.js',
    '/_next/static/chunks/',
    '/_next/static/../../../secret.js',
    '/_next/static/..%2f..%2f..%2fsecret.js',
    '/_next/static/%',
  ])('is not %s', async (path) => {
    expect((await ask(await aBuild(), path, 'br')).body.toString()).toBe('otherwise');
  });

  test('is for the site without a build, and with one that was not compressed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'confab-static-'));
    cleanups.push(() => rm(folder, { recursive: true }));
    for (const each of [null, folder]) expect((await ask(each, NAME, 'br')).body.toString()).toBe('otherwise');
  });
});
