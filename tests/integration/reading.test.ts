import { Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Entry } from '~/contract/entry';
import { HISTORY_PAGE, HISTORY_PAGE_MAX, RESET_AFTER, SYNC_PAGE_MAX } from '~/contract/limits';
import { startConfab, type TestServer } from '../support/confab';
import { aGroup, everything, send } from '../support/conversations';
import { aClientId, aPerson, type Person } from '../support/people';
import { refusal } from '../support/refusals';

const HEAD = RESET_AFTER + 50;

let server: TestServer;
let ana: Person;
let conversationId: string;
let all: Entry[];
beforeAll(async () => {
  server = await startConfab();
  ana = await aPerson(server.url, 'Ana');
  conversationId = (await aGroup(ana, [])).id;
  await Promise.all(Array.from({ length: HEAD - 1 }, (_, index) => send(ana, conversationId, `message ${index}`)));
  all = await everything(ana, conversationId);
});
afterAll(() => server[Symbol.asyncDispose]());

/** The entries with the numbers from one to another, both included. */
const run = (from: number, to: number) => all.slice(from - 1, to);

describe('a page of history', () => {
  const page = (bounds: { before?: number; after?: number; around?: number; limit?: number } = {}) =>
    ana.api.message.history.query({ conversationId, ...bounds });

  test('without a bound is the newest, of the usual length', async () => {
    expect(await page()).toEqual({ entries: run(HEAD - HISTORY_PAGE + 1, HEAD), head: HEAD });
  });

  test.each([
    [{ before: 100, limit: 10 }, 90, 99],
    [{ before: 11, limit: 10 }, 1, 10],
    [{ before: 6, limit: 10 }, 1, 5],
    [{ before: 2, limit: 10 }, 1, 1],
    [{ before: HEAD, limit: 1 }, HEAD - 1, HEAD - 1],
    [{ before: HEAD + 1, limit: 3 }, HEAD - 2, HEAD],
    [{ before: HEAD + 1000, limit: 3 }, HEAD - 2, HEAD],
    [{ before: Number.MAX_SAFE_INTEGER, limit: 3 }, HEAD - 2, HEAD],
    [{ after: 0, limit: 10 }, 1, 10],
    [{ after: 100, limit: 10 }, 101, 110],
    [{ after: HEAD - 3, limit: 10 }, HEAD - 2, HEAD],
    [{ after: HEAD - 1, limit: 10 }, HEAD, HEAD],
    [{ around: 200, limit: 10 }, 195, 204],
    [{ around: 200, limit: 1 }, 200, 200],
    [{ around: 1, limit: 10 }, 1, 10],
    [{ around: HEAD + 5, limit: 1 }, HEAD, HEAD],
    [{ limit: 100 }, HEAD - 99, HEAD],
    [{ limit: 1 }, HEAD, HEAD],
  ])('of %o holds the numbers %i to %i', async (bounds, from, to) => {
    expect(await page(bounds)).toEqual({ entries: run(from, to), head: HEAD });
  });

  test.each([{ before: 1 }, { after: HEAD }, { after: HEAD + 1000 }, { after: Number.MAX_SAFE_INTEGER }])(
    'of %o is empty and tells the head',
    async (bounds) => {
      expect(await page(bounds)).toEqual({ entries: [], head: HEAD });
    },
  );

  test.each([1, 2, HEAD / 2, HEAD - 1, HEAD])('around %i holds that number', async (around) => {
    const { entries } = await page({ around, limit: 7 });
    expect(entries.map(({ seq }) => seq)).toContain(around);
    expect(entries).toEqual(run(entries[0]!.seq, entries.at(-1)!.seq));
  });

  test('joins the page before it without a seam, down to the first number', async () => {
    const seen: Entry[] = [];
    for (let before = HEAD + 1; before > 1; before = seen[0]!.seq) {
      seen.unshift(...(await page({ before, limit: 97 })).entries);
    }
    expect(seen).toEqual(all);
  });

  test.each([
    { before: 10, after: 5 },
    { before: 10, around: 5 },
    { after: 10, around: 5 },
    { before: 10, after: 5, around: 7 },
  ])('with the bounds %o at once is refused', async (bounds) => {
    const refused = await refusal(page(bounds));
    expect(refused).toMatchObject({
      appCode: 'INVALID_INPUT',
      message: 'must have at most one of before, after and around',
    });
  });

  test.each([
    { limit: 0 },
    { limit: 101 },
    { limit: 1.5 },
    { before: 0 },
    { before: -1 },
    { after: -1 },
    { around: 0 },
    { around: 2 ** 53 },
  ])('of %o is refused', async (bounds) => {
    expect((await refusal(page(bounds))).appCode).toBe('INVALID_INPUT');
  });
});

