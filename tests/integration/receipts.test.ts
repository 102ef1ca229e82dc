import fc from 'fast-check';
import { Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UNREAD_MAX } from '~/contract/limits';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, aRoom, send } from '../support/conversations';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';

let server: TestServer;
let [ana, ben, cleo]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben, cleo] = await Promise.all(['Ana', 'Ben', 'Cleo'].map((name) => aPerson(server.url, name)));
});
afterAll(() => server[Symbol.asyncDispose]());

const read = ({ api }: Person, conversationId: string, seq: number) => api.receipt.read.mutate({ conversationId, seq });
const delivered = ({ api }: Person, conversationId: string, seq: number) =>
  api.receipt.delivered.mutate({ conversationId, seq });
/** As that person sees it, once the conversation remembers what was sent last: a moment after it was answered. */
async function seenBy({ api }: Person, conversationId: string) {
  await server.container.timeline.drain();
  return api.conversation.get.query({ conversationId });
}

describe('receipts', () => {
  test('only rise, and read ≤ delivered ≤ head, whatever is told in whatever order', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    for (let count = 0; count < 6; count += 1) await send(ana!, id);
    const head = 7;
    const step = fc.record({ reads: fc.boolean(), seq: fc.integer({ min: 1, max: 12 }) });
    let before = { readSeq: 0, deliveredSeq: 0 };
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const answers = await Promise.all(
          steps.map(({ reads, seq }) => (reads ? read(ben!, id, seq) : delivered(ben!, id, seq))),
        );
        for (const { readSeq, deliveredSeq } of answers) {
          expect(readSeq).toBeLessThanOrEqual(deliveredSeq);
          expect(deliveredSeq).toBeLessThanOrEqual(head);
        }
        const [after] = await ana!.api.receipt.list.query({ conversationId: id });
        expect(after!.readSeq).toBeGreaterThanOrEqual(before.readSeq);
        expect(after!.deliveredSeq).toBeGreaterThanOrEqual(before.deliveredSeq);
        before = after!;
      }),
      { numRuns: 25 },
    );
  });

  test('reach the others and one’s own other devices', async () => {
    const { id } = await aDirect(ana!, ben!);
    const { seq } = await send(ana!, id);
    await using sender = await listenAs(ana!, server.url);
    await using other = await listenAs(ben!, server.url);
    await delivered(ben!, id, seq);
    const receipt = { type: 'receipt', conversationId: id, userId: ben!.me.id };
    expect(await sender.until((event) => event.type === 'receipt' && event.deliveredSeq === seq)).toMatchObject(
      receipt,
    );
    await read(ben!, id, seq);
    await sender.until((event) => event.type === 'receipt' && event.readSeq === seq);
    expect(await other.until((event) => event.type === 'receipt' && event.readSeq === seq)).toMatchObject(receipt);
  });

  test('of a room are nobody else’s business', async () => {
    const room = await aRoom(ana!);
    await ben!.api.room.join.mutate({ slug: room.slug! });
    const message = await send(ana!, room.id);
    await using own = await listenAs(ben!, server.url);
    await using other = await listenAs(ana!, server.url);
    await read(ben!, room.id, message.seq);
    await own.until((event) => event.type === 'receipt' && event.readSeq === message.seq);
    await send(ben!, room.id, 'after');
    await other.until((event) => event.type === 'entry' && event.entry.kind === 'message');
    expect(other.events.filter((event) => event.type === 'receipt')).toEqual([]);
    expect(await ana!.api.receipt.list.query({ conversationId: room.id })).toEqual([]);
    const info = { conversationId: room.id, messageId: message.id };
    expect(await ana!.api.message.info.query(info)).toEqual([]);
  });

  test('tell of a message to whom it was delivered and who has read it, and when', async () => {
    const { id } = await aGroup(ana!, [ben!, cleo!]);
    const message = await send(ana!, id);
    await delivered(ben!, id, message.seq);
    await send(ana!, id);
    await read(cleo!, id, message.seq + 1);
    const info = await ana!.api.message.info.query({ conversationId: id, messageId: message.id });
    const time = expect.stringMatching(/^\d{4}-/);
    expect(Object.fromEntries(info.map(({ userId, ...rest }) => [userId, rest]))).toEqual({
      [ben!.me.id]: { delivered: true, deliveredAt: time, read: false, readAt: null },
      [cleo!.me.id]: { delivered: true, deliveredAt: time, read: true, readAt: time },
    });
  });
});

