import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aBrowser, type BrowserTab } from './testing/browser';
import { aDevice } from './testing/device';
import { createFakeClock, settled } from './testing/fake-clock';
import { CHANCE, holds, LAW_TIMEOUT_MS } from './testing/law';
import { linkless } from './testing/linkless';
import { createScriptedServer } from './testing/scripted-server';

/** Longer than it takes until a tab that no longer answers is replaced, and everything is asked again. */
const LONG_MS = 60_000;

function aScene(seed = 1) {
  const clock = createFakeClock(seed);
  const server = createScriptedServer(clock.now);
  for (const id of ['ann', 'bob', 'cleo']) server.addUser(id);
  server.found('group', 'group', ['ann', 'bob', 'cleo']);
  server.found('pair', 'direct', ['bob', 'ann']);
  const browser = aBrowser({ server, clock, userId: 'ann' });
  const withLine = () => [...browser.tabs].filter((tab) => tab.hasLine() && !tab.isFrozen);
  async function open(): Promise<BrowserTab> {
    const tab = await browser.open();
    void tab.engine.open('group');
    tab.engine.watchPeople(['bob']);
    await clock.advance(100);
    return tab;
  }
  return { clock, server, browser, withLine, open };
}

const phaseOf = ({ engine }: BrowserTab) => engine.getState().connection.phase;

describe('one line for all tabs', () => {
  it('serves them all, and each hears everything once', async () => {
    const { clock, server, open, withLine } = aScene();
    const tabs = [await open(), await open(), await open()];
    expect(withLine()).toEqual([tabs[0]]);
    server.say('bob', 'group', 'one');
    tabs[2]!.engine.send('group', 'two');
    await clock.advance(1_000);
    for (const tab of tabs) {
      expect(phaseOf(tab)).toBe('live');
      expect(tab.texts('group')).toEqual(['one', 'two']);
    }
    expect(tabs[1]!.asked('since')).toBe(0);
  });

  it.each(['close', 'kill'] as const)('passes on when its tab is gone (%s), and nobody sees it lost', async (how) => {
    const { clock, server, open, withLine } = aScene();
    const [first, second, third] = [await open(), await open(), await open()];
    const phases = new Set<string>();
    for (const { engine } of [second, third]) engine.subscribe(() => phases.add(engine.getState().connection.phase));
    first[how]();
    server.say('bob', 'group', 'meanwhile');
    await clock.advance(1_000);
    expect(withLine()).toHaveLength(1);
    for (const tab of [second, third]) expect(tab.texts('group')).toEqual(['meanwhile']);
    expect([...phases]).toEqual(['live']);
  });

  it('is taken from a tab that sleeps, which follows when it wakes', async () => {
    const { clock, server, open, withLine } = aScene();
    const [first, second] = [await open(), await open()];
    first.freeze();
    server.say('bob', 'group', 'in its sleep');
    await clock.advance(20_000);
    expect(withLine()).toEqual([second]);
    expect(second.texts('group')).toEqual(['in its sleep']);
    first.thaw();
    await clock.advance(1_000);
    expect(first.hasLine()).toBe(false);
    server.say('bob', 'group', 'and after');
    await clock.advance(1_000);
    for (const tab of [first, second]) expect(tab.texts('group')).toEqual(['in its sleep', 'and after']);
  });

  it('tells each tab of the people it watches, and keeps its person online until the last is gone', async () => {
    const { clock, server, browser, open } = aScene();
    const bob = aDevice({ server, clock, userId: 'bob' });
    await bob.engine.start();
    bob.engine.watchPeople(['ann']);
    const [first, second] = [await open(), await open()];
    second.engine.watchPeople(['cleo']);
    await clock.advance(1_000);
    const cleo = aDevice({ server, clock, userId: 'cleo' });
    await cleo.engine.start();
    await clock.advance(1_000);
    expect(second.engine.getState().presence.get('cleo')).toMatchObject({ online: true });
    expect(first.engine.getState().presence.has('cleo')).toBe(false);
    expect(first.engine.getState().presence.get('bob')).toMatchObject({ online: true });
    first.close();
    await clock.advance(1_000);
    expect(second.engine.getState().presence.get('cleo')).toMatchObject({ online: true });
    expect(bob.engine.getState().presence.get('ann')).toMatchObject({ online: true });
    for (const tab of browser.tabs) tab.close();
    await clock.advance(1_000);
    expect(bob.engine.getState().presence.get('ann')).toMatchObject({ online: false });
  });

  it('is over for all when the session is, and leaves nothing behind', async () => {
    const { clock, open } = aScene();
    const [first, second] = [await open(), await open()];
    first.transport.signOut();
    await settled();
    expect([first, second].map(phaseOf)).toEqual(['signedOut', 'signedOut']);
    for (const tab of [first, second]) tab.close();
    expect(clock.pending()).toBe(0);
  });
});

