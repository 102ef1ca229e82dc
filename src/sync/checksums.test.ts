import { describe, expect, it } from 'vitest';
import { CHECKED_MAX } from '~/contract/limits';
import type { CheckHeldInput } from '~/contract/message';
import { aDevice, type Device } from './testing/device';
import { createFakeClock } from './testing/fake-clock';
import { aScene, GROUP } from './testing/scene';
import { createScriptedServer, SMALL } from './testing/scripted-server';
import { TransportError } from './transport';

/** Milliseconds in which a timeline that nobody changes has been compared for the first time. */
const QUIET_MS = 10_000;
/** Milliseconds in which it has been compared again. */
const AGAIN_MS = 310_000;
const HOUR_MS = 3_600_000;

const checks = ({ transport }: Device) =>
  transport.calls.filter(({ name }) => name === 'check').map(({ input }) => input as CheckHeldInput);
const divergences = ({ engine }: Device) => engine.getState().divergences;

describe('a timeline', () => {
  it('is compared once it has been quiet, and no more for as long as nothing changes', async () => {
    const { clock, annReading, bobSays } = aScene();
    const ann = await annReading();
    bobSays(2);
    await clock.advance(4000);
    expect(checks(ann)).toEqual([]);
    await clock.advance(QUIET_MS);
    expect(checks(ann)).toMatchObject([{ conversationId: GROUP, from: 1, to: 3 }]);
    ann.transport.cut();
    await clock.advance(24 * HOUR_MS);
    expect(checks(ann)).toHaveLength(1);
    expect(clock.pending()).toBe(0);
    expect(divergences(ann)).toBe(0);
  });

  it('is compared again after changes, but not in the middle of them, nor every time', async () => {
    const { clock, annReading, bobSays } = aScene();
    const ann = await annReading();
    await clock.advance(QUIET_MS);
    for (let said = 0; said < 100; said += 1) {
      bobSays(1);
      await clock.advance(3000);
    }
    expect(checks(ann)).toHaveLength(1);
    for (let said = 0; said < 60; said += 1) {
      bobSays(1);
      await clock.advance(20_000);
    }
    const { length } = checks(ann);
    expect(length).toBeGreaterThan(1200 / 350);
    expect(length).toBeLessThan(1200 / 130);
    await clock.advance(AGAIN_MS);
    expect(checks(ann).at(-1)).toMatchObject({ to: 161 });
  });

  it('is compared in its newest part, if it is long', async () => {
    const clock = createFakeClock();
    const server = createScriptedServer(clock.now, { ...SMALL, historyPage: 500 });
    for (const id of ['ann', 'bob']) server.addUser(id);
    server.found(GROUP, 'group', ['ann', 'bob']);
    for (let said = 1; said < 300; said += 1) server.say('bob', GROUP, `bob ${said}`);
    const ann = aDevice({ server, clock, userId: 'ann' });
    await ann.engine.start();
    await ann.engine.open(GROUP);
    await clock.advance(QUIET_MS);
    expect(checks(ann)).toMatchObject([{ from: 300 - CHECKED_MAX + 1, to: 300 }]);
    expect(divergences(ann)).toBe(0);
  });

  it('is not compared without a connection, and then as soon as there is one and it is quiet', async () => {
    const { clock, annReading } = aScene();
    const ann = await annReading();
    ann.engine.setOnline(false);
    await clock.advance(HOUR_MS);
    expect(checks(ann)).toEqual([]);
    ann.engine.setOnline(true);
    await clock.advance(3000);
    expect(checks(ann)).toEqual([]);
    await clock.advance(QUIET_MS);
    expect(checks(ann)).toHaveLength(1);
  });

  it('that a server of another release cannot compare, or nobody answers about, is left as it is', async () => {
    for (const code of ['INVALID_INPUT', 'NETWORK', 'NOT_FOUND'] as const) {
      const { clock, annReading, bobSays } = aScene();
      const ann = await annReading();
      ann.transport.failNext('check', new TransportError(code, 'no'));
      bobSays(1);
      await clock.advance(HOUR_MS);
      expect(checks(ann)).toHaveLength(1);
      expect(ann.texts(GROUP)).toEqual(['bob 1']);
      expect(divergences(ann)).toBe(0);
      ann.transport.cut();
      await clock.advance(QUIET_MS + 5000);
      expect(checks(ann)).toHaveLength(2);
      ann.engine.stop();
      expect(clock.pending()).toBe(0);
    }
  });
});

