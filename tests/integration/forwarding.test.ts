import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FORWARD_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { createMessages } from '~/server/services/messages';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, asMessage, everything, send } from '../support/conversations';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let server: TestServer;
let [ana, ben, cleo]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map((name) => aPerson(server.url, name)));
});
afterAll(() => server[Symbol.asyncDispose]());

interface Source {
  readonly conversationId: Id;
  readonly id: Id;
}

const inputFor = ({ conversationId, id: messageId }: Source, toConversationIds: Id[]) => ({
  conversationId,
  messageId,
  toConversationIds,
  clientId: aClientId(),
});

describe('a forwarded message', () => {
  test('reaches who is there, and who is where it came from learns nothing', async () => {
    const [from, to] = [await aGroup(ana!, [ben!]), await aGroup(ana!, [cleo!])];
    const message = await send(ben!, from.id, 'pass it on');
    await using live = await listenAs(cleo!, server.url);
    const [copy] = await ana!.api.message.forward.mutate(inputFor(message, [to.id]));
    const event = await live.until((one) => one.type === 'entry' && one.entry.id === copy!.id);
    expect(event).toEqual({ type: 'entry', entry: copy });
    expect(copy).toMatchObject({ text: 'pass it on', senderId: ana!.me.id, forwarded: true });
    expect(JSON.stringify(copy)).not.toContain(message.id);
    expect(await everything(cleo!, to.id)).toContainEqual(copy);
    expect(await everything(ben!, from.id)).toHaveLength(2);
    expect(await everything(ben!, from.id)).toHaveLength(message.seq);
  });

  test('is one’s own: to edit, to delete and to forward, whatever becomes of the first', async () => {
    const [from, to] = [await aGroup(ben!, [ana!]), await aGroup(ana!, [cleo!])];
    const message = await send(ben!, from.id, 'first');
    const [copy] = await ana!.api.message.forward.mutate(inputFor(message, [to.id]));
    const target = { conversationId: from.id, messageId: message.id };
    await ben!.api.message.delete.mutate({ ...target, scope: 'everyone', clientId: aClientId() });
    const [again] = await cleo!.api.message.forward.mutate(inputFor(copy!, [to.id]));
    expect(again).toMatchObject({ text: 'first', forwarded: true, senderId: cleo!.me.id });
    const change = { conversationId: to.id, messageId: copy!.id, text: 'mine', clientId: aClientId() };
    await ana!.api.message.edit.mutate(change);
    expect((await everything(cleo!, to.id))[copy!.seq - 1]).toMatchObject({ text: 'mine', forwarded: true });
  });

  test('has the text as it is by then, and neither what it answered nor whom it mentioned nor who reacted', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const mention = `ask @${ben!.me.username}`;
    const message = asMessage(
      await ana!.api.message.send.mutate({
        conversationId: id,
        clientId: aClientId(),
        text: 'first',
        replyToId: (await send(ben!, id)).id,
      }),
    );
    const target = { conversationId: id, messageId: message.id };
    await ana!.api.message.edit.mutate({ ...target, text: mention, clientId: aClientId() });
    await ben!.api.message.react.mutate({ ...target, emoji: '👍', on: true, clientId: aClientId() });
    const [copy] = await ben!.api.message.forward.mutate(inputFor(message, [id]));
    expect(copy).toMatchObject({ text: mention, forwarded: true, senderId: ben!.me.id, editedAt: null });
    expect(copy).toMatchObject({ replyTo: null, mentions: [], reactions: [] });
  });

  test('is found by a search where it went, and counts as unread there', async () => {
    const [from, to] = [await aGroup(ana!, []), await aGroup(ana!, [cleo!])];
    const message = await send(ana!, from.id, 'quicksilver');
    const [copy] = await ana!.api.message.forward.mutate(inputFor(message, [to.id]));
    await server.container.timeline.drain();
    const { messages } = await cleo!.api.message.search.query({ query: 'quicksilver' });
    expect(messages).toEqual([copy]);
    expect(await cleo!.api.conversation.get.query({ conversationId: to.id })).toMatchObject({
      unread: 1,
      lastMessage: { text: 'quicksilver' },
    });
  });
});

