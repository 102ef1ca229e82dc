import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { FAULTS } from './faults/faults';
import type { Fault } from './scene';

/** What a run is asked for. */
export interface Settings {
  /** Of the whole plan: the same seed makes the same faults and the same intentions of everybody. */
  readonly seed: string;
  /** For how long people live and things go wrong; healing and checking come on top. */
  readonly minutes: number;
  readonly faults: readonly Fault[];
  readonly people: number;
  readonly devicesEach: number;
  readonly processes: number;
  /** Further sockets that come back together. */
  readonly sockets: number;
  /** Milliseconds between two things one device does, on average. */
  readonly paceMs: number;
}

export interface Command extends Settings {
  /** Break the product on purpose, in every way there is, and see that each is caught. */
  readonly prove: boolean;
  readonly help: boolean;
}

/** People and devices that two cores carry beside three servers, Redis and the database. */
const DEFAULTS = { minutes: '2', people: '8', devices: '2', processes: '3', pace: '2000' };

/** Sockets that come back together: a thousand, where there is time for so many beside everything else on two cores. */
const SOCKETS = { long: '1000', short: '200' };

/** Minutes of a long run. */
const LONG = 5;

export const HELP = `npm run chaos -- [options]

  --minutes 2      for how long everybody lives and things go wrong
  --seed <text>    replay the plan of an earlier run; a new one is made and printed otherwise
  --faults a,b     only these (see below)
  --people 8       and how many --devices 2 each has
  --processes 3    server processes
  --sockets 200    further sockets that come back together; 1000 in a run of five minutes or more
  --pace 2000      milliseconds between two things one device does, on average
  --prove          break the product on purpose and see that the checker notices

faults:
${FAULTS.map(({ name, about }) => `  ${name.padEnd(18)} ${about}`).join('\n')}`;

/** Throws words for whoever typed it. */
export function readCommand(args: readonly string[]): Command {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string' },
      minutes: { type: 'string', default: DEFAULTS.minutes },
      faults: { type: 'string' },
      people: { type: 'string', default: DEFAULTS.people },
      devices: { type: 'string', default: DEFAULTS.devices },
      processes: { type: 'string', default: DEFAULTS.processes },
      sockets: { type: 'string' },
      pace: { type: 'string', default: DEFAULTS.pace },
      prove: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const minutes = positive('minutes', values.minutes);
  return {
    seed: values.seed ?? randomBytes(4).toString('hex'),
    minutes,
    faults: values.faults === undefined ? FAULTS : values.faults.split(',').map(faultCalled),
    people: positive('people', values.people),
    devicesEach: positive('devices', values.devices),
    processes: positive('processes', values.processes),
    sockets: positive('sockets', values.sockets ?? (minutes < LONG ? SOCKETS.short : SOCKETS.long)),
    paceMs: positive('pace', values.pace),
    prove: values.prove,
    help: values.help,
  };
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new Error(`--${name} must be a number above 0`);
  return value;
}

/** Throws words for a name that no fault has. */
export function faultCalled(name: string): Fault {
  const fault = FAULTS.find((candidate) => candidate.name === name);
  if (!fault) throw new Error(`there is no fault called ${name}; --help lists them`);
  return fault;
}
