import { grouped } from '~/sync/grouped';
import { random } from './random';
import type { Fault, Lane } from './scene';

/** One fault of a run. */
export interface Planned {
  /** Milliseconds after the first. */
  readonly atMs: number;
  readonly milliseconds: number;
  /** Its place in the plan, by which it draws. */
  readonly index: number;
  readonly fault: Fault;
}

/** Milliseconds between two faults of a lane, where there is time. */
const SPACING_MS = 40_000;

/** What is left of a fault's room for the product to recover in, before the next of its lane. */
const SHARE = 0.6;

/**
 * What goes wrong when, wholly decided by the seed. Each lane has every one of its faults at least once; lanes go on at
 * the same time, so that faults of different lanes meet. In a long run they come back in another order.
 */
export function planOf(seed: string, phaseMs: number, faults: readonly Fault[]): readonly Planned[] {
  const lanes = grouped(faults, ({ lane }) => lane);
  const planned = [...lanes].flatMap(([lane, those]) => planLane(seed, lane, { phaseMs, faults: those }));
  return planned.sort((a, b) => a.atMs - b.atMs).map((one, index) => ({ ...one, index }));
}

function planLane(seed: string, lane: Lane, { phaseMs, faults }: { phaseMs: number; faults: readonly Fault[] }) {
  const chance = random(seed, 'plan', lane);
  const rounds = Math.max(1, Math.floor(phaseMs / (faults.length * SPACING_MS)));
  const order = Array.from({ length: rounds }, () => chance.shuffled(faults)).flat();
  const slotMs = phaseMs / order.length;
  return order.map((fault, slot) => ({
    atMs: Math.round(slotMs * (slot + 0.2 * chance.next())),
    milliseconds: Math.round(Math.min(fault.lastsMs, slotMs * SHARE)),
    fault,
  }));
}

/** For the record of a run. */
export function describePlan(plan: readonly Planned[]): string {
  return plan
    .map(({ atMs, milliseconds, fault }) => {
      const lasts = milliseconds > 0 ? ` for ${(milliseconds / 1000).toFixed(1)} s` : '';
      return `${(atMs / 1000).toFixed(1).padStart(7)} s  ${fault.name}${lasts}`;
    })
    .join('\n');
}
