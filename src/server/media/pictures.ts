import { join } from 'node:path';
import sharp, { type Metadata, type Sharp } from 'sharp';
import { AppError } from '~/server/app-error';

/** Pixels of a picture, all frames together: the largest that phones take have 50 million; each costs 3 or 4 bytes of memory. */
const PIXELS_MAX = 64_000_000;

/** Seconds that one picture may take. */
const SECONDS_MAX = 60;

/** Pixels of the longer side. */
const THUMBNAIL = 640;
const PLACEHOLDER = 24;
const AVATAR = 256;

/** Characters of a placeholder. */
const PLACEHOLDER_MAX = 1024;

/** Pictures are read by these alone, whatever the bytes say they are. */
const READERS = ['Jpeg', 'Png', 'Nsgif', 'Webp', 'Heif'].flatMap((format) =>
  ['File', 'Buffer'].map((from) => `VipsForeignLoad${format}${from}`),
);

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A small picture of it as a WebP file, and a tiny one as a `data:` address. */
export interface Likeness {
  readonly thumbnail: string;
  readonly placeholder: string;
}

/**
 * Makes pictures anew from their pixels: the orientation applied, nothing else in them. Refuses with `TOO_LARGE` what
 * has too many pixels and with `UNSUPPORTED_MEDIA` what cannot be read. Files are written to the folder given.
 */
export function createPictures() {
  sharp.cache(false);
  sharp.concurrency(1);
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: READERS });

  async function read(input: string | Buffer): Promise<Metadata> {
    const about = await legible(sharp(input, { limitInputPixels: false }).metadata());
    if (about.width * about.height * (about.pages ?? 1) > PIXELS_MAX) {
      throw new AppError(
        'TOO_LARGE',
        `The picture is too large: at most ${PIXELS_MAX / 1e6} million pixels are shown.`,
      );
    }
    return about;
  }

  /** The first frame, upright. */
  const still = (input: string | Buffer) =>
    sharp(input, { limitInputPixels: PIXELS_MAX, failOn: 'error' }).autoOrient().timeout({ seconds: SECONDS_MAX });

  async function placeholderOf(input: string): Promise<string> {
    for (const side of [PLACEHOLDER, PLACEHOLDER / 2, PLACEHOLDER / 4]) {
      const tiny = await legible(fitted(still(input), side).webp({ quality: 40 }).toBuffer());
      const address = `data:image/webp;base64,${tiny.toString('base64')}`;
      if (address.length < PLACEHOLDER_MAX) return address;
    }
    throw new AppError('UNSUPPORTED_MEDIA', 'The picture cannot be made small.');
  }

  async function likeness(input: string | Buffer, folder: string): Promise<Likeness> {
    await read(input);
    const thumbnail = join(folder, 'thumbnail');
    await legible(fitted(still(input), THUMBNAIL).webp({ quality: 75 }).toFile(thumbnail));
    return { thumbnail, placeholder: await placeholderOf(thumbnail) };
  }

  return {
    /** The picture itself, in its own format; what was animated stays so. */
    async remade(path: string, folder: string): Promise<Size & Likeness & { readonly file: string }> {
      const about = await read(path);
      const file = join(folder, 'file');
      const isAnimated = (about.pages ?? 1) > 1 && (about.format === 'gif' || about.format === 'webp');
      const frames = isAnimated
        ? sharp(path, { limitInputPixels: PIXELS_MAX, animated: true }).timeout({ seconds: SECONDS_MAX })
        : still(path);
      const made = await legible(written(frames, about.format).toFile(file));
      return {
        file,
        width: made.width,
        height: isAnimated ? (made.pageHeight ?? about.height) : made.height,
        ...(await likeness(file, folder)),
      };
    },

    likeness,

    /** A square of its middle. */
    async square(path: string, folder: string): Promise<string> {
      await read(path);
      const file = join(folder, 'avatar');
      const cut = still(path).resize(AVATAR, AVATAR, { fit: 'cover' });
      await legible(cut.webp({ quality: 82 }).toFile(file));
      return file;
    },
  };
}

export type Pictures = ReturnType<typeof createPictures>;

function fitted(picture: Sharp, side: number): Sharp {
  return picture.resize(side, side, { fit: 'inside', withoutEnlargement: true });
}

function written(picture: Sharp, format: Metadata['format']): Sharp {
  switch (format) {
    case 'jpeg':
      return picture.jpeg({ quality: 90 });
    case 'png':
      return picture.png();
    case 'gif':
      return picture.gif({ effort: 3 });
    case 'webp':
      return picture.webp({ quality: 88 });
    case 'heif':
      return picture.avif({ quality: 60, effort: 2 });
    default:
      throw new AppError('UNSUPPORTED_MEDIA', 'Pictures of this kind cannot be attached.');
  }
}

/** What the library says of a picture that it cannot read is of no use to who sent it. */
async function legible<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') throw error;
    throw new AppError('UNSUPPORTED_MEDIA', 'The picture cannot be read; it may be damaged.', { cause: error });
  }
}
