import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Watermarks } from '~/contract/receipt';
import { memoryStorage } from './storage';
import { aDevice, type Device } from './testing/device';
import { createFakeClock } from './testing/fake-clock';
import { type Deed, deed, perform } from './testing/history';
import { CHANCE, holds, LAW_TIMEOUT_MS } from './testing/law';
import { createScriptedServer } from './testing/scripted-server';
import { CALM, DRIZZLE, STORM, type Weather } from './testing/scripted-transport';

const DEVICES = ['ann', 'ann', 'bob'] as const;
const PLACES = ['group', 'pair', 'crowd'] as const;
const DEVICE_STEPS = ['see', 'open', 'watch', 'unwatch', 'look', 'cut', 'mute', 'offline', 'online', 'reload'] as const;

type Step =
  | {
      readonly kind: (typeof DEVICE_STEPS)[number];
      readonly device: number;
      readonly where: number;
      readonly ago: number;
    }
  | { readonly kind: 'others'; readonly deed: Deed; readonly where: number }
  | { readonly kind: 'wait'; readonly milliseconds: number }
  | { readonly kind: 'lag'; readonly numbers: number };

const where = fc.nat(2);
const device = fc.nat(2);
const ago = fc.nat(4);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('see' as const), device, where, ago }) },
  { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom(...DEVICE_STEPS), device, where, ago }) },
  { weight: 8, arbitrary: fc.record({ kind: fc.constant('others' as const), deed, where }) },
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constant('wait' as const), milliseconds: fc.integer({ min: 1, max: 3000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lag' as const), numbers: fc.nat(2) }) },
);
const schedule = fc.record({ seed: fc.nat(), steps: fc.array(step, { minLength: 5, maxLength: 60, size: 'max' }) });

describe(`watermarks only rise and keep their order, and every device ends with what the server holds, ${CHANCE}`, {
  timeout: LAW_TIMEOUT_MS,
}, () => {
  it('if the feed tells all, without another word', async () => {
    await holds(
      fc.asyncProperty(schedule, async ({ seed, steps }) => {
        const world = await createWorld(seed, DRIZZLE);
        for (const one of steps) if (one.kind !== 'mute') await world.step(one);
        await world.heal();
        await world.check();
      }),
    );
  });

  it('if the feed loses, doubles and swaps what it tells, or is silent, after the next connection', async () => {
    await holds(
      fc.asyncProperty(schedule, async ({ seed, steps }) => {
        const world = await createWorld(seed, STORM);
        for (const one of steps) await world.step(one);
        await world.heal();
        await world.reconnect();
        await world.check();
      }),
    );
  });
});

async function createWorld(seed: number, weather: Weather) {
  const clock = createFakeClock(seed);
  const server = createScriptedServer(clock.now);
  for (const id of ['ann', 'bob', 'cleo']) server.addUser(id);
  server.found('group', 'group', ['ann', 'bob', 'cleo']);
  server.found('crowd', 'room', ['cleo', 'ann', 'bob']);
  server.found('pair', 'direct', ['bob', 'ann']);
  const storages = DEVICES.map(() => memoryStorage());
  const devices: Device[] = [];
  const unwatch = DEVICES.map(() => new Map<string, () => void>());
  const violations: string[] = [];
  /** The highest number each person has seen, by person and place. */
  const seen = new Map<string, number>();
  const serverRises = onlyRises('on the server');
  for (const index of DEVICES.keys()) await begin(index);

  async function begin(index: number): Promise<void> {
    const one = aDevice({ server, clock, userId: DEVICES[index]!, storage: storages[index]! });
    one.transport.weather = weather;
    const own = onlyRises('own');
    const others = onlyRises('of others');
    one.engine.subscribe(() => {
      const { conversations, receipts } = one.engine.getState();
      for (const { id, head, ...watermarks } of conversations.values()) own(id, watermarks, head);
      for (const id of PLACES) if (!receipts.has(id)) others.forget(id);
      for (const [id, members] of receipts) {
        for (const [userId, watermarks] of members) others(`${id} ${userId}`, watermarks, server.head(id));
      }
    });
    devices[index] = one;
    unwatch[index]?.clear();
    void one.engine.start();
    await clock.advance(0);
  }

  function onlyRises(whose: string) {
    const before = new Map<string, Watermarks>();
    const check = (key: string, { readSeq, deliveredSeq }: Watermarks, head: number) => {
      const last = before.get(key);
      if (readSeq > deliveredSeq) violations.push(`${whose}, ${key}: read what was not delivered`);
      if (deliveredSeq > head) violations.push(`${whose}, ${key}: delivered what there is not`);
      if (last && (readSeq < last.readSeq || deliveredSeq < last.deliveredSeq)) {
        violations.push(`${whose}, ${key}: went back`);
      }
      before.set(key, { readSeq, deliveredSeq });
    };
    const forget = (place: string) => {
      for (const key of before.keys()) if (key.startsWith(`${place} `)) before.delete(key);
    };
    return Object.assign(check, { forget });
  }

  function checkServer(): void {
    for (const id of PLACES) {
      for (const userId of server.members(id)) {
        serverRises(`${id} ${userId}`, server.conversation(userId, id), server.head(id));
      }
    }
  }

  async function step(one: Step): Promise<void> {
    if (one.kind === 'wait') await clock.advance(one.milliseconds);
    else if (one.kind === 'lag') server.lagBehind(one.numbers);
    else if (one.kind === 'others') {
      // Ann and Bob stay: what they have seen is to be found in the end.
      if (one.deed.kind !== 'come or go' || one.deed.by === 'cleo') perform(server, PLACES[one.where]!, one.deed);
    } else await act(one.kind, one);
    checkServer();
  }

  async function act(
    kind: (typeof DEVICE_STEPS)[number],
    { device: index, where, ago }: { device: number; where: number; ago: number },
  ): Promise<void> {
    const { engine, transport } = devices[index]!;
    const id = PLACES[where]!;
    switch (kind) {
      case 'see':
        return see(index, id, ago);
      case 'open':
        return void engine.open(id);
      case 'watch':
        unwatch[index]?.get(id)?.();
        return void unwatch[index]?.set(id, engine.watch(id));
      case 'unwatch':
        return unwatch[index]?.get(id)?.();
      case 'look':
        engine.watchPeople(['ann', 'bob', 'cleo'].slice(where));
        return;
      case 'cut':
        return transport.cut();
      case 'mute':
        return transport.mute(ago % 2 === 0);
      case 'offline':
        return engine.setOnline(false);
      case 'online':
        return engine.setOnline(true);
      case 'reload':
        engine.stop();
        return begin(index);
    }
  }

  function see(index: number, id: string, ago: number): void {
    const { engine } = devices[index]!;
    const head = engine.getState().conversations.get(id)?.head;
    if (head === undefined) return;
    const key = `${DEVICES[index]} ${id}`;
    const seq = Math.max(1, head - ago);
    engine.seen(id, seq);
    seen.set(key, Math.max(seq, seen.get(key) ?? 0));
  }

  return {
    step,
    async heal(): Promise<void> {
      server.lagBehind(0);
      for (const { engine, transport } of devices) {
        transport.weather = CALM;
        transport.mute(false);
        engine.setOnline(true);
      }
      await clock.runOut();
      checkServer();
    },
    async reconnect(): Promise<void> {
      for (const { transport } of devices) transport.cut();
      await clock.runOut();
      checkServer();
    },
    async check(): Promise<void> {
      expect(violations).toEqual([]);
      for (const [key, seq] of seen) {
        const [userId, id] = key.split(' ') as [string, string];
        expect(server.conversation(userId, id).readSeq).toBeGreaterThanOrEqual(seq);
      }
      for (const [index, { engine }] of devices.entries()) {
        const { conversations, receipts, presence } = engine.getState();
        const fresh = aDevice({ server, clock, userId: DEVICES[index]! });
        await fresh.engine.start();
        await clock.runOut();
        const expected = fresh.engine.getState().conversations;
        fresh.engine.stop();
        for (const id of PLACES) {
          expect(conversations.get(id)).toEqual(expected.get(id));
          if (id !== 'crowd') expect(expected.get(id)?.deliveredSeq).toBe(server.head(id));
        }
        for (const [id, members] of receipts) {
          const held = server.receipts(DEVICES[index]!, id);
          expect([...members].sort()).toEqual(
            held.map(({ userId, readSeq, deliveredSeq }) => [userId, { readSeq, deliveredSeq }]).sort(),
          );
        }
        for (const [userId, one] of presence) expect(one).toEqual(server.presence([userId])[0]);
      }
      for (const { engine } of devices) engine.stop();
      expect(clock.pending()).toBe(0);
    },
  };
}
