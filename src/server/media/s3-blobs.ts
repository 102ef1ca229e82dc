import { createReadStream, createWriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
  type S3ClientConfig,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { S3Store } from '@tus/s3-store';
import type { Variant } from '~/server/models/links';
import { type BlobName, type BlobStore, entityTag } from './blobs';
import type { Scratch } from './scratch';

export interface S3Settings {
  readonly bucket: string;
  readonly region: string;
  /** Not set: Amazon's own. */
  readonly endpoint: string | undefined;
  /** Not set: as the AWS SDK finds them (environment, instance role). */
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined;
  /** `<endpoint>/<bucket>/<key>` instead of `<bucket>.<endpoint>/<key>`. */
  readonly pathStyle: boolean;
}

/** Seconds that a signed address of the bucket is good for: a long film is asked for piece by piece, each with its own. */
const SIGNED_SECONDS = 15 * 60;
/** Seconds for which a browser goes straight to the bucket; the address it remembers is good for longer than that. */
const REDIRECT_SECONDS = 5 * 60;

/** Bytes of one part in a multipart upload; so much is held on disk meanwhile, and no part but the last may be smaller. */
const PART_BYTES = 5 * 1024 * 1024;

/** The store's notes are read from the bucket each time: another process may have removed an upload. */
const FORGETFUL = { get: async () => undefined, set: async () => {}, delete: async () => {} };

const VARIANTS: readonly Variant[] = ['file', 'thumbnail', 'avatar'];

/** Signs what is never asked for. */
const NOBODY = { accessKeyId: 'nobody', secretAccessKey: 'nobody' };

/** Files in a bucket: `incoming/<upload>` and `blobs/<blob>/<variant>`. Downloads go there directly. */
export function s3Blobs(settings: S3Settings, scratch: Scratch): BlobStore {
  const { bucket: Bucket, region, endpoint, credentials, pathStyle } = settings;
  const config: S3ClientConfig = {
    region,
    ...(endpoint && { endpoint }),
    ...(credentials && { credentials }),
    forcePathStyle: pathStyle,
    // What is newer than the protocol is not understood by every store that speaks it.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  };
  const client = new S3Client(config);
  const incoming = new S3Store({
    partSize: PART_BYTES,
    minPartSize: PART_BYTES,
    useTags: false,
    maxConcurrentPartUploads: 8,
    cache: FORGETFUL,
    s3ClientConfig: { ...config, bucket: Bucket },
  });
  const incomingId = (uploadId: string) => `incoming/${uploadId}`;
  const keyOf = ({ blob, variant }: BlobName) => `blobs/${blob}/${variant}`;
  const removeKeys = (keys: readonly string[]) =>
    client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects: keys.map((Key) => ({ Key })), Quiet: true } }));

  /** Runs with an object as a file. */
  function withObject<T>(Key: string, work: (path: string) => Promise<T>): Promise<T> {
    return scratch(async (folder) => {
      const path = join(folder, 'object');
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
      await pipeline(Body as Readable, createWriteStream(path));
      return work(path);
    });
  }

  return {
    incoming,
    incomingId,

    async arrived(uploadId) {
      try {
        return (await incoming.getUpload(incomingId(uploadId))).offset;
      } catch (error) {
        if ((error as { status_code?: number }).status_code === 404) return null;
        throw error;
      }
    },

    withIncoming: (uploadId, work) => withObject(incomingId(uploadId), work),

    async removeIncoming(uploadId) {
      const key = incomingId(uploadId);
      // Ends one that is not complete; one that is, or that is gone, it does not find.
      await incoming.remove(key).catch((error: { status_code?: number }) => {
        if (error.status_code !== 404) throw error;
      });
      await removeKeys([key, `${key}.info`, `${key}.part`]);
    },

    async put(name, path, mimeType) {
      const { size } = await stat(path);
      await client.send(
        new PutObjectCommand({
          Bucket,
          Key: keyOf(name),
          Body: createReadStream(path),
          ContentLength: size,
          ContentType: mimeType,
        }),
      );
    },

    withBlob: (name, work) => withObject(keyOf(name), work),

    async serve(request, response, { mimeType, disposition, ...name }) {
      const etag = entityTag(name);
      response.setHeader('ETag', etag);
      if (request.headers['if-none-match'] === etag) return answer(response, 304);
      const given = { Bucket, Key: keyOf(name) };
      const command =
        request.method === 'HEAD'
          ? new HeadObjectCommand(given)
          : new GetObjectCommand({
              ...given,
              ResponseContentType: mimeType,
              ResponseContentDisposition: disposition,
              ResponseCacheControl: 'private, max-age=31536000, immutable',
            });
      response.setHeader(
        'Location',
        await getSignedUrl(client, command as GetObjectCommand, { expiresIn: SIGNED_SECONDS }),
      );
      response.setHeader('Cache-Control', `private, max-age=${REDIRECT_SECONDS}`);
      return answer(response, 302);
    },

    // As the SDK makes addresses, and before the machine's own keys can be asked for.
    async origin() {
      const signer = new S3Client({ ...config, credentials: NOBODY });
      return new URL(await getSignedUrl(signer, new GetObjectCommand({ Bucket, Key: 'any' }))).origin;
    },

    async remove(blob) {
      await removeKeys(VARIANTS.map((variant) => keyOf({ blob, variant })));
    },

    sweep: async () => null,
    close: () => client.destroy(),
  };
}

async function answer(response: ServerResponse, status: number): Promise<void> {
  response.writeHead(status).end();
}
