import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMOJIS_PER_MESSAGE_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { startConfab, type TestServer } from '../support/confab';
import { aGroup, asMessage, everything, send } from '../support/conversations';
import { aClientId, aPerson, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let server: TestServer;
let [ana, ben, cleo]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map((name) => aPerson(server.url, name)));
});
afterAll(() => server[Symbol.asyncDispose]());

const react = ({ api }: Person, conversationId: Id, messageId: Id, { emoji = '👍', on = true } = {}) =>
  api.message.react.mutate({ conversationId, messageId, emoji, on, clientId: aClientId() });
const reactionsOf = async (conversationId: Id, seq: number) =>
  asMessage((await everything(ana!, conversationId))[seq - 1]).reactions;
/** As many different ones as a message shows. */
const EMOJIS = Array.from({ length: EMOJIS_PER_MESSAGE_MAX }, (_, index) => String.fromCodePoint(0x1f600 + index));

describe('reactions', () => {
  test('are counted once for a person, in the order they reacted, and taken back', async () => {
    const { id } = await aGroup(ana!, [ben!, cleo!]);
    const message = await send(ana!, id);
    for (const person of [cleo!, ben!, cleo!]) await react(person, id, message.id);
    await react(ben!, id, message.id, { emoji: '🇮🇳' });
    expect(await reactionsOf(id, message.seq)).toEqual([
      { emoji: '👍', userIds: [cleo!.me.id, ben!.me.id] },
      { emoji: '🇮🇳', userIds: [ben!.me.id] },
    ]);
    await react(cleo!, id, message.id, { on: false });
    await react(ben!, id, message.id, { on: false });
    expect(await reactionsOf(id, message.seq)).toEqual([{ emoji: '🇮🇳', userIds: [ben!.me.id] }]);
  });

  test.each(['a', '', '👍👍', '<b>', '1', '👍 '])('are one emoji each, and not %j', async (emoji) => {
    const { id } = await aGroup(ana!, []);
    const message = await send(ana!, id);
    expect((await refusal(react(ana!, id, message.id, { emoji }))).appCode).toBe('INVALID_INPUT');
  });

  test('of many people at once are all there, each once, in the order of their numbers', async () => {
    const { id } = await aGroup(ana!, [ben!, cleo!]);
    const message = await send(ana!, id);
    const emojis = ['👍', '❤️', '😀'];
    await Promise.all(
      [ana!, ben!, cleo!, ana!].flatMap((person) => emojis.map((emoji) => react(person, id, message.id, { emoji }))),
    );
    const order = (await everything(ana!, id)).flatMap((entry) => (entry.kind === 'reaction' ? [entry] : []));
    expect(await reactionsOf(id, message.seq)).toEqual(
      [...new Set(order.map(({ emoji }) => emoji))].map((emoji) => ({
        emoji,
        userIds: [...new Set(order.filter((entry) => entry.emoji === emoji).map(({ senderId }) => senderId))],
      })),
    );
  });

  test('beyond as many different ones as a message shows are refused', async () => {
    const { id } = await aGroup(ana!, []);
    const message = await send(ana!, id);
    for (const emoji of EMOJIS) await react(ana!, id, message.id, { emoji });
    expect((await refusal(react(ana!, id, message.id, { emoji: '🚀' }))).appCode).toBe('TOO_LARGE');
  });

  test('can be joined and taken back where there is no room for another emoji', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await send(ana!, id);
    for (const emoji of EMOJIS) await react(ana!, id, message.id, { emoji });
    await react(ben!, id, message.id, { emoji: EMOJIS[0]! });
    await react(ana!, id, message.id, { emoji: EMOJIS[1]!, on: false });
    await react(ben!, id, message.id, { emoji: '🚀' });
    const reactions = await reactionsOf(id, message.seq);
    expect(reactions).toHaveLength(EMOJIS_PER_MESSAGE_MAX);
    expect(reactions[0]).toEqual({ emoji: EMOJIS[0], userIds: [ana!.me.id, ben!.me.id] });
    expect(reactions.at(-1)).toEqual({ emoji: '🚀', userIds: [ben!.me.id] });
  });

  test('stay when who gave them leaves, and when the message is edited', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await send(ana!, id);
    await react(ben!, id, message.id);
    await ben!.api.conversation.leave.mutate({ conversationId: id });
    const change = { conversationId: id, messageId: message.id, text: 'better', clientId: aClientId() };
    await ana!.api.message.edit.mutate(change);
    expect(await reactionsOf(id, message.seq)).toEqual([{ emoji: '👍', userIds: [ben!.me.id] }]);
  });

  test('neither move the conversation in the list nor count as unread', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await send(ana!, id);
    const seen = async () => {
      const { head: _, ...conversation } = await ben!.api.conversation.get.query({ conversationId: id });
      return conversation;
    };
    const before = await seen();
    await react(ana!, id, message.id);
    expect(await seen()).toEqual(before);
  });
});
