import { readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { createBackend } from '../tests/support/confab';
import { aFilm } from '../tests/support/files';
import { aPerson } from '../tests/support/people';
import { startServerProcess } from '../tests/support/processes';
import { openUpload, patch } from '../tests/support/uploads';

// How much memory the server takes for ten uploads of 50 MB at once, in pieces as the client sends them. Exits with 1
// when it is more above idle than it may be.

const UPLOADS = 10;
const SIZE = 50 * 1024 * 1024;
const PIECE = 8 * 1024 * 1024;
/** Megabytes above idle: memory does not grow with the files. */
const BUDGET = 60;

const backend = await createBackend();
const server = await startServerProcess(backend.env);

/** Megabytes that the server's process holds. */
const resident = () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]) / 1024;

const at = { person: await aPerson(server.url), url: server.url };
const film = aFilm(SIZE);

async function send(): Promise<void> {
  const { url } = await openUpload(at, film);
  for (let sent = 0; sent < SIZE; sent += PIECE) {
    const response = await patch(at, url, film.bytes.subarray(sent, sent + PIECE), sent);
    if (response.status !== 204) throw new Error(`${response.status} ${await response.text()}`);
  }
}

// Code that is needed is loaded, and what starting took is given back.
await patch(at, (await openUpload(at, aFilm(100_000))).url, aFilm(100_000).bytes);
await pause(3_000);
const idle = resident();
let most = idle;
const watching = setInterval(() => {
  most = Math.max(most, resident());
}, 20);
const start = performance.now();
await Promise.all(Array.from({ length: UPLOADS }, send));
clearInterval(watching);

const grown = most - idle;
console.log(`${UPLOADS} uploads of ${SIZE / 1024 / 1024} MB at once took ${Math.round(performance.now() - start)} ms`);
console.log(
  `idle ${idle.toFixed(1)} MB, at most ${most.toFixed(1)} MB: ${grown.toFixed(1)} MB more (budget ${BUDGET} MB)`,
);
await server.terminate();
await backend.close();
process.exit(grown > BUDGET ? 1 : 0);
