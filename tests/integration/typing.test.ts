import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Event } from '~/contract/events';
import { startConfab, type TestServer } from '../support/confab';
import { aClientId, aPerson, type Listener, listenAs, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let server: TestServer;
beforeAll(async () => {
  server = await startConfab();
});
afterAll(() => server[Symbol.asyncDispose]());

const isTyping = (event: Event): event is Event & { type: 'typing' } => event.type === 'typing';
const typingIn = ({ events }: Listener) => events.filter(isTyping);
const type = (person: Person, conversationId: string, typing = true) =>
  person.api.typing.set.mutate({ conversationId, typing });

/** What was published before has been heard when what is sent now has. */
async function settled(listener: Listener, sender: Person, conversationId: string): Promise<void> {
  const clientId = aClientId();
  await sender.api.message.send.mutate({ conversationId, clientId, text: 'settled' });
  await listener.until((event) => event.type === 'entry' && event.entry.clientId === clientId);
}

async function people<const N extends readonly string[]>(...names: N): Promise<{ [K in keyof N]: Person }> {
  return (await Promise.all(names.map((name) => aPerson(server.url, name)))) as { [K in keyof N]: Person };
}

test('members hear that somebody began and stopped; none of the writer’s own devices does', async () => {
  const [ana, ben] = await people('Ana', 'Ben');
  const group = await ana.api.conversation.createGroup.mutate({ name: 'Group', memberIds: [ben.me.id] });
  await using anas = await listenAs(ana, server.url);
  await using bens = await listenAs(ben, server.url);
  await type(ana, group.id);
  await type(ana, group.id, false);
  await bens.until((event) => isTyping(event) && !event.typing);
  await settled(anas, ben, group.id);
  const told = { type: 'typing', conversationId: group.id, userId: ana.me.id };
  expect(typingIn(bens)).toEqual([
    { ...told, typing: true },
    { ...told, typing: false },
  ]);
  expect(typingIn(anas)).toEqual([]);
});

test('strangers neither hear nor can be heard', async () => {
  const [ana, ben, cay] = await people('Ana', 'Ben', 'Cay');
  const group = await ana.api.conversation.createGroup.mutate({ name: 'Group', memberIds: [ben.me.id] });
  const other = await ben.api.conversation.createGroup.mutate({ name: 'Other', memberIds: [cay.me.id] });
  await using cays = await listenAs(cay, server.url);
  await type(ana, group.id);
  expect(await refusal(type(cay, group.id))).toMatchObject({ appCode: 'NOT_FOUND' });
  await settled(cays, ben, other.id);
  expect(typingIn(cays)).toEqual([]);
});

test('who was removed neither hears nor can be heard any more', async () => {
  const [ana, ben] = await people('Ana', 'Ben');
  const group = await ana.api.conversation.createGroup.mutate({ name: 'Group', memberIds: [ben.me.id] });
  const other = await ana.api.conversation.createGroup.mutate({ name: 'Other', memberIds: [ben.me.id] });
  await using bens = await listenAs(ben, server.url);
  await ana.api.conversation.removeMember.mutate({ conversationId: group.id, userId: ben.me.id });
  await bens.until((event) => event.type === 'left');
  await type(ana, group.id);
  expect(await refusal(type(ben, group.id))).toMatchObject({ appCode: 'NOT_FOUND' });
  await settled(bens, ana, other.id);
  expect(typingIn(bens)).toEqual([]);
});

test('between people of whom one has blocked the other no typing is heard, in a group neither', async () => {
  const [ana, ben, cay] = await people('Ana', 'Ben', 'Cay');
  const direct = await ana.api.conversation.openDirect.mutate({ userId: ben.me.id });
  const memberIds = [ben.me.id, cay.me.id];
  const group = await ana.api.conversation.createGroup.mutate({ name: 'Group', memberIds });
  await ben.api.user.block.mutate({ userId: ana.me.id });
  await using anas = await listenAs(ana, server.url);
  await using bens = await listenAs(ben, server.url);
  await using cays = await listenAs(cay, server.url);
  expect(await refusal(type(ana, direct.id))).toMatchObject({ appCode: 'BLOCKED' });
  expect(await refusal(type(ben, direct.id))).toMatchObject({ appCode: 'BLOCKED' });
  await type(ana, group.id);
  await type(ben, group.id);
  await cays.until((event) => isTyping(event) && event.userId === ben.me.id);
  for (const listener of [anas, bens]) await settled(listener, cay, group.id);
  expect([typingIn(anas), typingIn(bens), typingIn(cays).length]).toEqual([[], [], 2]);
});
