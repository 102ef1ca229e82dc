import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, everything, send } from '../support/conversations';
import { aPerson, listenAs, type Person } from '../support/people';
import { refusal } from '../support/refusals';

const DAY = 24 * 60 * 60 * 1000;

let now = new Date('2031-05-06T07:08:09Z');
let server: TestServer;
let [admin, ana, ben]: Person[] = [];
beforeAll(async () => {
  server = await startConfab({ now: () => now, env: { retentionDays: 90 } });
  admin = await aPerson(server.url, 'Admin');
});
beforeEach(async () => {
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
});
afterAll(() => server[Symbol.asyncDispose]());

const later = (days: number) => {
  now = new Date(now.getTime() + days * DAY);
};
const daysIn = async (conversationId: string) =>
  (await ben!.api.conversation.get.query({ conversationId })).retentionDays;
const setDays = (by: Person, conversationId: string, days: number | null) =>
  by.api.conversation.setRetention.mutate({ conversationId, days });
const textsIn = async (conversationId: string) =>
  (await everything(ben!, conversationId)).flatMap((entry) => (entry.kind === 'message' ? [entry.text] : []));

describe('messages that are older than a conversation keeps them', () => {
  test('are deleted for everybody, and the numbers stay dense', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    await setDays(ana!, id, 7);
    await send(ana!, id, 'old');
    later(5);
    await send(ben!, id, 'newer');
    later(3);
    await using live = await listenAs(ben!, server.url);
    await server.container.upkeep();
    await live.until((event) => event.type === 'entry' && event.entry.kind === 'delete');
    expect(await textsIn(id)).toEqual(['', 'newer']);
    const entries = await everything(ben!, id);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    later(5);
    await server.container.upkeep();
    await server.container.upkeep();
    expect(await textsIn(id)).toEqual(['', '']);
    expect((await everything(ben!, id)).filter(({ kind }) => kind === 'delete')).toHaveLength(2);
  });

  test('are looked for by one process at a time', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    await send(ana!, id, 'old');
    later(91);
    const { leases } = server.container.models;
    await leases.create({ _id: 'upkeep', holder: 'another process', until: new Date(now.getTime() + 1) });
    await server.container.upkeep();
    expect(await textsIn(id)).toEqual(['old']);
    later(1);
    await server.container.upkeep();
    expect(await textsIn(id)).toEqual(['']);
  });

  test('are many, and are deleted range by range', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    await Promise.all(Array.from({ length: 230 }, (_, index) => send(ana!, id, `text ${index}`)));
    later(91);
    await server.container.upkeep();
    const { entries } = server.container.models;
    expect(await entries.countDocuments({ kind: 'message', deletedAt: { $exists: false } })).toBe(0);
  });
});

describe('how long messages are kept', () => {
  test('is what everybody sees, and owners choose less than is allowed everywhere', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    expect(await daysIn(id)).toBe(90);
    expect((await refusal(setDays(ana!, id, 91))).appCode).toBe('INVALID_INPUT');
    await setDays(ana!, id, 30);
    expect(await daysIn(id)).toBe(30);
    expect((await everything(ben!, id)).at(-1)).toMatchObject({ action: 'retention', days: 30 });
    await setDays(ana!, id, null);
    expect(await daysIn(id)).toBe(90);
  });

  test('is bounded by admins, also where owners chose before, and in direct conversations', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const bound = (conversationId: string, days: number | null) =>
      admin!.api.admin.setRetention.mutate({ conversationId, days, reason: 'the works council' });
    await setDays(ana!, id, 60);
    await bound(id, 14);
    expect(await daysIn(id)).toBe(14);
    await bound(id, 0);
    expect(await daysIn(id)).toBe(60);
    const direct = await aDirect(ana!, ben!);
    expect((await refusal(setDays(ana!, direct.id, 7))).appCode).toBe('CONFLICT');
    await bound(direct.id, 0);
    expect(await daysIn(direct.id)).toBe(null);
  });
});
