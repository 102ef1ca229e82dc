import { setTimeout as pause } from 'node:timers/promises';
import type { Moment } from '../commit-trap';
import type { Fault, Scene } from '../scene';

/** Commands of one kind that are cut in one go: as a flapping network does. */
const CUTS = 3;

const away: Fault = {
  name: 'database-pause',
  lane: 'database',
  about: 'the database does not answer any server: their lines swallow everything',
  lastsMs: 20_000,
  async inject({ servers, note, count }, { milliseconds }) {
    note(`the database is silent for ${milliseconds} ms`);
    for (const { database } of servers.slots) {
      for (const way of ['up', 'down'] as const) database.set(way, { blackHole: true });
    }
    await pause(milliseconds);
    for (const { database } of servers.slots) database.heal();
    count('the database paused');
  },
};

const slow: Fault = {
  name: 'database-slow',
  lane: 'database',
  about: 'the line of one server to the database is slow and breaks everything into small pieces',
  lastsMs: 10_000,
  async inject({ servers, note, count }, { chance, milliseconds }) {
    const { index, database } = chance.pick(servers.slots);
    note(`server ${index}'s database is slow for ${milliseconds} ms`);
    database.set('up', { latencyMs: 20, sliceBytes: 512 });
    database.set('down', { latencyMs: 20, sliceBytes: 512 });
    await pause(milliseconds);
    database.heal();
    count('lines to the database slowed');
  },
};

const cut = (name: string, moment: Moment, about: string): Fault => ({
  name,
  lane: 'database',
  about,
  lastsMs: 8_000,
  async inject(scene, { chance, milliseconds }) {
    const slots = chance.shuffled(scene.servers.slots).slice(0, 2);
    for (const { trap } of slots) trap.arm(moment, 'insert', CUTS);
    await pause(milliseconds / 2);
    for (const { trap } of slots) trap.arm(moment, 'update', CUTS);
    await pause(milliseconds / 2);
    for (const { trap } of slots) trap.disarm();
    report(scene, moment);
  },
});

function report({ servers, note }: Scene, moment: Moment): void {
  const cuts = servers.slots.reduce((sum, { trap }) => sum + trap.sprung[moment], 0);
  note(`connections to the database cut ${moment} a commit so far: ${cuts}`);
}

export const DATABASE_FAULTS: readonly Fault[] = [
  away,
  slow,
  cut('cut-before-commit', 'before', 'connections to the database are cut as a write passes: it is not done'),
  cut(
    'cut-after-commit',
    'after',
    'connections to the database are cut as its answer passes: it is done, and not told',
  ),
];
