import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MessageEntry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, aRoom, asMessage, everything, send } from '../support/conversations';
import { aClientId, aPerson, type Person } from '../support/people';

let server: TestServer;
let [ana, ben, cleo]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map((name) => aPerson(server.url, name)));
});
afterAll(() => server[Symbol.asyncDispose]());

const reply = async ({ api }: Person, { id: replyToId, conversationId }: MessageEntry, text = 'an answer') =>
  asMessage(await api.message.send.mutate({ conversationId, clientId: aClientId(), text, replyToId }));
const single = async ({ api }: Person, conversationId: Id, seq: number) =>
  (await api.message.get.query({ conversationId, seqs: [seq] })).entries[0];
const edit = ({ api }: Person, { id: messageId, conversationId }: MessageEntry, text: string) =>
  api.message.edit.mutate({ conversationId, messageId, text, clientId: aClientId() });

describe('a reply', () => {
  test('names one message, also when that answers another', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const first = await send(ana!, id);
    const second = await reply(ben!, first);
    const third = await reply(ana!, second);
    expect([first, second, third].map(({ replyTo }) => replyTo)).toEqual([
      null,
      { id: first.id, seq: first.seq },
      { id: second.id, seq: second.seq },
    ]);
    expect((await everything(ben!, id)).slice(1)).toEqual([first, second, third]);
  });

  test('still names its message after it was edited, which reads as it is by then', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const question = await send(ana!, id, 'wen?');
    const answer = await reply(ben!, question);
    await edit(ana!, question, 'when?');
    await edit(ben!, answer, 'at nine');
    const [, , edited] = await everything(ana!, id);
    expect(edited).toMatchObject({ text: 'at nine', replyTo: { id: question.id, seq: question.seq } });
    expect(await single(ben!, id, question.seq)).toMatchObject({ text: 'when?' });
  });

  test('still names its message after it was deleted, which reads as a tombstone', async () => {
    const { id } = await aDirect(ana!, ben!);
    const question = await send(ana!, id, 'when?');
    const answer = await reply(ben!, question);
    const deletion = { conversationId: id, messageId: question.id, scope: 'everyone' as const, clientId: aClientId() };
    await ana!.api.message.delete.mutate(deletion);
    expect((await everything(ana!, id))[answer.seq - 1]).toEqual(answer);
    expect(answer.replyTo).toEqual({ id: question.id, seq: question.seq });
    const tombstone = { seq: question.seq, text: '', deletedAt: expect.any(String) };
    expect(await single(ben!, id, question.seq)).toMatchObject(tombstone);
  });

  test('to what its reader has hidden names a number that tells nothing', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const question = await send(ana!, id, 'the question');
    const hide = { conversationId: id, messageId: question.id, scope: 'me' as const, clientId: aClientId() };
    await ben!.api.message.delete.mutate(hide);
    const answer = await reply(ana!, question);
    expect(await single(ben!, id, answer.replyTo!.seq)).toMatchObject({ kind: 'hidden', senderId: null });
    expect(JSON.stringify(await everything(ben!, id))).not.toContain('the question');
  });
});

describe('mentions', () => {
  test('are the members that a text or its edit names, and nobody else', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const text = `@${ben!.me.username.toUpperCase()}, @${cleo!.me.username} and x@${ana!.me.username}: look. @nobody`;
    expect((await send(ana!, id, text)).mentions).toEqual([ben!.me.id]);
    const message = await send(ana!, id, 'plain');
    expect(await edit(ana!, message, `for @${ana!.me.username}.`)).toMatchObject({ mentions: [ana!.me.id] });
  });

  test('are in the order of the text, each member once, the sender too', async () => {
    const { id } = await aGroup(ana!, [ben!, cleo!]);
    const [a, b, c] = [ana!, ben!, cleo!].map(({ me }) => `@${me.username}`);
    const { mentions } = await send(ana!, id, `${c}: ${a}, ${b} (${c}), ${b!.toUpperCase()}`);
    expect(mentions).toEqual([cleo!, ana!, ben!].map(({ me }) => me.id));
  });

  test('are of who is a member when it is said', async () => {
    const room = await aRoom(ana!);
    const text = `hello @${ben!.me.username}`;
    const before = await send(ana!, room.id, text);
    await ben!.api.room.join.mutate({ slug: room.slug! });
    const during = await send(ana!, room.id, text);
    await ben!.api.conversation.leave.mutate({ conversationId: room.id });
    const after = await send(ana!, room.id, text);
    expect([before, during, after].map(({ mentions }) => mentions)).toEqual([[], [ben!.me.id], []]);
    expect((await everything(ana!, room.id))[during.seq - 1]).toEqual(during);
  });

  test('change with the text', async () => {
    const { id } = await aGroup(ana!, [ben!, cleo!]);
    const message = await send(ana!, id, `@${ben!.me.username}?`);
    await edit(ana!, message, `@${cleo!.me.username}!`);
    expect(await single(ben!, id, message.seq)).toMatchObject({ mentions: [cleo!.me.id] });
    await edit(ana!, message, 'nobody');
    expect(await single(ben!, id, message.seq)).toMatchObject({ mentions: [] });
  });
});
