import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { MessageEntry } from '~/contract/entry';
import { PINS_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, aRoom, everything, send } from '../support/conversations';
import { aClientId, aPerson, type Person } from '../support/people';
import { refusal } from '../support/refusals';

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
/** How a pin names its message. */
const named = ({ id, seq }: MessageEntry) => ({ id, seq });

describe('pins', () => {
  test('are the newest first, once each, and go with their message', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const [one, two] = [await send(ana!, id), await send(ana!, id)];
    await pin(ana!, id, one.id);
    await pin(ben!, id, two.id);
    expect(await pinsFor(ana!, id)).toEqual([two, one].map(named));
    await pin(ben!, id, one.id);
    expect(await pinsFor(ana!, id)).toEqual([one, two].map(named));
    await pin(ana!, id, two.id, false);
    expect(await pinsFor(ana!, id)).toEqual([named(one)]);
    const gone = { conversationId: id, messageId: one.id, scope: 'everyone' as const, clientId: aClientId() };
    await ana!.api.message.delete.mutate(gone);
    expect(await pinsFor(ana!, id)).toEqual([]);
    expect((await refusal(pin(ana!, id, one.id))).appCode).toBe('CONFLICT');
  });

  test('are the same for both of a direct conversation, with a line for each change that says who made it', async () => {
    const { id } = await aDirect(ana!, ben!);
    const message = await send(ana!, id);
    await pin(ben!, id, message.id);
    for (const person of [ana!, ben!]) expect(await pinsFor(person, id)).toEqual([named(message)]);
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
    const newestFirst = made.toSorted((a, b) => b.seq - a.seq).map(({ message }) => named(message));
    expect(await pinsFor(ben!, id)).toEqual(newestFirst);
  });

  test('stay as they are when what is not pinned is unpinned, deleted or not', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const [pinned, other] = [await send(ana!, id), await send(ana!, id)];
    await pin(ana!, id, pinned.id);
    await pin(ben!, id, other.id, false);
    const target = { conversationId: id, messageId: other.id };
    await ana!.api.message.delete.mutate({ ...target, scope: 'everyone', clientId: aClientId() });
    await pin(ben!, id, other.id, false);
    expect(await pinsFor(ben!, id)).toEqual([named(pinned)]);
  });

  test('stay when the message is edited, and when somebody hides it', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await send(ana!, id);
    await pin(ana!, id, message.id);
    const target = { conversationId: id, messageId: message.id };
    await ana!.api.message.edit.mutate({ ...target, text: 'better', clientId: aClientId() });
    await ben!.api.message.delete.mutate({ ...target, scope: 'me', clientId: aClientId() });
    expect(await pinsFor(ana!, id)).toEqual([named(message)]);
  });

  test('beyond as many as there may be are refused, but one that is there already goes to the top', async () => {
    const { id } = await aGroup(ana!, []);
    const messages = [];
    for (let count = 0; count <= PINS_MAX; count += 1) messages.push(await send(ana!, id));
    for (const message of messages.slice(0, PINS_MAX)) await pin(ana!, id, message.id);
    expect((await refusal(pin(ana!, id, messages.at(-1)!.id))).appCode).toBe('TOO_LARGE');
    await pin(ana!, id, messages[0]!.id);
    const pins = await pinsFor(ana!, id);
    expect(pins).toHaveLength(PINS_MAX);
    expect(pins[0]).toEqual(named(messages[0]!));
  });

  test('never are more than there may be, also when several take the last place at once', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const messages = await Promise.all(Array.from({ length: PINS_MAX + 3 }, () => send(ana!, id)));
    await Promise.all(messages.slice(0, PINS_MAX - 1).map((message) => pin(ana!, id, message.id)));
    await Promise.allSettled(messages.slice(PINS_MAX - 1).map((message) => pin(ben!, id, message.id)));
    expect(await pinsFor(ana!, id)).toHaveLength(PINS_MAX);
  });

  test('of a room are for admins and owners, whoever wrote the message', async () => {
    const room = await aRoom(ana!);
    await ben!.api.room.join.mutate({ slug: room.slug! });
    const message = await send(ben!, room.id);
    expect((await refusal(pin(ben!, room.id, message.id))).appCode).toBe('FORBIDDEN');
    await pin(ana!, room.id, message.id);
    expect(await pinsFor(ana!, room.id)).toEqual([named(message)]);
  });

  test('neither move the conversation in the list nor count as unread', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const message = await send(ana!, id);
    const before = await ben!.api.conversation.get.query({ conversationId: id });
    const { seq } = await pin(ana!, id, message.id);
    const after = await ben!.api.conversation.get.query({ conversationId: id });
    expect(after).toEqual({ ...before, head: seq, pins: [named(message)] });
  });
});
