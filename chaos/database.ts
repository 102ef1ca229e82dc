import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { connectModels, type Models } from '~/server/models/models';
import { startEmbeddedProcess } from './embedded-process';
import type { Target } from './line';

/** The database of a run, past all lines. */
export interface ChaosDatabase {
  readonly target: Target;
  /** What it is, for the figures. */
  readonly kind: 'MONGODB_URL' | 'embedded';
  /** Its address through a line that listens on that port. */
  urlThrough(port: number): string;
  /** For the harness itself; connected on the first call, after the servers have made their indexes. */
  models(): Promise<Models>;
  /** Drops all that was written. */
  close(): Promise<void>;
}

/** A database of its own on the server that `MONGODB_URL` names, or the embedded one in a process of its own. */
export async function openDatabase(base: string | undefined, folder: string): Promise<ChaosDatabase> {
  const embedded = base ? null : await startEmbeddedProcess(join(folder, 'database'));
  const server = new URL(embedded?.url ?? base ?? '');
  const name = `confab_chaos_${randomBytes(6).toString('hex')}`;
  const urlThrough = (port: number) => {
    const url = new URL(server);
    url.hostname = '127.0.0.1';
    url.port = `${port}`;
    url.pathname = `/${name}`;
    // Several hosts behind one line would be taken for several servers.
    url.searchParams.set('directConnection', 'true');
    return url.toString();
  };
  const port = Number(server.port || 27_017);
  let connected: Promise<Models> | null = null;
  return {
    target: { host: server.hostname, port },
    kind: embedded ? 'embedded' : 'MONGODB_URL',
    urlThrough,
    models() {
      const url = new URL(urlThrough(port));
      url.hostname = server.hostname;
      connected ??= connectModels(url.toString());
      return connected;
    },
    async close() {
      const models = await connected;
      await models?.connection.dropDatabase();
      await models?.close();
      await embedded?.stop();
    },
  };
}
