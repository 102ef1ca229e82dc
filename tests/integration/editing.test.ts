import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createMessages } from '~/server/services/messages';
import { appendAll, fromPage } from '~/sync/timeline';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, asMessage, everything, send } from '../support/conversations';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let server: TestServer;
let [ana, ben]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
});
afterAll(() => server[Symbol.asyncDispose]());

const edit = (person: Person, conversationId: string, messageId: string, text: string, clientId = aClientId()) =>
  person.api.message.edit.mutate({ conversationId, messageId, text, clientId });
const remove = (
  person: Person,
  conversationId: string,
  messageId: string,
  { scope = 'everyone' as 'everyone' | 'me', clientId = aClientId() } = {},
) => person.api.message.delete.mutate({ conversationId, messageId, scope, clientId });
const messageIn = async (person: Person, conversationId: string, seq: number) =>
  (await everything(person, conversationId)).find((entry) => entry.seq === seq);

describe('an edit', () => {
  test('is seen by everybody, live and in history, with when it was', async () => {
    const { id } = await aDirect(ana!, ben!);
    const message = await send(ana!, id, 'first');
    await using live = await listenAs(ben!, server.url);
    const entry = await edit(ana!, id, message.id, 'second');
    expect(entry).toMatchObject({ kind: 'edit', targetId: message.id, targetSeq: message.seq, text: 'second' });
    await live.until((event) => event.type === 'entry' && event.entry.id === entry.id);
    const edited = asMessage(await messageIn(ben!, id, message.seq));
    expect(edited).toMatchObject({ text: 'second', editedAt: entry.at, rev: entry.seq });
    const { conversations } = await ben!.api.conversation.list.query({});
    expect(conversations.find((one) => one.id === id)?.lastMessage?.text).toBe('second');
  });

  test('is refused to everybody but its sender, and of what is not there', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await send(ana!, id);
    expect((await refusal(edit(ben!, id, message.id, 'mine'))).appCode).toBe('FORBIDDEN');
    expect((await refusal(edit(ana!, id, 'f'.repeat(24), 'nothing'))).appCode).toBe('NOT_FOUND');
    const other = await aGroup(ana!, []);
    expect((await refusal(edit(ana!, other.id, message.id, 'elsewhere'))).appCode).toBe('NOT_FOUND');
    expect(asMessage(await messageIn(ben!, id, message.seq)).editedAt).toBeNull();
  });

  test('tried again is the same entry, also after the message was deleted', async () => {
    const { id } = await aGroup(ana!, []);
    const message = await send(ana!, id);
    const clientId = aClientId();
    const first = await edit(ana!, id, message.id, 'better', clientId);
    await remove(ana!, id, message.id);
    const again = await edit(ana!, id, message.id, 'better', clientId);
    expect(again.seq).toBe(first.seq);
    expect(await everything(ana!, id)).toHaveLength(4);
  });

  test('of a deleted message is refused', async () => {
    const { id } = await aGroup(ana!, []);
    const message = await send(ana!, id);
    await remove(ana!, id, message.id);
    expect((await refusal(edit(ana!, id, message.id, 'back'))).appCode).toBe('CONFLICT');
  });

  test('that a deletion overtakes is not kept', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await send(ana!, id);
    const { models, timeline, services } = server.container;
    const deletedFirst: typeof timeline = {
      ...timeline,
      async append(conversationId, draft) {
        if (draft.kind === 'edit') await remove(ana!, id, message.id);
        return timeline.append(conversationId, draft);
      },
    };
    const limits = { spend: async () => {} };
    const messages = createMessages({ models, timeline: deletedFirst, conversations: services.conversations, limits });
    const actor = { userId: ana!.me.id, credential: { kind: 'token', id: message.id } } as const;
    await using live = await listenAs(ben!, server.url);
    const input = { conversationId: id, messageId: message.id, text: 'too late', clientId: aClientId() };
    const { seq } = await messages.edit(actor, input);
    const entries = await everything(ben!, id);
    expect(entries[seq - 1]).toMatchObject({ kind: 'edit', text: '' });
    expect(JSON.stringify(entries)).not.toContain('late');
    // Who was there sees the same.
    await live.until((event) => event.type === 'entry' && event.entry.seq === entries.length);
    const heard = live.events.flatMap((event) => (event.type === 'entry' ? [event.entry] : []));
    const held = fromPage({ entries: [...entries.slice(0, 1), message], head: message.seq });
    expect(appendAll(held, heard).timeline.entries).toEqual(entries);
  });
});

describe('a deletion for everyone', () => {
  test('leaves a tombstone, and nothing of what was ever said', async () => {
    const { id } = await aDirect(ana!, ben!);
    const message = await send(ana!, id, 'secret one');
    await edit(ana!, id, message.id, 'secret two');
    await remove(ana!, id, message.id);
    const entries = await everything(ben!, id);
    expect(entries.find(({ seq }) => seq === message.seq)).toMatchObject({ text: '', deletedAt: expect.any(String) });
    expect(JSON.stringify(entries)).not.toContain('secret');
    expect((await ben!.api.message.search.query({ query: 'secret' })).messages).toEqual([]);
    const { conversations } = await ben!.api.conversation.list.query({});
    expect(conversations.find((one) => one.id === id)?.lastMessage).toMatchObject({ deleted: true, text: '' });
  });

  test('is for the sender, and for admins and owners of a group, but for nobody else', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const mine = await send(ana!, id);
    const theirs = await send(ben!, id);
    expect((await refusal(remove(ben!, id, mine.id))).appCode).toBe('FORBIDDEN');
    expect((await remove(ana!, id, theirs.id)).kind).toBe('delete');
    const direct = await aDirect(ana!, ben!);
    const answer = await send(ben!, direct.id);
    expect((await refusal(remove(ana!, direct.id, answer.id))).appCode).toBe('FORBIDDEN');
  });
});

describe('a deletion for me', () => {
  test('takes the message from all of one’s devices, and nobody else learns which it was', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await send(ana!, id, 'not for me');
    await using own = await listenAs(ben!, server.url);
    await using other = await listenAs(ana!, server.url);
    const hide = await remove(ben!, id, message.id, { scope: 'me' });
    expect(hide).toMatchObject({ kind: 'hide', targetId: message.id });
    await own.until((event) => event.type === 'entry' && event.entry.kind === 'hide');
    const seen = await other.until((event) => event.type === 'entry' && event.entry.seq === hide.seq);
    expect(seen).toMatchObject({ entry: { kind: 'hidden', senderId: null, clientId: null } });
    expect(JSON.stringify(seen)).not.toContain(message.id);
    expect(await messageIn(ben!, id, message.seq)).toMatchObject({ kind: 'hidden' });
    expect(await messageIn(ana!, id, message.seq)).toMatchObject({ text: 'not for me' });
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
    for (const { id: messageId } of [message, last]) await remove(ben!, id, messageId, { scope: 'me' });
    expect(await seenBy(ana!)).toEqual(before);
    expect((await everything(ana!, id)).slice(4)).toMatchObject([{ kind: 'hidden' }, { kind: 'hidden' }]);
  });

  test('of the last message shows the one before in one’s own list', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    await send(ana!, id, 'before');
    const last = await send(ana!, id, 'last');
    await remove(ben!, id, last.id, { scope: 'me' });
    const previewFor = async (person: Person) =>
      (await person.api.conversation.get.query({ conversationId: id })).lastMessage?.text;
    expect(await previewFor(ben!)).toBe('before');
    expect(await previewFor(ana!)).toBe('last');
  });
});
