import { describe, expect, it } from 'vitest';
import { settled } from './testing/fake-clock';
import { aScene, GROUP } from './testing/scene';
import { TransportError } from './transport';

describe('the list of conversations', () => {
  it('is read through all its pages', async () => {
    const { server, annLive } = aScene();
    for (const id of ['b', 'c', 'd', 'e']) server.found(id, 'group', ['bob', 'ann']);
    const { engine, asked } = await annLive();
    expect([...engine.getState().conversations.keys()].sort()).toEqual(['b', 'c', 'd', 'e', GROUP]);
    expect(asked('list')).toBe(3);
    expect(asked('conversation')).toBe(0);
  });

  it('that cannot be read says so, and is read when the person asks again, or later by itself', async () => {
    const { clock, ann } = aScene();
    const { engine, transport } = ann();
    transport.failNext('list', new TransportError('UNAVAILABLE', 'busy'));
    transport.failNext('list', new TransportError('UNAVAILABLE', 'busy'));
    await engine.start();
    await settled();
    expect(engine.getState().listStatus).toBe('failed');
    engine.reloadList();
    expect(engine.getState().listStatus).toBe('loading');
    await settled();
    expect(engine.getState().listStatus).toBe('failed');
    await clock.advance(2000);
    expect(engine.getState().listStatus).toBe('ready');
    expect(engine.getState().conversations.size).toBe(1);
  });

  it('gets a new conversation as soon as it is begun', async () => {
    const { server, annLive } = aScene();
    const { engine } = await annLive();
    server.found('new', 'direct', ['bob', 'ann']);
    await settled();
    expect(engine.getState().conversations.get('new')).toMatchObject({ peer: { id: 'bob' }, head: 1 });
    expect(engine.getState().users.get('bob')?.name).toBe('BOB');
  });

  it('takes over what a procedure answered with, before the feed says so', async () => {
    const { server, annLive } = aScene();
    const { engine, transport } = await annLive();
    transport.mute(true);
    server.found('new', 'group', ['ann', 'bob']);
    engine.adopt(server.conversation('ann', 'new'));
    expect(engine.getState().conversations.has('new')).toBe(true);
  });

  it('asks for one conversation if one has changed while away, and for the list if several have', async () => {
    const { clock, server, annLive } = aScene();
    server.found('other', 'group', ['ann', 'bob']);
    const { engine, transport, asked } = await annLive();
    transport.calls.length = 0;
    transport.cut();
    server.say('bob', GROUP, 'one');
    await clock.advance(5000);
    expect([asked('conversation'), asked('list')]).toEqual([1, 0]);
    transport.cut();
    server.say('bob', GROUP, 'two');
    server.say('bob', 'other', 'three');
    await clock.advance(5000);
    expect([asked('conversation'), asked('list')]).toEqual([1, 1]);
    const previews = [...engine.getState().conversations.values()].map((one) => one.lastMessage?.text);
    expect(previews.sort()).toEqual(['three', 'two']);
    transport.calls.length = 0;
    transport.cut();
    await clock.advance(5000);
    // What people are called has no numbers.
    expect(transport.calls.filter(({ name }) => name !== 'users')).toEqual([]);
  });

  it('asks again if the answer is older than what the feed has told', async () => {
    const { clock, server, annLive, bobSays } = aScene();
    const { engine, transport } = await annLive();
    transport.cut();
    bobSays(3);
    server.lagBehind(1);
    await clock.advance(3000);
    expect(engine.getState().conversations.get(GROUP)?.head).toBe(4);
    server.lagBehind(0);
    await clock.advance(30_000);
    expect(engine.getState().conversations.get(GROUP)).toEqual(server.conversation('ann', GROUP));
  });
});

describe('a preview', () => {
  it('follows what is said, cut to what a list shows', async () => {
    const { server, annLive } = aScene();
    const { engine } = await annLive();
    server.say('bob', GROUP, 'x'.repeat(500));
    await settled();
    expect(engine.getState().conversations.get(GROUP)).toEqual(server.conversation('ann', GROUP));
    expect(engine.getState().conversations.get(GROUP)?.lastMessage?.text).toHaveLength(140);
  });

  it('follows edits and the deletion of the last message, and of no other', async () => {
    const { server, annLive, bobSays } = aScene();
    const { engine, transport } = await annLive();
    bobSays(2);
    await settled();
    transport.calls.length = 0;
    const preview = () => engine.getState().conversations.get(GROUP)?.lastMessage;
    server.edit('bob', GROUP, 2, 'not the last');
    await settled();
    expect(preview()).toMatchObject({ text: 'bob 2' });
    server.edit('bob', GROUP, 3, 'better');
    await settled();
    expect(preview()).toMatchObject({ text: 'better', deleted: false });
    server.remove('bob', GROUP, 3);
    await settled();
    expect(preview()).toMatchObject({ text: '', deleted: true, seq: 3 });
    expect(transport.calls).toEqual([]);
  });

  it('that is newer than an answer is not undone by it', async () => {
    const { clock, server, annLive, bobSays } = aScene();
    const { engine, transport } = await annLive();
    bobSays(1);
    await settled();
    const release = transport.holdAnswers('list');
    engine.reloadList();
    await settled();
    server.edit('bob', GROUP, 2, 'better');
    await settled();
    release();
    await clock.advance(3000);
    expect(engine.getState().conversations.get(GROUP)).toEqual(server.conversation('ann', GROUP));
  });
});