describe('a timeline that differs', () => {
  it('is counted and loaded anew, with its summary and what is stored of it', async () => {
    const { clock, server, annReading, bobSays } = aScene();
    const ann = await annReading();
    bobSays(8);
    await clock.advance(2000);
    server.tamper(GROUP, 7, { text: 'something else' });
    ann.transport.calls.length = 0;
    await clock.advance(QUIET_MS + 2000);
    expect(divergences(ann)).toBe(1);
    expect(ann.texts(GROUP)).toContain('something else');
    expect(ann.entries(GROUP)).toEqual(server.snapshot('ann', GROUP).slice(-SMALL.historyPage));
    expect([ann.asked('check'), ann.asked('history'), ann.asked('conversation')]).toEqual([1, 1, 1]);
    const [[, stored]] = (await ann.storage.entries('ann:timeline:')) as [[string, { content: unknown }]];
    expect(stored.content).toEqual(ann.entries(GROUP));
    await clock.advance(24 * HOUR_MS);
    expect(ann.asked('check')).toBe(2);
    expect(divergences(ann)).toBe(1);
  });

  it('is also one that an earlier start has stored', async () => {
    const { clock, server, ann, annReading, bobSays } = aScene();
    const first = await annReading();
    bobSays(3);
    await clock.advance(2000);
    first.engine.stop();
    server.tamper(GROUP, 3, { text: 'something else' });
    const second = ann({ storage: first.storage });
    await second.engine.start();
    await second.engine.open(GROUP);
    await clock.advance(2000);
    expect(second.texts(GROUP)).toEqual(['bob 1', 'bob 2', 'bob 3']);
    await clock.advance(QUIET_MS);
    expect(second.texts(GROUP)).toEqual(['bob 1', 'something else', 'bob 3']);
    expect(divergences(second)).toBe(1);
  });

  it('stays on the screen until the other one has come', async () => {
    const { clock, server, annReading, bobSays } = aScene();
    const ann = await annReading();
    bobSays(3);
    await clock.advance(2000);
    server.tamper(GROUP, 3, { text: 'something else' });
    const shown = new Set<string>();
    ann.engine.subscribe(() => shown.add(ann.texts(GROUP).join()));
    await clock.advance(QUIET_MS);
    expect([...shown]).toEqual(['bob 1,bob 2,bob 3', 'bob 1,something else,bob 3']);
  });

  it('again after each repair is compared ever more rarely, and at its usual pace once it is the same', async () => {
    const { clock, server, annReading, bobSays } = aScene();
    const ann = await annReading();
    bobSays(1);
    server.edit('bob', GROUP, 2, 'better');
    await clock.advance(2000);
    // As if the edit had never been applied: whoever reads both applies it.
    server.tamper(GROUP, 2, { text: 'bob 1', rev: 2 });
    await clock.advance(HOUR_MS);
    const firstHour = divergences(ann);
    expect(firstHour).toBeGreaterThan(2);
    expect(firstHour).toBeLessThan(8);
    await clock.advance(48 * HOUR_MS);
    const later = divergences(ann) - firstHour;
    expect(later).toBeGreaterThan(6);
    expect(later).toBeLessThan(24);
    server.tamper(GROUP, 2, { text: 'better', rev: 3 });
    await clock.advance(12 * HOUR_MS);
    const healed = divergences(ann);
    ann.transport.calls.length = 0;
    for (const times of [1, 2, 3]) {
      bobSays(1);
      await clock.advance(AGAIN_MS);
      expect(checks(ann)).toHaveLength(times);
    }
    expect(divergences(ann)).toBe(healed);
  });
});

describe('a comparison that the server has moved on from', () => {
  it('counts nothing, and brings what the feed has lost', async () => {
    const { clock, annReading, bobSays } = aScene();
    const ann = await annReading();
    bobSays(1);
    await clock.advance(1000);
    ann.transport.mute(true);
    bobSays(2);
    await clock.advance(QUIET_MS);
    expect(ann.texts(GROUP)).toEqual(['bob 1', 'bob 1', 'bob 2']);
    expect(divergences(ann)).toBe(0);
    await clock.advance(AGAIN_MS);
    expect(checks(ann)).toMatchObject([{ to: 2 }, { to: 4 }]);
  });

  it('is made again when it is quiet', async () => {
    const { clock, annReading, bobSays } = aScene();
    const ann = await annReading();
    const release = ann.transport.hold('check');
    bobSays(1);
    await clock.advance(QUIET_MS);
    bobSays(1);
    release();
    await clock.advance(1000);
    expect(checks(ann)).toMatchObject([{ to: 2 }]);
    await clock.advance(AGAIN_MS);
    expect(checks(ann)).toMatchObject([{ to: 2 }, { to: 3 }]);
    expect(divergences(ann)).toBe(0);
  });
});
