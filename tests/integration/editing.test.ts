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
const remove = (person: Person, conversationId: string, messageId: string) =>
  person.api.message.delete.mutate({ conversationId, messageId, scope: 'everyone', clientId: aClientId() });
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
    const { models, links, timeline, services } = server.container;
    const deletedFirst: typeof timeline = {
      ...timeline,
      async append(conversationId, draft) {
        if (draft.kind === 'edit') await remove(ana!, id, message.id);
        return timeline.append(conversationId, draft);
      },
    };
    const limits = { spend: async () => {} };
    const messages = createMessages({ ...services, models, links, timeline: deletedFirst, limits });
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
