import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { EMOJIS_PER_MESSAGE_MAX, PINS_MAX } from '~/contract/limits';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, aRoom, asMessage, everything, send } from '../support/conversations';
import { aClientId, aPerson, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let server: TestServer;
let [ana, ben, cleo]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map((name) => aPerson(server.url, name)));
});
afterAll(() => server[Symbol.asyncDispose]());

const react = (person: Person, conversationId: string, messageId: string, emoji: string, on = true) =>
  person.api.message.react.mutate({ conversationId, messageId, emoji, on, clientId: aClientId() });
const reactionsOf = async (conversationId: string, seq: number) =>
  asMessage((await everything(ana!, conversationId)).find((entry) => entry.seq === seq)).reactions;

describe('a reaction', () => {
  test('is counted once for a person, in the order they reacted, and taken back', async () => {
    const { id } = await aGroup(ana!, [ben!, cleo!]);
    const message = await send(ana!, id);
    for (const person of [cleo!, ben!, cleo!]) await react(person, id, message.id, '👍');
    await react(ben!, id, message.id, '🇮🇳');
    expect(await reactionsOf(id, message.seq)).toEqual([
      { emoji: '👍', userIds: [cleo!.me.id, ben!.me.id] },
      { emoji: '🇮🇳', userIds: [ben!.me.id] },
    ]);
    await react(cleo!, id, message.id, '👍', false);
    await react(ben!, id, message.id, '👍', false);
    expect(await reactionsOf(id, message.seq)).toEqual([{ emoji: '🇮🇳', userIds: [ben!.me.id] }]);
  });

  test.each(['a', '', '👍👍', '<b>', '1', '👍 '])('is one emoji, and not %j', async (emoji) => {
    const { id } = await aGroup(ana!, []);
    const message = await send(ana!, id);
    expect((await refusal(react(ana!, id, message.id, emoji))).appCode).toBe('INVALID_INPUT');
  });

  test('beyond as many different ones as a message shows is refused', async () => {
    const { id } = await aGroup(ana!, []);
    const message = await send(ana!, id);
    for (let index = 0; index < EMOJIS_PER_MESSAGE_MAX; index += 1) {
      await react(ana!, id, message.id, String.fromCodePoint(0x1f600 + index));
    }
    expect((await refusal(react(ana!, id, message.id, '🚀'))).appCode).toBe('TOO_LARGE');
  });
});

describe('a reply', () => {
  test('names its message, which is read by its number as it is now', async () => {
    const { id } = await aDirect(ana!, ben!);
    const question = await send(ana!, id, 'when?');
    const answer = asMessage(
      await ben!.api.message.send.mutate({
        conversationId: id,
        clientId: aClientId(),
        text: 'at nine',
        replyToId: question.id,
      }),
    );
    expect(answer.replyTo).toEqual({ id: question.id, seq: question.seq });
    await ana!.api.message.delete.mutate({
      conversationId: id,
      messageId: question.id,
      scope: 'everyone',
      clientId: aClientId(),
    });
    const { entries } = await ben!.api.message.get.query({ conversationId: id, seqs: [question.seq, 999] });
    expect(entries).toMatchObject([{ seq: question.seq, text: '', deletedAt: expect.any(String) }]);
  });

  test('to a message of another conversation is refused', async () => {
    const [here, there] = [await aDirect(ana!, ben!), await aDirect(ana!, cleo!)];
    const elsewhere = await send(ana!, there.id);
    const call = ben!.api.message.send.mutate({
      conversationId: here.id,
      clientId: aClientId(),
      text: 'aha',
      replyToId: elsewhere.id,
    });
    expect((await refusal(call)).appCode).toBe('NOT_FOUND');
  });
});

test('a message mentions the members it names, and nobody else', async () => {
  const { id } = await aGroup(ana!, [ben!]);
  const text = `@${ben!.me.username.toUpperCase()}, @${cleo!.me.username} and x@${ana!.me.username}: look. @nobody`;
  expect((await send(ana!, id, text)).mentions).toEqual([ben!.me.id]);
  const message = await send(ana!, id, 'plain');
  const edit = { conversationId: id, messageId: message.id, text: `for @${ana!.me.username}.`, clientId: aClientId() };
  expect(await ana!.api.message.edit.mutate(edit)).toMatchObject({ mentions: [ana!.me.id] });
});

