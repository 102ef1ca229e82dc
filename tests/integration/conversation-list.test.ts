import { Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PREVIEW_MAX } from '~/contract/preview';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, aRoom, send } from '../support/conversations';
import { aCrowd } from '../support/crowd';
import { commandsDuring } from '../support/database';
import { aPerson, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let backend: Backend;
let server: TestServer;
let clock = Date.parse('2030-01-01T00:00:00Z');
beforeAll(async () => {
  backend = await createBackend({ monitorCommands: true });
  server = await startConfab({ backend, now: () => new Date(clock) });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await backend.close();
});

const tick = () => {
  clock += 1000;
};
const listed = async ({ api }: Person) => (await api.conversation.list.query({})).conversations;

/** Resolves with the list once the preview of its first conversation is of that number: it follows the answer to a send. */
async function listedWithPreview(person: Person, seq: number) {
  for (;;) {
    const conversations = await listed(person);
    if (conversations[0]?.lastMessage?.seq === seq) return conversations;
  }
}

/** Does something just before the conversations are asked for, the next time somebody does. */
function beforeConversationsAreRead(name: 'find' | 'findById', work: () => Promise<unknown>): void {
  const { conversations } = server.container.models;
  const ask = conversations[name].bind(conversations) as (...given: unknown[]) => { exec: () => Promise<unknown> };
  const asked = vi.spyOn(conversations, name) as unknown as { mockImplementationOnce(ask: unknown): void };
  asked.mockImplementationOnce((...given: unknown[]) => {
    const query = ask(...given);
    const exec = query.exec.bind(query);
    query.exec = async () => {
      await work();
      return exec();
    };
    return query;
  });
}

describe('the list of conversations', () => {
  test('is ordered by the last message, or the beginning of what has none, newest first', async () => {
    const [ana, ben] = await Promise.all([aPerson(server.url), aPerson(server.url)]);
    const direct = await aDirect(ana, ben);
    tick();
    const group = await aGroup(ana, [ben]);
    tick();
    const room = await aRoom(ana);
    expect((await listed(ana)).map(({ id }) => id)).toEqual([room.id, group.id, direct.id]);
    tick();
    const sent = await send(ben, direct.id, 'me first');
    const after = await listedWithPreview(ana, sent.seq);
    expect(after.map(({ id }) => id)).toEqual([direct.id, room.id, group.id]);
    expect(after[0]).toMatchObject({ head: 2, lastActivityAt: sent.at, peer: { id: ben.me.id } });
    expect((await listed(ben)).map(({ id }) => id)).toEqual([direct.id, group.id]);
  });

  test('shows of each its last message, cut to what a line shows', async () => {
    const [ana, ben] = await Promise.all([aPerson(server.url), aPerson(server.url)]);
    const { id } = await aDirect(ana, ben);
    const text = `${'long '.repeat(100)}end`;
    const sent = await send(ben, id, text);
    const [conversation] = await listedWithPreview(ana, sent.seq);
    expect(conversation!.lastMessage).toEqual({
      id: sent.id,
      seq: 2,
      senderId: ben.me.id,
      text: text.slice(0, PREVIEW_MAX),
      deleted: false,
      attached: null,
      at: sent.at,
    });
  });

  test('cuts a preview between characters, never within one', async () => {
    const [ana, ben] = await Promise.all([aPerson(server.url), aPerson(server.url)]);
    const { id } = await aDirect(ana, ben);
    const sent = await send(ben, id, `${'x'.repeat(PREVIEW_MAX - 1)}👋 hello`);
    const [conversation] = await listedWithPreview(ana, sent.seq);
    expect(conversation!.lastMessage!.text).toMatch(/^x{139}(👋)?$/u);
  });

  test('has nothing for somebody new', async () => {
    const ana = await aPerson(server.url);
    expect(await ana.api.conversation.list.query({})).toEqual({ conversations: [], nextCursor: null });
  });

  test.each([1, 2, 3, 7, 8])('has every conversation once over pages of %i, also at equal times', async (limit) => {
    const ana = await aPerson(server.url);
    const expected: string[] = [];
    for (const together of [3, 1, 4]) {
      tick();
      const made = await Promise.all(Array.from({ length: together }, () => aGroup(ana, [])));
      expected.push(...made.map(({ id }) => id));
    }
    const seen: string[] = [];
    const times: string[] = [];
    let cursor: string | null = null;
    let pages = 0;
    do {
      const page: Awaited<ReturnType<typeof ana.api.conversation.list.query>> = await ana.api.conversation.list.query({
        limit,
        cursor,
      });
      seen.push(...page.conversations.map(({ id }) => id));
      times.push(...page.conversations.map(({ lastActivityAt }) => lastActivityAt));
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== null);
    expect(seen.toSorted()).toEqual(expected.toSorted());
    expect(times).toEqual(times.toSorted().toReversed());
    expect(pages).toBe(Math.ceil(expected.length / limit));
  });

  test.each([
    'garbage',
    'e30',
    '!!!',
    Buffer.from('["2030-01-01T00:00:00.000Z"]').toString('base64url'),
    Buffer.from('["2030-01-01T00:00:00.000Z","$gt"]').toString('base64url'),
    Buffer.from(`["never","${'a'.repeat(24)}"]`).toString('base64url'),
    Buffer.from(`[{"$gt":""},"${'a'.repeat(24)}"]`).toString('base64url'),
    Buffer.from('null').toString('base64url'),
  ])('refuses the cursor %s', async (cursor) => {
    const ana = await aPerson(server.url);
    const refused = await refusal(ana.api.conversation.list.query({ cursor }));
    expect(refused).toMatchObject({
      appCode: 'INVALID_INPUT',
      httpStatus: 400,
      message: 'The cursor must come from the page before.',
    });
  });

  test.each(['find', 'findById'] as const)('never has a head beside a role from before it (%s)', async (name) => {
    const [ana, ben] = await Promise.all([aPerson(server.url), aPerson(server.url)]);
    const { id: conversationId } = await aGroup(ana, [ben]);
    beforeConversationsAreRead(name, () =>
      ana.api.conversation.setRole.mutate({ conversationId, userId: ben.me.id, role: 'admin' }),
    );
    const conversation =
      name === 'find' ? (await listed(ben))[0] : await ben.api.conversation.get.query({ conversationId });
    vi.restoreAllMocks();
    expect(conversation).toMatchObject({ head: 2, role: 'admin' });
  });

  test('costs as many database commands for forty conversations as for five', async () => {
    const ana = await aPerson(server.url);
    const peers = await aCrowd(server.container, 40);
    const open = (userIds: string[]) =>
      Promise.all(userIds.map((userId) => ana.api.conversation.openDirect.mutate({ userId })));
    const cost = async (expected: number) => {
      const commands = await commandsDuring(server.container, async () => {
        const { conversations } = await ana.api.conversation.list.query({});
        expect(conversations).toHaveLength(expected);
        expect(conversations.every(({ peer }) => peer !== null)).toBe(true);
      });
      return commands.toSorted();
    };
    await open(peers.slice(0, 5));
    const few = await cost(5);
    await open(peers.slice(5));
    expect(await cost(40)).toEqual(few);
    // The access token, which conversations, these, the memberships, the people, whom the caller has blocked.
    expect(few).toEqual(['find', 'find', 'find', 'find', 'find', 'find']);
  });

  test('costs as many for forty with unread messages of which the last is hidden as for five', async () => {
    const ana = await aPerson(server.url);
    const anaId = new Types.ObjectId(ana.me.id);
    const { timeline } = server.container;
    const peers = await aCrowd(server.container, 40);
    const fill = async (peerId: string) => {
      const { id } = await ana.api.conversation.openDirect.mutate({ userId: peerId });
      const conversationId = new Types.ObjectId(id);
      const senderId = new Types.ObjectId(peerId);
      await timeline.append(conversationId, { kind: 'message', senderId, clientId: 'shown', text: 'shown' });
      const last = await timeline.append(conversationId, { kind: 'message', senderId, clientId: 'last', text: 'last' });
      const target = { targetId: new Types.ObjectId(last.entry.id), targetSeq: last.entry.seq };
      await timeline.append(conversationId, {
        kind: 'hide',
        senderId: anaId,
        clientId: 'hide',
        audience: [anaId],
        ...target,
      });
    };
    const cost = async (expected: number) => {
      await timeline.drain();
      const commands = await commandsDuring(server.container, async () => {
        const conversations = await listed(ana);
        expect(conversations).toHaveLength(expected);
        for (const { unread, lastMessage } of conversations) {
          expect([unread, lastMessage?.text]).toEqual([1, 'shown']);
        }
      });
      return commands.toSorted();
    };
    await Promise.all(peers.slice(0, 5).map(fill));
    const few = await cost(5);
    await Promise.all(peers.slice(5).map(fill));
    expect(await cost(40)).toEqual(few);
    // Beside those of a list without messages: what is unread, what is hidden, what stands before it.
    expect(few).toEqual(['aggregate', 'find', 'find', 'find', 'find', 'find', 'find', 'find', 'find']);
  });
});
