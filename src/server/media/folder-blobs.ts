import { constants, mkdirSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FileStore } from '@tus/file-store';
import send from 'send';
import { type BlobName, type BlobStore, entityTag, type Known } from './blobs';
import type { Scratch } from './scratch';

/** Names looked up at once by a sweep. */
const SWEEP_BATCH = 200;

/**
 * Files in a folder of this machine: `incoming/<upload>`, beside it a note of tus, and `blobs/<blob>/<variant>`, in
 * folders by the last two characters of the blob so that none grows too long. `database` says whose they are.
 */
export function folderBlobs(folder: string, scratch: Scratch): BlobStore {
  const incomingFolder = join(folder, 'incoming');
  const blobsFolder = join(folder, 'blobs');
  mkdirSync(incomingFolder, { recursive: true });
  mkdirSync(blobsFolder, { recursive: true });
  const incoming = new FileStore({ directory: incomingFolder });
  const folderOf = (blob: string) => join(blobsFolder, blob.slice(-2), blob);
  const pathOf = ({ blob, variant }: BlobName) => join(folderOf(blob), variant);
  const ownerFile = join(folder, 'database');

  async function* blobPaths(): AsyncGenerator<string> {
    for (const part of await readdir(blobsFolder)) {
      for (const blob of await readdir(join(blobsFolder, part))) yield join(blobsFolder, part, blob);
    }
  }

  /** Whether the folder is this database's. One that is nobody's yet becomes it, unless all its files are unknown there. */
  async function isOf({ database, blobs }: Known): Promise<boolean> {
    const owner = (await readFile(ownerFile, 'utf8').catch(unlessMissing))?.trim();
    if (owner) return owner === database;
    let isStrange = false;
    for await (const batch of batched(blobPaths())) {
      isStrange = (await blobs(batch.map((path) => basename(path)))).size === 0;
      if (!isStrange) break;
    }
    if (!isStrange) await writeFile(ownerFile, `${database}\n`);
    return !isStrange;
  }

  return {
    incoming,
    incomingId: (uploadId) => uploadId,

    async arrived(uploadId) {
      const found = await stat(join(incomingFolder, uploadId)).catch(unlessMissing);
      return found && (await stat(join(incomingFolder, `${uploadId}.json`)).catch(unlessMissing)) ? found.size : null;
    },

    withIncoming: (uploadId, work) =>
      scratch(async (own) => {
        const path = join(own, 'file');
        await copyFile(join(incomingFolder, uploadId), path, constants.COPYFILE_FICLONE);
        return work(path);
      }),

    async removeIncoming(uploadId) {
      await rm(join(incomingFolder, uploadId), { force: true });
      await rm(join(incomingFolder, `${uploadId}.json`), { force: true });
    },

    async put(name, path) {
      const kept = pathOf(name);
      await mkdir(dirname(kept), { recursive: true });
      await synced(path);
      await rename(path, kept).catch(async (error: NodeJS.ErrnoException) => {
        // Somebody has put the folders on disks of their own.
        if (error.code !== 'EXDEV') throw error;
        await copyFile(path, kept);
        await synced(kept);
      });
      await synced(dirname(kept));
    },

    withBlob: (name, work) => work(pathOf(name)),

    serve(request, response, served) {
      return new Promise((resolve) => {
        response.once('close', resolve);
        response.setHeader('ETag', entityTag(served));
        response.setHeader('Content-Type', served.mimeType);
        response.setHeader('Content-Disposition', served.disposition);
        send(request, `/${served.variant}`, {
          root: folderOf(served.blob),
          dotfiles: 'deny',
          cacheControl: false,
          lastModified: false,
          index: false,
        })
          .on('error', (error: { status?: number }) => {
            response.writeHead(error.status ?? 500, { 'cache-control': 'no-store' }).end();
          })
          .on('directory', () => response.writeHead(404, { 'cache-control': 'no-store' }).end())
          .pipe(response);
      });
    },

    origin: async () => null,

    remove: (blob) => rm(folderOf(blob), { recursive: true, force: true }),

    async sweep(olderThanMs, known) {
      if (!(await isOf(known))) return strangersWords(folder, ownerFile, known.database);
      const before = Date.now() - olderThanMs;
      for await (const batch of batched(older(pathsIn(incomingFolder), before))) {
        const idOf = (path: string) => basename(path, '.json');
        const kept = await known.uploads(batch.map(idOf));
        for (const path of batch) if (!kept.has(idOf(path))) await rm(path, { force: true });
      }
      for await (const batch of batched(older(blobPaths(), before))) {
        const kept = await known.blobs(batch.map((path) => basename(path)));
        for (const path of batch) if (!kept.has(basename(path))) await rm(path, { recursive: true, force: true });
      }
      return null;
    },

    close() {},
  };
}

function strangersWords(folder: string, ownerFile: string, database: string): string {
  return (
    `The files in ${folder} are not those of this database: nothing is removed from there. Look whether MONGODB_URL and ` +
    `DATA_DIR are right. If the folder is to be this database's, write ${database} into ${ownerFile}; what the database ` +
    'does not know is then removed from it.'
  );
}

async function* pathsIn(folder: string): AsyncGenerator<string> {
  for (const name of await readdir(folder)) yield join(folder, name);
}

/** Of these, what was last changed before that. */
async function* older(paths: AsyncIterable<string>, before: number): AsyncGenerator<string> {
  for await (const path of paths) {
    const found = await stat(path).catch(unlessMissing);
    if (found && found.mtimeMs < before) yield path;
  }
}

async function* batched(paths: AsyncIterable<string>): AsyncGenerator<string[]> {
  let batch: string[] = [];
  for await (const path of paths) {
    batch.push(path);
    if (batch.length < SWEEP_BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** On disk, whatever happens to the machine next. */
async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r');
  await handle.sync().finally(() => handle.close());
}

function unlessMissing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