const KINDS = ['open', 'close', 'kill', 'freeze', 'thaw', 'say', 'write', 'cut', 'offline', 'online', 'leave'] as const;
const step = fc.record({
  kind: fc.oneof({ weight: 3, arbitrary: fc.constantFrom('open', 'say', 'write') }, fc.constantFrom(...KINDS)),
  tab: fc.nat(5),
  wait: fc.oneof(fc.constant(0), fc.nat(50), fc.nat(12_000)),
});

describe(`whatever becomes of the tabs, ${CHANCE}`, { timeout: LAW_TIMEOUT_MS }, () => {
  it('each shows what a device shows that was never there, and at most one has the line', async () => {
    await holds(
      fc.asyncProperty(fc.nat(), fc.array(step, { maxLength: 40 }), async (seed, steps) => {
        const { clock, server, browser, withLine, open } = aScene(seed);
        await open();
        for (const { kind, tab: index, wait } of steps) {
          const tab = [...browser.tabs][index % Math.max(1, browser.tabs.size)];
          if (kind === 'open') void open();
          else if (kind === 'say') server.say('bob', index % 2 ? 'pair' : 'group', 'word');
          else if (kind === 'leave') {
            if (server.members('group').has('ann')) server.leave('ann', 'group');
            else server.join('ann', 'group');
          } else if (!tab) continue;
          else if (kind === 'write' && server.members('group').has('ann')) tab.engine.send('group', 'of mine');
          else if (kind === 'cut') tab.transport.cut();
          else if (kind === 'offline' || kind === 'online') tab.engine.setOnline(kind === 'online');
          else if (kind === 'close' || kind === 'kill' || kind === 'freeze' || kind === 'thaw') tab[kind]();
          await clock.advance(wait);
          expect(withLine().length).toBeLessThanOrEqual(1);
        }
        if (!server.members('group').has('ann')) server.join('ann', 'group');
        await open();
        for (const tab of browser.tabs) {
          tab.thaw();
          tab.engine.setOnline(true);
        }
        await clock.advance(LONG_MS);
        // Leaving has closed it.
        for (const tab of browser.tabs) void tab.engine.open('group');
        await clock.advance(LONG_MS);
        expect([...browser.tabs].filter((tab) => tab.hasLine())).toHaveLength(1);
        const fresh = aDevice({ server, clock, userId: 'ann' });
        await fresh.engine.start();
        await clock.advance(LONG_MS);
        const expected = linkless(new Map([...fresh.engine.getState().conversations].sort()));
        for (const tab of browser.tabs) {
          const state = tab.engine.getState();
          expect(state.connection.phase).toBe('live');
          expect(state.outbox).toEqual([]);
          expect(linkless(new Map([...state.conversations].sort()))).toEqual(expected);
          expect(state.timelines.get('group')).toMatchObject({ status: 'ready', upTo: server.head('group') });
          const first = tab.entries('group')[0]?.seq ?? 1;
          expect(linkless(tab.entries('group'))).toEqual(linkless(server.snapshot('ann', 'group').slice(first - 1)));
          expect(state.presence.get('bob')).toMatchObject({ online: false });
          expect(state.divergences).toBe(0);
        }
        for (const tab of browser.tabs) tab.close();
        fresh.engine.stop();
        expect(browser.tabs.size).toBe(0);
      }),
    );
  });
});
