import { writeFileSync } from 'node:fs';
import { describeMachine } from './machine';
import { readOptions } from './options';
import { told, writePage } from './page';
import { openStage } from './stage';
import { failuresOf, type Measured, tableOf } from './table';

const options = optionsOrExit();
const { MONGODB_URL, REDIS_URL } = process.env;
if (!MONGODB_URL) exit('Set MONGODB_URL: Confab and its peers are measured on the same database.');

await using stage = await openStage({ mongodbUrl: MONGODB_URL, redisUrl: REDIS_URL || undefined, ...options });
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await stage[Symbol.asyncDispose]();
    process.exit(1);
  });
}
const machine = await describeMachine(stage);
console.log(`${told(machine)}\n`);

const measured: Measured[] = [];
for (const scenario of options.scenarios) {
  const started = Date.now();
  const figures = await scenario.run(stage);
  const one = { scenario: scenario.name, title: scenario.title, figures };
  measured.push(one);
  console.log(`${tableOf([one])}\n\n${scenario.name}: ${Math.round((Date.now() - started) / 1_000)} s\n`);
}

const table = tableOf(measured);
writeFileSync(options.json, `${JSON.stringify({ machine, quick: options.quick, measured }, null, 2)}\n`);
if (options.write) writePage(options.write, table, machine);
const failures = failuresOf(measured);
for (const failure of failures) console.error(failure);
if (options.quick) console.error('These were quick runs: whether it works, not how fast it is.');
process.exitCode = failures.length > 0 && !options.quick ? 1 : 0;

function optionsOrExit() {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    return exit((error as Error).message);
  }
}

function exit(words: string): never {
  console.error(words);
  process.exit(1);
}
