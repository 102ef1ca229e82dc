import type { Figure, Peer } from './figure';
import type { Stage } from './stage';

/** Something that is measured: one file of `scenarios/`. */
export interface Scenario {
  /** What it is called on the command line. */
  readonly name: string;
  readonly title: string;
  /** Rejects when something was lost or refused: then there is nothing to compare. */
  run(stage: Stage): Promise<readonly Figure[]>;
}

/**
 * Measures each peer as often as said, in turns, so that whatever else the machine does meets all of them. Answers with
 * the values of each name, a run each.
 */
export async function inTurns<N extends string>(
  runs: number,
  peers: readonly Peer[],
  measure: (peer: Peer) => Promise<Readonly<Record<N, number>>>,
): Promise<Readonly<Record<N, Figure['values']>>> {
  const results = Object.fromEntries(peers.map((peer): [Peer, Record<N, number>[]] => [peer, []]));
  for (let run = 0; run < runs; run += 1) {
    for (const peer of peers) results[peer]!.push(await measure(peer));
  }
  const names = Object.keys(results[peers[0]!]?.[0] ?? {}) as N[];
  const valuesOf = (name: N) => peers.map((peer) => [peer, results[peer]!.map((result) => result[name])]);
  return Object.fromEntries(names.map((name) => [name, Object.fromEntries(valuesOf(name))])) as Record<
    N,
    Figure['values']
  >;
}

/** What a budget is held against: another peer of the same runs. */
export function to(peer: Exclude<Peer, 'confab'>, values: Figure['values']) {
  return { name: peer === 'ws' ? 'ws' : 'Socket.IO', values: values[peer] ?? [] };
}
