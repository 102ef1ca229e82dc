import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from 's3rver';
import type { S3Settings } from '~/server/media/s3-blobs';

const BUCKET = 'confab-files';

export interface TestBucket extends AsyncDisposable {
  readonly settings: S3Settings;
  /** The keys of all objects, sorted. */
  keys(): Promise<string[]>;
  /** Uploads in parts that are neither complete nor given up. */
  unfinished(): Promise<string[]>;
}

/** An empty bucket of a real S3 server on a free loopback port, with what s3rver lacks: the list of parts, and giving up. */
export async function startBucket(): Promise<TestBucket> {
  const directory = await mkdtemp(join(tmpdir(), 'confab-s3-'));
  const store = new S3rver({ directory, silent: true, address: '127.0.0.1', configureBuckets: [{ name: BUCKET }] });
  await store.configureBuckets();
  const objects = store.callback();
  const parts = join(directory, BUCKET, '._S3rver_uploads');

  const server = createServer((request, response) => {
    const uploadId = new URL(request.url ?? '', 'http://s3').searchParams.get('uploadId');
    if (uploadId && request.method === 'GET') void listParts(join(parts, uploadId), response);
    else if (uploadId && request.method === 'DELETE') void giveUp(join(parts, uploadId), response);
    else objects(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('no port');

  return {
    settings: {
      bucket: BUCKET,
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${address.port}`,
      credentials: { accessKeyId: 'S3RVER', secretAccessKey: 'S3RVER' },
      pathStyle: true,
    },
    async keys() {
      const names = await readdir(join(directory, BUCKET), { recursive: true });
      return names.flatMap((name) => /^(.*)\._S3rver_object$/.exec(name)?.[1] ?? []).sort();
    },
    unfinished: () => readdir(parts).catch(() => []),
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function listParts(folder: string, response: ServerResponse): Promise<void> {
  const names = await readdir(folder).catch(() => null);
  if (!names) return noSuchUpload(response);
  const numbers = names.filter((name) => /^\d+$/.test(name) && names.includes(`${name}.md5`)).map(Number);
  const parts = await Promise.all(
    numbers
      .sort((a, b) => a - b)
      .map(async (number) => {
        const { size } = await stat(join(folder, `${number}`));
        const etag = await readFile(join(folder, `${number}.md5`), 'utf8');
        return `<Part><PartNumber>${number}</PartNumber><ETag>"${etag}"</ETag><Size>${size}</Size></Part>`;
      }),
  );
  answer(response, 200, `<ListPartsResult><IsTruncated>false</IsTruncated>${parts.join('')}</ListPartsResult>`);
}

async function giveUp(folder: string, response: ServerResponse): Promise<void> {
  if (!(await readdir(folder).catch(() => null))) return noSuchUpload(response);
  await rm(folder, { recursive: true, force: true });
  response.writeHead(204).end();
}

function noSuchUpload(response: ServerResponse): void {
  answer(response, 404, '<Error><Code>NoSuchUpload</Code><Message>There is none.</Message></Error>');
}

function answer(response: ServerResponse, status: number, xml: string): void {
  response.writeHead(status, { 'content-type': 'application/xml' }).end(`<?xml version="1.0"?>${xml}`);
}
