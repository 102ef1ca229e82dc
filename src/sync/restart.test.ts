import { describe, expect, it } from 'vitest';
import { conversationList } from './selectors';
import { memoryStorage, type Storage } from './storage';
import { settled } from './testing/fake-clock';
import { aScene, GROUP } from './testing/scene';
import { TransportError } from './transport';

describe('a second start', () => {
  it('shows the last state before the network answers', async () => {
    const { clock, annReading, ann, bobSays } = aScene();
    const storage = memoryStorage();
    const first = await annReading({ storage });
    bobSays(3);
    first.engine.setDraft(GROUP, 'unsaid');
    await clock.advance(2000);
    const before = first.engine.getState();
    first.engine.stop();
    const { engine, texts } = ann({ storage });
    engine.setOnline(false);
    await engine.start();
    await engine.open(GROUP);
    const state = engine.getState();
    expect(conversationList(state)).toEqual(conversationList(before));
    expect(state.listStatus).toBe('ready');
    expect(state.drafts.get(GROUP)?.text).toBe('unsaid');
    expect(state.users.get('bob')?.name).toBe('BOB');
    expect(state.timelines.get(GROUP)?.status).toBe('ready');
    expect(texts(GROUP)).toEqual(['bob 1', 'bob 2', 'bob 3']);
  });

  it('writes what is due when it stops', async () => {
    const { annReading, ann } = aScene();
    const storage = memoryStorage();
    const first = await annReading({ storage });
    first.engine.setDraft(GROUP, 'unsaid');
    first.engine.stop();
    const { engine } = ann({ storage });
    await engine.start();
    expect(engine.getState().drafts.get(GROUP)?.text).toBe('unsaid');
  });

  it('catches up from where it was, without the pages it has', async () => {
    const { clock, annReading, ann, bobSays } = aScene();
    const storage = memoryStorage();
    const first = await annReading({ storage });
    bobSays(2);
    await clock.advance(2000);
    first.engine.stop();
    bobSays(3);
    const { engine, texts, asked } = ann({ storage });
    await engine.start();
    void engine.open(GROUP);
    await clock.advance(2000);
    expect(texts(GROUP)).toEqual(['bob 1', 'bob 2', 'bob 1', 'bob 2', 'bob 3']);
    expect(asked('history')).toBe(0);
  });

  it('opened before it is restored shows what was stored', async () => {
    const { clock, annReading, ann, bobSays } = aScene();
    const storage = memoryStorage();
    const first = await annReading({ storage });
    bobSays(2);
    await clock.advance(2000);
    first.engine.stop();
    const { engine, texts } = ann({ storage });
    engine.setOnline(false);
    void engine.start();
    await engine.open(GROUP);
    expect(texts(GROUP)).toEqual(['bob 1', 'bob 2']);
  });

  it('of a server that was set back shows what the server holds', async () => {
    const { clock, server, annReading, ann, bobSays } = aScene();
    const storage = memoryStorage();
    const first = await annReading({ storage });
    bobSays(5);
    await clock.advance(2000);
    first.engine.stop();
    server.setBack(GROUP, 3);
    const { engine, texts } = ann({ storage });
    await engine.start();
    await engine.open(GROUP);
    await clock.advance(2000);
    expect(texts(GROUP)).toEqual(['bob 1', 'bob 2']);
    expect(engine.getState().conversations.get(GROUP)).toEqual(server.conversation('ann', GROUP));
  });

  it('of a server that was set back while nothing is open tells what the server holds, and hears what comes', async () => {
    const { clock, server, annLive, ann, bobSays } = aScene();
    const storage = memoryStorage();
    const first = await annLive({ storage });
    bobSays(5);
    await clock.advance(1000);
    first.engine.seen(GROUP, 6);
    await clock.advance(2000);
    first.engine.stop();
    server.setBack(GROUP, 3);
    const { engine } = ann({ storage });
    await engine.start();
    await clock.advance(2000);
    expect(engine.getState().conversations.get(GROUP)).toEqual(server.conversation('ann', GROUP));
    bobSays(1);
    await clock.advance(2000);
    expect(engine.getState().conversations.get(GROUP)).toMatchObject({ head: 4, readSeq: 3, unread: 1 });
  });

  it('learns what people are called by now', async () => {
    const { clock, server, annReading, ann, bobSays } = aScene();
    const storage = memoryStorage();
    const first = await annReading({ storage });
    bobSays(1);
    await clock.advance(2000);
    first.engine.stop();
    server.rename('bob', 'Robert');
    const { engine } = ann({ storage });
    await engine.start();
    expect(engine.getState().users.get('bob')?.name).toBe('BOB');
    await clock.advance(2000);
    expect(engine.getState().users.get('bob')?.name).toBe('Robert');
  });
});

