import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WEBHOOK_ATTEMPTS_MAX } from '~/contract/limits';
import type { NewWebhook, Webhook } from '~/contract/webhook';
import { isGenuine, post } from '../../examples/webhooks';
import { type Backend, createBackend, startConfab, type TestServer } from '../support/confab';
import { aGroup, aRoom, asMessage, everything, send } from '../support/conversations';
import { aClientId, aPerson, type Person } from '../support/people';
import { aReceiver, type Receiver } from '../support/receiver';
import { refusal } from '../support/refusals';

/** Milliseconds by which the servers' time is ahead of ours. */
let ahead = 0;
const now = () => new Date(Date.now() + ahead);
const env = { webhooks: { allowPrivate: true } };

let backend: Backend;
let server: TestServer;
let [ana, ben]: Person[] = [];
beforeAll(async () => {
  backend = await createBackend({ shared: true });
  server = await startConfab({
    backend,
    env,
    now,
    rates: { webhook: { points: 12, seconds: 60 }, message: null, conversation: null, edit: null },
  });
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await backend.close();
});

/** What was written before is posted, or has been tried. */
async function look({ container } = server): Promise<void> {
  await container.timeline.drain();
  await container.webhookDeliveries.look();
}

describe('an incoming webhook', () => {
  async function aHook() {
    const { id: conversationId } = await aGroup(ana!, [ben!]);
    const made = await ana!.api.webhook.create.mutate({ conversationId, direction: 'incoming', name: 'Build server' });
    return { ...made, conversationId, url: server.url + made.webhook.url };
  }

  test('posts under its own name, once, whatever is sent again', async () => {
    const { conversationId, url, secret } = await aHook();
    const message = { text: `the build of @${ben!.me.username} is done`, clientId: aClientId() };
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => post(url, secret, message)));
    expect(first).toMatchObject({ status: 200, answer: { conversationId, seq: 2 } });
    expect(others.map(({ answer }) => answer)).toEqual([first!.answer, first!.answer]);

    const entry = asMessage((await everything(ben!, conversationId)).at(-1));
    expect(entry).toMatchObject({ ...first!.answer, text: message.text, mentions: [ben!.me.id], seq: 2 });
    const [writer] = await ben!.api.user.byIds.query({ userIds: [entry.senderId] });
    expect(writer).toMatchObject({ name: 'Build server', kind: 'integration' });
    expect(await ben!.api.user.search.query({ query: 'Build' })).toEqual([]);
    const direct = ben!.api.conversation.openDirect.mutate({ userId: entry.senderId });
    expect(await refusal(direct)).toMatchObject({ appCode: 'NOT_FOUND' });
  });

  test('takes what its own secret has signed, now, and nothing else', async () => {
    const { conversationId, webhook, url, secret } = await aHook();
    const hello = { text: 'hello' };
    expect(await post(url, 'whsec_guessed', hello)).toMatchObject({ status: 401 });
    expect(await post(`${server.url}/api/hooks/${'f'.repeat(24)}`, secret, hello)).toMatchObject({ status: 401 });
    expect(await post(url, secret, { text: ' ' })).toMatchObject({ status: 400, answer: { appCode: 'INVALID_INPUT' } });
    expect(await post(url, secret, { text: 'x'.repeat(70_000) }).catch(() => ({ status: 413 }))).toMatchObject({
      status: 413,
    });
    ahead = 301_000;
    expect(await post(url, secret, hello)).toMatchObject({ status: 401 });
    ahead = 0;
    const other = await ana!.api.webhook.rotateSecret.mutate({ conversationId, webhookId: webhook.id });
    expect(await post(url, secret, hello)).toMatchObject({ status: 401 });
    expect(await post(url, other.secret, hello)).toMatchObject({ status: 200 });
    expect(await everything(ana!, conversationId)).toHaveLength(2);
    const stored = JSON.stringify(await server.container.models.webhooks.find().lean());
    expect(stored).not.toContain(other.secret.slice('whsec_'.length));
  });

  test('acts by the right of its maker alone, and never too often', async () => {
    const { conversationId, webhook, url, secret } = await aHook();
    await ana!.api.conversation.setRole.mutate({ conversationId, userId: ben!.me.id, role: 'owner' });
    await ben!.api.conversation.setRole.mutate({ conversationId, userId: ana!.me.id, role: 'member' });
    expect(await post(url, secret, { text: 'hello' })).toMatchObject({ status: 403, answer: { appCode: 'FORBIDDEN' } });
    expect(await ben!.api.webhook.list.query({ conversationId })).toMatchObject([{ working: false }]);
    const taken = await ben!.api.webhook.rotateSecret.mutate({ conversationId, webhookId: webhook.id });
    const answers = await Promise.all(
      Array.from({ length: 13 }, (_, index) => post(url, taken.secret, { text: `${index}` })),
    );
    const late = answers.filter(({ status }) => status === 429);
    expect(late).toMatchObject([{ retryAfter: expect.stringMatching(/^\d+$/), answer: { appCode: 'RATE_LIMITED' } }]);
    await ben!.api.webhook.remove.mutate({ conversationId, webhookId: webhook.id });
    expect(await post(url, taken.secret, { text: 'hello' })).toMatchObject({ status: 401 });
    expect(await ben!.api.webhook.list.query({ conversationId })).toEqual([]);
  });
});

