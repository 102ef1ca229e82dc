import { type Build, SHELL_PATH, STATIC_PREFIX } from '~/contract/worker';
import type { AskedEvent, WorkerScope } from './scope';

/** Milliseconds a page may take to begin to arrive before the shell is shown in its place. */
export const PATIENCE_MS = 6_000;

/** Names of caches; a version follows. */
const PREFIX = 'confab-shell-';

/** Addresses that the application draws by itself, whatever the server would have sent. */
const DRAWN_HERE = /^\/($|c\/|rooms($|\/)|search$)/;

/** What a proxy answers while no server is behind it. */
const NOBODY_THERE = new Set([502, 503, 504]);

export interface ShellOptions {
  readonly scope: Pick<WorkerScope, 'caches' | 'fetch' | 'location'>;
  readonly build: Build;
  readonly after: (milliseconds: number) => Promise<void>;
}

/**
 * Keeps one build of the application, so that it starts without the server. It holds code and the shell, which is the same
 * for everybody; never an answer of a procedure, a page made for somebody, or a file that a person sent.
 */
export function createShell({ scope, build, after }: ShellOptions) {
  const name = PREFIX + build.version;
  const isKept = new Set(build.files);
  const opened = () => scope.caches.open(name);

  /** The language and theme of the device are in it, by cookie; whose device it is, is not. */
  async function keepShell(): Promise<void> {
    const answer = await scope.fetch(SHELL_PATH, { cache: 'no-store', credentials: 'same-origin' });
    if (!answer.ok || answer.redirected) throw new Error(`the shell could not be kept: ${answer.status}`);
    await (await opened()).put(SHELL_PATH, answer);
  }

  async function page(request: AskedEvent['request']): Promise<Response> {
    const asked = scope.fetch(request as Request).then(
      (answer) => (NOBODY_THERE.has(answer.status) ? null : answer),
      () => null,
    );
    const answer = await Promise.race([asked, after(PATIENCE_MS).then(() => null)]);
    if (answer) return answer;
    const shell = await (await opened()).match(SHELL_PATH);
    // Without one there is nothing better than what the network says in the end.
    return shell ?? (await asked) ?? Response.error();
  }

  async function file(request: AskedEvent['request'], path: string): Promise<Response> {
    const kept = await (await opened()).match(path);
    return kept ?? scope.fetch(request as Request);
  }

  return {
    /** All of the build, or nothing: rejects if one file cannot be had, and the browser tries again later. */
    async install(): Promise<void> {
      const cache = await opened();
      await Promise.all([cache.addAll([...build.files]), keepShell()]);
    },

    /** Lets go of the builds before. */
    async activate(): Promise<void> {
      const others = (await scope.caches.keys()).filter((each) => each.startsWith(PREFIX) && each !== name);
      await Promise.all(others.map((each) => scope.caches.delete(each)));
    },

    keepShell,

    /** What is answered here; null for what goes to the network as if there were no worker. */
    answer(request: AskedEvent['request']): Promise<Response> | null {
      const { origin, pathname } = new URL(request.url);
      if (request.method !== 'GET' || origin !== scope.location.origin) return null;
      if (request.mode === 'navigate') return DRAWN_HERE.test(pathname) ? page(request) : null;
      return pathname.startsWith(STATIC_PREFIX) && isKept.has(pathname) ? file(request, pathname) : null;
    },
  };
}
