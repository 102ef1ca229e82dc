import { Types } from 'mongoose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { CLOSE } from '~/contract/errors';
import type { Event } from '~/contract/events';
import type { Receipt } from '~/contract/receipt';
import { createContainer } from '~/server/container';
import { type Content, toRecord } from '~/server/models/entry';
import type { BusMessage, Topic } from '~/server/realtime/bus';
import { readFeed } from '~/server/realtime/feed-reader';
import { type Backend, createBackend, silentLog, startConfab, type TestServer } from '../support/confab';
import { aConnection, aFeedScene, type FeedScene } from '../support/feed-scene';
import { LINKS } from '../support/links';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';
import { aDatabase, type TestDatabase } from '../support/timeline';

let backend: Backend;
let server: TestServer;
beforeAll(async () => {
  backend = await createBackend();
  server = await startConfab({ backend });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  await backend.close();
});

const say = (person: Person, conversationId: string, text: string) =>
  person.api.message.send.mutate({ conversationId, clientId: aClientId(), text });

test('begins with the heads of exactly the conversations that are the reader’s', async () => {
  const ana = await aPerson(server.url, 'Ana');
  const ben = await aPerson(server.url, 'Ben');
  const mine = await ana.api.conversation.createGroup.mutate({ name: 'Mine', memberIds: [] });
  await ben.api.conversation.createGroup.mutate({ name: 'Not mine', memberIds: [] });
  await say(ana, mine.id, 'one');
  await using listener = await listenAs(ana, server.url);
  expect(listener.events[0]).toEqual({
    type: 'heads',
    heads: [{ conversationId: mine.id, seq: 2, readSeq: 1, deliveredSeq: 1 }],
  });
});

test('after a person has left, not one more event of the room arrives, and joining again goes on', async () => {
  const ana = await aPerson(server.url, 'Ana');
  const ben = await aPerson(server.url, 'Ben');
  const slug = `room-${aClientId()
    .toLowerCase()
    .replace(/[^a-z0-9]/g, 'x')}`;
  const room = await ana.api.room.create.mutate({ slug, name: 'Room' });
  await ben.api.room.join.mutate({ slug });
  await using listener = await listenAs(ben, server.url);
  await say(ana, room.id, 'before');
  await ben.api.room.leave.mutate({ slug });
  await say(ana, room.id, 'in between');
  await listener.until(({ type }) => type === 'left');
  await ben.api.room.join.mutate({ slug });
  await listener.until((event) => event.type === 'conversation' && event.conversation.id === room.id);
  await say(ana, room.id, 'after');
  const texts = () =>
    listener.events.flatMap((event) =>
      event.type === 'entry' && event.entry.kind === 'message' ? [event.entry.text] : [],
    );
  await listener.until(
    (event) => event.type === 'entry' && event.entry.kind === 'message' && event.entry.text === 'after',
  );
  expect(texts()).toEqual(['before', 'after']);
});

test('a reader that takes nothing is sent away with a code once its queue is full, and others notice nothing', async () => {
  const { container } = server;
  const ana = await aPerson(server.url, 'Ana');
  const group = await ana.api.conversation.createGroup.mutate({ name: 'Busy', memberIds: [] });
  const closed: number[] = [];
  const stuck = new AbortController();
  const connection = aConnection({
    bufferedAmount: () => Number.POSITIVE_INFINITY,
    close: (code) => void closed.push(code),
  });
  const feed = readFeed(container.feed, { id: 'stuck', userId: ana.me.id, connection }, stuck.signal);
  expect((await feed.next()).value?.[0]?.type).toBe('heads');
  const stalled = feed.next();
  await using listener = await listenAs(ana, server.url);
  const senderId = new Types.ObjectId(ana.me.id);
  const drafts = Array.from({ length: 2_100 }, (_, n) => ({
    kind: 'message' as const,
    senderId,
    clientId: `busy-${n}`,
    text: 'x',
  }));
  await Promise.all(drafts.map((draft) => container.timeline.append(new Types.ObjectId(group.id), draft)));
  await listener.until((event) => event.type === 'entry' && event.entry.seq === 2_101);
  expect(closed).toEqual([CLOSE.SLOW_READER]);
  const numbers = listener.events.flatMap((event) => (event.type === 'entry' ? [event.entry.seq] : []));
  expect(numbers).toEqual(drafts.map((_, index) => index + 2));
  stuck.abort();
  await stalled;
  await feed.return(undefined);
});

