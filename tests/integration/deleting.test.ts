import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Id } from '~/contract/primitives';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, asMessage, everything, send } from '../support/conversations';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';

let server: TestServer;
let [ana, ben, cleo]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map((name) => aPerson(server.url, name)));
});
afterAll(() => server[Symbol.asyncDispose]());

const remove = ({ api }: Person, conversationId: Id, messageId: Id, scope: 'everyone' | 'me') =>
  api.message.delete.mutate({ conversationId, messageId, scope, clientId: aClientId() });
const edit = ({ api }: Person, conversationId: Id, messageId: Id, text: string) =>
  api.message.edit.mutate({ conversationId, messageId, text, clientId: aClientId() });
/** The preview in one's list, which is the one that the conversation shows. */
async function previewFor({ api }: Person, conversationId: Id) {
  // Previews in the list may follow what was acknowledged; once the conversation was asked for, they have.
  const { lastMessage } = await api.conversation.get.query({ conversationId });
  const { conversations } = await api.conversation.list.query({});
  expect(conversations.find(({ id }) => id === conversationId)!.lastMessage).toEqual(lastMessage);
  return lastMessage;
}

describe('a deletion for everyone', () => {
  test('leaves a tombstone, and nothing of what was ever said', async () => {
    const { id } = await aDirect(ana!, ben!);
    const message = await send(ana!, id, 'secret one');
    await edit(ana!, id, message.id, 'secret two');
    await remove(ana!, id, message.id, 'everyone');
    const entries = await everything(ben!, id);
    expect(entries[message.seq - 1]).toMatchObject({ text: '', deletedAt: expect.any(String) });
    expect(JSON.stringify(entries)).not.toContain('secret');
    expect((await ben!.api.message.search.query({ query: 'secret' })).messages).toEqual([]);
    expect(await previewFor(ben!, id)).toMatchObject({ deleted: true, text: '' });
  });

  test('takes along whom the message mentioned, who reacted, its pin and the texts of all edits', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await send(ana!, id, `first for @${ben!.me.username}`);
    const target = { conversationId: id, messageId: message.id };
    await edit(ana!, id, message.id, `second for @${ben!.me.username}`);
    await ben!.api.message.react.mutate({ ...target, emoji: '👍', on: true, clientId: aClientId() });
    await ben!.api.message.pin.mutate({ ...target, on: true, clientId: aClientId() });
    await edit(ana!, id, message.id, `third for @${ben!.me.username}`);
    await remove(ana!, id, message.id, 'everyone');
    const entries = await everything(ben!, id);
    expect(entries[message.seq - 1]).toMatchObject({
      text: '',
      mentions: [],
      reactions: [],
      editedAt: expect.anything(),
    });
    const edits = entries.filter(({ kind }) => kind === 'edit');
    expect(edits).toHaveLength(2);
    for (const one of edits) expect(one).toMatchObject({ text: '', mentions: [] });
    expect((await ben!.api.conversation.get.query({ conversationId: id })).pins).toEqual([]);
  });

  test('by two people at once is one: the time stays the first one’s', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await send(ben!, id);
    const made = await Promise.all([ana!, ben!, ana!].map((person) => remove(person, id, message.id, 'everyone')));
    const first = made.toSorted((a, b) => a.seq - b.seq)[0]!;
    const tombstone = asMessage((await everything(ana!, id))[message.seq - 1]);
    expect(tombstone).toMatchObject({ deletedAt: first.at, rev: first.seq });
  });

  test('of a message that is no more the last leaves the preview as it is', async () => {
    const { id } = await aGroup(ana!, []);
    const [before, last] = [await send(ana!, id, 'before'), await send(ana!, id, 'last')];
    await remove(ana!, id, before.id, 'everyone');
    expect(await previewFor(ana!, id)).toMatchObject({ id: last.id, text: 'last', deleted: false });
  });
});

