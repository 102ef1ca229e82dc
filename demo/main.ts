import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { random } from '../chaos/random';
import { type Door, openDoor, signIn } from './door';
import { NEWCOMERS, RESIDENTS } from './people';
import { pauseOf, startResidents } from './residents';
import { type Seeded, seed } from './seed';
import { DIRECT } from './talk/direct';
import { GROUPS } from './talk/groups';
import { ROOMS } from './talk/rooms';
import { SCENES } from './talk/scenes';

/** Confab with people in it, to be looked at: `npm run demo`; `-- --fresh` begins anew, `-- --built` runs what was built. */
const options = new Set(process.argv.slice(2));
const unknown = [...options].find((option) => option !== '--fresh' && option !== '--built');
if (unknown) fail(`There is no option ${unknown}: --fresh begins anew, --built runs what npm run build has made.`);

const dataDir = resolve('.data/demo');
const SEEDED = join(dataDir, 'demo.json');
/** Of the people to be tried out, on a server that only this machine reaches. */
const PASSWORD = 'lantern night';
const passwordOf = (username: string) =>
  NEWCOMERS.some((person) => person.username === username) ? PASSWORD : undefined;

if (options.has('--fresh')) rmSync(dataDir, { recursive: true, force: true });
const seeded = await moveIn();
const server = startServer();
const off = new AbortController();
let door: Door | null = null;
let residents: Awaited<ReturnType<typeof startResidents>> | null = null;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());

const url = await server.url;
door = await openDoor(url, passwordOf);
await lookAround();
residents = await startResidents({
  url,
  ...seeded,
  characters: RESIDENTS,
  scenes: SCENES,
  chance: random('residents'),
  pause: pauseOf(off.signal),
});
const links = NEWCOMERS.map(({ name, username }) => `  ${name.padEnd(12)} ${door?.linkFor(username)}`);
console.log(`
Confab is open, and ${RESIDENTS.length} people are there. Be one of two, the other in a private window:

${links.join('\n')}

or sign in at ${url} as ${NEWCOMERS.map(({ username }) => username).join(' or ')}, password "${PASSWORD}".
Write to somebody: they answer. Ctrl+C stops; npm run demo goes on, npm run demo -- --fresh begins anew.`);

/** What was seeded before, or now. */
async function moveIn(): Promise<Seeded> {
  if (existsSync(SEEDED)) return JSON.parse(readFileSync(SEEDED, 'utf8')) as Seeded;
  console.log('People move in …');
  const story = { people: [...NEWCOMERS, ...RESIDENTS], talks: [...ROOMS, ...GROUPS, ...DIRECT] };
  const made = await seed(story, { dataDir, now: new Date(), passwordOf });
  writeFileSync(SEEDED, JSON.stringify(made), { mode: 0o600 });
  return made;
}

/** In development a page is made when it is first asked for; whoever is told to come in need not wait for that. */
async function lookAround(): Promise<void> {
  const [first] = NEWCOMERS;
  const [conversationId] = Object.values(seeded.conversations);
  if (!first) return;
  const cookie = (await signIn(url, first.username, PASSWORD)).map((line) => line.split(';')[0]).join('; ');
  for (const path of ['/', `/c/${conversationId}`]) await (await fetch(url + path, { headers: { cookie } })).text();
}

/** Confab itself, as anybody starts it, on the demo's folder and for this machine alone. */
function startServer() {
  const built = options.has('--built');
  if (built && !existsSync('dist/main.js')) fail('Nothing was built: npm run build.');
  const args = built ? ['dist/main.js'] : ['--import', 'tsx', 'src/server/main.ts'];
  const child = spawn(process.execPath, args, {
    env: {
      ...process.env,
      NODE_ENV: built ? 'production' : 'development',
      DATA_DIR: dataDir,
      HOST: 'localhost',
      MONGODB_URL: '',
      REDIS_URL: '',
      S3_BUCKET: '',
      NEXTAUTH_URL: '',
      NEXTAUTH_SECRET: readFileSync(join(dataDir, 'secret'), 'utf8').trim(),
      LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const started = new Promise<string>((found, failed) => {
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
      const [, address] = /Confab is at ([^\s"]+)/.exec(output) ?? [];
      if (address) found(address);
    });
    void gone.then(() => failed(new Error('Confab did not start.')));
  });
  return { url: started, child, gone };
}

async function stop(): Promise<void> {
  off.abort();
  residents?.stop();
  door?.close();
  server.child.kill('SIGTERM');
  await server.gone;
  process.exit(0);
}

function fail(words: string): never {
  console.error(words);
  process.exit(1);
}
