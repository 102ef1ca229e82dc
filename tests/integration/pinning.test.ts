import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PINS_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, everything, send } from '../support/conversations';
import { aClientId, aPerson, type Person } from '../support/people';

let server: TestServer;
let [ana, ben, cleo]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map((name) => aPerson(server.url, name)));
});
afterAll(() => server[Symbol.asyncDispose]());

const pin = ({ api }: Person, conversationId: Id, messageId: Id, on = true) =>
  api.message.pin.mutate({ conversationId, messageId, on, clientId: aClientId() });
const pinsFor = async ({ api }: Person, conversationId: Id) =>
  (await api.conversation.get.query({ conversationId })).pins;

describe('pins', () => {
  test('are the same for both of a direct conversation, with a line for each change that says who made it', async () => {
    const { id } = await aDirect(ana!, ben!);
    const message = await send(ana!, id);
    await pin(ben!, id, message.id);
    const named = { id: message.id, seq: message.seq };
    for (const person of [ana!, ben!]) expect(await pinsFor(person, id)).toEqual([named]);
    await pin(ana!, id, message.id, false);
    for (const person of [ana!, ben!]) expect(await pinsFor(person, id)).toEqual([]);
    const line = { kind: 'system', action: 'pinned', targetId: message.id, targetSeq: message.seq };
    expect((await everything(ben!, id)).slice(2)).toMatchObject([
      { ...line, on: true, senderId: ben!.me.id },
      { ...line, on: false, senderId: ana!.me.id },
    ]);
  });

  test('made at once are all there, the one with the highest number first', async () => {
    const { id } = await aGroup(ana!, [ben!, cleo!]);
    const messages = await Promise.all(Array.from({ length: 9 }, () => send(ana!, id)));
    const people = [ana!, ben!, cleo!];
    const made = await Promise.all(
      messages.map(async (message, index) => ({
        message,
        seq: (await pin(people[index % people.length]!, id, message.id)).seq,
      })),
    );
    const newestFirst = made.toSorted((a, b) => b.seq - a.seq).map(({ message }) => message.seq);
    expect((await pinsFor(ben!, id)).map(({ seq }) => seq)).toEqual(newestFirst);
  });

  test('stay as they are when what is not pinned is unpinned, deleted or not', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const [pinned, other] = [await send(ana!, id), await send(ana!, id)];
    await pin(ana!, id, pinned.id);
    await pin(ben!, id, other.id, false);
    const target = { conversationId: id, messageId: other.id };
    await ana!.api.message.delete.mutate({ ...target, scope: 'everyone', clientId: aClientId() });
    await pin(ben!, id, other.id, false);
    expect(await pinsFor(ben!, id)).toEqual([{ id: pinned.id, seq: pinned.seq }]);
  });

  test('stay when the message is edited, and when somebody hides it', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await send(ana!, id);
    await pin(ana!, id, message.id);
    const target = { conversationId: id, messageId: message.id };
    await ana!.api.message.edit.mutate({ ...target, text: 'better', clientId: aClientId() });
    await ben!.api.message.delete.mutate({ ...target, scope: 'me', clientId: aClientId() });
    expect(await pinsFor(ana!, id)).toEqual([{ id: message.id, seq: message.seq }]);
  });

  test('never are more than there may be, also when several take the last place at once', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const messages = await Promise.all(Array.from({ length: PINS_MAX + 3 }, () => send(ana!, id)));
    await Promise.all(messages.slice(0, PINS_MAX - 1).map((message) => pin(ana!, id, message.id)));
    await Promise.allSettled(messages.slice(PINS_MAX - 1).map((message) => pin(ben!, id, message.id)));
    expect(await pinsFor(ana!, id)).toHaveLength(PINS_MAX);
  });

  test('neither move the conversation in the list nor count as unread', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await send(ana!, id);
    const before = await ben!.api.conversation.get.query({ conversationId: id });
    const { seq } = await pin(ana!, id, message.id);
    const after = await ben!.api.conversation.get.query({ conversationId: id });
    expect(after).toEqual({ ...before, head: seq, pins: [{ id: message.id, seq: message.seq }] });
  });
});
