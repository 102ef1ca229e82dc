import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startConfab, type TestServer } from '../support/confab';
import { aGroup, everything, send } from '../support/conversations';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let server: TestServer;
let admin: Person;
let [ana, ben]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  admin = await aPerson(server.url, 'Admin');
});
beforeEach(async () => {
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
});
afterAll(() => server[Symbol.asyncDispose]());

async function aReport() {
  const { id: conversationId } = await aGroup(ana!, [ben!]);
  const message = await send(ben!, conversationId, 'buy my watches');
  const place = { conversationId, messageId: message.id };
  const report = await ana!.api.report.create.mutate({ ...place, reportReason: 'spam', note: 'the third today' });
  return { ...place, report };
}

const waiting = async () => (await admin.api.admin.reports.query({})).items;
const handle = (reportId: string, outcome: 'dismissed' | 'deleted' | 'disabled') =>
  admin.api.admin.handleReport.mutate({ reportId, outcome });
const mine = async () => (await ana!.api.report.mine.query({})).items;

describe('a report', () => {
  test('keeps what was said, whatever its author makes of it afterwards', async () => {
    const { conversationId, messageId, report } = await aReport();
    const { message } = ben!.api;
    await message.edit.mutate({ conversationId, messageId, text: 'sorry', clientId: aClientId() });
    await message.delete.mutate({ conversationId, messageId, scope: 'everyone', clientId: aClientId() });
    const found = (await waiting()).find(({ id }) => id === report.id);
    expect(found).toMatchObject({
      text: 'buy my watches',
      note: 'the third today',
      reason: 'spam',
      reporter: { id: ana!.me.id },
      author: { id: ben!.me.id },
      outcome: null,
    });
  });

  test('of the same message again is the same one', async () => {
    const { report, ...place } = await aReport();
    const again = await ana!.api.report.create.mutate({ ...place, reportReason: 'abuse' });
    expect(again).toEqual(report);
  });

  test('is not made of one’s own message, nor of one that is not seen', async () => {
    const { report: _, ...place } = await aReport();
    const own = ben!.api.report.create.mutate({ ...place, reportReason: 'spam' });
    expect((await refusal(own)).appCode).toBe('CONFLICT');
    const hidden = { ...place, scope: 'me' as const, clientId: aClientId() };
    await admin.api.account.me.query();
    await ana!.api.message.delete.mutate(hidden);
    const unseen = ana!.api.report.create.mutate({ ...place, reportReason: 'spam' });
    expect((await refusal(unseen)).appCode).toBe('NOT_FOUND');
  });
});

describe('handling a report', () => {
  test('deletes the message for everybody, and settles every report of it', async () => {
    const { conversationId, messageId, report } = await aReport();
    await handle(report.id, 'deleted');
    expect((await everything(ana!, conversationId)).find(({ id }) => id === messageId)).toMatchObject({ text: '' });
    expect(await mine()).toMatchObject([{ id: report.id, outcome: 'deleted' }]);
    expect((await waiting()).map(({ id }) => id)).not.toContain(report.id);
    await handle(report.id, 'deleted');
    expect((await refusal(handle(report.id, 'dismissed'))).appCode).toBe('CONFLICT');
  });

  test('dismisses it, and changes nothing', async () => {
    const { conversationId, messageId, report } = await aReport();
    await handle(report.id, 'dismissed');
    expect((await everything(ana!, conversationId)).find(({ id }) => id === messageId)).toMatchObject({
      text: 'buy my watches',
    });
    expect(await mine()).toMatchObject([{ outcome: 'dismissed' }]);
  });

  test('disables the author, who is out at once', async () => {
    const { report } = await aReport();
    await using live = await listenAs(ben!, server.url);
    await handle(report.id, 'disabled');
    await live.until(({ type }) => type === 'signedOut');
    const [line] = (await admin.api.admin.audit.query({})).items;
    expect(line).toMatchObject({ action: 'disableReported', target: { kind: 'report', id: report.id } });
  });
});
