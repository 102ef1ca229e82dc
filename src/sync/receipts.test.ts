import { describe, expect, it } from 'vitest';
import { RECEIPT_EVERY_MS } from '~/contract/pace';
import { aDevice } from './testing/device';
import { settled } from './testing/fake-clock';
import { aScene, GROUP } from './testing/scene';
import type { ScriptedTransport } from './testing/scripted-transport';
import { TransportError } from './transport';

describe('what was seen', () => {
  it('is shown as read at once, and told to the server', async () => {
    const { engine, bobSays, settle, server, here } = await reading();
    bobSays(4);
    await settle();
    expect(here()).toMatchObject({ unread: 4, readSeq: 1 });
    engine.seen(GROUP, 5);
    expect(here()).toMatchObject({ unread: 0, readSeq: 5, deliveredSeq: 5 });
    await settle();
    expect(server.conversation('ann', GROUP)).toMatchObject({ unread: 0, readSeq: 5 });
  });

  it('is told at most once a second, up to the highest number', async () => {
    const { engine, transport, clock, bobSays, settle } = await reading();
    bobSays(9);
    await settle();
    for (const seq of [2, 4, 3, 5, 7]) {
      engine.seen(GROUP, seq);
      await clock.advance(RECEIPT_EVERY_MS / 10);
    }
    expect(told(transport, 'read')).toEqual([2]);
    await clock.advance(RECEIPT_EVERY_MS);
    expect(told(transport, 'read')).toEqual([2, 7]);
    engine.seen(GROUP, 7);
    engine.seen(GROUP, 3);
    await clock.advance(10 * RECEIPT_EVERY_MS);
    expect(told(transport, 'read')).toEqual([2, 7]);
  });

  it('stays seen when heads tell less than is known', async () => {
    const { engine, transport, bobSays, settle, server, here } = await reading({ open: false });
    bobSays(2);
    await settle();
    const release = transport.hold('read');
    engine.seen(GROUP, 3);
    transport.calls.length = 0;
    transport.deliver([{ type: 'heads', heads: [{ conversationId: GROUP, seq: 2, readSeq: 1, deliveredSeq: 2 }] }]);
    expect(here()).toMatchObject({ head: 3, readSeq: 3, unread: 0 });
    await settle();
    // Whether it was set back.
    expect(asked(transport, 'since')).toBe(1);
    release();
    await settle();
    expect(here()).toMatchObject({ head: 3, readSeq: 3, unread: 0 });
    expect(here()).toEqual(server.conversation('ann', GROUP));
  });

  it('is told again until the server has heard it', async () => {
    const { engine, transport, bobSays, settle, server } = await reading();
    bobSays(1);
    await settle();
    transport.failNext('read', new TransportError('NETWORK', 'lost'));
    transport.failNext('read', new TransportError('RATE_LIMITED', 'slower', 2));
    engine.seen(GROUP, 2);
    await settle();
    expect(told(transport, 'read')).toEqual([2, 2, 2]);
    expect(server.conversation('ann', GROUP).readSeq).toBe(2);
  });

  it('is told no more when the server refuses it', async () => {
    const { engine, transport, bobSays, settle, clock } = await reading();
    bobSays(1);
    await settle();
    transport.failNext('read', new TransportError('FORBIDDEN', 'not a member'));
    engine.seen(GROUP, 2);
    await clock.advance(60_000);
    expect(told(transport, 'read')).toEqual([2]);
  });

  it('without a network is told when there is one', async () => {
    const { engine, bobSays, settle, server, here } = await reading();
    bobSays(1);
    await settle();
    engine.setOnline(false);
    engine.seen(GROUP, 2);
    await settle();
    expect(here()).toMatchObject({ unread: 0, readSeq: 2 });
    expect(server.conversation('ann', GROUP).readSeq).toBe(1);
    engine.setOnline(true);
    await settle();
    expect(server.conversation('ann', GROUP).readSeq).toBe(2);
  });

  it('and not told before the program ended is told by the next start', async () => {
    const { engine, storage, bobSays, settle, server, ann } = await reading();
    bobSays(1);
    await settle();
    engine.setOnline(false);
    engine.seen(GROUP, 2);
    engine.stop();
    const next = ann({ storage });
    await next.engine.start();
    await settle();
    expect(server.conversation('ann', GROUP)).toMatchObject({ readSeq: 2, unread: 0 });
    expect(next.engine.getState().conversations.get(GROUP)).toEqual(server.conversation('ann', GROUP));
  });

  it('is not undone by an answer from before', async () => {
    const { engine, transport, bobSays, settle, here } = await reading();
    bobSays(3);
    await settle();
    const release = transport.hold('read');
    engine.seen(GROUP, 4);
    engine.reloadList();
    await settled();
    expect(here()).toMatchObject({ unread: 0, readSeq: 4 });
    release();
  });

  it('is nothing beyond the last entry', async () => {
    const { engine, bobSays, settle, here } = await reading();
    bobSays(1);
    await settle();
    engine.seen(GROUP, 99);
    expect(here()?.readSeq).toBe(2);
  });

  it('ends that a conversation is marked as unread, also if it was read before', async () => {
    const { engine, transport, settle, server, here } = await reading();
    engine.adopt({ ...server.conversation('ann', GROUP), markedUnread: true });
    engine.seen(GROUP, 1);
    expect(here()?.markedUnread).toBe(false);
    await settle();
    expect(told(transport, 'read')).toEqual([1]);
  });

  it('on one device is read on the others', async () => {
    const { engine, annLive, bobSays, settle } = await reading();
    const other = await annLive();
    bobSays(3);
    await settle();
    engine.seen(GROUP, 4);
    await settle();
    expect(other.engine.getState().conversations.get(GROUP)).toMatchObject({ unread: 0, readSeq: 4 });
  });
});

