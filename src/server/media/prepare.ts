import { stat } from 'node:fs/promises';
import { AppError } from '~/server/app-error';
import type { UploadDoc } from '~/server/models/upload';
import { createTurns } from '~/server/turns';
import type { BlobStore } from './blobs';
import type { Pictures } from './pictures';
import type { Scratch } from './scratch';
import { checkType } from './sniff';

/** Files looked at and pictures made at once in a process: each takes a core, and tens of megabytes. */
const AT_ONCE = 2;

/** What is known of a file once it is prepared. */
export type Prepared = Pick<UploadDoc, 'size' | 'charged'> &
  Partial<Pick<UploadDoc, 'width' | 'height' | 'placeholder' | 'hasThumbnail'>>;

export interface PreparerOptions {
  readonly blobs: BlobStore;
  readonly pictures: Pictures;
  readonly scratch: Scratch;
}

/** Turns what has arrived into what is kept. Again is the same as once. Refuses as `checkType` and `Pictures` do. */
export function createPreparer({ blobs, pictures, scratch }: PreparerOptions) {
  const turn = createTurns(AT_ONCE);

  async function picture({ blob, mimeType }: UploadDoc, path: string): Promise<Prepared> {
    return scratch(async (folder) => {
      const { file, thumbnail, placeholder, width, height } = await pictures.remade(path, folder);
      const { size } = await stat(file);
      await blobs.put({ blob, variant: 'file' }, file, mimeType);
      await blobs.put({ blob, variant: 'thumbnail' }, thumbnail, 'image/webp');
      return { size, charged: size, width, height, placeholder, hasThumbnail: true };
    });
  }

  return {
    prepare: (upload: UploadDoc): Promise<Prepared> =>
      turn(() =>
        blobs.withIncoming(upload._id.toString(), async (path) => {
          const { size } = await stat(path);
          if (size !== upload.announced) {
            throw new AppError('UNSUPPORTED_MEDIA', 'The file did not arrive as it was sent; attach it again.');
          }
          await checkType(path, upload.mimeType);
          if (upload.kind === 'image') return picture(upload, path);
          await blobs.put({ blob: upload.blob, variant: 'file' }, path, upload.mimeType);
          return { size, charged: size };
        }),
      ),

    /** Keeps a frame of a video as its thumbnail; answers with its placeholder. */
    poster: ({ blob }: Pick<UploadDoc, 'blob'>, frame: Buffer): Promise<string> =>
      turn(() =>
        scratch(async (folder) => {
          const { thumbnail, placeholder } = await pictures.likeness(frame, folder);
          await blobs.put({ blob, variant: 'thumbnail' }, thumbnail, 'image/webp');
          return placeholder;
        }),
      ),

    /** Makes the square that stands for a person or a group. */
    avatar: ({ blob }: Pick<UploadDoc, 'blob'>): Promise<void> =>
      turn(() =>
        scratch((folder) =>
          blobs.withBlob({ blob, variant: 'file' }, async (path) =>
            blobs.put({ blob, variant: 'avatar' }, await pictures.square(path, folder), 'image/webp'),
          ),
        ),
      ),
  };
}

export type Preparer = ReturnType<typeof createPreparer>;
