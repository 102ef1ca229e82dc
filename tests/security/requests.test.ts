import { once } from 'node:events';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noMeters } from '~/server/meters';
import { createHttp, listen } from '~/server/transport/http';
import { silentLog, startConfab, type TestServer } from '../support/confab';
import { hungUp, tcp } from '../support/sockets';

let server: TestServer;
beforeAll(async () => {
  server = await startConfab();
});
afterAll(() => server[Symbol.asyncDispose]());

/** The status of a POST that sends these headers and no more than the beginning of its body. */
async function statusOf(
  headers: OutgoingHttpHeaders,
  { method = 'POST', path = '/api/trpc/account.register' } = {},
): Promise<number | undefined> {
  const post = request(`${server.url}${path}`, { method, headers });
  post.on('error', () => {});
  post.write('{');
  const [response] = await once(post, 'response');
  post.destroy();
  return response.statusCode;
}

test('a body that says it is too large is refused before it is read', async () => {
  expect(await statusOf({ 'content-type': 'application/json', 'content-length': 200_000_000 })).toBe(413);
});

test('a body may be large for an upload, and for nothing else', async () => {
  const headers = { 'content-type': 'application/offset+octet-stream', 'content-length': 8_000_000 };
  expect(await statusOf(headers, { method: 'PATCH', path: `/api/uploads/${'a'.repeat(24)}` })).toBe(401);
  for (const path of ['/api/trpc/upload.create', '/api/media/uploads/', '/x/api/uploads/', '/api/uploads']) {
    expect(await statusOf(headers, { method: 'PATCH', path })).toBe(413);
  }
  expect(await statusOf(headers, { method: 'POST', path: '/api/uploads/' })).toBe(413);
});

test('a body that does not say how large it is is refused', async () => {
  expect(await statusOf({ 'content-type': 'application/json', 'transfer-encoding': 'chunked' })).toBe(411);
});

describe('a request that does not arrive is ended, and others are served meanwhile:', () => {
  const http = createHttp({
    handle: async (incoming, response) => response.end(await text(incoming)),
    routes: {},
    live: (_request, stream) => stream.destroy(),
    hotReload: null,
    publicUrl: () => 'http://localhost',
    embedOrigins: [],
    fileOrigin: null,
    production: true,
    trustProxy: false,
    log: silentLog,
    meters: noMeters,
    waits: { headersMs: 100, requestMs: 200, lookMs: 20 },
  });
  let url: string;
  beforeAll(async () => {
    url = `http://127.0.0.1:${await listen(http, 0, '127.0.0.1')}`;
  });
  afterAll(() => {
    http.closeAllConnections();
    http.close();
  });

  const HEAD = 'POST / HTTP/1.1\r\nHost: localhost\r\n';
  test.each([
    ['nothing at all', ''],
    ['half a line', 'POST / HT'],
    ['a head without end', HEAD],
    ['less of a body than it says', `${HEAD}Content-Length: 100\r\n\r\n{`],
  ])('%s', async (_what, begun) => {
    const slow = await tcp(url);
    slow.write(begun);
    const answer = hungUp(slow);
    expect(await (await fetch(url, { method: 'POST', body: 'quick' })).text()).toBe('quick');
    expect(await answer).toMatch(/^HTTP\/1\.1 408 /);
  });

  test('a head that goes on and on, a header at a time', async () => {
    const slow = await tcp(url);
    slow.write(HEAD);
    const dripping = setInterval(() => slow.write('X-More: 1\r\n'), 10);
    expect(await hungUp(slow)).toMatch(/^HTTP\/1\.1 408 /);
    clearInterval(dripping);
  });

  test('a head of more than 16 KB', async () => {
    const large = await tcp(url);
    large.write(`${HEAD}X-Large: ${'x'.repeat(17_000)}\r\n\r\n`);
    expect(await hungUp(large)).toMatch(/^HTTP\/1\.1 431 /);
  });
});
