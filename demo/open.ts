import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { random } from '../chaos/random';
import { openDoor, signIn } from './door';
import { NEWCOMERS, RESIDENTS } from './people';
import { pauseOf, startResidents } from './residents';
import { type Seeded, seed } from './seed';
import { DIRECT } from './talk/direct';
import { GROUPS } from './talk/groups';
import { ROOMS } from './talk/rooms';
import { SCENES } from './talk/scenes';

export interface DemoOptions {
  /** A folder of the demo's own. */
  readonly dataDir: string;
  /** By default the one everybody starts Confab on. */
  readonly port?: number;
  /** Runs what `npm run build` has made. */
  readonly built?: boolean;
}

export interface Demo {
  readonly url: string;
  /** Conversations by the story's key. */
  readonly conversations: Seeded['conversations'];
  /** Signs a browser in as one of the newcomers. */
  linkFor(username: string): string;
  /** Stops Confab and everybody in it. Again is the same as once. */
  stop(): Promise<void>;
  /** Settles when Confab is gone. */
  readonly gone: Promise<unknown>;
}

/** Of the people to be tried out, on a server that only this machine reaches. */
export const PASSWORD = 'lantern night';

const passwordOf = (username: string) =>
  NEWCOMERS.some((person) => person.username === username) ? PASSWORD : undefined;

/** Confab with people in it: seeded if it is not yet, then started as anybody starts it. */
export async function openDemo({ dataDir, port, built = false }: DemoOptions): Promise<Demo> {
  const seeded = await moveIn(dataDir);
  const child = spawn(process.execPath, built ? ['dist/main.js'] : ['--import', 'tsx', 'src/server/main.ts'], {
    env: {
      ...process.env,
      ...(port !== undefined && { PORT: String(port) }),
      NODE_ENV: built ? 'production' : 'development',
      DATA_DIR: dataDir,
      HOST: 'localhost',
      MONGODB_URL: '',
      REDIS_URL: '',
      S3_BUCKET: '',
      NEXTAUTH_URL: '',
      NEXTAUTH_SECRET: readFileSync(join(dataDir, 'secret'), 'utf8').trim(),
      // In production a server says in its log where it is.
      LOG_LEVEL: built ? 'info' : process.env.LOG_LEVEL || 'warn',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const off = new AbortController();
  const closing: (() => void)[] = [() => off.abort()];
  const stop = async () => {
    for (const close of closing.splice(0)) close();
    child.kill('SIGTERM');
    await gone;
  };
  try {
    const url = await addressOf(child.stdout, gone);
    const door = await openDoor(url, passwordOf);
    closing.push(door.close);
    await lookAround(url, seeded);
    const residents = await startResidents({
      url,
      ...seeded,
      characters: RESIDENTS,
      scenes: SCENES,
      chance: random('residents'),
      pause: pauseOf(off.signal),
    });
    closing.push(residents.stop);
    return { url, conversations: seeded.conversations, linkFor: door.linkFor, stop, gone };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What was seeded before, or now. */
async function moveIn(dataDir: string): Promise<Seeded> {
  const file = join(dataDir, 'demo.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as Seeded;
  const story = { people: [...NEWCOMERS, ...RESIDENTS], talks: [...ROOMS, ...GROUPS, ...DIRECT] };
  const seeded = await seed(story, { dataDir, now: new Date(), passwordOf });
  writeFileSync(file, JSON.stringify(seeded), { mode: 0o600 });
  return seeded;
}

/** Where the server says that it is. */
function addressOf(output: NodeJS.ReadableStream, gone: Promise<unknown>): Promise<string> {
  return new Promise((found, failed) => {
    let said = '';
    output.on('data', (chunk) => {
      said += chunk;
      const [, address] = /Confab is at ([^\s"]+)/.exec(said) ?? [];
      if (address) found(address);
    });
    void gone.then(() => failed(new Error('Confab did not start.')));
  });
}

/** In development a page is made when it is first asked for; whoever is told to come in need not wait for that. */
async function lookAround(url: string, { conversations }: Seeded): Promise<void> {
  const cookies = await signIn(url, NEWCOMERS[0]?.username ?? '', PASSWORD);
  const cookie = cookies.map((line) => line.split(';')[0]).join('; ');
  for (const path of ['/', `/c/${conversations.harbour}`]) {
    await (await fetch(url + path, { headers: { cookie } })).text();
  }
}