describe('the count of members', () => {
  it('is asked for once when many join at a time', async () => {
    const { clock, server, annLive } = aScene();
    const { engine, transport, asked } = await annLive();
    transport.calls.length = 0;
    for (const id of ['c1', 'c2', 'c3']) {
      server.addUser(id);
      server.join(id, GROUP);
    }
    await clock.advance(3000);
    expect(asked('conversation')).toBe(1);
    expect(engine.getState().conversations.get(GROUP)?.memberCount).toBe(5);
  });
});

describe('a conversation that was left', () => {
  it('is gone, with its timeline and its draft, here and in the storage', async () => {
    const { clock, server, annReading, bobSays } = aScene();
    const { engine, storage } = await annReading();
    bobSays(1);
    engine.setDraft(GROUP, 'unsaid');
    await clock.advance(2000);
    server.leave('ann', GROUP);
    await clock.advance(2000);
    const { conversations, timelines, drafts } = engine.getState();
    expect([conversations.size, timelines.size, drafts.size]).toEqual([0, 0, 0]);
    expect(await storage.entries('ann:timeline:')).toEqual([]);
    expect(await storage.entries('ann:draft:')).toEqual([]);
  });

  it('while away is gone when back', async () => {
    const { clock, server, annReading } = aScene();
    const { engine, transport } = await annReading();
    transport.cut();
    server.leave('ann', GROUP);
    await clock.advance(5000);
    expect(engine.getState().conversations.size).toBe(0);
    expect(engine.getState().timelines.size).toBe(0);
  });

  it('is not brought back by an answer from before', async () => {
    const { clock, server, annLive } = aScene();
    const { engine, transport } = await annLive();
    const release = transport.holdAnswers('list');
    engine.reloadList();
    await settled();
    server.leave('ann', GROUP);
    await settled();
    expect(engine.getState().conversations.size).toBe(0);
    release();
    await clock.advance(3000);
    expect(engine.getState().conversations.size).toBe(0);
  });

  it('is not brought back by an answer from before the heads that lack it', async () => {
    const { clock, server, ann } = aScene();
    const { engine, transport } = ann();
    const release = transport.holdAnswers('list');
    transport.mute(true);
    await engine.start();
    await settled();
    server.leave('ann', GROUP);
    transport.deliver([{ type: 'heads', heads: [] }]);
    release();
    await clock.advance(3000);
    expect(engine.getState().connection.phase).toBe('live');
    expect(engine.getState().conversations.size).toBe(0);
  });

  it('refuses what is still to be sent there, and says so', async () => {
    const { clock, server, annReading } = aScene();
    const { engine } = await annReading();
    engine.setOnline(false);
    engine.send(GROUP, 'too late');
    server.leave('ann', GROUP);
    engine.setOnline(true);
    await clock.advance(5000);
    expect(engine.getState().outbox).toMatchObject([{ status: 'failed', error: 'FORBIDDEN' }]);
  });

  it('and joined again is there, also if a refusal from before comes late', async () => {
    const { clock, server, annReading, bobSays } = aScene();
    const { engine, transport, texts } = await annReading();
    server.leave('ann', GROUP);
    await settled();
    const release = transport.hold('history');
    transport.failNext('history', new TransportError('FORBIDDEN', 'not a member'));
    const opening = engine.open(GROUP);
    await settled();
    server.join('ann', GROUP);
    bobSays(1);
    await settled();
    expect(engine.getState().conversations.size).toBe(1);
    release();
    await opening;
    expect(engine.getState().conversations.size).toBe(1);
    await clock.advance(2000);
    expect(texts(GROUP)).toEqual(['bob 1']);
  });
});

describe('a conversation that was learned of while the heads were on their way', () => {
  it('is asked about, not thrown away', async () => {
    const { clock, server, annLive } = aScene();
    const { engine, transport } = await annLive();
    transport.weather = { ...transport.weather, delay: 500 };
    engine.setOnline(false);
    engine.setOnline(true);
    // The heads are read; the conversation they lack is made, and told by the procedure that made it.
    server.found('new', 'group', ['ann', 'bob']);
    engine.adopt(server.conversation('ann', 'new'));
    engine.setDraft('new', 'hello');
    await clock.advance(5000);
    expect(engine.getState().connection.phase).toBe('live');
    expect(engine.getState().conversations.has('new')).toBe(true);
    expect(engine.getState().drafts.get('new')?.text).toBe('hello');
  });
});

describe('people', () => {
  it('who are named are asked for in one call, and once', async () => {
    const { clock, server, annReading, annLive } = aScene();
    server.join('cleo', GROUP);
    server.say('cleo', GROUP, 'hello');
    const device = await annLive();
    await device.engine.open(GROUP);
    await clock.advance(100);
    expect([...device.engine.getState().users.keys()].sort()).toEqual(['ann', 'bob', 'cleo']);
    const { asked } = await annReading();
    server.say('cleo', GROUP, 'again');
    await clock.advance(1000);
    expect(asked('users')).toBe(0);
  });

  it('who do not exist are not asked for again', async () => {
    const { clock, server, annReading } = aScene();
    const { asked } = await annReading();
    server.members(GROUP).add('ghost');
    server.say('ghost', GROUP, 'boo');
    server.say('ghost', GROUP, 'boo');
    await clock.advance(1000);
    server.say('ghost', GROUP, 'boo');
    await clock.advance(1000);
    expect(asked('users')).toBe(1);
  });
});
