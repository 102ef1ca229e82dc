import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock';
import { aScene, GROUP } from './testing/scene';
import { TransportError } from './transport';

const seqs = (entries: readonly { readonly seq: number }[]) => entries.map((entry) => entry.seq);

describe('a reader', () => {
  it('sees what others say as it is said', async () => {
    const { annReading, bobSays } = aScene();
    const { texts } = await annReading();
    bobSays(2);
    await settled();
    expect(texts(GROUP)).toEqual(['bob 1', 'bob 2']);
  });

  it('misses nothing that was said while it was away', async () => {
    const { clock, annReading, bobSays } = aScene();
    const { transport, texts, asked } = await annReading();
    transport.cut();
    bobSays(9);
    await clock.advance(5000);
    expect(texts(GROUP)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `bob ${n}`));
    expect(asked('since')).toBe(3);
  });

  it('misses nothing that is said while the first page is on its way', async () => {
    const { clock, annLive, bobSays } = aScene();
    const { engine, transport, texts } = await annLive();
    const release = transport.holdAnswers('history');
    void engine.open(GROUP);
    await settled();
    expect(engine.getState().timelines.get(GROUP)?.status).toBe('loading');
    bobSays(3);
    await settled();
    release();
    await clock.advance(1000);
    expect(texts(GROUP)).toEqual(['bob 1', 'bob 2', 'bob 3']);
  });

  it('fetches what the feed has lost as soon as the next entry shows it', async () => {
    const { clock, annReading, bobSays } = aScene();
    const { transport, texts, asked } = await annReading();
    transport.mute(true);
    bobSays(2);
    await settled();
    transport.mute(false);
    bobSays(1);
    await clock.advance(1000);
    expect(texts(GROUP)).toEqual(['bob 1', 'bob 2', 'bob 1']);
    expect(asked('since')).toBe(1);
  });

  it('asks a server that does not know yet what the feed told again, with pauses', async () => {
    const { clock, server, annReading } = aScene();
    const { transport, asked } = await annReading();
    transport.mute(true);
    const entry = server.say('bob', GROUP, 'seen by one node');
    transport.deliver([{ type: 'entry', entry: { ...entry, seq: entry.seq + 1, id: 'next' } }]);
    await clock.advance(4000);
    expect(asked('since')).toBeGreaterThan(2);
    expect(asked('since')).toBeLessThan(8);
    server.say('bob', GROUP, 'next');
    await clock.advance(30_000);
    const { length } = transport.calls;
    await clock.advance(60_000);
    expect(transport.calls.length).toBe(length);
  });

  it('takes the newest page when it is too far behind, and nothing of the old one', async () => {
    const { clock, annReading, bobSays } = aScene();
    const { transport, entries } = await annReading();
    transport.cut();
    bobSays(30);
    await clock.advance(5000);
    expect(seqs(entries(GROUP))).toEqual([26, 27, 28, 29, 30, 31]);
  });

  it('takes the newest page when the feed says that too much happened, and keeps what comes meanwhile', async () => {
    const { clock, annReading, bobSays } = aScene();
    const { transport, entries } = await annReading();
    transport.mute(true);
    bobSays(20);
    transport.mute(false);
    transport.deliver([{ type: 'reset', conversationId: GROUP }]);
    bobSays(1);
    await clock.advance(3000);
    expect(seqs(entries(GROUP)).at(-1)).toBe(22);
  });

  it('does not lose sight of what came while the page after a reset was on its way', async () => {
    const { clock, annReading, bobSays } = aScene();
    const { engine, transport, texts } = await annReading();
    const release = transport.holdAnswers('history');
    transport.deliver([{ type: 'reset', conversationId: GROUP }]);
    await settled();
    bobSays(2);
    await settled();
    const shown: number[] = [];
    engine.subscribe(() => shown.push(texts(GROUP).length));
    release();
    await clock.advance(1000);
    expect(texts(GROUP)).toEqual(['bob 1', 'bob 2']);
    expect(shown.every((count) => count === 2)).toBe(true);
  });

  it('does not take a page that was asked for before a reset for its answer', async () => {
    const { clock, annLive, bobSays, server } = aScene();
    const { engine, transport, entries } = await annLive();
    const release = transport.holdAnswers('history');
    void engine.open(GROUP);
    await settled();
    transport.mute(true);
    bobSays(3);
    transport.deliver([{ type: 'reset', conversationId: GROUP }]);
    release();
    await clock.advance(10_000);
    expect(seqs(entries(GROUP)).at(-1)).toBe(server.head(GROUP));
  });

  it('of a server that was set back holds what the server holds', async () => {
    const { clock, server, annReading, bobSays } = aScene();
    const { transport, texts } = await annReading();
    bobSays(8);
    await settled();
    transport.cut();
    server.setBack(GROUP, 4);
    await clock.advance(5000);
    server.say('bob', GROUP, 'after');
    await clock.advance(5000);
    expect(texts(GROUP)).toEqual(['bob 1', 'bob 2', 'bob 3', 'after']);
  });

  it('of a server that was set back behind what it told, and to where the timeline is, comes to rest', async () => {
    const { clock, server, annReading, bobSays } = aScene();
    const { engine, transport, entries } = await annReading();
    bobSays(2);
    await settled();
    const [entry] = entries(GROUP).slice(-1);
    transport.deliver([{ type: 'entry', entry: { ...entry!, seq: 6, id: 'forgotten' } }]);
    await clock.advance(1000);
    transport.cut();
    await clock.advance(60_000);
    expect(engine.getState().conversations.get(GROUP)).toEqual(server.conversation('ann', GROUP));
    expect(engine.getState().timelines.get(GROUP)).toMatchObject({ status: 'ready', upTo: 3 });
    const { length } = transport.calls;
    await clock.advance(60_000);
    expect(transport.calls.length).toBe(length);
  });
});

