import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appendAll, fromPage } from '~/sync/timeline';
import { ACT_NAMES, act } from '../support/acts';
import { startConfab, type TestServer } from '../support/confab';
import { aGroup, everything, send } from '../support/conversations';
import { aPerson, listenAs, type Person } from '../support/people';

let server: TestServer;
let [ana, ben]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
});
afterAll(() => server[Symbol.asyncDispose]());

describe.each(ACT_NAMES)('who is there while somebody does %s', (name) => {
  test('sees the same as who reads it afterwards: the other member and one’s own other device', async () => {
    const { id: conversationId } = await aGroup(ana!, [ben!]);
    const target = { conversationId, messageId: (await send(ana!, conversationId)).id };
    for (const before of ['edit', 'react', 'pin'] as const) await act(before, ana!, target);
    const pages = await Promise.all(
      [ana!, ben!].map(({ api }) => api.message.history.query({ conversationId, limit: 50 })),
    );
    await using own = await listenAs(ana!, server.url);
    await using other = await listenAs(ben!, server.url);
    const { seq } = await act(name, ana!, target);
    for (const [index, listener] of [own, other].entries()) {
      await listener.until((event) => event.type === 'entry' && event.entry.seq === seq);
      const heard = listener.events.flatMap((event) => (event.type === 'entry' ? [event.entry] : []));
      const { timeline, outcome } = appendAll(fromPage(pages[index]!), heard);
      expect(outcome).toBe('applied');
      expect(timeline.entries).toEqual(await everything([ana!, ben!][index]!, conversationId));
    }
  });
});
