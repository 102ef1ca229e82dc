import { describe, expect, it } from 'vitest';
import { TYPING_ENDS_MS, TYPING_EVERY_MS } from '~/contract/pace';
import { settled } from './testing/fake-clock';
import { aScene, GROUP } from './testing/scene';
import { TransportError } from './transport';

describe('that one writes', () => {
  it('is told at most once in a while, and its end once', async () => {
    const { engine, told, clock } = await writing();
    for (let key = 0; key < 20; key += 1) {
      engine.setTyping(GROUP, true);
      await clock.advance(TYPING_EVERY_MS / 10);
    }
    engine.setTyping(GROUP, false);
    engine.setTyping(GROUP, false);
    expect(told()).toEqual([true, true, false]);
  });

  it('is not told more often by stopping in between', async () => {
    const { engine, told, clock } = await writing();
    for (const typing of [true, false, true, false]) engine.setTyping(GROUP, typing);
    expect(told()).toEqual([true, false]);
    await clock.advance(TYPING_EVERY_MS);
    engine.setTyping(GROUP, true);
    expect(told()).toEqual([true, false, true]);
  });

  it('is told a little later when it begins again too soon, also if no other key follows', async () => {
    const { engine, told, clock } = await writing();
    engine.setTyping(GROUP, true);
    engine.send(GROUP, 'hello');
    engine.setTyping(GROUP, true);
    await clock.advance(TYPING_EVERY_MS - 1);
    expect(told()).toEqual([true, false]);
    await clock.advance(1);
    expect(told()).toEqual([true, false, true]);
  });

  it('ends with the message that was written', async () => {
    const { engine, told } = await writing();
    engine.setTyping(GROUP, true);
    engine.send(GROUP, 'hello');
    expect(told()).toEqual([true, false]);
  });

  it('is told of each conversation by itself', async () => {
    const { engine, transport, server } = await writing();
    server.found('other', 'group', ['ann', 'bob']);
    engine.setTyping(GROUP, true);
    engine.setTyping('other', true);
    const inputs = transport.calls.filter(({ name }) => name === 'typing').map(({ input }) => input);
    expect(inputs).toEqual([
      { conversationId: GROUP, typing: true },
      { conversationId: 'other', typing: true },
    ]);
  });

  it('is told to nobody without a connection, and not later either', async () => {
    const { engine, transport, told, clock } = await writing();
    transport.cut();
    engine.setTyping(GROUP, true);
    await clock.advance(TYPING_EVERY_MS);
    expect(told()).toEqual([]);
  });

  it('is not told again when it was lost', async () => {
    const { engine, transport, told, clock } = await writing();
    transport.failNext('typing', new TransportError('NETWORK', 'lost'));
    engine.setTyping(GROUP, true);
    await clock.advance(60_000);
    expect(told()).toEqual([true]);
  });
});

describe('others who write', () => {
  it('are shown in the order they began', async () => {
    const { server, others } = await listening();
    server.typing('cleo', GROUP, true);
    server.typing('bob', GROUP, true);
    server.typing('cleo', GROUP, true);
    await settled();
    expect(others()).toEqual(['cleo', 'bob']);
    server.typing('cleo', GROUP, false);
    await settled();
    expect(others()).toEqual(['bob']);
  });

  it('are forgotten a while after they were heard of last', async () => {
    const { server, clock, others } = await listening();
    server.typing('bob', GROUP, true);
    await clock.advance(TYPING_ENDS_MS - 1);
    server.typing('bob', GROUP, true);
    await clock.advance(TYPING_ENDS_MS - 1);
    expect(others()).toEqual(['bob']);
    await clock.advance(1);
    expect(others()).toBeUndefined();
  });

  it('are forgotten at once when their message comes, there and nowhere else', async () => {
    const { server, others } = await listening();
    server.found('other', 'group', ['ann', 'bob']);
    server.typing('bob', GROUP, true);
    server.typing('cleo', GROUP, true);
    server.typing('bob', 'other', true);
    server.say('bob', GROUP, 'hello');
    await settled();
    expect(others()).toEqual(['cleo']);
    expect(others('other')).toEqual(['bob']);
  });

  it('are forgotten when their message is fetched, because the feed lost it', async () => {
    const { server, clock, transport, others } = await listening();
    server.typing('bob', GROUP, true);
    await settled();
    transport.mute(true);
    server.say('bob', GROUP, 'lost');
    transport.mute(false);
    server.say('cleo', GROUP, 'heard');
    await clock.advance(100);
    expect(others()).toBeUndefined();
  });

  it.each(['cut', 'offline'])('are all forgotten when the connection is lost (%s)', async (how) => {
    const { server, engine, transport } = await listening();
    server.typing('bob', GROUP, true);
    await settled();
    if (how === 'cut') transport.cut();
    else engine.setOnline(false);
    expect(engine.getState().typing.size).toBe(0);
  });

  it('leave no timer behind when the engine stops', async () => {
    const { server, engine, clock } = await listening();
    server.typing('bob', GROUP, true);
    await settled();
    engine.stop();
    expect(clock.pending()).toBe(0);
  });
});

async function writing() {
  const { annReading, ...scene } = aScene();
  const device = await annReading();
  const told = () =>
    device.transport.calls.flatMap(({ name, input }) =>
      name === 'typing' ? [(input as { typing: boolean }).typing] : [],
    );
  return { ...scene, ...device, told };
}

async function listening() {
  const { annReading, ...scene } = aScene();
  scene.server.join('cleo', GROUP);
  const device = await annReading();
  return { ...scene, ...device, others: (where = GROUP) => device.engine.getState().typing.get(where) };
}