describe('the number of unread messages', () => {
  it('where the timeline holds them all is counted without the server', async () => {
    const { engine, transport, bobSays, settle, server, here } = await reading();
    bobSays(6);
    await settle();
    transport.calls.length = 0;
    engine.seen(GROUP, 4);
    expect(here()?.unread).toBe(3);
    server.remove('bob', GROUP, 6);
    await settle();
    expect(here()?.unread).toBe(2);
    server.hide('ann', GROUP, 5);
    await settle();
    expect(here()).toEqual(server.conversation('ann', GROUP));
    expect(asked(transport, 'conversation')).toBe(0);
    expect(asked(transport, 'list')).toBe(0);
  });

  it('that were heard one by one is counted without the server, too', async () => {
    const { engine, transport, bobSays, settle, server, here } = await reading({ open: false });
    bobSays(6);
    await settle();
    transport.calls.length = 0;
    server.remove('bob', GROUP, 3);
    engine.seen(GROUP, 4);
    await settle();
    expect(here()).toMatchObject({ unread: 3 });
    expect(here()).toEqual(server.conversation('ann', GROUP));
    expect(asked(transport, 'conversation')).toBe(0);
  });

  it('elsewhere is counted by the server again', async () => {
    const { bobSays, settle, server, annLive } = await reading({ open: false });
    bobSays(6);
    const { engine, transport } = await annLive();
    const here = () => engine.getState().conversations.get(GROUP);
    await settle();
    transport.calls.length = 0;
    server.remove('bob', GROUP, 3);
    await settle();
    expect(here()).toMatchObject({ unread: 5 });
    expect(here()).toEqual(server.conversation('ann', GROUP));
    engine.seen(GROUP, 4);
    await settle();
    expect(here()).toMatchObject({ unread: 3 });
    expect(here()).toEqual(server.conversation('ann', GROUP));
    expect(asked(transport, 'conversation')).toBeGreaterThan(1);
  });

  it('counted before some were read on another device is counted again', async () => {
    const { transport, annLive, bobSays, settle, server, here } = await reading({ open: false });
    const other = await annLive();
    transport.cut();
    bobSays(2);
    server.react('bob', GROUP, 3, { emoji: '👍', on: true });
    const release = transport.holdAnswers('conversation');
    await settle();
    other.engine.seen(GROUP, 2);
    await settle();
    expect(here()).toMatchObject({ head: 4, readSeq: 2 });
    release();
    await settle();
    expect(here()).toMatchObject({ unread: 1 });
    expect(here()).toEqual(server.conversation('ann', GROUP));
  });

  it('of an earlier start is shown until the server has counted', async () => {
    const { engine, storage, bobSays, settle, server, ann, clock } = await reading();
    bobSays(3);
    await settle();
    engine.stop();
    const next = ann({ storage });
    const release = next.transport.hold('list');
    await next.engine.start();
    await clock.advance(100);
    expect(next.engine.getState().connection.phase).toBe('live');
    expect(next.engine.getState().conversations.get(GROUP)?.unread).toBe(3);
    release();
    await settle();
    expect(next.engine.getState().conversations.get(GROUP)).toEqual(server.conversation('ann', GROUP));
  });
});

