import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PUSH_DEVICES_MAX, type SubscribePushInput } from '~/contract/push';
import { createBackend, startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup } from '../support/conversations';
import { aClientId, aPerson, type Person } from '../support/people';
import { type PushService, startPushService, type TestDevice } from '../support/push-service';
import { refusal } from '../support/refusals';
import { aBrowser, proceduresAndSignIn, type TestBrowser } from '../support/sessions';

let server: TestServer;
let service: PushService;
let closeBackend: () => Promise<void>;
let ahead = 0;
beforeAll(async () => {
  const backend = await createBackend();
  closeBackend = () => backend.close();
  const push = { keys: null, subject: 'mailto:ana@example.org', allowsLoopback: true };
  const now = () => new Date(Date.now() + ahead);
  server = await startConfab({ backend, env: { push }, pushDelayMs: 0, openSite: proceduresAndSignIn, now });
  const anybody = await aPerson(server.url);
  service = await startPushService((await anybody.api.push.key.query()).publicKey);
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
  await closeBackend();
});

let [ana, ben]: Person[] = [];
let browser: TestBrowser;
let device: TestDevice;
beforeEach(async () => {
  ahead = 0;
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
  browser = aBrowser(server.url);
  await browser.signIn(ben!.me.username);
  device = service.device();
});

const subscribe = (changes: Partial<SubscribePushInput> = {}, by = browser, to = device) =>
  by.api.push.subscribe.mutate({ ...to.subscription, showText: true, locale: 'en', ...changes });

const say = (conversationId: string, text: string, by = ana!) =>
  by.api.message.send.mutate({ conversationId, clientId: aClientId(), text });

/** Sends a message that a device is told of, after which whatever came before it has been told of, too. */
async function untilTold(conversationId: string, to = device): Promise<void> {
  const { seq } = await say(conversationId, 'the last one');
  await to.until((notice) => notice.type === 'message' && notice.seq >= seq);
}

const devicesOf = ({ me }: Person) => server.container.models.pushSubscriptions.countDocuments({ userId: me.id });

describe('a message', () => {
  test('is told to a device while Confab is closed on it, encrypted for it alone', async () => {
    await subscribe();
    const { id } = await aDirect(ana!, ben!);
    const { seq } = await say(id, 'are you there?');
    const { notice, headers } = await device.until(({ type }) => type === 'message');
    expect(notice).toEqual({ type: 'message', conversationId: id, seq, title: 'Ana', body: 'are you there?' });
    expect(headers).toMatchObject({ 'content-encoding': 'aes128gcm', ttl: '86400', urgency: 'high', topic: id });
  });

  test('of a group names it and who wrote, in the language of the device', async () => {
    await subscribe({ locale: 'zh' });
    const group = await aGroup(ana!, [ben!]);
    await say(group.id, 'who comes?');
    const { notice, headers } = await device.until(({ type }) => type === 'message');
    expect(notice).toMatchObject({ title: group.name, body: 'Ana：who comes?' });
    expect(headers.urgency).toBe('normal');
  });

  test('says nothing of itself where the person wants it so', async () => {
    await subscribe({ showText: false, locale: 'de' });
    await say((await aDirect(ana!, ben!)).id, 'a secret');
    const { notice } = await device.until(({ type }) => type === 'message');
    expect(notice).toMatchObject({ title: 'Confab', body: 'Neue Nachricht' });
    expect(JSON.stringify(notice)).not.toMatch(/secret|Ana/);
  });

  test('is not told to who wrote it, has read it, has muted the conversation or has left it', async () => {
    await subscribe();
    const [muted, left, open] = [await aGroup(ana!, [ben!]), await aGroup(ana!, [ben!]), await aDirect(ana!, ben!)];
    await ben!.api.conversation.setPreferences.mutate({ conversationId: muted.id, notify: 'none' });
    await ben!.api.conversation.leave.mutate({ conversationId: left.id });
    await say(muted.id, 'unheard');
    await say(left.id, 'unheard');
    await say(open.id, 'of his own', ben!);
    await untilTold(open.id);
    expect(new Set(device.pushed.map(({ notice }) => notice.conversationId))).toEqual(new Set([open.id]));
    expect(JSON.stringify(device.pushed)).not.toMatch(/of his own|unheard/);
  });

  test('is taken back once it was read elsewhere, once', async () => {
    await subscribe();
    const { id } = await aDirect(ana!, ben!);
    const { seq } = await say(id, 'are you there?');
    await device.until(({ type }) => type === 'message');
    await ben!.api.receipt.read.mutate({ conversationId: id, seq });
    const { notice } = await device.until(({ type }) => type === 'read');
    expect(notice).toEqual({ type: 'read', conversationId: id, seq });
    const group = await aGroup(ana!, [ben!]);
    await untilTold(group.id);
    expect(device.pushed.filter((each) => each.notice.type === 'read')).toHaveLength(1);
  });
});

