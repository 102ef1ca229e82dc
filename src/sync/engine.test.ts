import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock';
import { aScene, GROUP } from './testing/scene';
import { CALM } from './testing/scripted-transport';

describe('the connection', () => {
  it('is live once the heads have come', async () => {
    const { ann } = aScene();
    const { engine } = ann();
    expect(engine.getState().connection.phase).toBe('connecting');
    await engine.start();
    await settled();
    expect(engine.getState().connection.phase).toBe('live');
    expect(engine.getState().listStatus).toBe('ready');
    expect([...engine.getState().conversations.keys()]).toEqual([GROUP]);
  });

  it('says that it reconnects, and is live again by itself', async () => {
    const { clock, annLive } = aScene();
    const { engine, transport } = await annLive();
    transport.cut();
    expect(engine.getState().connection.phase).toBe('reconnecting');
    await clock.advance(5000);
    expect(engine.getState().connection.phase).toBe('live');
  });

  it('is offline when the device says so, asks nothing meanwhile, and comes back when it says so', async () => {
    const { clock, bobSays, annReading } = aScene();
    const { engine, transport, texts } = await annReading();
    engine.setOnline(false);
    bobSays(2);
    void engine.open(GROUP);
    await clock.advance(60_000);
    expect(engine.getState().connection.phase).toBe('offline');
    expect(transport.calls).toEqual([]);
    engine.setOnline(true);
    expect(engine.getState().connection.phase).toBe('reconnecting');
    await clock.advance(1000);
    expect(engine.getState().connection.phase).toBe('live');
    expect(texts(GROUP)).toEqual(['bob 1', 'bob 2']);
  });

  it('while offline believes nothing that comes late', async () => {
    const { annLive } = aScene();
    const { engine, transport } = await annLive();
    engine.setOnline(false);
    transport.deliver([{ type: 'heads', heads: [] }]);
    expect(engine.getState().connection.phase).toBe('offline');
    expect(engine.getState().conversations.size).toBe(1);
  });

  it('can begin without a network', async () => {
    const { clock, ann } = aScene();
    const { engine, transport } = ann();
    engine.setOnline(false);
    await engine.start();
    await clock.advance(10_000);
    expect(engine.getState().connection.phase).toBe('offline');
    expect(transport.calls).toEqual([]);
    engine.setOnline(true);
    expect(engine.getState().connection.phase).toBe('connecting');
    await clock.advance(1000);
    expect(engine.getState().connection.phase).toBe('live');
    expect(engine.getState().conversations.size).toBe(1);
  });

  it('is over when the session is, and asks and sends nothing more', async () => {
    const { clock, annReading } = aScene();
    const { engine, transport } = await annReading();
    transport.signOut();
    expect(engine.getState().connection.phase).toBe('signedOut');
    engine.send(GROUP, 'too late');
    engine.setOnline(false);
    engine.setOnline(true);
    await clock.advance(60_000);
    expect(engine.getState().connection.phase).toBe('signedOut');
    expect(engine.getState().outbox).toMatchObject([{ act: { text: 'too late' }, status: 'queued' }]);
    expect(transport.calls).toEqual([]);
  });
});

describe('listeners', () => {
  it('are told once per batch', async () => {
    const { annReading, server } = aScene();
    const { engine, transport, texts } = await annReading();
    const batch = [1, 2, 3].map((n) => ({ type: 'entry', entry: server.say('bob', GROUP, `bob ${n}`) }) as const);
    transport.mute(true);
    let told = 0;
    engine.subscribe(() => {
      told += 1;
    });
    transport.deliver(batch);
    expect(texts(GROUP)).toEqual(['bob 1', 'bob 2', 'bob 3']);
    expect(told).toBe(1);
    transport.deliver(batch);
    expect(told).toBe(1);
  });

  it('are not told any more once they have unsubscribed', async () => {
    const { annReading } = aScene();
    const { engine } = await annReading();
    let told = 0;
    const unsubscribe = engine.subscribe(() => {
      told += 1;
    });
    engine.setDraft(GROUP, 'a');
    unsubscribe();
    unsubscribe();
    engine.setDraft(GROUP, 'ab');
    expect(told).toBe(1);
  });

  it('find what did not change to be the same object', async () => {
    const { annReading, bobSays, server, clock } = aScene();
    server.found('other', 'group', ['ann', 'bob']);
    const { engine } = await annReading();
    await engine.open('other');
    await clock.advance(1000);
    const before = engine.getState();
    bobSays(1);
    await settled();
    const after = engine.getState();
    expect(after.timelines.get(GROUP)).not.toBe(before.timelines.get(GROUP));
    expect(after.timelines.get('other')).toBe(before.timelines.get('other'));
    expect(after.conversations.get('other')).toBe(before.conversations.get('other'));
    expect(after.users).toBe(before.users);
  });
});

describe('after stop', () => {
  it('no timer is left, whatever was under way', async () => {
    const { clock, annReading } = aScene();
    const { engine, transport } = await annReading();
    transport.weather = { ...CALM, busy: 1 };
    engine.send(GROUP, 'hello');
    engine.setDraft('elsewhere', 'draft');
    engine.reloadList();
    await settled();
    expect(clock.pending()).toBeGreaterThan(0);
    engine.stop();
    engine.stop();
    expect(clock.pending()).toBe(0);
  });

  it('nothing changes and nothing is asked', async () => {
    const { clock, annReading, bobSays } = aScene();
    const { engine, transport } = await annReading();
    const release = transport.hold('send');
    engine.send(GROUP, 'hello');
    await settled();
    engine.stop();
    const { length } = transport.calls;
    const state = engine.getState();
    release();
    bobSays(1);
    engine.send(GROUP, 'again');
    engine.setOnline(false);
    void engine.open('elsewhere');
    await clock.advance(60_000);
    expect(engine.getState()).toBe(state);
    expect(transport.calls.length).toBe(length);
    expect(clock.pending()).toBe(0);
  });

  it('a start that is still restoring does not connect', async () => {
    const { clock, ann } = aScene();
    const { engine, transport } = ann();
    const started = engine.start();
    engine.stop();
    await started;
    await clock.advance(1000);
    expect(transport.calls).toEqual([]);
    expect(engine.getState().connection.phase).toBe('connecting');
  });
});
