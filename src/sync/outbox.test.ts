import { describe, expect, it } from 'vitest';
import { shownEntries } from './shown';
import type { OutboxItem } from './state';
import { memoryStorage, type Storage } from './storage';
import { settled } from './testing/fake-clock';
import { aScene, GROUP } from './testing/scene';
import { CALM } from './testing/scripted-transport';
import { TransportError } from './transport';

describe('a message', () => {
  it('is seen at once, and gives way to the numbered one in the same change', async () => {
    const { clock, annReading } = aScene();
    const { engine, texts } = await annReading();
    const shown: string[][] = [];
    engine.subscribe(() => shown.push(texts(GROUP)));
    engine.send(GROUP, 'hello');
    await clock.advance(1000);
    expect(engine.getState().outbox).toEqual([]);
    expect(shown.every((list) => list.length === 1 && list[0] === 'hello')).toBe(true);
  });

  it('is stored before it is sent', async () => {
    const { annReading, clock } = aScene();
    const storage = memoryStorage();
    const { engine, asked } = await annReading({ storage });
    let stored = () => {};
    const { set } = storage;
    storage.set = async (key, value) => {
      if (key.includes('outbox')) {
        await new Promise<void>((resolve) => {
          stored = resolve;
        });
      }
      await set(key, value);
    };
    engine.send(GROUP, 'hello');
    await settled();
    expect(asked('send')).toBe(0);
    stored();
    await settled();
    expect(asked('send')).toBe(1);
    expect(await storage.entries('ann:outbox:')).toEqual([]);
    await clock.advance(1000);
  });

  it('is sent also if it cannot be stored, at once or ever', async () => {
    const { annReading, clock, server } = aScene();
    const full: Storage = { ...memoryStorage(), set: () => Promise.reject(new Error('quota')) };
    const { engine } = await annReading({ storage: full });
    engine.send(GROUP, 'one');
    await settled();
    expect(server.head(GROUP)).toBe(2);
    engine.stop();
    const stuck: Storage = { ...memoryStorage(), set: () => new Promise(() => {}) };
    const second = await annReading({ storage: stuck });
    second.engine.send(GROUP, 'two');
    await clock.advance(2000);
    expect(server.head(GROUP)).toBe(3);
    second.engine.stop();
    expect(clock.pending()).toBe(0);
  });

  it('is not doubled by a retry after an unknown outcome', async () => {
    const { clock, server, annReading } = aScene();
    const { engine, transport, texts, asked } = await annReading();
    transport.mute(true);
    transport.hold('check');
    transport.weather = { ...CALM, lostAnswer: 1 };
    engine.send(GROUP, 'hello');
    await clock.advance(1000);
    transport.weather = CALM;
    expect(engine.getState().outbox).toMatchObject([{ status: 'sending' }]);
    await clock.advance(20_000);
    expect(asked('send')).toBe(2);
    expect(texts(GROUP)).toEqual(['hello']);
    expect(server.head(GROUP)).toBe(2);
  });

  it('whose answer is late is done with when the feed brings it, and does not hold up the next', async () => {
    const { clock, annReading } = aScene();
    const { engine, transport, texts } = await annReading();
    transport.weather = { ...CALM, lostAnswer: 1 };
    engine.send(GROUP, 'one');
    await settled();
    transport.weather = CALM;
    engine.send(GROUP, 'two');
    await clock.advance(100);
    expect(engine.getState().outbox).toEqual([]);
    expect(texts(GROUP)).toEqual(['one', 'two']);
  });

  it('waits for the one written before it, and only in its own conversation', async () => {
    const { clock, server, annReading } = aScene();
    server.found('other', 'group', ['ann', 'bob']);
    const { engine, transport } = await annReading();
    const release = transport.hold('send');
    engine.send(GROUP, 'one');
    engine.send(GROUP, 'two');
    engine.send('other', 'three');
    await settled();
    const sent = () =>
      transport.calls.filter(({ name }) => name === 'send').map(({ input }) => (input as { text: string }).text);
    expect(sent()).toEqual(['one', 'three']);
    release();
    await clock.advance(1000);
    expect(sent()).toEqual(['one', 'three', 'two']);
    expect(engine.getState().outbox).toEqual([]);
  });

  it('is tried again for ever, with growing pauses', async () => {
    const { clock, annReading } = aScene();
    const { engine, transport, asked } = await annReading();
    transport.weather = { ...CALM, lostRequest: 1 };
    engine.send(GROUP, 'hello');
    await clock.advance(3_600_000);
    expect(engine.getState().outbox).toMatchObject([{ act: { text: 'hello' }, error: null }]);
    // 10 seconds to give up and up to 30 of pause.
    expect(asked('send')).toBeGreaterThan(3600 / 41);
    expect(asked('send')).toBeLessThan(3600 / 20);
    transport.weather = CALM;
    await clock.advance(41_000);
    expect(engine.getState().outbox).toEqual([]);
  });

  it('pauses between attempts although answers come at once', async () => {
    const { clock, annReading } = aScene();
    const { engine, transport, asked } = await annReading();
    for (let index = 0; index < 5; index += 1) transport.failNext('send', new TransportError('UNAVAILABLE', 'busy'));
    engine.send(GROUP, 'hello');
    await settled();
    expect(asked('send')).toBe(1);
    expect(engine.getState().outbox).toMatchObject([{ status: 'queued' }]);
    await clock.advance(600);
    expect(asked('send')).toBe(2);
    await clock.advance(30_000);
    expect(engine.getState().outbox).toEqual([]);
  });

  it('waits as long as a rate limit says, also through a reconnection', async () => {
    const { clock, annReading } = aScene();
    const { engine, transport, asked } = await annReading();
    transport.failNext('send', new TransportError('RATE_LIMITED', 'slower', 20));
    engine.send(GROUP, 'hello');
    await settled();
    transport.cut();
    await clock.advance(19_000);
    expect(asked('send')).toBe(1);
    await clock.advance(2000);
    expect(asked('send')).toBe(2);
    expect(engine.getState().outbox).toEqual([]);
  });

  it('is sent as soon as the connection is back, not after the pause', async () => {
    const { clock, annReading } = aScene();
    const { engine, transport } = await annReading();
    transport.weather = { ...CALM, lostRequest: 1 };
    engine.send(GROUP, 'hello');
    await clock.advance(120_000);
    while (engine.getState().outbox[0]?.status !== 'queued') await clock.advance(100);
    transport.weather = CALM;
    engine.setOnline(false);
    engine.setOnline(true);
    await clock.advance(300);
    expect(engine.getState().outbox).toEqual([]);
  });

  it('is sent as soon as the feed is back, not after the pause', async () => {
    const { clock, annReading } = aScene();
    const { engine, transport } = await annReading();
    transport.weather = { ...CALM, lostRequest: 1 };
    engine.send(GROUP, 'hello');
    await clock.advance(120_000);
    while (engine.getState().outbox[0]?.status !== 'queued') await clock.advance(100);
    transport.weather = CALM;
    transport.cut();
    await clock.advance(1800);
    expect(engine.getState().outbox).toEqual([]);
  });

  it('written without a network is sent in order when there is one', async () => {
    const { clock, annReading } = aScene();
    const { engine, asked, texts } = await annReading();
    engine.setOnline(false);
    for (const text of ['one', 'two', 'three']) engine.send(GROUP, text);
    await clock.advance(60_000);
    expect(asked('send')).toBe(0);
    expect(texts(GROUP)).toEqual(['one', 'two', 'three']);
    engine.setOnline(true);
    await clock.advance(2000);
    expect(texts(GROUP)).toEqual(['one', 'two', 'three']);
    expect(engine.getState().outbox).toEqual([]);
  });

  it('that overtakes what others said shows when what lies between has come', async () => {
    const { clock, annReading, bobSays } = aScene();
    const { engine, transport, texts } = await annReading();
    transport.mute(true);
    bobSays(2);
    engine.send(GROUP, 'hello');
    await settled();
    expect(texts(GROUP)).toEqual(['hello']);
    expect(engine.getState().outbox).toHaveLength(1);
    await clock.advance(1000);
    expect(texts(GROUP)).toEqual(['bob 1', 'bob 2', 'hello']);
    expect(engine.getState().outbox).toEqual([]);
    expect(engine.getState().conversations.get(GROUP)?.lastMessage?.text).toBe('hello');
  });

  it('does not fetch what the feed brings a moment later anyway', async () => {
    const { clock, annReading, bobSays, server } = aScene();
    const { engine, transport, texts, asked } = await annReading();
    transport.mute(true);
    bobSays(1);
    engine.send(GROUP, 'hello');
    await settled();
    const [, bobs, anns] = server.snapshot('ann', GROUP);
    if (!bobs || !anns) throw new Error('nothing was said');
    transport.deliver([
      { type: 'entry', entry: bobs },
      { type: 'entry', entry: anns },
    ]);
    expect(texts(GROUP)).toEqual(['bob 1', 'hello']);
    await clock.advance(5000);
    expect(asked('since') + asked('conversation') + asked('list')).toBe(0);
  });

  it('acknowledged while the first page is on its way is shown throughout', async () => {
    const { clock, annLive } = aScene();
    const { engine, transport, texts } = await annLive();
    transport.weather = { ...CALM, delay: 300 };
    const opening = engine.open(GROUP);
    await clock.advance(310);
    transport.weather = CALM;
    transport.mute(true);
    engine.send(GROUP, 'hello');
    await settled();
    const shown: number[] = [];
    engine.subscribe(() => shown.push(texts(GROUP).length));
    await clock.advance(3000);
    await opening;
    expect(texts(GROUP)).toEqual(['hello']);
    expect(engine.getState().outbox).toEqual([]);
    expect(new Set(shown)).toEqual(new Set([1]));
  });

  it('acknowledged with something else than itself is done with all the same', async () => {
    const { clock, server, annReading } = aScene();
    const { engine, transport, asked, texts } = await annReading();
    transport.mute(true);
    transport.weather = { ...CALM, lostAnswer: 1 };
    engine.send(GROUP, 'hello');
    await settled();
    // Hidden on another device before this one learned its number: the answer is a bare number.
    server.hide('ann', GROUP, 2);
    transport.weather = CALM;
    await clock.advance(30_000);
    expect(asked('send')).toBe(2);
    expect(engine.getState().outbox).toEqual([]);
    expect(texts(GROUP)).toEqual([]);
  });
});