describe('opening', () => {
  it('a conversation that is not for the reader fails, and is not tried again', async () => {
    const { clock, server, annLive } = aScene();
    server.found('private', 'group', ['bob', 'cleo']);
    const { engine, asked } = await annLive();
    await engine.open('private');
    expect(engine.getState().timelines.get('private')?.status).toBe('failed');
    await clock.advance(120_000);
    expect(asked('history')).toBe(1);
    server.join('ann', 'private');
    await clock.advance(1000);
    expect(engine.getState().timelines.get('private')?.status).toBe('ready');
  });

  it('fails when the server cannot be reached, and succeeds by itself when it can', async () => {
    const { clock, annLive, bobSays } = aScene();
    const { engine, transport, texts } = await annLive();
    bobSays(1);
    transport.failNext('history', new TransportError('UNAVAILABLE', 'busy'));
    await engine.open(GROUP);
    expect(engine.getState().timelines.get(GROUP)?.status).toBe('failed');
    await clock.advance(1000);
    expect(engine.getState().timelines.get(GROUP)?.status).toBe('ready');
    expect(texts(GROUP)).toEqual(['bob 1']);
  });

  it('again after a failure does not wait for the next attempt', async () => {
    const { annLive } = aScene();
    const { engine, transport } = await annLive();
    transport.failNext('history', new TransportError('NETWORK', 'gone'));
    await engine.open(GROUP);
    await engine.open(GROUP);
    expect(engine.getState().timelines.get(GROUP)?.status).toBe('ready');
  });

  it('without a network fails at once, and succeeds when there is one', async () => {
    const { clock, annLive } = aScene();
    const { engine } = await annLive();
    engine.setOnline(false);
    await engine.open(GROUP);
    expect(engine.getState().timelines.get(GROUP)?.status).toBe('failed');
    engine.setOnline(true);
    await clock.advance(2000);
    expect(engine.getState().timelines.get(GROUP)?.status).toBe('ready');
  });

  it('what is open already asks nothing', async () => {
    const { annReading } = aScene();
    const { engine, transport } = await annReading();
    await engine.open(GROUP);
    expect(transport.calls).toEqual([]);
  });
});

describe('an older page', () => {
  it('that arrives late still shows an edit that came meanwhile', async () => {
    const { server, annReading, bobSays } = aScene();
    bobSays(10);
    const { engine, transport, entries } = await annReading();
    expect(seqs(entries(GROUP))[0]).toBe(6);
    const release = transport.holdAnswers('history');
    const loading = engine.loadOlder(GROUP);
    await settled();
    server.edit('bob', GROUP, 3, 'better');
    await settled();
    expect(entries(GROUP).at(-1)?.kind).toBe('edit');
    release();
    await loading;
    expect(entries(GROUP)).toEqual(server.snapshot('ann', GROUP));
    expect(entries(GROUP)[2]).toMatchObject({ text: 'better' });
  });

  it('is fetched once, however often it is asked for at the same time', async () => {
    const { annReading, bobSays } = aScene();
    bobSays(20);
    const { engine, asked, entries } = await annReading();
    await Promise.all([engine.loadOlder(GROUP), engine.loadOlder(GROUP)]);
    expect(asked('history')).toBe(1);
    expect(seqs(entries(GROUP))[0]).toBe(10);
  });

  it('does not exist before the beginning', async () => {
    const { annReading, bobSays } = aScene();
    bobSays(3);
    const { engine, transport } = await annReading();
    await engine.loadOlder(GROUP);
    await engine.loadOlder('elsewhere');
    expect(transport.calls).toEqual([]);
  });

  it('that was asked for before a reset is not joined to what came after it', async () => {
    const { clock, server, annReading, bobSays } = aScene();
    bobSays(10);
    const { engine, transport, entries } = await annReading();
    const release = transport.hold('history');
    const loading = engine.loadOlder(GROUP);
    transport.mute(true);
    bobSays(30);
    transport.deliver([{ type: 'reset', conversationId: GROUP }]);
    release();
    await clock.advance(3000);
    await loading;
    expect(engine.getState().timelines.get(GROUP)?.older).toBe('ready');
    expect(entries(GROUP)).toEqual(server.snapshot('ann', GROUP).slice((entries(GROUP)[0]?.seq ?? 0) - 1));
    expect(entries(GROUP).at(-1)?.seq).toBe(41);
  });

  it('that could not be fetched can be asked for again', async () => {
    const { annReading, bobSays } = aScene();
    bobSays(10);
    const { engine, transport, entries } = await annReading();
    transport.failNext('history', new TransportError('NETWORK', 'gone'));
    await engine.loadOlder(GROUP);
    expect(engine.getState().timelines.get(GROUP)?.older).toBe('failed');
    await engine.loadOlder(GROUP);
    expect(engine.getState().timelines.get(GROUP)?.older).toBe('ready');
    expect(seqs(entries(GROUP))[0]).toBe(1);
  });
});