describe('single entries by number', () => {
  const get = (seqs: number[], person = ana) => person.api.message.get.query({ conversationId, seqs });

  test('come in order, once each, without those that do not exist', async () => {
    const { entries, head } = await get([HEAD, 7, 200, 7, HEAD + 1, Number.MAX_SAFE_INTEGER, 1]);
    expect(head).toBe(HEAD);
    expect(entries).toEqual([all[0], all[6], all[199], all[HEAD - 1]]);
  });

  test('come as a bare number where they are not for the reader', async () => {
    const ben = await aPerson(server.url, 'Ben');
    const { id } = await aGroup(ana, [ben]);
    const { id: messageId, seq } = await send(ana, id);
    const hide = { conversationId: id, messageId, scope: 'me' as const, clientId: aClientId() };
    await ben.api.message.delete.mutate(hide);
    const seenBy = async ({ api }: Person) =>
      (await api.message.get.query({ conversationId: id, seqs: [seq, seq + 1] })).entries.map(({ kind }) => kind);
    expect(await seenBy(ben)).toEqual(['hidden', 'hide']);
    expect(await seenBy(ana)).toEqual(['message', 'hidden']);
  });

  test.each([[[]], [[0]], [[-1]], [[1.5]], [[2 ** 53]], [Array.from({ length: HISTORY_PAGE_MAX + 1 }, () => 1)]])(
    'with the numbers %j are refused',
    async (seqs) => {
      expect((await refusal(get(seqs))).appCode).toBe('INVALID_INPUT');
    },
  );
});

describe('what came since a number', () => {
  const since = (seq: number, limit?: number) =>
    ana.api.sync.since.query({ conversationId, seq, ...(limit && { limit }) });

  test('comes by pages, dense and in order, up to the head', async () => {
    const start = HEAD - RESET_AFTER;
    const seen: Entry[] = [];
    for (let seq = start; seq < HEAD; seq = seen.at(-1)!.seq) {
      const { entries, head, reset } = await since(seq, 150);
      expect({ head, reset }).toEqual({ head: HEAD, reset: false });
      seen.push(...entries);
    }
    expect(seen).toEqual(run(start + 1, HEAD));
  });

  test('is at most a page', async () => {
    const { entries } = await since(HEAD - RESET_AFTER);
    expect(entries).toHaveLength(SYNC_PAGE_MAX);
  });

  test('is nothing at the head', async () => {
    expect(await since(HEAD)).toEqual({ entries: [], head: HEAD, reset: false });
  });

  test('is one entry one number before the head', async () => {
    expect(await since(HEAD - 1)).toEqual({ entries: run(HEAD, HEAD), head: HEAD, reset: false });
  });

  test.each([
    ['is too much to send', HEAD - RESET_AFTER - 1],
    ['was never applied at all', 0],
    ['follows a number that does not exist', HEAD + 1],
    ['follows a number far beyond', Number.MAX_SAFE_INTEGER],
  ])('is answered with a reset when it %s', async (_what, seq) => {
    expect(await since(seq)).toEqual({ entries: [], head: HEAD, reset: true });
  });
});

test('who was removed reads nothing past that number, also while the removal waits to be applied', async () => {
  const ben = await aPerson(server.url, 'Ben');
  const { id } = await aGroup(ana, [ben]);
  const { entries } = server.container.models;
  const [groupId, anaId, benId] = [id, ana.me.id, ben.me.id].map((hex) => new Types.ObjectId(hex));
  // As a process leaves it that dies right after it has numbered the removal.
  await entries.insertOne({
    _id: new Types.ObjectId(),
    conversationId: groupId!,
    seq: 2,
    senderId: anaId!,
    clientId: 'system:removed:by-hand',
    kind: 'system',
    action: 'removed',
    userId: benId!,
    at: new Date(),
    rev: 2,
    applied: false,
  });
  const message = {
    kind: 'message' as const,
    text: 'among ourselves',
    conversationId: groupId!,
    senderId: anaId!,
    clientId: 'by-hand-too',
    at: new Date(),
  };
  await entries.insertOne({ ...message, _id: new Types.ObjectId(), seq: 3, rev: 3, applied: false });
  const questions = [
    ben.api.sync.since.query({ conversationId: id, seq: 2 }),
    ben.api.sync.since.query({ conversationId: id, seq: 1 }),
    ben.api.message.history.query({ conversationId: id }),
    ben.api.message.get.query({ conversationId: id, seqs: [3] }),
  ];
  for (const { appCode } of await Promise.all(questions.map(refusal))) expect(appCode).toBe('NOT_FOUND');
});