describe('a message that failed', () => {
  it('does not block the next, and says why', async () => {
    const { clock, annReading } = aScene();
    const { engine, transport, texts } = await annReading();
    transport.failNext('send', new TransportError('INVALID_INPUT', 'no'));
    engine.send(GROUP, 'bad');
    engine.send(GROUP, 'good');
    await clock.advance(60_000);
    expect(texts(GROUP)).toEqual(['good', 'bad']);
    expect(engine.getState().outbox).toMatchObject([
      { act: { text: 'bad' }, status: 'failed', error: 'INVALID_INPUT' },
    ]);
  });

  it('tried again is the last of its conversation, under the same name', async () => {
    const { clock, server, annReading } = aScene();
    const { engine, transport, texts } = await annReading();
    transport.failNext('send', new TransportError('FORBIDDEN', 'no'));
    const clientId = engine.send(GROUP, 'first');
    await settled();
    const release = transport.hold('send');
    engine.send(GROUP, 'second');
    engine.retry(clientId);
    engine.retry(clientId);
    expect(engine.getState().outbox.map(textOf)).toEqual(['second', 'first']);
    release();
    await clock.advance(1000);
    expect(texts(GROUP)).toEqual(['second', 'first']);
    expect(server.entries(GROUP).at(-1)?.clientId).toBe(clientId);
  });

  it('can be dropped, here and in the storage', async () => {
    const { clock, annReading } = aScene();
    const { engine, transport, storage } = await annReading();
    transport.failNext('send', new TransportError('BLOCKED', 'no'));
    const clientId = engine.send(GROUP, 'bad');
    await settled();
    expect(await storage.entries('ann:outbox:')).toHaveLength(1);
    engine.drop(clientId);
    await clock.advance(1000);
    expect(engine.getState().outbox).toEqual([]);
    expect(await storage.entries('ann:outbox:')).toEqual([]);
  });

  it('whose refusal comes after the engine was stopped is not stored again', async () => {
    const { server, annReading } = aScene();
    const { engine, transport, storage } = await annReading();
    const goOn = transport.hold('send');
    const clientId = engine.send(GROUP, 'too late');
    await settled();
    engine.stop();
    await storage.delete(`ann:outbox:${clientId}`);
    server.leave('ann', GROUP);
    goOn();
    await settled();
    expect(await storage.entries('ann:outbox:')).toEqual([]);
  });

  it('for want of a session is kept, and not taken for failed', async () => {
    const { clock, annReading } = aScene();
    const { engine, transport } = await annReading();
    transport.failNext('send', new TransportError('UNAUTHENTICATED', 'sign in'));
    engine.send(GROUP, 'hello');
    await settled();
    expect(engine.getState().outbox).toMatchObject([{ status: 'queued', error: null }]);
    await clock.advance(1000);
  });
});