describe('a reload', () => {
  it('while sending loses nothing and doubles nothing', async () => {
    const { clock, server, annReading } = aScene();
    const storage = memoryStorage();
    const first = await annReading({ storage });
    first.transport.weather = { ...first.transport.weather, lostAnswer: 1 };
    first.engine.send(GROUP, 'one');
    first.engine.send(GROUP, 'two');
    await settled();
    first.engine.stop();
    const { engine, texts } = await annReading({ storage });
    await clock.advance(1000);
    expect(texts(GROUP)).toEqual(['one', 'two']);
    expect(engine.getState().outbox).toEqual([]);
    expect(server.head(GROUP)).toBe(3);
    expect(await storage.entries('ann:outbox:')).toEqual([]);
  });

  it('keeps what was written in its order, and before what is written then', async () => {
    const { annReading, ann, clock } = aScene();
    const storage = memoryStorage();
    const first = await annReading({ storage });
    first.engine.setOnline(false);
    const written = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 11].map(String);
    for (const text of written) first.engine.send(GROUP, text);
    await settled();
    first.engine.stop();
    const { entries } = storage;
    storage.entries = async (prefix) => [...(await entries(prefix))].reverse();
    const { engine, texts } = ann({ storage });
    engine.send(GROUP, 'later');
    await engine.start();
    await engine.open(GROUP);
    await clock.advance(2000);
    expect(texts(GROUP)).toEqual([...written, 'later']);
  });

  it('keeps a message that was tried again after what was written before that', async () => {
    const { annReading, ann, clock } = aScene();
    const storage = memoryStorage();
    const first = await annReading({ storage });
    first.transport.failNext('send', new TransportError('BLOCKED', 'no'));
    const clientId = first.engine.send(GROUP, 'first');
    await clock.advance(1000);
    first.engine.setOnline(false);
    first.engine.send(GROUP, 'second');
    first.engine.retry(clientId);
    await settled();
    first.engine.stop();
    const { engine } = ann({ storage });
    engine.setOnline(false);
    await engine.start();
    expect(engine.getState().outbox.map(({ act }) => act)).toMatchObject([{ text: 'second' }, { text: 'first' }]);
  });

  it('sends what an earlier version of the program left', async () => {
    const { ann, clock, server } = aScene();
    const storage = memoryStorage();
    const item = {
      clientId: 'from-before',
      conversationId: GROUP,
      text: 'hello',
      createdAt: '2029-12-31T00:00:00.000Z',
    };
    await storage.set('ann:outbox:from-before', { ...item, status: 'sending', error: null, version: 1, order: 1 });
    const { engine } = ann({ storage });
    await engine.start();
    await clock.advance(2000);
    expect(server.entries(GROUP).at(-1)).toMatchObject({ clientId: 'from-before', text: 'hello' });
    expect(engine.getState().outbox).toEqual([]);
    expect(await storage.entries('ann:outbox:')).toEqual([]);
  });

  it('sends what a version left that knew no files', async () => {
    const { ann, clock, server } = aScene();
    const storage = memoryStorage();
    await storage.set('ann:outbox:from-before', {
      clientId: 'from-before',
      conversationId: GROUP,
      act: { kind: 'message', text: 'hello', replyTo: null },
      createdAt: '2029-12-31T00:00:00.000Z',
      retryAt: null,
      status: 'queued',
      error: null,
      version: 2,
      order: 1,
    });
    const { engine } = ann({ storage });
    engine.setOnline(false);
    await engine.start();
    expect(engine.getState().outbox).toMatchObject([{ act: { text: 'hello', files: [] }, words: null }]);
    engine.setOnline(true);
    await clock.advance(2000);
    expect(server.entries(GROUP).at(-1)).toMatchObject({ clientId: 'from-before', text: 'hello', attachments: [] });
    expect(await storage.entries('ann:outbox:')).toEqual([]);
  });

  it('keeps what was done to messages, in its order', async () => {
    const { annReading, ann, clock, server, bobSays } = aScene();
    bobSays(1);
    const storage = memoryStorage();
    const first = await annReading({ storage });
    first.engine.setOnline(false);
    const target = { targetId: `${GROUP}/2`, targetSeq: 2 };
    first.engine.act(GROUP, { kind: 'reaction', ...target, emoji: '👍', on: true });
    first.engine.send(GROUP, 'one');
    first.engine.act(GROUP, { kind: 'hide', ...target });
    await settled();
    first.engine.stop();
    const { engine } = ann({ storage });
    await engine.start();
    await clock.advance(2000);
    expect(server.entries(GROUP).map(({ kind }) => kind)).toEqual(['system', 'message', 'reaction', 'message', 'hide']);
    expect(engine.getState().outbox).toEqual([]);
  });

  it('keeps a failed message failed', async () => {
    const { annReading, ann, clock, server } = aScene();
    const storage = memoryStorage();
    const first = await annReading({ storage });
    server.leave('ann', GROUP);
    first.engine.send(GROUP, 'too late');
    await clock.advance(1000);
    first.engine.stop();
    const { engine, asked } = ann({ storage });
    await engine.start();
    await clock.advance(60_000);
    expect(engine.getState().outbox).toMatchObject([
      { act: { text: 'too late' }, status: 'failed', error: 'FORBIDDEN' },
    ]);
    expect(asked('send')).toBe(0);
  });
});