describe('an outgoing webhook', () => {
  let receiver: Receiver;
  beforeAll(async () => {
    receiver = await aReceiver();
  });
  afterAll(() => receiver[Symbol.asyncDispose]());

  async function aHook(owner = ana!): Promise<NewWebhook & { conversationId: string }> {
    const { id: conversationId } = await aRoom(owner);
    await send(owner, conversationId, 'before there was a webhook');
    const made = await owner.api.webhook.create.mutate({
      conversationId,
      direction: 'outgoing',
      name: 'Archive',
      url: receiver.url,
    });
    return { ...made, conversationId };
  }

  const textsTo = ({ webhook }: NewWebhook) =>
    receiver.received
      .filter(({ headers }) => headers['x-confab-webhook'] === webhook.id)
      .map(({ message }) => message.text);

  async function listed({ api }: Person, { webhook }: NewWebhook): Promise<Webhook> {
    return (await api.webhook.list.query({ conversationId: webhook.conversationId })).find(
      ({ id }) => id === webhook.id,
    )!;
  }

  test('posts what people write, signed, in order, and nothing of webhooks', async () => {
    const hook = await aHook();
    const { conversationId } = hook;
    const incoming = await ana!.api.webhook.create.mutate({ conversationId, direction: 'incoming', name: 'Echo' });
    await look();
    const first = await send(ana!, conversationId, 'one');
    await post(server.url + incoming.webhook.url, incoming.secret, { text: 'not for webhooks' });
    await send(ana!, conversationId, 'two');
    await receiver.until(2);
    await look();
    expect(textsTo(hook)).toEqual(['one', 'two']);
    const [{ headers, body, message }] = receiver.received as [(typeof receiver.received)[0]];
    expect(isGenuine(headers, body, hook.secret)).toBe(true);
    expect(isGenuine(headers, Buffer.concat([body, Buffer.from(' ')]), hook.secret)).toBe(false);
    const { id, username, name } = ana!.me;
    expect(message).toMatchObject({ type: 'message', id: first.id, seq: first.seq, sender: { id, username, name } });
    expect(await listed(ana!, hook)).toMatchObject({ working: true, failure: null, usedAt: expect.any(String) });
  });

  test('is tried again ever later, also by another process, until the message is given up', async () => {
    const hook = await aHook();
    receiver.answerWith(503);
    await send(ana!, hook.conversationId, 'lost');
    await look();
    expect(await listed(ana!, hook)).toMatchObject({ failure: { fault: 'status', status: 503, attempts: 1 } });
    await look();
    expect(textsTo(hook)).toEqual(['lost']);
    await send(ana!, hook.conversationId, 'late');

    const another = await startConfab({ backend, env, now });
    for (let attempt = 2; attempt <= WEBHOOK_ATTEMPTS_MAX; attempt += 1) {
      ahead += 17 * 60_000;
      // Both look by themselves as well: who comes second while the other is at it leaves it to them.
      const noted = async () => {
        await look(attempt % 2 ? server : another);
        return listed(ana!, hook);
      };
      const isLast = attempt === WEBHOOK_ATTEMPTS_MAX;
      await expect
        .poll(noted)
        .toMatchObject(isLast ? { givenUp: 1, failure: { attempts: 1 } } : { failure: { attempts: attempt } });
    }
    expect(textsTo(hook).filter((text) => text === 'lost')).toHaveLength(WEBHOOK_ATTEMPTS_MAX);
    receiver.answerWith(200);
    ahead += 17 * 60_000;
    await look(another);
    await another[Symbol.asyncDispose]();
    ahead = 0;
    expect(textsTo(hook).at(-1)).toBe('late');
    expect(await listed(ana!, hook)).toMatchObject({ givenUp: 1, failure: null });
  });

  test('is served by one process at a time, each message once', async () => {
    const hook = await aHook();
    const another = await startConfab({ backend, env, now });
    const both = [server, another].map(({ container }) => container.webhookDeliveries);
    const texts = Array.from({ length: 12 }, (_, index) => `number ${index}`);
    for (const text of texts) {
      await send(ana!, hook.conversationId, text);
      for (const each of both) void each.look();
    }
    while (textsTo(hook).length < texts.length) await Promise.all(both.map((each) => each.look()));
    await Promise.all(both.map((each) => each.look()));
    await another[Symbol.asyncDispose]();
    expect(textsTo(hook)).toEqual(texts);
    expect(receiver.most).toBe(1);
  });

  test('stands still while its maker is no admin, and does not make up for it', async () => {
    const hook = await aHook();
    const { conversationId } = hook;
    const { slug } = await ana!.api.conversation.get.query({ conversationId });
    await ben!.api.room.join.mutate({ slug: slug! });
    await ana!.api.conversation.setRole.mutate({ conversationId, userId: ben!.me.id, role: 'owner' });
    await ana!.api.room.leave.mutate({ slug: slug! });
    await send(ben!, conversationId, 'between us');
    await look();
    expect(await listed(ben!, hook)).toMatchObject({ working: false });
    await ana!.api.room.join.mutate({ slug: slug! });
    await ben!.api.conversation.setRole.mutate({ conversationId, userId: ana!.me.id, role: 'admin' });
    await send(ben!, conversationId, 'for all');
    await look();
    expect(textsTo(hook)).toEqual(['for all']);
  });

  test('reaches no private address where the operator does not allow it', async () => {
    await using careful = await startConfab();
    const owner = await aPerson(careful.url);
    const hook = await aHook(owner);
    await send(owner, hook.conversationId);
    await look(careful);
    expect(await listed(owner, hook)).toMatchObject({ failure: { fault: 'forbiddenAddress' } });
    expect(textsTo(hook)).toEqual([]);
  });
});