describe('a deletion for me', () => {
  test('takes the message from all of one’s devices, and nobody else learns which it was', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await send(ana!, id, 'not for me');
    await using own = await listenAs(ben!, server.url);
    await using other = await listenAs(ana!, server.url);
    const hide = await remove(ben!, id, message.id, 'me');
    expect(hide).toMatchObject({ kind: 'hide', targetId: message.id });
    await own.until((event) => event.type === 'entry' && event.entry.kind === 'hide');
    const seen = await other.until((event) => event.type === 'entry' && event.entry.seq === hide.seq);
    expect(seen).toMatchObject({ entry: { kind: 'hidden', senderId: null, clientId: null } });
    expect(JSON.stringify(seen)).not.toContain(message.id);
    expect((await everything(ben!, id))[message.seq - 1]).toMatchObject({ kind: 'hidden' });
    expect((await everything(ana!, id))[message.seq - 1]).toMatchObject({ text: 'not for me' });
    expect((await ben!.api.message.search.query({ query: 'not', conversationId: id })).messages).toEqual([]);
  });

  test('changes nothing that anybody else can ask for, but the number of entries', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const [message, last] = [await send(ben!, id, 'hidden soon'), await send(ben!, id, 'hidden too')];
    await ben!.api.message.pin.mutate({ conversationId: id, messageId: last.id, on: true, clientId: aClientId() });
    const seenBy = async ({ api }: Person) => {
      const { head: _, ...conversation } = await api.conversation.get.query({ conversationId: id });
      return {
        conversation,
        entries: (await everything({ api }, id)).slice(0, 4),
        single: (await api.message.get.query({ conversationId: id, seqs: [message.seq, last.seq] })).entries,
        found: await api.message.search.query({ query: 'hidden', conversationId: id }),
        info: await api.message.info.query({ conversationId: id, messageId: last.id }),
        unread: (await api.receipt.unread.query()).conversations.find((one) => one.conversationId === id),
        receipts: await api.receipt.list.query({ conversationId: id }),
      };
    };
    const before = await seenBy(ana!);
    for (const { id: messageId } of [message, last]) await remove(ben!, id, messageId, 'me');
    expect(await seenBy(ana!)).toEqual(before);
    expect((await everything(ana!, id)).slice(4)).toMatchObject([{ kind: 'hidden' }, { kind: 'hidden' }]);
  });

  test('of one message after the other shows the one before, in the end none, and the next one said', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const messages = [await send(ana!, id, 'one'), await send(ben!, id, 'two'), await send(ana!, id, 'three')];
    for (const text of ['two', 'one', undefined]) {
      await remove(ben!, id, messages.pop()!.id, 'me');
      expect((await previewFor(ben!, id))?.text).toBe(text);
    }
    expect(await previewFor(ana!, id)).toMatchObject({ text: 'three' });
    await send(ana!, id, 'four');
    expect(await previewFor(ben!, id)).toMatchObject({ text: 'four' });
  });

  test('shows the one before as it is now: edited, or deleted for everyone', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const [before, last] = [await send(ana!, id, 'before'), await send(ana!, id, 'last')];
    await remove(ben!, id, last.id, 'me');
    await edit(ana!, id, before.id, 'before, corrected');
    expect(await previewFor(ben!, id)).toMatchObject({ text: 'before, corrected', deleted: false });
    await remove(ana!, id, before.id, 'everyone');
    expect(await previewFor(ben!, id)).toMatchObject({ id: before.id, text: '', deleted: true });
  });

  test('is final: neither an edit nor a deletion for everyone brings the message back', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await send(ana!, id, 'gone');
    await remove(ben!, id, message.id, 'me');
    await edit(ana!, id, message.id, 'gone, and said again');
    expect((await everything(ben!, id))[message.seq - 1]).toMatchObject({ kind: 'hidden' });
    expect(await previewFor(ben!, id)).toBeNull();
    expect((await ben!.api.message.search.query({ query: 'again', conversationId: id })).messages).toEqual([]);
    await remove(ana!, id, message.id, 'everyone');
    expect((await everything(ben!, id))[message.seq - 1]).toMatchObject({ kind: 'hidden' });
    expect(await previewFor(ben!, id)).toBeNull();
  });

  test('is everybody’s own: two people hide the same message, a third one still reads it', async () => {
    const { id } = await aGroup(ana!, [ben!, cleo!]);
    const message = await send(ana!, id, 'for one of us');
    await Promise.all([ana!, ben!].map((person) => remove(person, id, message.id, 'me')));
    for (const person of [ana!, ben!]) {
      expect((await everything(person, id))[message.seq - 1]).toMatchObject({ kind: 'hidden' });
    }
    expect((await everything(cleo!, id))[message.seq - 1]).toEqual(message);
  });
});
