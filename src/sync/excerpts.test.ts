import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock';
import { aScene, GROUP, type Scene } from './testing/scene';
import { TransportError } from './transport';

const seqs = (entries: readonly { readonly seq: number }[] = []) => entries.map((entry) => entry.seq);

/** Ann reads the newest six of 31 numbers: 26 to 31. */
async function annAtTheEnd() {
  const scene = aScene();
  scene.bobSays(30);
  const device = await scene.annReading();
  const excerpt = () => device.engine.getState().excerpts.get(GROUP);
  return { ...scene, ...device, excerpt };
}

describe('a jump', () => {
  it('to what the timeline holds asks nothing, and ends an excerpt', async () => {
    const { engine, excerpt, asked } = await annAtTheEnd();
    await engine.jumpTo(GROUP, 10);
    expect(excerpt()).toBeDefined();
    await engine.jumpTo(GROUP, 26);
    expect(excerpt()).toBeUndefined();
    expect(asked('history')).toBe(1);
  });

  it('to an old message shows what is around it, and leaves the timeline as it is', async () => {
    const { server, engine, excerpt, entries } = await annAtTheEnd();
    await engine.jumpTo(GROUP, 10);
    expect(excerpt()).toMatchObject({ around: 10, status: 'ready', older: 'ready', newer: 'ready' });
    expect(excerpt()?.entries).toEqual(server.snapshot('ann', GROUP).slice(6, 12));
    expect(seqs(entries(GROUP))).toEqual([26, 27, 28, 29, 30, 31]);
  });

  it('within the excerpt asks nothing', async () => {
    const { engine, excerpt, asked } = await annAtTheEnd();
    await engine.jumpTo(GROUP, 10);
    await engine.jumpTo(GROUP, 12);
    expect(excerpt()?.around).toBe(12);
    expect(asked('history')).toBe(1);
  });

  it('close to the timeline makes it longer', async () => {
    const { server, engine, excerpt, entries } = await annAtTheEnd();
    await engine.jumpTo(GROUP, 24);
    expect(excerpt()).toBeUndefined();
    expect(entries(GROUP)).toEqual(server.snapshot('ann', GROUP).slice(20));
  });

  it('to a number that does not exist is refused', async () => {
    const { engine, excerpt } = await annAtTheEnd();
    for (const seq of [0, -1, 32]) await expect(engine.jumpTo(GROUP, seq)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(engine.jumpTo('elsewhere', 3)).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(excerpt()).toBeUndefined();
  });

  it('that gets no answer fails, and can be tried again', async () => {
    const { engine, transport, excerpt } = await annAtTheEnd();
    transport.failNext('history', new TransportError('NETWORK', 'gone'));
    await expect(engine.jumpTo(GROUP, 10)).rejects.toMatchObject({ code: 'NETWORK' });
    await engine.jumpTo(GROUP, 10);
    expect(excerpt()?.around).toBe(10);
  });

  it('is overtaken by a later one, and by going back to the newest messages', async () => {
    const { engine, transport, excerpt } = await annAtTheEnd();
    const release = transport.holdAnswers('history');
    const first = engine.jumpTo(GROUP, 5);
    await settled();
    const second = engine.jumpTo(GROUP, 15);
    await settled();
    release();
    await Promise.all([first, second]);
    expect(excerpt()?.around).toBe(15);
    const releaseAgain = transport.holdAnswers('history');
    const third = engine.jumpTo(GROUP, 2);
    await settled();
    engine.closeExcerpt(GROUP);
    releaseAgain();
    await third;
    expect(excerpt()).toBeUndefined();
  });

  it('names the people it shows', async () => {
    const { clock, server, bobSays, annReading } = aScene();
    server.join('cleo', GROUP);
    server.say('cleo', GROUP, 'once');
    bobSays(30);
    const { engine } = await annReading();
    expect(engine.getState().users.has('cleo')).toBe(false);
    await engine.jumpTo(GROUP, 3);
    await clock.advance(1000);
    expect(engine.getState().users.get('cleo')?.name).toBe('CLEO');
  });
});

describe('an excerpt', () => {
  it('shows what is done to its messages, also what was done while it was on its way', async () => {
    const { server, engine, transport, excerpt } = await annAtTheEnd();
    const release = transport.holdAnswers('history');
    const jumping = engine.jumpTo(GROUP, 10);
    await settled();
    server.edit('bob', GROUP, 9, 'better');
    await settled();
    release();
    await jumping;
    expect(excerpt()?.entries).toEqual(server.snapshot('ann', GROUP).slice(6, 12));
    server.react('bob', GROUP, 10, { emoji: '👍', on: true });
    server.remove('bob', GROUP, 11);
    server.hide('ann', GROUP, 12);
    await settled();
    expect(excerpt()?.entries).toEqual(server.snapshot('ann', GROUP).slice(6, 12));
    expect(excerpt()?.entries[2]).toMatchObject({ text: 'better' });
  });

  it('that was read before a reset is read again', async () => {
    const { clock, server, bobSays, engine, transport, excerpt, asked } = await annAtTheEnd();
    const release = transport.holdAnswers('history');
    const jumping = engine.jumpTo(GROUP, 10);
    await settled();
    transport.cut();
    server.edit('bob', GROUP, 10, 'better');
    bobSays(30);
    release();
    await clock.advance(5000);
    await jumping;
    expect(excerpt()?.entries).toEqual(server.snapshot('ann', GROUP).slice(6, 12));
    expect(asked('history')).toBeGreaterThan(1);
  });

  it('grows at its older end down to the first number', async () => {
    const { server, engine, excerpt, asked } = await annAtTheEnd();
    await engine.jumpTo(GROUP, 10);
    await Promise.all([engine.loadOlder(GROUP), engine.loadOlder(GROUP)]);
    await engine.loadOlder(GROUP);
    expect(excerpt()?.entries).toEqual(server.snapshot('ann', GROUP).slice(0, 12));
    expect(asked('history')).toBe(2);
  });

  it('grows at its newer end until it is one with the timeline', async () => {
    const { server, engine, excerpt, entries } = await annAtTheEnd();
    await engine.jumpTo(GROUP, 10);
    await engine.loadNewer(GROUP);
    expect(seqs(excerpt()?.entries)).toEqual([7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18]);
    await engine.loadNewer(GROUP);
    expect(excerpt()).toBeDefined();
    await engine.loadNewer(GROUP);
    expect(excerpt()).toBeUndefined();
    expect(entries(GROUP)).toEqual(server.snapshot('ann', GROUP).slice(6));
    await engine.loadNewer(GROUP);
    await engine.loadOlder(GROUP);
    expect(entries(GROUP)).toEqual(server.snapshot('ann', GROUP));
  });

  it('shows a page that could not be read as failed, and can try it again', async () => {
    const { engine, transport, excerpt } = await annAtTheEnd();
    await engine.jumpTo(GROUP, 10);
    for (const end of ['older', 'newer'] as const) {
      const load = () => (end === 'older' ? engine.loadOlder(GROUP) : engine.loadNewer(GROUP));
      transport.failNext('history', new TransportError('NETWORK', 'gone'));
      await load();
      expect(excerpt()?.[end]).toBe('failed');
      await load();
      expect(excerpt()?.[end]).toBe('ready');
    }
  });

  it('is read again after changes were missed, however often that fails', async () => {
    const { clock, server, bobSays, engine, transport, excerpt } = await annAtTheEnd();
    await engine.jumpTo(GROUP, 10);
    transport.cut();
    server.edit('bob', GROUP, 10, 'better');
    bobSays(30);
    await clock.advance(1);
    const release = transport.hold('history');
    await clock.advance(5000);
    release();
    await settled();
    transport.failNext('history', new TransportError('UNAVAILABLE', 'busy'));
    await clock.advance(10_000);
    expect(excerpt()?.entries).toEqual(server.snapshot('ann', GROUP).slice(6, 12));
  });

  it('of numbers that a server has forgotten is closed', async () => {
    const { clock, server, engine, transport, excerpt, entries } = await annAtTheEnd();
    await engine.jumpTo(GROUP, 10);
    transport.cut();
    server.setBack(GROUP, 4);
    await clock.advance(10_000);
    expect(excerpt()).toBeUndefined();
    expect(entries(GROUP)).toEqual(server.snapshot('ann', GROUP));
  });

  it('goes with the conversation, and a page on its way does not bring it back', async () => {
    const { clock, server, engine, transport, excerpt } = await annAtTheEnd();
    await engine.jumpTo(GROUP, 10);
    server.leave('ann', GROUP);
    await settled();
    expect(excerpt()).toBeUndefined();
    server.join('ann', GROUP);
    await clock.advance(1000);
    const release = transport.holdAnswers('history');
    const jumping = engine.jumpTo(GROUP, 10).catch((error: TransportError) => error.code);
    await settled();
    server.leave('ann', GROUP);
    await settled();
    release();
    await clock.advance(1000);
    expect(await jumping).toBe('FORBIDDEN');
    expect(excerpt()).toBeUndefined();
  });

  it('beyond a timeline that lags behind stays apart until the timeline has come there', async () => {
    const scene: Scene = aScene();
    scene.bobSays(5);
    const { engine, transport, entries } = await scene.annReading();
    transport.mute(true);
    scene.bobSays(9);
    await engine.jumpTo(GROUP, 13);
    const excerpt = () => engine.getState().excerpts.get(GROUP);
    expect(seqs(excerpt()?.entries)).toEqual([10, 11, 12, 13, 14, 15]);
    await scene.clock.advance(5000);
    expect(entries(GROUP)).toEqual(scene.server.snapshot('ann', GROUP));
    await engine.loadNewer(GROUP);
    expect(excerpt()).toBeUndefined();
  });
});
