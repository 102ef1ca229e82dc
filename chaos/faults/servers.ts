import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../scene';

/** Milliseconds of a clock that is off. */
const CLOCK_OFF_MS = 10 * 60_000;

const kill: Fault = {
  name: 'kill',
  lane: 'servers',
  about: 'a server is killed with SIGKILL in the middle of sends, and started again a little later',
  lastsMs: 5_000,
  async inject({ servers, note, count }, { chance, milliseconds }) {
    const slot = chance.pick(servers.slots);
    note(`kill -9 server ${slot.index}`);
    await slot.end('SIGKILL');
    count('servers killed');
    await pause(milliseconds);
    await slot.start();
  },
};

const rollingRestart: Fault = {
  name: 'rolling-restart',
  lane: 'servers',
  about: 'every server in turn is told to stop with SIGTERM, and started again',
  lastsMs: 1_000,
  async inject({ servers, note, count }) {
    for (const slot of servers.slots) {
      note(`SIGTERM server ${slot.index}`);
      await slot.end('SIGTERM');
      await slot.start();
      count('servers stopped in good order');
    }
  },
};

const clock: Fault = {
  name: 'clock',
  lane: 'servers',
  about: 'a server is restarted with a clock that is ten minutes ahead or behind, and stays so',
  lastsMs: 1_000,
  async inject({ servers, note, count }, { chance }) {
    const slot = chance.pick(servers.slots);
    slot.clockOffsetMs = chance.chance(0.5) ? CLOCK_OFF_MS : -CLOCK_OFF_MS;
    note(`server ${slot.index} restarts with its clock off by ${slot.clockOffsetMs / 60_000} minutes`);
    await slot.end('SIGTERM');
    await slot.start();
    count('clocks put wrong');
  },
};

export const SERVER_FAULTS: readonly Fault[] = [kill, rollingRestart, clock];