describe('an edit, deletion or reaction', () => {
  const target = (targetSeq: number) => ({ targetId: `${GROUP}/${targetSeq}`, targetSeq });
  const like = (seq: number, on = true) => ({ kind: 'reaction', ...target(seq), emoji: '👍', on }) as const;

  /** Ann's `one` is number 2, Bob's `bob 1` number 3. */
  async function annHavingSaid() {
    const scene = aScene();
    const device = await scene.annReading();
    device.engine.send(GROUP, 'one');
    await scene.clock.advance(1000);
    scene.bobSays(1);
    await scene.clock.advance(1000);
    device.transport.calls.length = 0;
    return { ...scene, ...device };
  }

  it('reaches the server as what it is', async () => {
    const { clock, server, engine, entries } = await annHavingSaid();
    engine.act(GROUP, { kind: 'edit', ...target(2), text: 'better' });
    engine.act(GROUP, like(3));
    engine.act(GROUP, like(3, false));
    engine.act(GROUP, { kind: 'delete', ...target(2) });
    engine.act(GROUP, { kind: 'hide', ...target(3) });
    await clock.advance(1000);
    expect(engine.getState().outbox).toEqual([]);
    const kinds = server.entries(GROUP).map(({ kind }) => kind);
    expect(kinds.slice(3)).toEqual(['edit', 'reaction', 'reaction', 'delete', 'hide']);
    expect(entries(GROUP)).toEqual(server.snapshot('ann', GROUP));
    expect(server.snapshot('bob', GROUP)[2]?.kind).toBe('message');
  });

  it('keeps its place between messages, also when it was done without a network', async () => {
    const { clock, server, engine, storage } = await annHavingSaid();
    engine.setOnline(false);
    engine.send(GROUP, 'two');
    engine.act(GROUP, like(3));
    engine.send(GROUP, 'three', { id: `${GROUP}/3`, seq: 3 });
    await settled();
    expect(await storage.entries('ann:outbox:')).toHaveLength(3);
    engine.setOnline(true);
    await clock.advance(3000);
    expect(server.entries(GROUP).slice(3)).toMatchObject([
      { text: 'two', replyTo: null },
      { kind: 'reaction' },
      { text: 'three', replyTo: { id: `${GROUP}/3`, seq: 3 } },
    ]);
    expect(await storage.entries('ann:outbox:')).toEqual([]);
  });

  it('is done once, whatever becomes of the answer', async () => {
    const { clock, server, engine, transport, asked } = await annHavingSaid();
    transport.mute(true);
    transport.hold('check');
    transport.weather = { ...CALM, lostAnswer: 1 };
    engine.act(GROUP, like(3));
    await clock.advance(1000);
    transport.weather = CALM;
    await clock.advance(30_000);
    expect(asked('react')).toBe(2);
    expect(server.head(GROUP)).toBe(4);
    expect(engine.getState().outbox).toEqual([]);
  });

  it('whose answer is late is done with when the feed brings it', async () => {
    const { clock, engine, transport } = await annHavingSaid();
    for (const kind of ['react', 'delete'] as const) {
      const release = transport.holdAnswers(kind);
      engine.act(GROUP, kind === 'react' ? like(3) : { kind: 'hide', ...target(3) });
      await clock.advance(100);
      expect(engine.getState().outbox).toEqual([]);
      release();
    }
  });

  it('where no timeline is held is done with when the server has it', async () => {
    const { clock, server, engine } = await annHavingSaid();
    server.found('other', 'group', ['ann', 'bob']);
    server.say('bob', 'other', 'hello');
    await clock.advance(1000);
    engine.act('other', { ...like(2), targetId: 'other/2' });
    await clock.advance(1000);
    expect(engine.getState().outbox).toEqual([]);
    expect(server.entries('other')[1]).toMatchObject({ reactions: [{ userIds: ['ann'] }] });
  });

  it('that is held is shown and stored, holds nothing up, and is sent when it is released', async () => {
    const { clock, server, engine, texts, storage } = await annHavingSaid();
    const clientId = engine.hold(GROUP, { kind: 'delete', ...target(2) });
    engine.send(GROUP, 'two');
    await clock.advance(60_000);
    expect(shownEntries(engine.getState(), GROUP)[1]).toMatchObject({ deletedAt: expect.any(String) });
    expect(texts(GROUP)).toContain('two');
    expect(await storage.entries('ann:outbox:')).toHaveLength(1);
    expect(server.entries(GROUP)[1]).toMatchObject({ deletedAt: null });
    engine.release(clientId);
    await clock.advance(1000);
    expect(server.entries(GROUP)[1]).toMatchObject({ deletedAt: expect.any(String) });
    expect(engine.getState().outbox).toEqual([]);
  });

  it('that is held is taken back by dropping it, for good', async () => {
    const { clock, server, engine, texts, storage } = await annHavingSaid();
    const clientId = engine.hold(GROUP, { kind: 'delete', ...target(2) });
    engine.drop(clientId);
    engine.release(clientId);
    await clock.advance(1000);
    expect(texts(GROUP)).toContain('one');
    expect(server.entries(GROUP)[1]).toMatchObject({ deletedAt: null });
    expect(await storage.entries('ann:outbox:')).toEqual([]);
  });

  it('that was held when the page was closed is sent by the next start', async () => {
    const { clock, server, engine, storage, annReading } = await annHavingSaid();
    engine.hold(GROUP, { kind: 'delete', ...target(2) });
    await settled();
    engine.stop();
    await annReading({ storage });
    await clock.advance(1000);
    expect(server.entries(GROUP)[1]).toMatchObject({ deletedAt: expect.any(String) });
  });

  it('that is refused is kept with the reason, holds up nothing, and can be dropped', async () => {
    const { clock, server, engine, texts, storage } = await annHavingSaid();
    server.remove('bob', GROUP, 3);
    engine.act(GROUP, like(3));
    engine.act(GROUP, { kind: 'edit', ...target(3), text: 'not mine' });
    engine.act(GROUP, { kind: 'delete', ...target(99) });
    engine.send(GROUP, 'two');
    await clock.advance(60_000);
    expect(texts(GROUP)).toEqual(['one', '', 'two']);
    const { outbox } = engine.getState();
    expect(outbox.map(({ status, error }) => [status, error])).toEqual([
      ['failed', 'CONFLICT'],
      ['failed', 'FORBIDDEN'],
      ['failed', 'NOT_FOUND'],
    ]);
    for (const { clientId } of outbox) engine.drop(clientId);
    await settled();
    expect(engine.getState().outbox).toEqual([]);
    expect(await storage.entries('ann:outbox:')).toEqual([]);
  });
});

