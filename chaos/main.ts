import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { grouped } from '~/sync/grouped';
import { hasRedis } from '../tests/support/redis';
import { figuresOf } from './figures';
import { prove } from './proof';
import { type Report, run } from './run';
import { describePlan } from './schedule';
import { HELP, readCommand } from './settings';

// Tries to break Confab's promise, and exits with 1 if it could. See docs/reliability.md.

/** Milliseconds to recover in: a client comes back after 30 s at the latest, and sends what it has; a machine may be busy. */
const PATIENCE_MS = 120_000;

/** Violations of one law that are shown; all of them are in the artefacts. */
const SHOWN = 3;

const command = readCommand(process.argv.slice(2));
if (command.help) {
  console.log(HELP);
  process.exit(0);
}
if (!hasRedis) {
  console.error('redis-server is not installed: without it there is nothing that several processes could share.');
  process.exit(1);
}
const { MONGODB_URL } = process.env;
if (!MONGODB_URL)
  console.error('!!! MONGODB_URL is not set: this runs on the embedded database, not on a real one !!!');

const artefacts = join(tmpdir(), `confab-chaos-${command.seed}`);
console.log(`seed ${command.seed}; replay with: npm run chaos -- --seed ${command.seed} --minutes ${command.minutes}`);
const options = {
  ...command,
  artefacts,
  mongodbUrl: MONGODB_URL || undefined,
  say: (line: string) => console.log(line),
};
if (command.prove) {
  const { table, isProven } = await prove(options);
  console.log(`\n${table}`);
  process.exit(isProven ? 0 : 1);
}
const report = await run({ ...options, patienceMs: PATIENCE_MS });
await keep(report);
console.log(`\n${figuresOf(report)}\n`);
show(report);
process.exit(report.violations.length > 0 ? 1 : 0);

async function keep({ evidence, violations, plan }: Report): Promise<void> {
  await writeFile(join(artefacts, 'plan.txt'), describePlan(plan));
  for (const [name, items] of Object.entries({ ...evidence, violations })) {
    const lines = (items as readonly unknown[]).map((item) => JSON.stringify(item));
    await writeFile(join(artefacts, `${name}.jsonl`), lines.join('\n'));
  }
}

function show({ violations, seed }: Report): void {
  console.log(`plan, history, snapshot and logs: ${artefacts}`);
  if (violations.length === 0) {
    console.log('Every law held.');
    return;
  }
  console.error(`\nTHE PROMISE WAS BROKEN ${violations.length} TIMES (seed ${seed}):`);
  for (const [law, those] of grouped(violations, (violation) => violation.law)) {
    console.error(`\n${law}: ${those.length}`);
    for (const { words } of those.slice(0, SHOWN)) console.error(`  ${words}`);
  }
}
