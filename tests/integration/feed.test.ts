import { Types } from 'mongoose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CLOSE } from '~/contract/errors';
import type { Event } from '~/contract/events';
import { createContainer } from '~/server/container';
import { type Backend, createBackend, silentLog, startConfab, type TestServer } from '../support/confab';
import { aClientId, aPerson, listenAs, type Person } from '../support/people';

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
  expect(listener.events[0]).toEqual({ type: 'heads', heads: [{ conversationId: mine.id, seq: 2 }] });
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
  const connection = {
    bufferedAmount: () => Number.POSITIVE_INFINITY,
    close: (code: number) => void closed.push(code),
  };
  const feed = container.feed(ana.me.id, connection, stuck.signal);
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
    const feed = container.feed(ana.me.id, null, abort.signal);
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
    env: { redisUrl: undefined, secret: backend.env.secret, production: false },
    mongodbUrl: `mongodb://${mongodbUrl}/${name}`,
    log: silentLog,
  });
  const ana = await aPerson(server.url, 'Ana');
  const ben = await aPerson(server.url, 'Ben');
  const abort = new AbortController();
  const feed = other.feed(ben.me.id, null, abort.signal);
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
