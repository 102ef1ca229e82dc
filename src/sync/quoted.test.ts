import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock';
import { aScene, GROUP } from './testing/scene';
import { CALM } from './testing/scripted-transport';
import { TransportError } from './transport';

/** Ann reads the newest six of `count` messages and the creation before them. */
async function annAtTheEnd(count = 30) {
  const scene = aScene();
  scene.bobSays(count);
  const device = await scene.annReading();
  const quoted = (seq: number) => device.engine.getState().quoted.get(GROUP)?.get(seq);
  const said = (seq: number) => scene.server.snapshot('ann', GROUP)[seq - 1];
  return { ...scene, ...device, quoted, said };
}

describe('what is quoted', () => {
  it('is fetched in one call, and once, however often it is asked for', async () => {
    const { clock, engine, asked, quoted, said } = await annAtTheEnd();
    engine.quote(GROUP, [3, 5]);
    engine.quote(GROUP, [5, 7]);
    await clock.advance(1000);
    engine.quote(GROUP, [3, 5, 7]);
    await clock.advance(1000);
    expect(asked('messages')).toBe(1);
    for (const seq of [3, 5, 7]) expect(quoted(seq)).toEqual(said(seq));
  });

  it('is fetched in calls that the server takes', async () => {
    const { clock, engine, transport } = await annAtTheEnd(160);
    const seqs = Array.from({ length: 130 }, (_, index) => index + 1);
    engine.quote(GROUP, seqs);
    await clock.advance(1000);
    const sizes = transport.calls.map(({ input }) => (input as { seqs?: number[] }).seqs?.length);
    expect(sizes.filter((size) => size !== undefined)).toEqual([100, 30]);
    expect([...(engine.getState().quoted.get(GROUP)?.keys() ?? [])]).toEqual(seqs);
  });

  it('before the timeline is there is fetched as soon as it is, and once', async () => {
    const { clock, annLive, bobSays, server } = aScene();
    bobSays(30);
    const { engine, asked } = await annLive();
    engine.quote(GROUP, [3]);
    await clock.advance(1000);
    expect(asked('messages')).toBe(0);
    void engine.open(GROUP);
    engine.quote(GROUP, [3]);
    await clock.advance(1000);
    expect(asked('messages')).toBe(1);
    expect(engine.getState().quoted.get(GROUP)?.get(3)).toEqual(server.snapshot('ann', GROUP)[2]);
  });

  it('shows what is done to it, also what was done while it was on its way', async () => {
    const { clock, server, engine, transport, quoted, said } = await annAtTheEnd();
    const release = transport.holdAnswers('messages');
    engine.quote(GROUP, [3, 4, 5]);
    await clock.advance(100);
    server.edit('bob', GROUP, 3, 'better');
    await settled();
    release();
    await settled();
    expect(quoted(3)).toMatchObject({ text: 'better' });
    server.remove('bob', GROUP, 4);
    server.hide('ann', GROUP, 5);
    await settled();
    expect(quoted(5)?.kind).toBe('hidden');
    for (const seq of [3, 4, 5]) expect(quoted(seq)).toEqual(said(seq));
  });

  it('is read again after changes were missed', async () => {
    const { clock, server, bobSays, engine, transport, quoted, said } = await annAtTheEnd();
    engine.quote(GROUP, [3]);
    await clock.advance(100);
    transport.cut();
    server.edit('bob', GROUP, 3, 'better');
    bobSays(30);
    await clock.advance(5000);
    expect(quoted(3)).toMatchObject({ text: 'better' });
    expect(quoted(3)).toEqual(said(3));
  });

  it('is read again if changes were missed while it was on its way', async () => {
    const { clock, server, bobSays, engine, transport, quoted, said } = await annAtTheEnd();
    const release = transport.holdAnswers('messages');
    engine.quote(GROUP, [3]);
    await clock.advance(100);
    transport.cut();
    server.edit('bob', GROUP, 3, 'better');
    bobSays(30);
    await clock.advance(5000);
    release();
    await clock.advance(1000);
    expect(quoted(3)).toMatchObject({ text: 'better' });
    expect(quoted(3)).toEqual(said(3));
  });

  it('and does not exist is asked for once', async () => {
    const { clock, engine, asked, quoted } = await annAtTheEnd();
    for (let time = 0; time < 3; time += 1) {
      engine.quote(GROUP, [99, 0]);
      await clock.advance(1000);
    }
    expect(asked('messages')).toBe(1);
    expect(quoted(99)).toBeUndefined();
  });

  it('and does not exist any more is gone', async () => {
    const { clock, server, engine, transport, quoted } = await annAtTheEnd();
    engine.quote(GROUP, [20]);
    await clock.advance(1000);
    transport.cut();
    server.setBack(GROUP, 10);
    await clock.advance(5000);
    expect(quoted(20)).toBeUndefined();
  });

  it('is asked for again after a call was lost', async () => {
    const { clock, engine, transport, quoted, said } = await annAtTheEnd();
    transport.weather = { ...CALM, lostAnswer: 1 };
    engine.quote(GROUP, [3]);
    await clock.advance(1000);
    transport.weather = CALM;
    await clock.advance(20_000);
    expect(quoted(3)).toEqual(said(3));
  });

  it('and is refused is not asked for for ever', async () => {
    const { clock, engine, transport, asked } = await annAtTheEnd();
    transport.failNext('messages', new TransportError('INVALID_INPUT', 'no'));
    engine.quote(GROUP, [3]);
    await clock.advance(60_000);
    expect(asked('messages')).toBe(1);
  });

  it('goes with the conversation, and comes back with it', async () => {
    const { clock, server, engine, quoted, said } = await annAtTheEnd();
    engine.quote(GROUP, [3]);
    await clock.advance(1000);
    server.leave('ann', GROUP);
    await settled();
    expect(quoted(3)).toBeUndefined();
    server.join('ann', GROUP);
    await engine.open(GROUP);
    engine.quote(GROUP, [3]);
    await clock.advance(1000);
    expect(quoted(3)).toEqual(said(3));
  });
});
