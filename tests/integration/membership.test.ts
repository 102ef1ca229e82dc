import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, aRoom } from '../support/conversations';
import { storedCounts } from '../support/database';
import { type Api, aClientId, aPerson, apiOf, type Person } from '../support/people';
import { PROCEDURES } from '../support/procedures';
import { refusal } from '../support/refusals';

let server: TestServer;
let [ana, ben, stranger]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben, stranger] = await Promise.all([
    aPerson(server.url, 'Ana'),
    aPerson(server.url, 'Ben'),
    aPerson(server.url, 'Stranger'),
  ]);
});
afterAll(() => server[Symbol.asyncDispose]());

/** One call of every procedure that names a conversation. */
const CALLS: Record<string, (api: Api, conversationId: string) => Promise<unknown>> = {
  'conversation.get': (api, conversationId) => api.conversation.get.query({ conversationId }),
  'conversation.addMembers': (api, conversationId) =>
    api.conversation.addMembers.mutate({ conversationId, userIds: [ben!.me.id] }),
  'message.send': (api, conversationId) =>
    api.message.send.mutate({ conversationId, clientId: aClientId(), text: 'let me in' }),
  'message.history': (api, conversationId) => api.message.history.query({ conversationId }),
  'sync.since': (api, conversationId) => api.sync.since.query({ conversationId, seq: 0 }),
};
const PATHS = Object.keys(CALLS);

test('every procedure that names a conversation is checked here', () => {
  const naming = PROCEDURES.filter(({ fields }) => fields && 'conversationId' in fields).map(({ path }) => path);
  expect(PATHS.toSorted()).toEqual(naming.toSorted());
});

describe.each(PATHS)('%s', (path) => {
  const call = CALLS[path]!;

  async function expectRefused(api: Api, conversationId: string, appCode: string): Promise<void> {
    const before = await storedCounts(server.container);
    expect(await refusal(call(api, conversationId))).toMatchObject({ appCode });
    expect(await storedCounts(server.container)).toEqual(before);
  }

  test('does not tell a stranger whether a direct conversation or a group exists', async () => {
    const nothing = await refusal(call(stranger!.api, 'f'.repeat(24)));
    expect(nothing).toMatchObject({ appCode: 'NOT_FOUND', httpStatus: 404 });
    for (const { id } of [await aDirect(ana!, ben!), await aGroup(ana!, [ben!])]) {
      await expectRefused(stranger!.api, id, 'NOT_FOUND');
      expect(await refusal(call(stranger!.api, id))).toEqual(nothing);
    }
  });

  test('tells who is not in a room to join it, before they joined and after they left', async () => {
    const { id, slug } = await aRoom(ana!);
    await expectRefused(stranger!.api, id, 'FORBIDDEN');
    await stranger!.api.room.join.mutate({ slug: slug! });
    await stranger!.api.room.leave.mutate({ slug: slug! });
    await expectRefused(stranger!.api, id, 'FORBIDDEN');
  });

  test('is for those who are signed in', async () => {
    const { id } = await aDirect(ana!, ben!);
    await expectRefused(apiOf(server.url), id, 'UNAUTHENTICATED');
  });
});

test('everything but registering and signing in needs a person', async () => {
  const open: string[] = [];
  for (const { path, type } of PROCEDURES.filter((procedure) => procedure.type !== 'subscription')) {
    const answer = await fetch(`${server.url}/api/trpc/${path}`, {
      method: type === 'query' ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json' },
      ...(type === 'mutation' && { body: '{}' }),
    });
    if (answer.status !== 401) open.push(path);
  }
  expect(open.toSorted()).toEqual(['account.register', 'token.create']);
});
