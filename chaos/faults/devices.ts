import { setTimeout as pause } from 'node:timers/promises';
import type { Device } from '../device';
import type { Dose, Fault, Scene } from '../scene';

/** Bytes a second of a slow reader. */
const SLOW = 1_024;

/** Every third device of those who talk, drawn anew each time. */
function some({ population }: Scene, { chance }: Dose): Device[] {
  const theirs = population.people.flatMap(({ me }) => population.devicesOf(me.id));
  return chance.shuffled(theirs).slice(0, Math.ceil(theirs.length / 3));
}

interface Trouble extends Omit<Fault, 'lane' | 'inject'> {
  /** What happens to the devices; ends when it is over. */
  befall(devices: readonly Device[], scene: Scene, dose: Dose): void | Promise<void>;
}

/** A fault of a third of the devices. */
const ofSome = ({ befall, ...fault }: Trouble): Fault => ({
  ...fault,
  lane: 'devices',
  async inject(scene, dose) {
    const devices = some(scene, dose);
    scene.note(`${fault.name}: ${devices.map(({ id }) => id).join(' ')}`);
    await befall(devices, scene, dose);
  },
});

const slowReaders = ofSome({
  name: 'slow-readers',
  about: 'a third of the devices read 1 KB a second',
  lastsMs: 15_000,
  async befall(devices, { count }, { milliseconds }) {
    for (const { line } of devices) line.set('down', { bytesPerSecond: SLOW });
    await pause(milliseconds);
    for (const { line } of devices) line.heal();
    count('slow readers', devices.length);
  },
});

const badLines = ofSome({
  name: 'bad-lines',
  about: 'a third of the devices have lines with latency, little bandwidth and pieces of a few bytes',
  lastsMs: 15_000,
  async befall(devices, { count }, { chance, milliseconds }) {
    for (const { line } of devices) {
      line.set('up', { latencyMs: chance.between(1, 60), sliceBytes: 200 });
      line.set('down', { latencyMs: chance.between(1, 60), sliceBytes: 300, bytesPerSecond: 20_000 });
    }
    await pause(milliseconds);
    for (const { line } of devices) line.heal();
    count('bad lines', devices.length);
  },
});

const cut = ofSome({
  name: 'lines-cut',
  about: 'the connections of a third of the devices are cut, again and again, at any moment',
  lastsMs: 8_000,
  async befall(devices, { count }, { milliseconds }) {
    for (let time = 0; time < 4; time += 1) {
      const cuts = devices.reduce((sum, { line }) => sum + line.cut(), 0);
      count('connections of devices cut', cuts);
      await pause(milliseconds / 4);
    }
  },
});

const halfOpen = ofSome({
  name: 'half-open',
  about: 'the connections of a third of the devices stay open on both sides and carry nothing any more',
  lastsMs: 0,
  befall(devices, { count }) {
    for (const { line } of devices) {
      count('connections of devices left half open', line.connections());
      line.freeze();
    }
  },
});

const crash = ofSome({
  name: 'device-crash',
  about: 'a third of the devices are switched off in the middle of everything, and on again with what they had stored',
  lastsMs: 6_000,
  async befall(devices, { count }, { milliseconds }) {
    for (const device of devices) device.crash();
    await pause(milliseconds);
    await Promise.all(devices.map((device) => device.start()));
    count('devices switched off and on', devices.length);
  },
});

const offline = ofSome({
  name: 'offline',
  about: 'a third of the devices are without a network for a while, and their people write on',
  lastsMs: 30_000,
  async befall(devices, { count }, { milliseconds }) {
    for (const { engine, line } of devices) {
      engine?.setOnline(false);
      line.cut();
    }
    await pause(milliseconds);
    for (const { engine } of devices) engine?.setOnline(true);
    count('devices offline', devices.length);
  },
});

const powerCut: Fault = {
  name: 'power-cut',
  lane: 'devices',
  about: 'the only device of somebody loses its power for good: no server is told, all have to find out',
  lastsMs: 0,
  async inject({ population, note, count }, { chance }) {
    const there = population.strangers.flatMap(({ me }) => population.devicesOf(me.id)).filter(({ engine }) => engine);
    if (there.length === 0) return;
    const device = chance.pick(there);
    note(`${device.id} loses its power`);
    device.losePower();
    count('devices that lost their power');
  },
};

export const DEVICE_FAULTS: readonly Fault[] = [slowReaders, badLines, cut, halfOpen, crash, offline, powerCut];
