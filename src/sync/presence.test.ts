import { describe, expect, it } from 'vitest';
import { PRESENCE_WATCHED_MAX } from '~/contract/limits';
import { aDevice } from './testing/device';
import { settled } from './testing/fake-clock';
import { aScene } from './testing/scene';
import { TransportError } from './transport';

describe('people on the screen', () => {
  it('are shown as they are, and as they become', async () => {
    const { engine, clock, bob } = await watching();
    engine.watchPeople(['bob']);
    await clock.advance(100);
    expect(engine.getState().presence.get('bob')).toMatchObject({ online: false });
    await bob.engine.start();
    await clock.advance(100);
    expect(engine.getState().presence.get('bob')).toEqual({ userId: 'bob', online: true, lastSeenAt: null });
    bob.engine.stop();
    await clock.advance(100);
    expect(engine.getState().presence.get('bob')?.lastSeenAt).not.toBeNull();
  });

  it('are asked for together, each once, however many parts of the screen show them', async () => {
    const { engine, transport, clock } = await watching();
    engine.watchPeople(['bob']);
    engine.watchPeople(['cleo', 'bob']);
    await clock.advance(100);
    expect(watchCalls(transport)).toEqual([['bob', 'cleo']]);
    expect([...engine.getState().presence.keys()]).toEqual(['bob', 'cleo']);
  });

  it('are forgotten when the last part that shows them is gone', async () => {
    const { engine, transport, clock } = await watching();
    const unwatch = engine.watchPeople(['bob']);
    const unwatchToo = engine.watchPeople(['bob', 'cleo']);
    await clock.advance(100);
    unwatchToo();
    unwatchToo();
    await clock.advance(100);
    expect([...engine.getState().presence.keys()]).toEqual(['bob']);
    unwatch();
    await clock.advance(100);
    expect(engine.getState().presence.size).toBe(0);
    expect(watchCalls(transport)).toEqual([['bob', 'cleo'], ['bob'], []]);
  });

  it('cost nothing when the screen changes to the same people', async () => {
    const { engine, transport, clock } = await watching();
    const unwatch = engine.watchPeople(['bob']);
    await clock.advance(100);
    unwatch();
    engine.watchPeople(['bob']);
    await clock.advance(100);
    expect(watchCalls(transport)).toHaveLength(1);
  });

  it('who came last win when there are too many', async () => {
    const { engine, transport, clock } = await watching();
    engine.watchPeople(['old', 'older']);
    engine.watchPeople(Array.from({ length: PRESENCE_WATCHED_MAX - 1 }, (_, index) => `new ${index}`));
    await clock.advance(100);
    const [watched] = watchCalls(transport);
    expect(watched).toHaveLength(PRESENCE_WATCHED_MAX);
    expect(watched).toContain('old');
    expect(watched).not.toContain('older');
  });

  it('are unknown without a connection, and asked for again on the next', async () => {
    const { engine, transport, clock, bob } = await watching();
    engine.watchPeople(['bob']);
    await clock.advance(100);
    transport.cut();
    expect(engine.getState().presence.size).toBe(0);
    await bob.engine.start();
    await clock.advance(3000);
    expect(engine.getState().presence.get('bob')?.online).toBe(true);
    engine.setOnline(false);
    expect(engine.getState().presence.size).toBe(0);
  });

  it('are not shown as a lost connection said', async () => {
    const { engine, transport, clock } = await watching();
    const release = transport.holdAnswers('watchPresence');
    engine.watchPeople(['bob']);
    await clock.advance(100);
    transport.cut();
    release();
    await settled();
    expect(engine.getState().presence.size).toBe(0);
    await clock.advance(3000);
    expect(engine.getState().presence.has('bob')).toBe(true);
  });

  it('are shown as the feed said since they were asked for', async () => {
    const { engine, transport, clock, bob } = await watching();
    const release = transport.holdAnswers('watchPresence');
    engine.watchPeople(['bob']);
    await clock.advance(100);
    await bob.engine.start();
    await clock.advance(100);
    release();
    await settled();
    expect(engine.getState().presence.get('bob')?.online).toBe(true);
  });

  it('are asked for again when that failed', async () => {
    const { engine, transport, clock } = await watching();
    transport.failNext('watchPresence', new TransportError('UNAVAILABLE', 'busy'));
    engine.watchPeople(['bob']);
    await clock.advance(2000);
    expect(engine.getState().presence.has('bob')).toBe(true);
  });
});

function watchCalls({ calls }: { calls: readonly { name: string; input: unknown }[] }) {
  return calls.filter(({ name }) => name === 'watchPresence').map(({ input }) => input as string[]);
}

async function watching() {
  const { annLive, server, clock } = aScene();
  const device = await annLive();
  device.transport.calls.length = 0;
  return { ...device, server, clock, bob: aDevice({ server, clock, userId: 'bob' }) };
}
