import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Event } from '~/contract/events';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, everything, send } from '../support/conversations';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let server: TestServer;
let [ana, ben, cleo]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map((name) => aPerson(server.url, name)));
});
afterAll(() => server[Symbol.asyncDispose]());

test('who is removed while they listen hears of nothing that is done after it, and can ask for none of it', async () => {
  const { id: conversationId } = await aGroup(ana!, [ben!, cleo!]);
  const { id: elsewhere } = await aDirect(ana!, cleo!);
  const { id: messageId } = await send(ana!, conversationId, 'before');
  await using cleos = await listenAs(cleo!, server.url);
  await using bens = await listenAs(ben!, server.url);

  await ana!.api.conversation.removeMember.mutate({ conversationId, userId: cleo!.me.id });
  const removedAt = (await everything(ana!, conversationId)).at(-1)!.seq;
  const act = { conversationId, messageId, clientId: aClientId() };
  const last = await send(ben!, conversationId, 'after');
  await ana!.api.message.edit.mutate({ ...act, text: 'edited after', clientId: aClientId() });
  await ben!.api.message.react.mutate({ ...act, emoji: '👍', on: true });
  await ben!.api.typing.set.mutate({ conversationId, typing: true });
  await ben!.api.receipt.read.mutate({ conversationId, seq: last.seq });
  await ana!.api.conversation.update.mutate({ conversationId, name: 'After' });
  const { seq } = (await everything(ana!, conversationId)).at(-1)!;
  await bens.until((event) => event.type === 'entry' && event.entry.seq === seq);

  const sentinel = await send(ana!, elsewhere, 'elsewhere');
  await cleos.until((event) => event.type === 'entry' && event.entry.id === sentinel.id);
  const isLater = (event: Event) =>
    JSON.stringify(event).includes(conversationId) &&
    event.type !== 'heads' &&
    event.type !== 'left' &&
    !(event.type === 'entry' && event.entry.seq <= removedAt);
  expect(cleos.events.filter(isLater)).toEqual([]);
  expect(cleos.events.filter(({ type }) => type === 'left')).toEqual([{ type: 'left', conversationId }]);
  expect(JSON.stringify(cleos.events)).not.toContain('fter"');

  const asked = [
    cleos.api.message.history.query({ conversationId }),
    cleos.api.sync.since.query({ conversationId, seq: removedAt }),
    cleos.api.message.send.mutate({ conversationId, clientId: aClientId(), text: 'still here' }),
  ];
  for (const { appCode } of await Promise.all(asked.map(refusal))) expect(appCode).toBe('NOT_FOUND');
});
