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

const namesOf = (devices: readonly Device[]) => devices.map(({ id }) => id).join(' ');

const slowReaders: Fault = {
  name: 'slow-readers',
  lane: 'devices',
  about: 'a third of the devices read 1 KB a second',
  lastsMs: 15_000,
  async inject(scene, dose) {
    const devices = some(scene, dose);
    scene.note(`slow readers: ${namesOf(devices)}`);
    for (const { line } of devices) line.set('down', { bytesPerSecond: SLOW });
    await pause(dose.milliseconds);
    for (const { line } of devices) line.heal();
    scene.count('slow readers', devices.length);
  },
};

const badLines: Fault = {
  name: 'bad-lines',
  lane: 'devices',
  about: 'a third of the devices have lines with latency, little bandwidth and pieces of a few bytes',
  lastsMs: 15_000,
  async inject(scene, dose) {
    const devices = some(scene, dose);
    scene.note(`bad lines: ${namesOf(devices)}`);
    for (const { line } of devices) {
      line.set('up', { latencyMs: dose.chance.between(1, 60), sliceBytes: 200 });
      line.set('down', { latencyMs: dose.chance.between(1, 60), sliceBytes: 300, bytesPerSecond: 20_000 });
    }
    await pause(dose.milliseconds);
    for (const { line } of devices) line.heal();
    scene.count('bad lines', devices.length);
  },
};

const cut: Fault = {
  name: 'lines-cut',
  lane: 'devices',
  about: 'the connections of a third of the devices are cut, again and again, at any moment',
  lastsMs: 8_000,
  async inject(scene, dose) {
    const devices = some(scene, dose);
    scene.note(`lines cut: ${namesOf(devices)}`);
    for (let time = 0; time < 4; time += 1) {
      const cuts = devices.reduce((sum, { line }) => sum + line.cut(), 0);
      scene.count('connections of devices cut', cuts);
      await pause(dose.milliseconds / 4);
    }
  },
};

const halfOpen: Fault = {
  name: 'half-open',
  lane: 'devices',
  about: 'the connections of a third of the devices stay open on both sides and carry nothing any more',
  lastsMs: 0,
  async inject(scene, dose) {
    const devices = some(scene, dose);
    scene.note(`half open: ${namesOf(devices)}`);
    for (const { line } of devices) {
      scene.count('connections of devices left half open', line.connections());
      line.freeze();
    }
  },
};

const crash: Fault = {
  name: 'device-crash',
  lane: 'devices',
  about: 'a third of the devices are switched off in the middle of everything, and on again with what they had stored',
  lastsMs: 6_000,
  async inject(scene, dose) {
    const devices = some(scene, dose);
    scene.note(`switched off: ${namesOf(devices)}`);
    for (const device of devices) device.crash();
    await pause(dose.milliseconds);
    await Promise.all(devices.map((device) => device.start()));
    scene.count('devices switched off and on', devices.length);
  },
};

const offline: Fault = {
  name: 'offline',
  lane: 'devices',
  about: 'a third of the devices are without a network for a while, and their people write on',
  lastsMs: 30_000,
  async inject(scene, dose) {
    const devices = some(scene, dose);
    scene.note(`offline: ${namesOf(devices)}`);
    for (const { engine, line } of devices) {
      engine?.setOnline(false);
      line.cut();
    }
    await pause(dose.milliseconds);
    for (const { engine } of devices) engine?.setOnline(true);
    scene.count('devices offline', devices.length);
  },
};

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
