import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConfab, type TestServer } from '../support/confab';
import { aPerson } from '../support/people';

let server: TestServer;
beforeAll(async () => {
  server = await startConfab();
});
afterAll(() => server[Symbol.asyncDispose]());

test('the feed is not served over HTTP, where nothing would hold it back', async () => {
  const { token } = await aPerson(server.url);
  const response = await fetch(`${server.url}/api/trpc/feed.live`, { headers: { authorization: `Bearer ${token}` } });
  expect(await response.text()).toContain('"appCode":"INVALID_INPUT"');
});
