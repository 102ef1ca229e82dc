import { afterAll, beforeAll, expect, test } from 'vitest';
import { startConfab, type TestServer } from '../support/confab';
import { aClientId, aPerson, listenAs } from '../support/people';

let server: TestServer;
beforeAll(async () => {
  server = await startConfab();
});
afterAll(() => server[Symbol.asyncDispose]());

test('two people chat: what one sends, the other has', async () => {
  const ana = await aPerson(server.url, 'Ana');
  const ben = await aPerson(server.url, 'Ben');
  await using listener = await listenAs(ben, server.url);
  const direct = await ana.api.conversation.openDirect.mutate({ userId: ben.me.id });
  await listener.until((event) => event.type === 'conversation' && event.conversation.id === direct.id);
  const sent = await ana.api.message.send.mutate({ conversationId: direct.id, clientId: aClientId(), text: 'hello' });
  const event = await listener.until((candidate) => candidate.type === 'entry' && candidate.entry.id === sent.id);
  expect(event).toEqual({ type: 'entry', entry: sent });
});