describe('unread messages', () => {
  const countsOf = async (person: Person, conversationId: string) => {
    const { unread } = await seenBy(person, conversationId);
    const { conversations, total } = await person.api.receipt.unread.query();
    return { total, listed: conversations.find((one) => one.conversationId === conversationId)?.count ?? 0, unread };
  };

  test('are those of others past what was read, neither deleted nor hidden', async () => {
    const dora = await aPerson(server.url, 'Dora');
    const { id } = await aGroup(ana!, [dora]);
    const [first, gone, hidden] = [await send(ana!, id), await send(ana!, id), await send(ana!, id)];
    await send(dora, id, 'my own');
    const last = await send(ana!, id);
    expect(await countsOf(dora, id)).toEqual({ total: 4, listed: 4, unread: 4 });
    const target = { conversationId: id, clientId: aClientId() };
    await ana!.api.message.delete.mutate({ ...target, messageId: gone.id, scope: 'everyone' });
    await dora.api.message.delete.mutate({ ...target, messageId: hidden.id, scope: 'me' });
    expect(await countsOf(dora, id)).toEqual({ total: 2, listed: 2, unread: 2 });
    await read(dora, id, first.seq);
    expect((await countsOf(dora, id)).unread).toBe(1);
    await read(dora, id, last.seq);
    expect(await countsOf(dora, id)).toEqual({ total: 0, listed: 0, unread: 0 });
  });

  test('begin when one becomes a member', async () => {
    const room = await aRoom(ana!);
    for (let count = 0; count < 3; count += 1) await send(ana!, room.id);
    const dora = await aPerson(server.url, 'Dora');
    expect((await dora.api.room.join.mutate({ slug: room.slug! })).unread).toBe(0);
    await send(ana!, room.id);
    expect((await seenBy(dora, room.id)).unread).toBe(1);
  });

  test('are counted up to a bound, also behind thousands of other entries', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const { seq } = await send(ana!, id);
    const { models } = server.container;
    const conversationId = new Types.ObjectId(id);
    const fillers = Array.from({ length: 2_100 }, (_, index) => ({
      _id: new Types.ObjectId(),
      conversationId,
      seq: seq + 1 + index,
      kind: 'system' as const,
      action: 'renamed' as const,
      name: 'Again',
      senderId: new Types.ObjectId(ana!.me.id),
      clientId: aClientId(),
      at: new Date(),
      rev: seq + 1 + index,
      applied: true,
    }));
    await models.entries.insertMany(fillers);
    await models.conversations.updateOne({ _id: id }, { $set: { headSeq: seq + fillers.length } });
    expect((await seenBy(ben!, id)).unread).toBe(1);
    for (let count = 0; count < UNREAD_MAX + 5; count += 1) await send(ana!, id);
    expect((await seenBy(ben!, id)).unread).toBe(UNREAD_MAX);
  });

  test('marked by hand stay until something is read, and archived ones do not count', async () => {
    const dora = await aPerson(server.url, 'Dora');
    const { id, head } = await aGroup(ana!, [dora]);
    await dora.api.conversation.setPreferences.mutate({ conversationId: id, markedUnread: true });
    expect(await countsOf(dora, id)).toEqual({ total: 1, listed: 1, unread: 0 });
    await read(dora, id, head);
    expect((await seenBy(dora, id)).markedUnread).toBe(false);
    await send(ana!, id);
    await dora.api.conversation.setPreferences.mutate({ conversationId: id, archived: true });
    expect(await countsOf(dora, id)).toEqual({ total: 0, listed: 0, unread: 1 });
  });
});
