import { join } from 'node:path';
import { FLAWS } from './flaws';
import { type RunOptions, run } from './run';
import { faultCalled } from './settings';

/** Enough for every flaw to show, and little enough to do all of them in a few minutes. */
const SMALL = { minutes: 0.3, people: 5, devicesEach: 2, processes: 3, paceMs: 800, sockets: 50 };

/** Milliseconds a product that is broken is given to recover. */
const PATIENCE_MS = 10_000;

/** Breaks the product in every way there is, one run each. Answers with a table, and whether every flaw was caught. */
export async function prove(options: Pick<RunOptions, 'seed' | 'artefacts' | 'mongodbUrl' | 'say'>) {
  const rows: string[] = [];
  let isProven = true;
  for (const [index, { name, faults, caughtBy, ...broken }] of FLAWS.entries()) {
    options.say(`\n── broken on purpose: ${name}`);
    const { violations } = await run({
      ...options,
      ...SMALL,
      ...broken,
      artefacts: join(options.artefacts, `flaw-${index}`),
      faults: faults.map(faultCalled),
      patienceMs: PATIENCE_MS,
    });
    const times = violations.filter(({ law }) => law === caughtBy).length;
    const others = [...new Set(violations.map(({ law }) => law))].filter((law) => law !== caughtBy);
    isProven &&= times > 0;
    options.say(times > 0 ? `caught ${times} times by: ${caughtBy}` : `NOT CAUGHT by: ${caughtBy}`);
    rows.push(`| ${name} | ${caughtBy} | ${times} | ${others.join(', ') || '–'} |`);
  }
  return { table: rows.join('\n'), isProven };
}