describe('a rate limit', () => {
  const LIMITED = new TransportError('RATE_LIMITED', 'slower', 20);

  async function annInTwoGroups() {
    const scene = aScene();
    scene.server.found('other', 'group', ['ann', 'bob']);
    scene.bobSays(1);
    const device = await scene.annReading();
    const like = { kind: 'reaction', targetId: `${GROUP}/2`, targetSeq: 2, emoji: '👍', on: true } as const;
    return { ...scene, ...device, like };
  }

  it('holds back what it counts in all conversations, and says until when', async () => {
    const { clock, server, engine, transport, asked, like } = await annInTwoGroups();
    const until = new Date(clock.now() + 20_000).toISOString();
    transport.failNext('send', LIMITED);
    engine.send('other', 'one');
    await settled();
    engine.act(GROUP, like);
    engine.send(GROUP, 'two');
    await clock.advance(19_000);
    expect([asked('send'), asked('react')]).toEqual([1, 1]);
    expect(engine.getState().outbox).toMatchObject([
      { status: 'queued', retryAt: until, error: null },
      { status: 'queued', retryAt: until, error: null },
    ]);
    await clock.advance(1300);
    expect(asked('send')).toBe(3);
    expect(engine.getState().outbox).toEqual([]);
    expect([server.head('other'), server.head(GROUP)]).toEqual([2, 4]);
  });

  it('that goes on is waited for each time', async () => {
    const { clock, engine, transport, asked } = await annInTwoGroups();
    for (let time = 0; time < 3; time += 1) transport.failNext('send', LIMITED);
    for (let index = 0; index < 5; index += 1) {
      engine.send(index % 2 ? GROUP : 'other', `${index}`);
      await settled();
    }
    await clock.advance(59_000);
    expect(asked('send')).toBe(3);
    await clock.advance(10_000);
    expect(engine.getState().outbox).toEqual([]);
  });

  it('is kept through a restart', async () => {
    const { clock, ann, engine, transport, storage } = await annInTwoGroups();
    transport.failNext('send', LIMITED);
    engine.send(GROUP, 'one');
    await settled();
    engine.stop();
    const second = ann({ storage });
    await second.engine.start();
    await clock.advance(19_000);
    expect(second.asked('send')).toBe(0);
    await clock.advance(2000);
    expect(second.asked('send')).toBe(1);
    expect(second.engine.getState().outbox).toEqual([]);
  });

  it('of a clock that was wrong is not believed', async () => {
    const { clock, ann, engine, transport, storage } = await annInTwoGroups();
    transport.failNext('send', new TransportError('RATE_LIMITED', 'slower', 86_400));
    engine.send(GROUP, 'one');
    await settled();
    engine.stop();
    const second = ann({ storage });
    await second.engine.start();
    await clock.advance(2000);
    expect(second.engine.getState().outbox).toEqual([]);
  });
});

