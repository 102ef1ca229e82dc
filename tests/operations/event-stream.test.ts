import { Types } from 'mongoose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Presence } from '~/contract/presence';
import { startConfab, type TestServer } from '../support/confab';
import { aDirect, aGroup, send } from '../support/conversations';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';
import { refusal } from '../support/refusals';
import { aBrowser, proceduresAndSignIn } from '../support/sessions';
import { aLiveStream, openStream } from '../support/streams';

let server: TestServer;
let ana: Person;
let ben: Person;
beforeAll(async () => {
  server = await startConfab({ openSite: proceduresAndSignIn });
  [ana, ben] = await Promise.all([aPerson(server.url, 'Ana'), aPerson(server.url, 'Ben')]);
});
afterAll(() => server[Symbol.asyncDispose]());

const leases = async ({ me }: Person) => (await ben.api.presence.get.query({ userIds: [me.id] }))[0]?.online;

/** As soon as it holds. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds()));
}

describe('the feed as server-sent events', () => {
  test('begins with the heads and tells each change once, as the socket does', async () => {
    const { id } = await aDirect(ana, ben);
    await using stream = await aLiveStream(server.url, { token: ana.token });
    await using listener = await listenAs(ana, server.url);
    const entries = [];
    for (const text of ['one', 'two', 'three']) {
      const entry = await send(ben, id, text);
      entries.push(entry);
      await stream.until((event) => event.type === 'entry' && event.entry.id === entry.id);
      await listener.until((event) => event.type === 'entry' && event.entry.id === entry.id);
    }
    const told = stream.events().filter(({ type }) => type === 'entry');
    expect(told).toEqual(entries.map((entry) => ({ type: 'entry', entry })));
    expect(told).toEqual(listener.events.filter(({ type }) => type === 'entry'));
  });

  test('is said to be neither kept, changed, gathered nor compressed on its way', async () => {
    await using stream = await aLiveStream(server.url, { token: ana.token });
    expect(stream.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'cache-control': expect.stringContaining('no-transform'),
      'x-accel-buffering': 'no',
    });
    expect(stream.headers['content-encoding']).toBeUndefined();
  });

  test('makes its reader online for as long as it lasts, also when the reader goes without a word', async () => {
    const cay = await aPerson(server.url, 'Cay');
    const stream = await aLiveStream(server.url, { token: cay.token });
    await until(async () => (await leases(cay)) === true);
    await stream[Symbol.asyncDispose]();
    await until(async () => (await leases(cay)) === false);
  });

  test('comes to nobody who does not say who they are, in words that a page can read', async () => {
    for (const options of [{}, { token: 'wrong' }, { cookie: 'next-auth.session-token=wrong' }]) {
      await using stream = await openStream(server.url, options);
      await stream.ended;
      expect(stream.events()).toEqual([]);
      const said = stream.sent.find(({ event }) => event === 'serialized-error');
      expect(JSON.parse(said?.data ?? '{}')).toMatchObject({ data: { appCode: 'UNAUTHENTICATED' } });
    }
  });

  test('comes to no page of others, whatever cookie it brings', async () => {
    const browser = aBrowser(server.url);
    await browser.signIn(ana.me.username);
    for (const origin of ['https://evil.example', 'null', `${server.url}.evil.example`]) {
      await using stream = await openStream(server.url, { cookie: browser.cookie(), origin });
      expect([origin, stream.status]).toEqual([origin, 403]);
    }
    await using own = await aLiveStream(server.url, { cookie: browser.cookie(), origin: server.url });
    expect(own.status).toBe(200);
  });

  test('is refused to a page that was made for somebody else than has the session', async () => {
    const browser = aBrowser(server.url);
    await browser.signIn(ana.me.username);
    const target = (person: Person) => `/api/trpc/feed.live?user=${person.me.id}`;
    await using wrong = await openStream(server.url, { cookie: browser.cookie(), target: target(ben) });
    await wrong.ended;
    expect(wrong.events()).toEqual([]);
    await using right = await aLiveStream(server.url, { cookie: browser.cookie(), target: target(ana) });
    expect(right.status).toBe(200);
  });

  test('takes no token from the address', async () => {
    const query = `connectionParams=${encodeURIComponent(JSON.stringify({ token: ana.token }))}&token=${ana.token}`;
    await using stream = await openStream(server.url, { target: `/api/trpc/feed.live?${query}` });
    await stream.ended;
    expect(stream.events()).toEqual([]);
  });

  test('is served at its own address alone: not in a batch, nor under another spelling', async () => {
    for (const target of [
      '/api/trpc/feed.live,feed.live?batch=1',
      '/api/trpc/feed%2Elive',
      '/api/trpc/feed.live,account.me?batch=1',
    ]) {
      await using stream = await openStream(server.url, { token: ana.token, target });
      await stream.ended;
      expect(stream.events()).toEqual([]);
    }
  });
});

describe('streams and sockets together', () => {
  test('have so many places for one person, and a stream that ends makes room', async () => {
    await using small = await startConfab({ env: { connections: { user: 2, address: null } } });
    const [cay, dan] = await Promise.all([aPerson(small.url, 'Cay'), aPerson(small.url, 'Dan')]);
    await using _socket = await listenAs(cay, small.url);
    const stream = await aLiveStream(small.url, { token: cay.token });
    await using late = await openStream(small.url, { token: cay.token });
    expect(late.status).toBe(429);
    await using _dans = await aLiveStream(small.url, { token: dan.token });
    await stream[Symbol.asyncDispose]();
    await until(async () => {
      await using next = await openStream(small.url, { token: cay.token });
      return next.status === 200;
    });
  });

  test('have so many for one address, whoever asks', async () => {
    await using small = await startConfab({ env: { connections: { user: null, address: 1 } } });
    const cay = await aPerson(small.url, 'Cay');
    await using _stream = await aLiveStream(small.url, { token: cay.token });
    await using nobody = await openStream(small.url);
    expect(nobody.status).toBe(429);
  });
});

test('nothing but GET is answered at its address', async () => {
  const post = await fetch(`${server.url}/api/trpc/feed.live`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ana.token}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect([post.status, post.headers.get('allow')]).toEqual([405, 'GET']);
});

describe('a session that ends', () => {
  test('ends its streams, which say so first, and no others', async () => {
    const cay = await aPerson(server.url, 'Cay');
    const browser = aBrowser(server.url);
    await browser.signIn(cay.me.username);
    await using page = await aLiveStream(server.url, { cookie: browser.cookie() });
    await using program = await aLiveStream(server.url, { token: cay.token });
    await browser.signOut();
    expect(await page.until(({ type }) => type === 'signedOut')).toEqual({ type: 'signedOut', reason: 'ended' });
    expect(await page.ended).toBe(true);
    const { id } = await aGroup(cay, []);
    await program.until((event) => event.type === 'conversation' && event.conversation.id === id);
  });

  test('before its stream stands, ends it too', async () => {
    const cay = await aPerson(server.url, 'Cay');
    const browser = aBrowser(server.url);
    await browser.signIn(cay.me.username);
    const opening = Array.from({ length: 5 }, () => openStream(server.url, { cookie: browser.cookie() }));
    await cay.api.account.signOutEverywhere.mutate();
    for (const stream of await Promise.all(opening)) await stream.ended;
  });
});

test('a reader that does not read is ended, and others notice nothing', async () => {
  const cay = await aPerson(server.url, 'Cay');
  const { id } = await aGroup(ana, [cay]);
  await using stuck = await aLiveStream(server.url, { token: cay.token });
  await using other = await aLiveStream(server.url, { token: ana.token });
  await until(async () => (await leases(cay)) === true);
  stuck.pause();
  const { timeline } = server.container;
  const write = (count: number, length: number) => {
    const drafts = Array.from({ length: count }, () => ({
      kind: 'message' as const,
      senderId: new Types.ObjectId(ana.me.id),
      clientId: aClientId(),
      text: 'x'.repeat(length),
    }));
    return Promise.all(drafts.map((draft) => timeline.append(new Types.ObjectId(id), draft)));
  };
  // What the system holds for a reader is some megabytes; then the stream's own queue fills.
  for (let megabytes = 0; megabytes < 6; megabytes += 1) await write(50, 20_000);
  for (let hundreds = 0; hundreds < 21; hundreds += 1) await write(100, 1);
  await until(async () => (await leases(cay)) === false);
  stuck.resume();
  expect(await stuck.ended).toBe(false);
  const last = await send(ana, id);
  await other.until((event) => event.type === 'entry' && event.entry.id === last.id);
  expect(other.sent.map(({ event }) => event)).not.toContain('return');
});

describe('beside a stream, over HTTP,', () => {
  const online = ({ me }: Person): Presence => ({ userId: me.id, online: true, lastSeenAt: null });

  test('presence is watched by the name of the feed: who is, comes and goes is told', async () => {
    const [cay, dan] = await Promise.all([aPerson(server.url, 'Cay'), aPerson(server.url, 'Dan')]);
    await using stream = await aLiveStream(server.url, { token: cay.token });
    const { connection } = stream;
    const answered = await cay.api.presence.watch.mutate({ userIds: [dan.me.id], connection });
    expect(answered).toEqual([{ userId: dan.me.id, online: false, lastSeenAt: null }]);
    // How they are is told after the feed is live for them: nothing falls between.
    await stream.until((event) => event.type === 'presence' && !event.online);
    const dans = await listenAs(dan, server.url);
    expect(await stream.until((event) => event.type === 'presence' && event.online)).toEqual({
      type: 'presence',
      ...online(dan),
    });
    await dans[Symbol.asyncDispose]();
    await stream.until((event) => event.type === 'presence' && event.lastSeenAt !== null);
  });

  test('the feed of another person is not steered, though its name were known', async () => {
    const [cay, dan] = await Promise.all([aPerson(server.url, 'Cay'), aPerson(server.url, 'Dan')]);
    await using stream = await aLiveStream(server.url, { token: cay.token });
    const { connection } = stream;
    await dan.api.presence.watch.mutate({ userIds: [dan.me.id], connection });
    await cay.api.presence.watch.mutate({ userIds: [cay.me.id], connection });
    await stream.until((event) => event.type === 'presence' && event.userId === cay.me.id);
    await using _dan = await listenAs(dan, server.url);
    await cay.api.presence.watch.mutate({ userIds: [ben.me.id], connection });
    await stream.until((event) => event.type === 'presence' && event.userId === ben.me.id);
    expect(stream.events().filter((event) => event.type === 'presence' && event.userId === dan.me.id)).toEqual([]);
  });

  test('to watch without naming a feed is refused, and a name is one', async () => {
    const input = { userIds: [ben.me.id] };
    expect(await refusal(ana.api.presence.watch.mutate(input))).toMatchObject({ appCode: 'INVALID_INPUT' });
    expect(await refusal(ana.api.presence.watch.mutate({ ...input, connection: 'any' }))).toMatchObject({
      appCode: 'INVALID_INPUT',
    });
  });

  test('typing is told and heard', async () => {
    const { id: conversationId } = await aDirect(ana, ben);
    await using anas = await aLiveStream(server.url, { token: ana.token });
    await ben.api.typing.set.mutate({ conversationId, typing: true });
    expect(await anas.until(({ type }) => type === 'typing')).toMatchObject({ userId: ben.me.id, typing: true });
  });
});

describe('a stream is asked to be opened anew', () => {
  test('after a while, with word before its end, which is in good order', async () => {
    await using brief = await startConfab({ streamMs: 300 });
    const cay = await aPerson(brief.url, 'Cay');
    await using stream = await aLiveStream(brief.url, { token: cay.token });
    await stream.until(({ type }) => type === 'leaving');
    expect(await stream.ended).toBe(true);
    expect(stream.sent.at(-1)?.event).toBe('return');
  });

  test('when the server stops, and no other is opened there', async () => {
    const stopping = await startConfab();
    const cay = await aPerson(stopping.url, 'Cay');
    const streams = await Promise.all(Array.from({ length: 5 }, () => aLiveStream(stopping.url, { token: cay.token })));
    const stopped = stopping[Symbol.asyncDispose]();
    for (const stream of streams) {
      await stream.until(({ type }) => type === 'leaving');
      expect(await stream.ended).toBe(true);
      expect(stream.sent.at(-1)?.event).toBe('return');
    }
    await expect(openStream(stopping.url, { token: cay.token })).rejects.toThrow('ECONNREFUSED');
    await stopped;
  });
});
