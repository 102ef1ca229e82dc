import { describe, expect, it } from 'vitest';
import type { User } from '~/contract/user';
import { keptLink, keptUser } from './avatars';
import { aScene, GROUP } from './testing/scene';

const link = (picture: string, until: number, sig = 'a') =>
  `/api/media/${picture}/avatar?for=x&until=${until}&sig=${sig}`;

describe('a link to a picture', () => {
  it('is kept while a fresh one to the same picture lives hardly longer', () => {
    const held = link('p', 1000);
    expect(keptLink(held, link('p', 1000, 'b'))).toBe(held);
    expect(keptLink(held, link('p', 1000 + 43_199))).toBe(held);
    expect(keptLink(held, link('p', 1000 + 43_200))).toBe(link('p', 1000 + 43_200));
  });

  it('gives way to another picture, to none, and to the first', () => {
    expect(keptLink(link('p', 1000), link('q', 1000))).toBe(link('q', 1000));
    expect(keptLink(link('p', 1000), null)).toBeNull();
    expect(keptLink(null, link('q', 1000))).toBe(link('q', 1000));
    expect(keptLink('/p', '/p?v=2')).toBe('/p?v=2');
  });
});

describe('a person', () => {
  const held: User = { id: 'a', username: 'ann', name: 'Ann', avatarUrl: link('p', 1000) };

  it('is the same object as long as nothing but a signature changes', () => {
    expect(keptUser(held, { ...held, avatarUrl: link('p', 1000, 'b') })).toBe(held);
    expect(keptUser(held, { ...held, name: 'Anna', avatarUrl: link('p', 1000, 'b') })).toEqual({
      ...held,
      name: 'Anna',
    });
    expect(keptUser(held, { ...held, avatarUrl: null })).toEqual({ ...held, avatarUrl: null });
  });

  it('whose link ends is asked for when they are named again, and no more often', async () => {
    const { clock, server, annReading, bobSays } = aScene();
    server.portray('bob', 'beard');
    const ann = await annReading();
    bobSays(1);
    await clock.advance(1000);
    const before = ann.engine.getState().users.get('bob');
    expect(before?.avatarUrl).toContain('beard');
    await clock.advance(50_000_000);
    bobSays(1);
    await clock.advance(1000);
    expect(ann.engine.getState().users.get('bob')).toBe(before);
    await clock.advance(50_000_000);
    const { length } = ann.transport.calls.filter(({ name }) => name === 'users');
    bobSays(3);
    await clock.advance(1000);
    expect(ann.asked('users')).toBe(length + 1);
    expect(ann.engine.getState().users.get('bob')?.avatarUrl).not.toBe(before?.avatarUrl);
  });
});

it("a conversation's picture is the same link through many answers", async () => {
  const { clock, server, annReading } = aScene();
  server.portray(GROUP, 'sunset');
  const { engine } = await annReading();
  const before = engine.getState().conversations.get(GROUP)?.avatarUrl;
  expect(before).toContain('sunset');
  for (const picture of ['sunset', 'sunrise']) {
    server.portray(GROUP, picture);
    server.join('cleo', GROUP);
    server.leave('cleo', GROUP);
    await clock.advance(2000);
    const { avatarUrl } = engine.getState().conversations.get(GROUP) ?? {};
    if (picture === 'sunset') expect(avatarUrl).toBe(before);
    else expect(avatarUrl).toContain('sunrise');
  }
});
