import { once } from 'node:events';
import { type OutgoingHttpHeaders, request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConfab, type TestServer } from '../support/confab';
import { aPerson } from '../support/people';

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

test('a write from a foreign page is refused, whatever it carries', async () => {
  const foreign = { origin: 'https://evil.example', 'content-type': 'application/json', 'content-length': 2 };
  expect(await statusOf(foreign)).toBe(403);
  expect(await statusOf({ ...foreign, origin: 'null' })).toBe(403);
});

test('the feed is not served over HTTP, where nothing would hold it back', async () => {
  const { token } = await aPerson(server.url);
  const response = await fetch(`${server.url}/api/trpc/feed.live`, { headers: { authorization: `Bearer ${token}` } });
  expect(await response.text()).toContain('"appCode":"INVALID_INPUT"');
});