describe('forwarding', () => {
  test('writes the text to each conversation once, however often it is named or tried', async () => {
    const dora = await aPerson(server.url, 'Dora');
    const [from, one, two] = [await aGroup(ana!, []), await aGroup(ana!, [ben!]), await aDirect(ana!, dora)];
    const input = inputFor(await send(ana!, from.id, 'pass it on'), [one.id, two.id, one.id]);
    const made = await ana!.api.message.forward.mutate(input);
    expect(made).toMatchObject([
      { conversationId: one.id, text: 'pass it on', forwarded: true },
      { conversationId: two.id, text: 'pass it on', forwarded: true },
    ]);
    expect(await ana!.api.message.forward.mutate(input)).toEqual(made);
    for (const [index, { id }] of [one, two].entries()) {
      expect((await everything(ana!, id)).slice(1)).toEqual([made[index]]);
    }
  });

  test('is refused where one of them is blocked, and from where one is no member any more', async () => {
    const dora = await aPerson(server.url, 'Dora');
    const [open, direct, from] = [await aGroup(ana!, []), await aDirect(ana!, dora), await aGroup(ben!, [ana!])];
    await dora.api.user.block.mutate({ userId: ana!.me.id });
    const message = await send(ben!, from.id);
    const blocked = ana!.api.message.forward.mutate(inputFor(message, [open.id, direct.id]));
    expect((await refusal(blocked)).appCode).toBe('BLOCKED');
    await ana!.api.conversation.leave.mutate({ conversationId: from.id });
    const left = ana!.api.message.forward.mutate(inputFor(message, [open.id]));
    expect((await refusal(left)).appCode).toBe('NOT_FOUND');
    expect(await everything(ana!, open.id)).toHaveLength(1);
  });

  test('to where one of them is not open writes nothing anywhere', async () => {
    const [from, one, strange] = [await aGroup(ana!, []), await aGroup(ana!, [ben!]), await aDirect(ben!, cleo!)];
    const message = await send(ana!, from.id);
    const call = ana!.api.message.forward.mutate(inputFor(message, [one.id, strange.id]));
    expect((await refusal(call)).appCode).toBe('NOT_FOUND');
    expect(await everything(ben!, one.id)).toHaveLength(1);
  });

  test('that would be too much for the limit writes nothing anywhere', async () => {
    await using strict = await startConfab({ rates: { message: { points: 2, seconds: 3600 } } });
    const dora = await aPerson(strict.url, 'Dora');
    const [from, ...places] = await Promise.all(['one', 'two', 'three'].map((name) => aGroup(dora, [], name)));
    const message = await send(dora, from!.id);
    const input = inputFor(
      message,
      places.map(({ id }) => id),
    );
    expect((await refusal(dora.api.message.forward.mutate(input))).appCode).toBe('RATE_LIMITED');
    for (const { id } of places) expect(await everything(dora, id)).toHaveLength(1);
  });

  test('is to one conversation at least, and not to more than the limit', async () => {
    const from = await aGroup(ana!, []);
    const message = await send(ana!, from.id);
    const tooMany = Array.from({ length: FORWARD_MAX + 1 }, () => from.id);
    for (const targets of [[], tooMany]) {
      const call = ana!.api.message.forward.mutate(inputFor(message, targets));
      expect((await refusal(call)).appCode).toBe('INVALID_INPUT');
    }
    expect(await everything(ana!, from.id)).toHaveLength(2);
  });

  test('that broke off in the middle is completed by the retry, with nothing twice', async () => {
    const { models, links, timeline, services } = server.container;
    const [from, ...places] = [await aGroup(ana!, []), await aGroup(ana!, []), await aGroup(ana!, [])];
    const message = await send(ana!, from.id, 'everywhere');
    const broken: typeof timeline = {
      ...timeline,
      append: (conversationId, draft) =>
        conversationId.toString() === places[1]!.id
          ? Promise.reject(new Error('the database is away'))
          : timeline.append(conversationId, draft),
    };
    const limits = { spend: async () => {} };
    const messages = createMessages({ ...services, models, links, timeline: broken, limits });
    const actor = { userId: ana!.me.id, credential: { kind: 'token', id: message.id } } as const;
    const input = inputFor(
      message,
      places.map(({ id }) => id),
    );
    await expect(messages.forward(actor, input)).rejects.toThrow('away');
    const made = await ana!.api.message.forward.mutate(input);
    expect(await ana!.api.message.forward.mutate(input)).toEqual(made);
    for (const [index, { id }] of places.entries()) {
      const copies = (await everything(ana!, id)).slice(1);
      expect(copies).toEqual([made[index]]);
      expect(asMessage(copies[0]).text).toBe('everywhere');
    }
  });
});