describe('pins', () => {
  const pin = (person: Person, conversationId: string, messageId: string, on = true) =>
    person.api.message.pin.mutate({ conversationId, messageId, on, clientId: aClientId() });
  const pinsOf = async (conversationId: string) =>
    (await ana!.api.conversation.get.query({ conversationId })).pins.map(({ seq }) => seq);

  test('are the newest first, once each, and go with their message', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const [one, two] = [await send(ana!, id), await send(ana!, id)];
    await pin(ana!, id, one.id);
    await pin(ben!, id, two.id);
    expect(await pinsOf(id)).toEqual([two.seq, one.seq]);
    await pin(ben!, id, one.id);
    expect(await pinsOf(id)).toEqual([one.seq, two.seq]);
    await pin(ana!, id, two.id, false);
    expect(await pinsOf(id)).toEqual([one.seq]);
    const gone = { conversationId: id, messageId: one.id, scope: 'everyone' as const, clientId: aClientId() };
    await ana!.api.message.delete.mutate(gone);
    expect(await pinsOf(id)).toEqual([]);
    expect((await refusal(pin(ana!, id, one.id))).appCode).toBe('CONFLICT');
  });

  test('beyond as many as there may be are refused, but one that is there already goes to the top', async () => {
    const { id } = await aGroup(ana!, []);
    const messages = [];
    for (let count = 0; count <= PINS_MAX; count += 1) messages.push(await send(ana!, id));
    for (const message of messages.slice(0, PINS_MAX)) await pin(ana!, id, message.id);
    expect((await refusal(pin(ana!, id, messages.at(-1)!.id))).appCode).toBe('TOO_LARGE');
    await pin(ana!, id, messages[0]!.id);
    const seqs = await pinsOf(id);
    expect(seqs).toHaveLength(PINS_MAX);
    expect(seqs[0]).toBe(messages[0]!.seq);
  });

  test('of a room are for admins and owners', async () => {
    const room = await aRoom(ana!);
    await ben!.api.room.join.mutate({ slug: room.slug! });
    const message = await send(ben!, room.id);
    expect((await refusal(pin(ben!, room.id, message.id))).appCode).toBe('FORBIDDEN');
    await pin(ana!, room.id, message.id);
    expect(await pinsOf(room.id)).toEqual([message.seq]);
  });
});

describe('forwarding', () => {
  test('writes the text to each conversation once, however often it is tried', async () => {
    const [from, one, two] = [await aGroup(ana!, []), await aDirect(ana!, ben!), await aDirect(ana!, cleo!)];
    const message = await send(ana!, from.id, 'pass it on');
    const input = {
      conversationId: from.id,
      messageId: message.id,
      toConversationIds: [one.id, two.id, one.id],
      clientId: aClientId(),
    };
    const made = await ana!.api.message.forward.mutate(input);
    expect(made).toMatchObject([
      { conversationId: one.id, text: 'pass it on', forwarded: true },
      { conversationId: two.id, text: 'pass it on', forwarded: true },
    ]);
    expect(await ana!.api.message.forward.mutate(input)).toEqual(made);
  });

  test('copies the text as it is now, and neither what it answers nor whom it mentions', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const mention = `ask @${ben!.me.username}`;
    const message = await ana!.api.message.send.mutate({
      conversationId: id,
      clientId: aClientId(),
      text: 'first',
      replyToId: (await send(ben!, id)).id,
    });
    const change = { conversationId: id, messageId: message.id };
    await ana!.api.message.edit.mutate({ ...change, text: mention, clientId: aClientId() });
    await react(ben!, id, message.id, '👍');
    const [copy] = await ben!.api.message.forward.mutate({
      ...change,
      toConversationIds: [id],
      clientId: aClientId(),
    });
    expect(copy).toMatchObject({ text: mention, forwarded: true, senderId: ben!.me.id, editedAt: null });
    expect(copy).toMatchObject({ replyTo: null, mentions: [], reactions: [] });
  });

  test('what would be too much for the limit writes nothing anywhere', async () => {
    await using strict = await startConfab({ rates: { message: { points: 2, seconds: 3600 } } });
    const dora = await aPerson(strict.url, 'Dora');
    const [from, ...places] = await Promise.all(['one', 'two', 'three'].map((name) => aGroup(dora, [], name)));
    const message = await send(dora, from!.id);
    const call = dora.api.message.forward.mutate({
      conversationId: from!.id,
      messageId: message.id,
      toConversationIds: places.map(({ id }) => id),
      clientId: aClientId(),
    });
    expect((await refusal(call)).appCode).toBe('RATE_LIMITED');
    for (const { id } of places) expect(await everything(dora, id)).toHaveLength(1);
  });

  test('to where one of them is not open writes nothing anywhere', async () => {
    const [from, one, strange] = [await aGroup(ana!, []), await aGroup(ana!, [ben!]), await aDirect(ben!, cleo!)];
    const message = await send(ana!, from.id);
    const call = ana!.api.message.forward.mutate({
      conversationId: from.id,
      messageId: message.id,
      toConversationIds: [one.id, strange.id],
      clientId: aClientId(),
    });
    expect((await refusal(call)).appCode).toBe('NOT_FOUND');
    expect(await everything(ben!, one.id)).toHaveLength(1);
  });
});
