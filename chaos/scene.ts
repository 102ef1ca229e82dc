import type { History } from './history';
import type { Population } from './population';
import type { Random } from './random';
import type { ChaosRedis } from './redis';
import type { Servers } from './servers';

/** What faults are done to, and what they have to say. */
export interface Scene {
  readonly servers: Servers;
  readonly redis: ChaosRedis;
  readonly population: Population;
  readonly history: History;
  /** Further sockets that come back together. */
  readonly sockets: number;
  /** Something worth a line in the record of the run. */
  note(text: string): void;
  /** Counts what was done, for the figures. */
  count(what: string, times?: number): void;
  /** Something that must not happen and that no law sees. */
  complain(law: 'harmless', words: string): void;
}

/** Faults of one lane come one after the other; those of different lanes together. */
export type Lane = 'servers' | 'redis' | 'database' | 'devices' | 'crowds';

export interface Dose {
  /** Decided by the seed and the fault's place in the plan. */
  readonly chance: Random;
  /** Milliseconds it lasts. */
  readonly milliseconds: number;
}

/** One kind of thing that goes wrong. */
export interface Fault {
  /** For `--faults`. */
  readonly name: string;
  readonly lane: Lane;
  /** What happens, for the record. */
  readonly about: string;
  /** Milliseconds it lasts when there is time; a short run shortens it. */
  readonly lastsMs: number;
  /** Does it, and undoes it; resolves when it is over. */
  inject(scene: Scene, dose: Dose): Promise<void>;
}