describe('a device', () => {
  test('that its push service does not know any more is forgotten', async () => {
    await subscribe();
    const lost = service.device();
    await subscribe({}, browser, lost);
    lost.answers.push(410);
    await untilTold((await aDirect(ana!, ben!)).id);
    await expect.poll(() => devicesOf(ben!)).toBe(1);
    expect(lost.asked()).toBe(1);
  });

  test('is told no more once its session is over, in whatever way', async () => {
    const { id } = await aDirect(ana!, ben!);
    const ends: readonly ((it: TestBrowser) => Promise<unknown>)[] = [
      (it) => it.signOut(),
      () => browser.api.account.signOutEverywhere.mutate(),
      async () => void (await server.container.models.sessions.updateMany({}, { expiresAt: new Date(0) })),
    ];
    const others = ends.map(() => service.device());
    for (const [index, end] of ends.entries()) {
      const other = aBrowser(server.url);
      await other.signIn(ben!.me.username);
      await subscribe({}, other, others[index]);
      expect(await devicesOf(ben!)).toBe(1);
      await end(other);
      if (index < 2) expect(await devicesOf(ben!)).toBe(0);
    }
    await browser.signIn(ben!.me.username);
    await subscribe();
    await untilTold(id);
    expect(others.map((other) => other.asked())).toEqual([0, 0, 0]);
    expect(await devicesOf(ben!)).toBe(1);
  });

  test('is one however often it subscribes, another person’s from when they do, and gone when it wants', async () => {
    await subscribe();
    await subscribe({ showText: false });
    expect(await devicesOf(ben!)).toBe(1);
    const asAna = aBrowser(server.url);
    await asAna.signIn(ana!.me.username);
    await subscribe({}, asAna);
    expect([await devicesOf(ana!), await devicesOf(ben!)]).toEqual([1, 0]);
    await browser.api.push.unsubscribe.mutate({ endpoint: device.subscription.endpoint });
    expect(await devicesOf(ana!)).toBe(1);
    await asAna.api.push.unsubscribe.mutate({ endpoint: device.subscription.endpoint });
    expect(await devicesOf(ana!)).toBe(0);
  });

  test('of many is forgotten when it was added first', async () => {
    for (let each = 0; each <= PUSH_DEVICES_MAX; each += 1) {
      ahead = each * 1_000;
      await subscribe({}, browser, each === 0 ? device : service.device());
    }
    expect(await devicesOf(ben!)).toBe(PUSH_DEVICES_MAX);
    const { endpoint } = device.subscription;
    expect(await server.container.models.pushSubscriptions.exists({ endpoint })).toBeNull();
  });
});

test('an access token is no device', async () => {
  const call = ben!.api.push.subscribe.mutate({ ...device.subscription, showText: true, locale: 'en' });
  expect(await refusal(call)).toMatchObject({ appCode: 'FORBIDDEN' });
});

test('nothing is sent to what is no push service, or inside of the network', async () => {
  for (const endpoint of ['http://push.example.org/a', 'https://10.0.0.1/a', 'ftp://push.example.org/a']) {
    expect(await refusal(subscribe({ endpoint }))).toMatchObject({ appCode: 'INVALID_INPUT' });
  }
});

test('the keys are the same after a restart and in every process', async () => {
  const [one, two] = await Promise.all([server.container.models.vapidKeys(), server.container.models.vapidKeys()]);
  expect(one).toEqual(two);
  expect((await ben!.api.push.key.query()).publicKey).toBe(one.publicKey);
});
