import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { join } from 'node:path';

/**
 * One process per folder. The lock is a listening socket: the kernel gives it to one process only and takes it back
 * however that process ends. On Linux it has no file, so nothing of it can be stale; elsewhere it is a socket file,
 * and one that nobody listens on is left over from a killed process and is replaced. The file `lock.pid` decides
 * nothing, it only says who holds the lock.
 * Throws an error naming the folder and the holder's pid. The returned function releases the lock.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const { dev, ino } = statSync(folder);
  const linux = process.platform === 'linux';
  const path = linux ? `\0confab-embedded-${dev}-${ino}` : join(folder, 'lock.sock');
  const pidFile = join(folder, 'lock.pid');
  let server = await listen(path);
  if (!server && !linux && !(await isHeld(path))) {
    rmSync(path, { force: true });
    server = await listen(path);
  }
  if (!server)
    throw new Error(
      `The data folder ${folder} is in use by process ${pidIn(pidFile)}. Stop that process or use another folder.`,
    );
  const held = server;
  writeFileSync(pidFile, `${process.pid}\n`);
  return () => {
    rmSync(pidFile, { force: true });
    return new Promise((done) => held.close(() => done()));
  };
}

const listen = (path: string): Promise<Server | null> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.on('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(null) : reject(error)));
    server.listen(path, () => resolve(server.unref()));
  });

const isHeld = (path: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection(path, () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });

function pidIn(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return 'unknown';
  }
}