describe('what reached the device', () => {
  it('is told at most once a second and conversation', async () => {
    const { transport, clock, server, settle } = await reading();
    transport.calls.length = 0;
    for (let index = 0; index < 10; index += 1) {
      server.say('bob', GROUP, `${index}`);
      await clock.advance(RECEIPT_EVERY_MS / 5);
    }
    await settle();
    const seqs = told(transport, 'delivered');
    expect(seqs.length).toBeLessThanOrEqual(4);
    expect(seqs.at(-1)).toBe(11);
    expect(server.conversation('ann', GROUP).deliveredSeq).toBe(11);
  });

  it('while away is told after coming back', async () => {
    const { engine, bobSays, settle, server } = await reading({ open: false });
    engine.setOnline(false);
    bobSays(3);
    await settle();
    expect(server.conversation('ann', GROUP).deliveredSeq).toBe(1);
    engine.setOnline(true);
    await settle();
    expect(server.conversation('ann', GROUP).deliveredSeq).toBe(4);
  });

  it('is not told of rooms', async () => {
    const { transport, server, settle } = await reading();
    server.found('room', 'room', ['bob', 'ann']);
    server.say('bob', 'room', 'hello');
    await settle();
    expect(asked(transport, 'delivered')).toBe(0);
  });

  it('in hundreds of conversations is told of a few at a time', async () => {
    const { transport, server, clock, settle, annLive } = await reading();
    for (let index = 0; index < 200; index += 1) server.found(`c${index}`, 'group', ['bob', 'ann']);
    const other = await annLive();
    for (let index = 0; index < 200; index += 1) server.say('bob', `c${index}`, 'hello');
    transport.setOnline(false);
    const release = other.transport.hold('delivered');
    await clock.advance(5000);
    const atOnce = asked(other.transport, 'delivered');
    expect(atOnce).toBeGreaterThan(0);
    expect(atOnce).toBeLessThanOrEqual(4);
    release();
    await settle();
    for (let index = 0; index < 200; index += 1) {
      expect(server.conversation('ann', `c${index}`).deliveredSeq).toBe(2);
    }
  });

  it('is not told for ever when the server refuses it', async () => {
    const { transport, bobSays, clock } = await reading();
    transport.calls.length = 0;
    transport.failNext('delivered', new TransportError('FORBIDDEN', 'not a member'));
    bobSays(1);
    await clock.advance(60_000);
    expect(asked(transport, 'delivered')).toBe(1);
  });
});

