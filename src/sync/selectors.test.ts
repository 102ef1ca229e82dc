import { expect, it } from 'vitest';
import { conversationList, pendingOf, titleOf } from './selectors';
import { settled } from './testing/fake-clock';
import { aScene, GROUP } from './testing/scene';

it('lists what was active last first', async () => {
  const { clock, server, annLive } = aScene();
  server.found('b', 'group', ['ann', 'bob']);
  server.found('c', 'group', ['ann', 'bob']);
  const { engine } = await annLive();
  await clock.advance(1000);
  server.say('bob', 'b', 'hello');
  await settled();
  expect(conversationList(engine.getState()).map((one) => one.id)).toEqual(['b', 'c', GROUP]);
});

it('lists a direct conversation in which nothing was said only for who began it or writes there', async () => {
  const { server, annLive } = aScene();
  server.found('mine', 'direct', ['ann', 'bob']);
  server.found('theirs', 'direct', ['bob', 'ann']);
  const { engine } = await annLive();
  const listed = () => conversationList(engine.getState()).map((one) => one.id);
  expect(listed()).toEqual([GROUP, 'mine']);
  engine.setOnline(false);
  engine.send('theirs', 'hello');
  expect(listed()).toEqual([GROUP, 'mine', 'theirs']);
  expect(pendingOf(engine.getState(), 'theirs')).toHaveLength(1);
  expect(pendingOf(engine.getState(), 'mine')).toEqual([]);
});

it('calls a direct conversation by the other person', async () => {
  const { server, annLive } = aScene();
  server.found('direct', 'direct', ['ann', 'bob']);
  const state = (await annLive()).engine.getState();
  const titles = conversationList(state).map((one) => titleOf(state, one));
  expect(titles).toEqual(['BOB', GROUP]);
});

it('gives the same list while nothing in it changes', async () => {
  const { annLive, bobSays } = aScene();
  const { engine } = await annLive();
  const before = conversationList(engine.getState());
  engine.setDraft(GROUP, 'x');
  expect(conversationList(engine.getState())).toBe(before);
  expect(pendingOf(engine.getState(), GROUP)).toBe(pendingOf(engine.getState(), 'other'));
  bobSays(1);
  await settled();
  expect(conversationList(engine.getState())).not.toBe(before);
});
