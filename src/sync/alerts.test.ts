import { describe, expect, it } from 'vitest';
import { NO_NOTIFICATION_SETTINGS } from '~/contract/notification';
import { type Alert, watchAlerts } from './alerts';
import { aDevice } from './testing/device';
import { createFakeClock } from './testing/fake-clock';
import { createScriptedServer } from './testing/scripted-server';

async function aScene(tabs = 1) {
  const clock = createFakeClock();
  const server = createScriptedServer(clock.now);
  for (const id of ['ann', 'bob']) server.addUser(id);
  server.found('group', 'group', ['ann', 'bob']);
  server.found('room', 'room', ['bob', 'ann']);
  const alerts: Alert[] = [];
  const reads: string[] = [];
  const claimed = new Set<string>();
  const looking = new Set<string>();
  let settings = NO_NOTIFICATION_SETTINGS;
  const devices = Array.from({ length: tabs }, () => aDevice({ server, clock, userId: 'ann' }));
  for (const { engine } of devices) {
    await engine.start();
    await clock.advance(1_000);
    watchAlerts({
      engine,
      clock,
      settings: () => settings,
      authorOf: async (conversationId, seq) => server.entries(conversationId)[seq - 1]?.senderId ?? null,
      isInView: async (conversationId) => looking.has(conversationId),
      claim: async (name) => !claimed.has(name) && Boolean(claimed.add(name)),
      onAlert: (alert) => alerts.push(alert),
      onRead: (conversationId, seq) => reads.push(`${conversationId} ${seq}`),
    });
  }
  const told = () => alerts.map(({ message, because }) => `${message.text}: ${because}`);
  return {
    clock,
    server,
    devices,
    looking,
    reads,
    told,
    set: (change: object) => (settings = { ...settings, ...change }),
  };
}

describe('an alert', () => {
  it('is given once, however many tabs hear of the message', async () => {
    const { clock, server, told } = await aScene(3);
    server.say('bob', 'group', 'hello');
    await clock.advance(100);
    expect(told()).toEqual(['hello: all']);
  });

  it('is not given of what somebody looks at, of one’s own words, or in quiet', async () => {
    const { clock, server, looking, told, set } = await aScene();
    looking.add('group');
    server.say('bob', 'group', 'seen');
    await clock.advance(100);
    looking.clear();
    server.say('ann', 'group', 'of mine');
    await clock.advance(100);
    set({ quietUntil: '2031-01-01T00:00:00.000Z' });
    server.say('bob', 'group', 'in quiet');
    await clock.advance(100);
    expect(told()).toEqual([]);
  });

  it('is given in a room of what answers one, whoever has to be asked for that', async () => {
    const { clock, server, told, devices } = await aScene();
    const mine = server.say('ann', 'room', 'a question');
    const bob = aDevice({ server, clock, userId: 'bob' });
    await bob.engine.start();
    bob.engine.send('room', 'not to her');
    bob.engine.send('room', 'an answer', { id: mine.id, seq: mine.seq });
    await clock.advance(1_000);
    expect(told()).toEqual(['an answer: answered']);
    expect(devices[0]!.engine.getState().timelines.size).toBe(0);
  });

  it('is given of the first message of a conversation that was not known', async () => {
    const { clock, server, told } = await aScene();
    server.found('new', 'direct', ['bob', 'ann']);
    server.say('bob', 'new', 'hi');
    await clock.advance(5_000);
    expect(told()).toEqual(['hi: direct']);
  });

  it('is not given of old news, and what was read elsewhere is told', async () => {
    const { clock, server, devices, told, reads } = await aScene();
    const { seq, ...entry } = server.say('bob', 'group', 'late') as never as { seq: number };
    await clock.advance(100);
    expect(told()).toHaveLength(1);
    devices[0]!.transport.deliver([
      { type: 'entry', entry: { ...entry, seq: seq + 1, at: '2029-12-31T00:00:00.000Z' } as never },
    ]);
    await clock.advance(100);
    expect(told()).toHaveLength(1);
    server.raised('ann', { conversationId: 'group', seq }, 'read');
    await clock.advance(100);
    expect(reads.at(-1)).toBe(`group ${seq}`);
  });
});
