import { expect, test } from 'vitest';
import { SHELL_PATH } from '~/contract/worker';
import type { WorkerScope } from './scope';
import { createShell } from './shell';

const ORIGIN = 'https://chat.example.org';
const FILES = ['/_next/static/chunks/a.js'];

/** Caches in memory, and a network that answers what it is told. */
function aWorld() {
  const stored = new Map<string, Map<string, Response>>();
  const asked: string[] = [];
  let network: (path: string) => Promise<Response> = async (path) => new Response(`network ${path}`);
  const fetch = async (input: Request | string) => {
    const path = new URL(typeof input === 'string' ? input : input.url, ORIGIN).pathname;
    asked.push(path);
    return network(path);
  };
  const open = async (name: string) => {
    const cache = stored.get(name) ?? new Map<string, Response>();
    stored.set(name, cache);
    return {
      match: async (path: string) => cache.get(path)?.clone(),
      put: async (path: string, answer: Response) => void cache.set(path, answer),
      addAll: async (paths: string[]) => {
        for (const path of paths) {
          const answer = await fetch(path);
          if (!answer.ok) throw new TypeError('not there');
          cache.set(path, answer);
        }
      },
    };
  };
  const caches = { open, keys: async () => [...stored.keys()], delete: async (name: string) => stored.delete(name) };
  let passTime = () => {};
  const after = () => new Promise<void>((resolve) => (passTime = resolve));
  const shellOf = (version: string) =>
    createShell({
      scope: { caches, fetch, location: { origin: ORIGIN } } as unknown as Pick<
        WorkerScope,
        'caches' | 'fetch' | 'location'
      >,
      build: { version, files: FILES },
      after,
    });
  return {
    stored,
    asked,
    shellOf,
    answerWith(answer: typeof network) {
      network = answer;
    },
    passTime: () => passTime(),
  };
}

const page = (path: string) => ({ method: 'GET', url: `${ORIGIN}${path}`, mode: 'navigate' as const });
const part = (path: string, method = 'GET') => ({ method, url: new URL(path, ORIGIN).href, mode: 'cors' as const });
const textOf = async (answer: Promise<Response> | null) => (await answer)?.text();

async function installed() {
  const world = aWorld();
  const shell = world.shellOf('1');
  await shell.install();
  return { world, shell };
}

const away = async () => {
  throw new TypeError('no network');
};

test.each(['/', '/c/0123', '/c/0123/m/4', '/rooms', '/rooms/harbour', '/search'])(
  '%s starts without the server',
  async (path) => {
    const { world, shell } = await installed();
    expect(await textOf(shell.answer(page(path)))).toBe(`network ${path}`);
    world.answerWith(away);
    expect(await textOf(shell.answer(page(path)))).toBe(`network ${SHELL_PATH}`);
    world.answerWith(async () => new Response('nobody there', { status: 502 }));
    expect(await textOf(shell.answer(page(path)))).toBe(`network ${SHELL_PATH}`);
  },
);

test('a server that does not begin to answer is not waited for without end', async () => {
  const { world, shell } = await installed();
  world.answerWith(() => new Promise(() => {}));
  const answer = shell.answer(page('/'));
  world.passTime();
  expect(await textOf(answer)).toBe(`network ${SHELL_PATH}`);
});

test('nothing of a person is kept: what is not of the build goes to the network as ever', async () => {
  const { world, shell } = await installed();
  const theirs = [
    page('/sign-in'),
    page('/api/media/a/file'),
    part('/api/trpc/account.me'),
    part('/api/media/a/file'),
    part('/c/0123'),
    part('/_next/static/chunks/of-another-build.js'),
    part('/_next/static/chunks/a.js', 'POST'),
    part('https://elsewhere.example.org/_next/static/chunks/a.js'),
  ];
  expect(theirs.map((request) => shell.answer(request))).toEqual(theirs.map(() => null));
  await shell.answer(page('/c/0123'));
  expect([...(world.stored.values().next().value?.keys() ?? [])].toSorted()).toEqual([...FILES, SHELL_PATH].toSorted());
});

test('the build’s own code comes from what is kept, and older builds are let go', async () => {
  const { world, shell } = await installed();
  world.answerWith(away);
  expect(await textOf(shell.answer(part(FILES[0]!)))).toBe(`network ${FILES[0]}`);
  world.answerWith(async (path) => new Response(`newer ${path}`));
  const newer = world.shellOf('2');
  await newer.install();
  expect(world.stored.size).toBe(2);
  await newer.activate();
  expect([...world.stored.keys()]).toEqual(['confab-shell-2']);
});

test('a build of which something is missing is not installed', async () => {
  const world = aWorld();
  world.answerWith(async () => new Response('', { status: 404 }));
  await expect(world.shellOf('1').install()).rejects.toThrow();
});
