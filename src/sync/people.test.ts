import { describe, expect, it } from 'vitest';
import { aScene, GROUP } from './testing/scene';

const PAIR = 'pair';

async function aPair() {
  const scene = aScene();
  scene.server.found(PAIR, 'direct', ['bob', 'ann']);
  const ann = await scene.annReading();
  scene.bobSays(1);
  await scene.clock.advance(1000);
  const bob = () => {
    const { users, conversations } = ann.engine.getState();
    return { user: users.get('bob'), peer: conversations.get(PAIR)?.peer };
  };
  return { ...scene, ann, bob };
}

describe('another name or picture of somebody', () => {
  it('is seen at once wherever they are named, and nowhere else', async () => {
    const { clock, server, ann, bob } = await aPair();
    const before = ann.engine.getState();
    const asked = ann.asked('users');
    server.rename('bob', 'Robert');
    server.portray('bob', 'beard');
    await clock.advance(0);
    const { user, peer } = bob();
    expect(user).toMatchObject({ name: 'Robert', avatarUrl: expect.stringContaining('beard') });
    expect(peer).toBe(user);
    const after = ann.engine.getState();
    expect(after.conversations.get(GROUP)).toBe(before.conversations.get(GROUP));
    expect(after.timelines).toBe(before.timelines);
    expect(ann.asked('users')).toBe(asked);
  });

  it('is not undone by answers to what was asked before', async () => {
    const { clock, server, ann, bob } = await aPair();
    server.portray('bob', 'beard');
    await clock.advance(1000);
    const releases = ['users', 'conversation'].map((name) => ann.transport.holdAnswers(name));
    const asked = ann.asked('users');
    // Both are asked for: the link to his picture ends, and what was hidden is for the server to say.
    await clock.advance(100_000_000);
    server.say('bob', PAIR, 'one');
    server.hide('ann', PAIR, server.head(PAIR));
    await clock.advance(1000);
    server.rename('bob', 'Robert');
    await clock.advance(0);
    for (const release of releases) release();
    await clock.advance(2000);
    expect([ann.asked('users') - asked, ann.asked('conversation')]).toEqual([1, 1]);
    expect(bob()).toMatchObject({ user: { name: 'Robert' }, peer: { name: 'Robert' } });
  });

  it('is learned when the connection is back, and asked for once', async () => {
    const { clock, server, ann, bob } = await aPair();
    const asked = ann.asked('users');
    ann.transport.cut();
    server.rename('bob', 'Robert');
    await clock.advance(10_000);
    expect(bob()).toMatchObject({ user: { name: 'Robert' }, peer: { name: 'Robert' } });
    expect(ann.asked('users')).toBe(asked + 1);
  });

  it('is one’s own on one’s other devices', async () => {
    const { clock, server, ann } = await aPair();
    server.rename('ann', 'Annabel');
    await clock.advance(0);
    const { me, users } = ann.engine.getState();
    expect(me).toMatchObject({ id: 'ann', name: 'Annabel' });
    expect(users.get('ann')).toBe(me);
  });
});