test('entries that were written while a reader connected are all in its heads or after them', async () => {
  const { container } = server;
  const ana = await aPerson(server.url, 'Ana');
  const group = await ana.api.conversation.createGroup.mutate({ name: 'Racing', memberIds: [] });
  const senderId = new Types.ObjectId(ana.me.id);
  for (let round = 0; round < 15; round += 1) {
    const abort = new AbortController();
    const feed = readFeed(container.feed, { id: 'alone', userId: ana.me.id, connection: null }, abort.signal);
    const events: Event[] = [];
    const writing = Promise.all(
      Array.from({ length: 6 }, (_, n) =>
        container.timeline.append(new Types.ObjectId(group.id), {
          kind: 'message',
          senderId,
          clientId: `race-${round}-${n}`,
          text: 'x',
        }),
      ),
    );
    const heads = (await feed.next()).value?.[0];
    const from = heads?.type === 'heads' ? (heads.heads[0]?.seq ?? 0) : Number.NaN;
    await writing;
    const last = await container.timeline.head(new Types.ObjectId(group.id));
    while (from + events.length < last) for (const event of (await feed.next()).value ?? []) events.push(event);
    expect(events.map((event) => (event.type === 'entry' ? event.entry.seq : event.type))).toEqual(
      Array.from({ length: last - from }, (_, index) => from + 1 + index),
    );
    abort.abort();
    await feed.return(undefined);
  }
});

test('a second process learns of a new conversation and its messages without any bus between them', async () => {
  const mongodbUrl = server.container.models.connection.getClient().options.hosts[0]?.toString();
  const name = server.container.models.connection.name;
  const other = await createContainer({
    env: { ...backend.env, redisUrl: undefined },
    mongodbUrl: `mongodb://${mongodbUrl}/${name}`,
    log: silentLog,
  });
  const ana = await aPerson(server.url, 'Ana');
  const ben = await aPerson(server.url, 'Ben');
  const abort = new AbortController();
  const feed = readFeed(other.feed, { id: 'other', userId: ben.me.id, connection: null }, abort.signal);
  expect((await feed.next()).value).toEqual([{ type: 'heads', heads: [] }]);
  const direct = await ana.api.conversation.openDirect.mutate({ userId: ben.me.id });
  const [told] = await Promise.all([feed.next(), other.hub.checkHeads()]);
  expect(told.value?.[0]).toMatchObject({
    type: 'conversation',
    conversation: { id: direct.id, peer: { id: ana.me.id } },
  });
  const sent = await say(ana, direct.id, 'no bus');
  await server.container.timeline.drain();
  const [heard] = await Promise.all([feed.next(), other.hub.checkHeads()]);
  expect(heard.value).toEqual([{ type: 'entry', entry: sent }]);
  abort.abort();
  await feed.return(undefined);
  await other.close();
});

