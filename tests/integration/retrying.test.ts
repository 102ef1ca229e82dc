import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Entry } from '~/contract/entry';
import { objectId } from '~/server/services/actor';
import { ACT_NAMES, ACTS, act, type Deed } from '../support/acts';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, everything, send } from '../support/conversations';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';
import { refusal } from '../support/refusals';

let server: TestServer;
/** Where everything can be done once in an hour. */
let strict: TestServer;
let [ana, ben]: Person[] = [];
beforeAll(async () => {
  server = await startConfab();
  const once = { points: 1, seconds: 3600 };
  strict = await startConfab({ rates: { message: once, edit: once, reaction: once } });
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await strict[Symbol.asyncDispose]();
});

/** What stays of an entry, whatever happens to it. */
const identity = ({ kind, seq, id, at }: Entry) => ({ kind, seq, id, at });

/** Something to do to a new message of Ana's. */
async function aDeed(conversationId: string): Promise<Deed> {
  const { id: messageId } = await send(ana!, conversationId);
  return { conversationId, messageId, clientId: aClientId() };
}

describe.each(ACT_NAMES)('a retry of %s', (name) => {
  const again = (deed: Deed) => ACTS[name](ana!.api, deed);

  test('gets the first answer, also at the same time and over the socket, and there is one entry', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const deed = await aDeed(id);
    await using listener = await listenAs(ana!, server.url);
    const apis = [ana!.api, listener.api, ana!.api, listener.api];
    const answers = await Promise.all(apis.map((api) => ACTS[name](api, deed)));
    for (const answer of [...answers, await again(deed)]) expect(answer).toEqual(answers[0]);
    expect(answers[0]!.seq).toBe(3);
    expect(await everything(ana!, id)).toHaveLength(3);
  });

  test('gets it after the message was deleted, and after it was hidden', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const deed = await aDeed(id);
    const first = await again(deed);
    if (name !== 'hide') {
      await act('delete', ana!, deed);
      expect(identity(await again(deed))).toEqual(identity(first));
      await act('hide', ana!, deed);
    }
    expect(identity(await again(deed))).toEqual(identity(first));
    expect(await everything(ana!, id)).toHaveLength(name === 'hide' ? 3 : 5);
  });

  test('is refused to who is no member any more', async () => {
    const { id } = await aGroup(ana!, [ben!]);
    const deed = await aDeed(id);
    await again(deed);
    await ana!.api.conversation.leave.mutate({ conversationId: id });
    expect((await refusal(again(deed))).appCode).toBe('NOT_FOUND');
    expect(await everything(ben!, id)).toHaveLength(4);
  });

  test('gets it after a block, which refuses anything new but a deletion', async () => {
    const cleo = await aPerson(server.url, 'Cleo');
    const { id } = await aDirect(ana!, cleo);
    const [deed, fresh] = [await aDeed(id), await aDeed(id)];
    const first = await again(deed);
    await cleo.api.user.block.mutate({ userId: ana!.me.id });
    expect(identity(await again(deed))).toEqual(identity(first));
    if (name === 'delete' || name === 'hide') expect((await again(fresh)).kind).toBe(name);
    else expect((await refusal(again(fresh))).appCode).toBe('BLOCKED');
  });

  test('gets it when there is nothing left to spend', async () => {
    const dora = await aPerson(strict.url, 'Dora');
    const { id: conversationId } = await aGroup(dora, []);
    // Past the procedure, whose limit is for what the test does.
    const { entry } = await strict.container.timeline.append(objectId(conversationId), {
      kind: 'message',
      senderId: objectId(dora.me.id),
      clientId: aClientId(),
      text: 'hello',
    });
    const deed = { conversationId, messageId: entry.id, clientId: aClientId() };
    const first = await ACTS[name](dora.api, deed);
    expect(identity(await ACTS[name](dora.api, deed))).toEqual(identity(first));
    const fresh = await refusal(act(name, dora, deed));
    expect(fresh.appCode).toBe(name === 'hide' ? 'NOT_FOUND' : 'RATE_LIMITED');
  });
});