describe('a storage', () => {
  it('shows a second person on the same device nothing of the first', async () => {
    const { clock, annReading, ann, bobSays } = aScene();
    const storage = memoryStorage();
    const first = await annReading({ storage });
    bobSays(1);
    first.engine.setDraft(GROUP, 'secret');
    first.engine.setOnline(false);
    first.engine.send(GROUP, 'also secret');
    await clock.advance(2000);
    first.engine.stop();
    const { engine } = ann({ storage, userId: 'cleo' });
    engine.setOnline(false);
    await engine.start();
    const { conversations, drafts, outbox, users } = engine.getState();
    expect([conversations.size, drafts.size, outbox.length, users.size]).toEqual([0, 0, 0, 1]);
  });

  it('with rubbish in it is as good as an empty one', async () => {
    const { ann, clock } = aScene();
    const storage = memoryStorage();
    const noAct = { version: 2, clientId: 'c', conversationId: GROUP, order: 1, act: { kind: 'dance' } };
    const rubbish = [null, 1, 'x', [], {}, { version: 1 }, { version: 0, savedAt: 1, content: [] }, noAct];
    const almost = { version: 1, savedAt: 1, content: [{ seq: 1 }, null, { id: 1 }] };
    for (const [index, value] of [...rubbish, almost].entries()) {
      await storage.set(`ann:outbox:${index}`, value);
      await storage.set(`ann:timeline:${index}`, value);
      await storage.set(`ann:draft:${index}`, value);
      await storage.set(`ann:users${index}`, value);
      await storage.set(`ann:conversations${index}`, value);
    }
    const { engine } = ann({ storage });
    await engine.start();
    await clock.advance(1000);
    expect(engine.getState().outbox).toEqual([]);
    expect([...engine.getState().conversations.keys()]).toEqual([GROUP]);
  });

  it('that cannot be read holds nothing up, whether it refuses or hangs', async () => {
    for (const entries of [() => Promise.reject(new Error('no')), () => new Promise<never>(() => {})]) {
      const { ann, clock } = aScene();
      const storage: Storage = { ...memoryStorage(), entries };
      const { engine } = ann({ storage });
      void engine.start();
      await clock.advance(10_000);
      expect(engine.getState().connection.phase).toBe('live');
      engine.stop();
      expect(clock.pending()).toBe(0);
    }
  });

  it('is written to at intervals, not on every message', async () => {
    const { annReading, bobSays, clock } = aScene();
    const storage = memoryStorage();
    const device = await annReading({ storage });
    await clock.advance(5000);
    let writes = 0;
    const { set } = storage;
    storage.set = (key, value) => {
      writes += 1;
      return set(key, value);
    };
    for (let index = 0; index < 20; index += 1) {
      bobSays(1);
      await clock.advance(100);
    }
    await clock.advance(5000);
    expect(device.texts(GROUP)).toHaveLength(20);
    expect(writes).toBeLessThan(10);
  });

  it('is left alone once the session is over', async () => {
    const { annReading, clock } = aScene();
    const { engine, transport, storage } = await annReading();
    await clock.advance(5000);
    engine.setDraft(GROUP, 'secret');
    transport.signOut();
    await storage.clear();
    await clock.advance(5000);
    engine.setDraft(GROUP, 'more of it');
    await clock.advance(5000);
    engine.stop();
    await settled();
    expect(await storage.entries('')).toEqual([]);
  });
});
