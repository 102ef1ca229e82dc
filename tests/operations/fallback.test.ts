import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Id } from '~/contract/primitives';
import { systemClock } from '~/sync/clock';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, asMessage, everything } from '../support/conversations';
import { aLiveDevice, type LiveDevice, quickClock } from '../support/devices';
import { aPerson, apiOf, listenAs, PASSWORD, type Person } from '../support/people';
import { aProxyTo, type Upgrades } from '../support/proxy';

let server: TestServer;
let ana: Person;
let ben: Person;
let conversationId: Id;
beforeAll(async () => {
  server = await startConfab();
});
afterAll(() => server[Symbol.asyncDispose]());

/** Ana behind a proxy, Ben on an open network; both look at their conversation. */
async function aScene(upgrades: Upgrades, clock = systemClock) {
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
  conversationId = (await aDirect(ana, ben)).id;
  const proxy = await aProxyTo(server.url, upgrades);
  onTestFinished(() => proxy[Symbol.asyncDispose]());
  const anas = await aLiveDevice(ana, proxy.url, clock);
  const bens = await aLiveDevice(ben, server.url);
  for (const device of [anas, bens]) {
    onTestFinished(() => device[Symbol.asyncDispose]());
    await device.engine.open(conversationId);
  }
  return { proxy, anas, bens };
}

const isLiveOver = (device: LiveDevice, via: 'socket' | 'events') =>
  device.until(({ connection }) => connection.phase === 'live' && connection.via === via);

const has = (device: LiveDevice, count: number) => device.until(() => device.texts(conversationId).length >= count);

/** Both write so many messages, each sent when the one before has been acknowledged, and both have all of them. */
async function talk(devices: readonly LiveDevice[], from: number, count: number): Promise<void> {
  await Promise.all(
    devices.map(async (device, who) => {
      for (let index = 0; index < count; index += 1) {
        device.engine.send(conversationId, `${who}: ${from + index}`);
        await device.until(({ outbox }) => outbox.length === 0);
      }
    }),
  );
}

/** Each message once, each person's in order, and the same for all. */
async function expectWhole(devices: readonly LiveDevice[], each: number): Promise<void> {
  for (const device of devices) await has(device, devices.length * each);
  const stored = (await everything(ana, conversationId)).slice(1).map((entry) => asMessage(entry).text);
  for (const device of devices) expect(device.texts(conversationId)).toEqual(stored);
  for (const who of devices.keys()) {
    const own = stored.filter((text) => text.startsWith(`${who}: `));
    expect(own).toEqual(Array.from({ length: each }, (_, index) => `${who}: ${index}`));
  }
}

const BLOCKED: Record<string, Upgrades> = {
  'refuses upgrades': 'refuse',
  'takes upgrades for ordinary requests': 'ignore',
  'leaves upgrades without an answer': 'hang',
  'cuts sockets as soon as they stand': { cutAfterMs: 0 },
  'cuts sockets after a moment': { cutAfterMs: 700 },
};

describe.each(Object.keys(BLOCKED))('behind a proxy that %s', (title) => {
  const upgrades = BLOCKED[title]!;

  test('messages flow both ways over server-sent events, and the state says so', async () => {
    // Ten seconds without an answer are long for a test.
    const { anas, bens } = await aScene(upgrades, upgrades === 'hang' ? quickClock(4) : systemClock);
    await isLiveOver(anas, 'events');
    expect(anas.engine.getState().connection.latencyMs).toBeNull();
    await talk([anas, bens], 0, 5);
    await expectWhole([anas, bens], 5);
    expect(bens.engine.getState().connection.via).toBe('socket');
  });
});

test('switching to events and back, again and again in the middle of a talk, loses and doubles nothing', async () => {
  const { proxy, anas, bens } = await aScene('refuse');
  let over = false;
  const switching = (async () => {
    while (!over) {
      await isLiveOver(anas, 'events');
      proxy.upgrades = 'pass';
      anas.engine.setOnline(true);
      await isLiveOver(anas, 'socket');
      await has(anas, anas.texts(conversationId).length + 3);
      proxy.upgrades = 'refuse';
      // The socket goes, and no other comes: as when somebody walks into such a network.
      anas.engine.setOnline(false);
      anas.engine.setOnline(true);
    }
  })();
  await talk([anas, bens], 0, 60);
  over = true;
  for (const device of [anas, bens]) device.engine.send(conversationId, `${device === anas ? 0 : 1}: 60`);
  await Promise.race([switching, expectWhole([anas, bens], 61)]);
  await expectWhole([anas, bens], 61);
  const ways = anas.connections.filter((one) => one.startsWith('live'));
  expect(ways.filter((one, index) => one !== ways[index - 1]).length).toBeGreaterThanOrEqual(4);
});

test('the move from events to a socket is not noticed: at no moment is there no feed', async () => {
  const { proxy, anas } = await aScene('refuse');
  await isLiveOver(anas, 'events');
  const from = anas.connections.length;
  proxy.upgrades = 'pass';
  anas.engine.setOnline(true);
  await isLiveOver(anas, 'socket');
  expect(anas.connections.slice(from)).toEqual(['live socket']);
});

test('who is there and who is writing is seen over events too', async () => {
  const { anas, bens } = await aScene('refuse');
  await isLiveOver(anas, 'events');
  anas.engine.watchPeople([ben.me.id]);
  const isBenOnline = (online: boolean) => anas.until(({ presence }) => presence.get(ben.me.id)?.online === online);
  await isBenOnline(true);
  bens.engine.setTyping(conversationId, true);
  await anas.until(({ typing }) => typing.get(conversationId)?.includes(ben.me.id) ?? false);
  anas.engine.setTyping(conversationId, true);
  await bens.until(({ typing }) => typing.get(conversationId)?.includes(ana.me.id) ?? false);
  bens.engine.stop();
  await isBenOnline(false);
  await using _again = await listenAs(ben, server.url);
  await isBenOnline(true);
});

test('a token that is revoked ends the feed over events too', async () => {
  const { anas } = await aScene('refuse');
  await isLiveOver(anas, 'events');
  const { token } = await apiOf(server.url).token.create.mutate({
    login: ana.me.username,
    password: PASSWORD,
    label: 'other',
  });
  const other = apiOf(server.url, token);
  for (const { id, label } of await other.token.list.query()) {
    if (label === 'test') await other.token.revoke.mutate({ tokenId: id });
  }
  await anas.until(({ connection }) => connection.phase === 'signedOut');
});