describe('two tabs with one storage', () => {
  it('both send what one wrote, and it is said once', async () => {
    const { clock, server, annReading } = aScene();
    const storage = memoryStorage();
    const first = await annReading({ storage });
    first.engine.setOnline(false);
    first.engine.send(GROUP, 'hello');
    await settled();
    const second = await annReading({ storage });
    first.engine.setOnline(true);
    await clock.advance(5000);
    expect(server.head(GROUP)).toBe(2);
    for (const { engine, texts } of [first, second]) {
      expect(engine.getState().outbox).toEqual([]);
      expect(texts(GROUP)).toEqual(['hello']);
    }
    expect(await storage.entries('ann:outbox:')).toEqual([]);
  });

  it('agree when one has finished what the other still holds', async () => {
    const { clock, server, annReading } = aScene();
    const storage = memoryStorage();
    const first = await annReading({ storage });
    first.transport.failNext('send', new TransportError('FORBIDDEN', 'no'));
    const clientId = first.engine.send(GROUP, 'hello');
    await settled();
    const second = await annReading({ storage });
    expect(second.engine.getState().outbox).toMatchObject([{ clientId, status: 'failed' }]);
    first.engine.retry(clientId);
    await clock.advance(1000);
    expect(second.engine.getState().outbox).toEqual([]);
    expect(second.texts(GROUP)).toEqual(['hello']);
    expect(server.head(GROUP)).toBe(2);
  });
});

function textOf({ act }: OutboxItem): string | null {
  return act.kind === 'message' ? act.text : null;
}