describe('how far the others have come', () => {
  it('is read when the conversation comes to the screen, and kept current', async () => {
    const { engine, server, bobSays, settle, others } = await reading();
    bobSays(3);
    server.raised('bob', { conversationId: GROUP, seq: 2 }, 'read');
    engine.watch(GROUP);
    await settle();
    expect(others()).toEqual({ bob: { readSeq: 2, deliveredSeq: 2 } });
    server.raised('bob', { conversationId: GROUP, seq: 4 }, 'delivered');
    await settled();
    expect(others()).toEqual({ bob: { readSeq: 2, deliveredSeq: 4 } });
  });

  it('never goes back', async () => {
    const { engine, transport, server, bobSays, settle, others } = await reading();
    bobSays(3);
    server.raised('bob', { conversationId: GROUP, seq: 4 }, 'read');
    engine.watch(GROUP);
    await settle();
    const old = { conversationId: GROUP, userId: 'bob', readSeq: 2, deliveredSeq: 3 };
    transport.deliver([{ type: 'receipt', ...old }]);
    expect(others()).toEqual({ bob: { readSeq: 4, deliveredSeq: 4 } });
  });

  it('is asked for again when somebody came further while the answer was on its way', async () => {
    const { engine, transport, server, bobSays, settle, clock, others } = await reading();
    bobSays(3);
    const release = transport.holdAnswers('receipts');
    engine.watch(GROUP);
    await clock.advance(10);
    server.raised('bob', { conversationId: GROUP, seq: 4 }, 'read');
    await clock.advance(10);
    release();
    await settle();
    expect(others()).toEqual({ bob: { readSeq: 4, deliveredSeq: 4 } });
  });

  it('is asked for again after a break', async () => {
    const { engine, transport, server, bobSays, settle, others } = await reading();
    bobSays(3);
    engine.watch(GROUP);
    await settle();
    transport.cut();
    server.raised('bob', { conversationId: GROUP, seq: 4 }, 'read');
    await settle();
    expect(others()).toEqual({ bob: { readSeq: 4, deliveredSeq: 4 } });
  });

  it('is forgotten when the last part of the screen that shows it is gone', async () => {
    const { engine, settle, others } = await reading();
    const unwatch = engine.watch(GROUP);
    const unwatchToo = engine.watch(GROUP);
    await settle();
    unwatch();
    unwatch();
    expect(others()).toBeDefined();
    unwatchToo();
    expect(others()).toBeUndefined();
    expect(engine.getState().receipts.size).toBe(0);
  });

  it('holds who comes and not who has gone', async () => {
    const { engine, server, settle, others } = await reading();
    engine.watch(GROUP);
    await settle();
    server.join('cleo', GROUP);
    server.leave('bob', GROUP);
    await settle();
    expect(Object.keys(others() ?? {})).toEqual(['cleo']);
  });

  it('is told again to who has left and come back', async () => {
    const { engine, server, settle, others } = await reading();
    engine.watch(GROUP);
    await settle();
    server.leave('ann', GROUP);
    await settle();
    expect(engine.getState().receipts.size).toBe(0);
    server.join('ann', GROUP);
    await settle();
    expect(Object.keys(others() ?? {})).toEqual(['bob']);
  });

  it('in rooms is nobody else’s business', async () => {
    const { engine, transport, server, settle } = await reading();
    server.found('room', 'room', ['bob', 'ann']);
    await settle();
    engine.watch('room');
    await settle();
    expect(asked(transport, 'receipts')).toBe(0);
    expect(engine.getState().receipts.has('room')).toBe(false);
  });

  it('is learned by their devices telling it', async () => {
    const { engine, server, clock, settle, others } = await reading();
    const bob = aDevice({ server, clock, userId: 'bob' });
    await bob.engine.start();
    engine.watch(GROUP);
    engine.send(GROUP, 'hello');
    await settle();
    expect(others()).toEqual({ bob: { readSeq: 1, deliveredSeq: 2 } });
    bob.engine.seen(GROUP, 2);
    await settle();
    expect(others()).toEqual({ bob: { readSeq: 2, deliveredSeq: 2 } });
  });
});

function told({ calls }: ScriptedTransport, name: 'read' | 'delivered'): number[] {
  return calls.flatMap((call) => (call.name === name ? [(call.input as { seq: number }).seq] : []));
}

function asked({ calls }: ScriptedTransport, name: string): number {
  return calls.filter((call) => call.name === name).length;
}

async function reading({ open = true } = {}) {
  const scene = aScene();
  const device = open ? await scene.annReading() : await scene.annLive();
  const { engine } = device;
  return {
    ...scene,
    ...device,
    /** Long enough for everything that is under way. */
    settle: () => scene.clock.advance(10_000),
    here: () => engine.getState().conversations.get(GROUP),
    others() {
      const held = engine.getState().receipts.get(GROUP);
      return held && Object.fromEntries(held);
    },
  };
}
