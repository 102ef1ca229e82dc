import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACT_NAMES, type ActName, act } from '../support/acts';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, aRoom, everything, send } from '../support/conversations';
import { aPerson, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let server: TestServer;
let [ana, ben]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
});
afterAll(() => server[Symbol.asyncDispose]());

const sentTo = async (conversationId: string, from = ana!) => ({
  conversationId,
  messageId: (await send(from, conversationId)).id,
});

/** How it is refused, `null` if it is done; and that a refusal leaves no trace. */
async function outcome(name: ActName, person: Person, target: { conversationId: string; messageId: string }) {
  const before = await everything(person, target.conversationId);
  const call = act(name, person, target);
  const isDone = await call.then(
    () => true,
    () => false,
  );
  if (isDone) return null;
  expect(await everything(person, target.conversationId)).toEqual(before);
  return (await refusal(call)).appCode;
}

describe.each(ACT_NAMES)('%s', (name) => {
  test('needs a message of this conversation that one can see', async () => {
    const { id: conversationId } = await aGroup(ana!, [ben!]);
    const elsewhere = await sentTo((await aGroup(ana!, [])).id);
    const hidden = await sentTo(conversationId);
    await act('hide', ana!, hidden);
    const [created] = await everything(ana!, conversationId);
    const changed = await sentTo(conversationId);
    const change = await act('react', ana!, changed);
    for (const messageId of ['f'.repeat(24), elsewhere.messageId, hidden.messageId, created!.id, change.id]) {
      expect(await outcome(name, ana!, { conversationId, messageId })).toBe('NOT_FOUND');
    }
  });

  test('of a deleted message is refused if it would change or spread it', async () => {
    const target = await sentTo((await aGroup(ana!, [ben!])).id);
    await act('delete', ana!, target);
    const isHarmless = ['reply', 'delete', 'hide', 'unpin'].includes(name);
    expect(await outcome(name, ana!, target)).toBe(isHarmless ? null : 'CONFLICT');
    const [, tombstone] = await everything(ben!, target.conversationId);
    expect(tombstone).toMatchObject({ text: '', reactions: [], deletedAt: expect.any(String) });
  });

  test("of somebody else's message is refused if it is theirs to do", async () => {
    const isTheirs = name === 'edit' || name === 'delete';
    for (const { id } of [await aGroup(ana!, [ben!]), await aDirect(ana!, ben!)]) {
      expect(await outcome(name, ben!, await sentTo(id))).toBe(isTheirs ? 'FORBIDDEN' : null);
    }
    const room = await aRoom(ana!);
    await ben!.api.room.join.mutate({ slug: room.slug! });
    const isForAdmins = name === 'pin' || name === 'unpin';
    expect(await outcome(name, ben!, await sentTo(room.id))).toBe(isTheirs || isForAdmins ? 'FORBIDDEN' : null);
  });

  test('is for admins and owners as for members, but that they also delete what others wrote', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const room = await aRoom(ana!);
    await ben!.api.room.join.mutate({ slug: room.slug! });
    for (const conversationId of [id, room.id]) {
      expect(await outcome(name, ana!, await sentTo(conversationId, ben!))).toBe(name === 'edit' ? 'FORBIDDEN' : null);
      await ana!.api.conversation.setRole.mutate({ conversationId, userId: ben!.me.id, role: 'admin' });
      expect(await outcome(name, ben!, await sentTo(conversationId))).toBe(name === 'edit' ? 'FORBIDDEN' : null);
    }
    const direct = await aDirect(ana!, ben!);
    const isTheirs = name === 'edit' || name === 'delete';
    expect(await outcome(name, ana!, await sentTo(direct.id, ben!))).toBe(isTheirs ? 'FORBIDDEN' : null);
  });
});
