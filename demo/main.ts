import { existsSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Demo, openDemo, PASSWORD } from './open';
import { NEWCOMERS, RESIDENTS } from './people';

// Confab with people in it, to be looked at: `npm run demo`; `-- --fresh` begins anew, `-- --built` runs what was built.

const dataDir = resolve('.data/demo');
const options = process.argv.slice(2);
const unknown = options.find((option) => option !== '--fresh' && option !== '--built');
if (unknown) {
  console.error(`There is no option ${unknown}: --fresh begins anew, --built runs what npm run build has made.`);
  process.exit(1);
}

let demo: Demo | null = null;
let asked = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    asked = true;
    if (demo) void demo.stop();
    else process.exit(0);
  });
}

if (options.includes('--fresh')) rmSync(dataDir, { recursive: true, force: true });
console.log(existsSync(dataDir) ? 'People come in …' : 'People move in …');
demo = await openDemo({ dataDir, built: options.includes('--built') });
const links = NEWCOMERS.map(({ name, username }) => `  ${name.padEnd(12)} ${demo?.linkFor(username)}`);
console.log(`
Confab is open, and ${RESIDENTS.length} people are there. Be one of two, the other in a private window:

${links.join('\n')}

or sign in at ${demo.url} as ${NEWCOMERS.map(({ username }) => username).join(' or ')}, password "${PASSWORD}".
Write to somebody: they answer. Ctrl+C stops; npm run demo goes on, npm run demo -- --fresh begins anew.`);
await demo.gone;
process.exit(asked ? 0 : 1);
