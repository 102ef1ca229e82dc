import { parseArgs } from 'node:util';
import type { Scenario } from './scenario';
import { SCENARIOS } from './scenarios';

export interface Options {
  readonly scenarios: readonly Scenario[];
  readonly quick: boolean;
  readonly runs: number;
  /** A page whose table is written anew. */
  readonly write: string | null;
  /** Where everything that was measured goes, single runs included. */
  readonly json: string;
}

const RUNS = 3;

export const USAGE = `npm run bench -- [scenario …] [--quick] [--runs n] [--write page.md] [--json file.json]

Measures Confab and its peers, and exits with 1 past a budget. Needs MONGODB_URL; starts a Redis of its own unless
REDIS_URL is set. Scenarios, all of them by default:
${SCENARIOS.map(({ name, title }) => `  ${name.padEnd(12)}${title}`).join('\n')}`;

/** Throws with words for whoever called it. */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quick: { type: 'boolean', default: false },
      runs: { type: 'string' },
      write: { type: 'string' },
      json: { type: 'string', default: 'bench/results.json' },
    },
  });
  const unknown = positionals.filter((name) => !SCENARIOS.some((scenario) => scenario.name === name));
  if (unknown.length > 0) throw new Error(`There is no scenario ${unknown.join(', ')}.\n\n${USAGE}`);
  const { quick, json } = values;
  const runs = Number(values.runs ?? (quick ? 1 : RUNS));
  if (!Number.isInteger(runs) || runs < 1) throw new Error(`--runs must be a number from 1 on.\n\n${USAGE}`);
  if (quick && values.write) throw new Error('Quick figures mean nothing: they are not written down.');
  const scenarios =
    positionals.length === 0 ? SCENARIOS : SCENARIOS.filter((scenario) => positionals.includes(scenario.name));
  return { scenarios, quick, runs, json, write: values.write ?? null };
}