describe('on a bus that delivers what it is told to', () => {
  let database: TestDatabase;
  let scene: FeedScene;
  let ana: Types.ObjectId;
  let ben: Types.ObjectId;
  let cay: Types.ObjectId;
  beforeAll(async () => {
    database = await aDatabase();
  });
  beforeEach(async () => {
    scene = await aFeedScene(database.models);
    [ana, ben, cay] = [new Types.ObjectId(), new Types.ObjectId(), new Types.ObjectId()];
  });
  afterEach(() => scene[Symbol.asyncDispose]());
  afterAll(() => database[Symbol.asyncDispose]());

  const hear = (topic: Topic, message: BusMessage) => {
    scene.bus.publish(topic, message);
    scene.bus.deliver(scene.bus.published.length - 1);
  };
  const say = async (conversationId: Types.ObjectId, clientId: string) => {
    await scene.timeline.append(conversationId, { kind: 'message', senderId: ana, clientId, text: 'x' });
    await scene.timeline.drain();
  };

  test('watermarks of others and the reader’s own from other devices arrive, also those of rooms on the own topic', async () => {
    const group = (await scene.group(ana, ben)).toString();
    const listener = await scene.listen(ana);
    const receipts: Receipt[] = [
      { conversationId: group, userId: ben.toString(), readSeq: 1, deliveredSeq: 1 },
      { conversationId: group, userId: ana.toString(), readSeq: 0, deliveredSeq: 1 },
    ];
    for (const receipt of receipts) hear(`conversation:${group}`, { type: 'receipt', ...receipt });
    expect(await listener.has(2, 'receipt')).toEqual(receipts.map((receipt) => ({ type: 'receipt', ...receipt })));
    hear(`user:${ana}`, {
      type: 'receipt',
      conversationId: group,
      userId: ana.toString(),
      readSeq: 1,
      deliveredSeq: 1,
    });
    expect((await listener.has(3, 'receipt')).at(-1)).toMatchObject({ userId: ana.toString(), readSeq: 1 });
  });

  test('typing is told of others, never of oneself, nor of whom one has blocked or is blocked by', async () => {
    const group = (await scene.group(ana, ben)).toString();
    const typing = (userId: Types.ObjectId, on = true): BusMessage => ({
      type: 'typing',
      conversationId: group,
      userId: userId.toString(),
      typing: on,
    });
    scene.blocked.add(cay.toString());
    const listener = await scene.listen(ana);
    for (const userId of [ana, cay, ben]) hear(`conversation:${group}`, typing(userId));
    expect(await listener.has(1, 'typing')).toEqual([typing(ben)]);
    scene.blocked.add(ben.toString());
    hear(`user:${ana}`, { type: 'blocks' });
    hear(`user:${ana}`, { type: 'conversation', conversationId: group });
    await listener.has(1, 'conversation');
    hear(`conversation:${group}`, typing(ben, false));
    scene.blocked.clear();
    hear(`user:${ana}`, { type: 'blocks' });
    hear(`user:${ana}`, { type: 'conversation', conversationId: group });
    await listener.has(2, 'conversation');
    hear(`conversation:${group}`, typing(cay));
    expect(await listener.has(2, 'typing')).toEqual([typing(ben), typing(cay)]);
  });

  test('another name of somebody is told once, of however many conversations it is heard, and never an older one', async () => {
    const groups = [await scene.group(ana, ben), await scene.group(ana, ben), await scene.group(ana)];
    scene.blocked.add(ben.toString());
    const listener = await scene.listen(ana);
    const renamed = (name: string, rev: number, avatarId: string | null = null): BusMessage => ({
      type: 'user',
      user: { id: ben.toString(), username: 'ben', name, avatarId },
      rev,
    });
    const pictureId = new Types.ObjectId().toString();
    for (const group of groups.slice(0, 2)) hear(`conversation:${group}`, renamed('Benjamin', 2));
    await listener.has(1, 'user');
    hear(`conversation:${groups[1]}`, renamed('Ben', 1));
    hear(`user:${ana}`, renamed('Bennie', 3, pictureId));
    await say(groups[2]!, 'after');
    scene.bus.deliver(scene.bus.published.length - 1);
    await listener.has(1, 'entry');
    const told = listener.events.flatMap((event) => (event.type === 'user' ? [event.user] : []));
    expect(told.map(({ name, avatarUrl }) => [name, avatarUrl])).toEqual([
      ['Benjamin', null],
      ['Bennie', LINKS.linkTo({ uploadId: pictureId, variant: 'avatar', viewerId: ana.toString() }).url],
    ]);
  });

  test('who is removed at a number gets that number, is told to be out, and hears nothing more of it', async () => {
    const group = await scene.group(ana, ben);
    const listener = await scene.listen(ben);
    await say(group, 'before-1');
    await scene.timeline.append(group, {
      kind: 'system',
      action: 'removed',
      userId: ben,
      senderId: ana,
      clientId: 'system:removed',
    });
    await say(group, 'after-1');
    await scene.hub.checkHeads();
    await listener.has(1, 'left');
    hear(`conversation:${group}`, {
      type: 'typing',
      conversationId: group.toString(),
      userId: ana.toString(),
      typing: true,
    });
    const other = await scene.group(ana, ben);
    hear(`user:${ben}`, { type: 'membership', conversationId: other.toString() });
    await listener.has(1, 'conversation');
    const seen = listener.events.map((event) => (event.type === 'entry' ? event.entry.seq : event.type));
    expect(seen).toEqual(['heads', 2, 3, 'left', 'conversation']);
  });

  test('who connects while their removal is numbered and not yet applied is told nothing that came after it', async () => {
    let whileSettling = async () => {};
    await using slow = await aFeedScene(database.models, { beforeSettling: () => whileSettling() });
    const group = await slow.group(ana, ben);
    const anas = await slow.listen(ana);
    /** As another process leaves it that dies right after it has stored and told it. */
    const store = async (seq: number, content: Content) => {
      const base = { conversationId: group, seq, rev: seq, senderId: ana, clientId: `by-hand-${seq}` };
      const doc = { ...base, _id: new Types.ObjectId(), at: new Date(), applied: false, ...content };
      await database.models.entries.insertOne(doc);
      slow.bus.publish(`conversation:${group}`, { type: 'entries', records: [toRecord(doc)] });
      slow.bus.deliver(slow.bus.published.length - 1);
      await anas.has(seq - 1, 'entry');
    };
    await store(2, { kind: 'system', action: 'removed', userId: ben });
    whileSettling = async () => {
      whileSettling = async () => {};
      await store(3, { kind: 'message', text: 'among ourselves' });
    };
    const bens = await slow.listen(ben);
    await anas.has(2, 'entry');
    const other = await slow.group(ana, ben);
    slow.bus.publish(`user:${ben}`, { type: 'membership', conversationId: other.toString() });
    slow.bus.deliver(slow.bus.published.length - 1);
    await bens.has(1, 'conversation');
    expect(bens.events.filter(({ type }) => type === 'entry')).toEqual([]);
    expect(bens.events[0]).toEqual({ type: 'heads', heads: [] });
  });

  test('a conversation is told again when the reader’s own view of it or standing in it changed', async () => {
    const group = (await scene.group(ana, ben)).toString();
    const listener = await scene.listen(ben);
    hear(`user:${ben}`, { type: 'conversation', conversationId: group });
    await listener.has(1, 'conversation');
    hear(`user:${ben}`, { type: 'membership', conversationId: group });
    expect((await listener.has(2, 'conversation')).map(({ conversation }) => conversation.id)).toEqual([group, group]);
    hear(`user:${ben}`, { type: 'conversation', conversationId: (await scene.group(ana)).toString() });
    hear(`user:${ben}`, { type: 'conversation', conversationId: group });
    await listener.has(3, 'conversation');
    expect(listener.events.map(({ type }) => type)).toEqual(['heads', 'conversation', 'conversation', 'conversation']);
  });

  test('when the bus is back the heads come again: as of the entries before them, with the watermarks raised meanwhile', async () => {
    const group = await scene.group(ana);
    const conversationId = group.toString();
    const listener = await scene.listen(ana);
    await say(group, 'kept-1');
    await scene.hub.checkHeads();
    await listener.has(1, 'entry');
    await database.models.memberships.updateOne(
      { conversationId: group, userId: ana },
      { $set: { readSeq: 2, deliveredSeq: 2 } },
    );
    scene.bus.resume();
    const heads = await listener.has(2, 'heads');
    expect(heads[1]?.heads).toEqual([{ conversationId, seq: 2, readSeq: 2, deliveredSeq: 2 }]);
    await say(group, 'kept-2');
    await scene.hub.checkHeads();
    const entries = await listener.has(2, 'entry');
    expect(entries.map(({ entry }) => entry.seq)).toEqual([2, 3]);
  });

  test('whatever was lost of memberships is made up when the bus is back', async () => {
    await scene.group(ana);
    const listener = await scene.listen(ana);
    const missed = (await scene.group(ana)).toString();
    scene.bus.resume();
    const [, again] = await listener.has(2, 'heads');
    expect(again?.heads.map(({ conversationId }) => conversationId)).toContain(missed);
    expect((await listener.has(1, 'conversation')).map(({ conversation }) => conversation.id)).toEqual([missed]);
  });

  test('a socket whose session has ended says so and closes; one that is good still goes on', async () => {
    const [gone, stays] = [await scene.listen(ana), await scene.listen(ana)];
    gone.endCredential('ended');
    await gone.over;
    expect([gone.events.at(-1), gone.closed]).toEqual([
      { type: 'signedOut', reason: 'ended' },
      [CLOSE.UNAUTHENTICATED],
    ]);
    expect([stays.events.map(({ type }) => type), stays.closed]).toEqual([['heads'], []]);
  });

  test('a feed that ended leaves no subscription and nobody online', async () => {
    await scene.group(ana, ben);
    const listener = await scene.listen(ana);
    await listener.connection.watch(new Set([ben.toString()]));
    expect(scene.bus.topics()).toContain(`presence:${ben}`);
    expect(await scene.leases.online([ana.toString()])).toEqual(new Set([ana.toString()]));
    await listener.stop();
    expect(scene.bus.topics()).toEqual([]);
    expect(scene.leases.held()).toBe(0);
    // Waits for what is on its way back.
    await scene.leases.close();
    expect(await scene.leases.count()).toBe(0);
  });
});
