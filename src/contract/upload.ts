import { z } from 'zod';
import type { AppCode } from './errors';
import { FILENAME_MAX, POSTER_MAX, WAVE_POINTS } from './limits';
import type { AttachmentKind } from './media-types';
import { clientId, type Id, type Instant, id } from './primitives';

/** A file of a message. Its links are the reader's own: they are signed for them and end at `expiresAt`. */
export interface Attachment {
  /** The id of its upload; `upload.get` answers with fresh links. */
  readonly id: Id;
  readonly kind: AttachmentKind;
  readonly filename: string;
  /** Bytes of what is behind `url`. */
  readonly size: number;
  readonly mimeType: string;
  /** Pixels as it is shown, orientation applied; of images and videos. */
  readonly width?: number;
  readonly height?: number;
  /** Of videos and audio; as the sender's browser measured it. */
  readonly durationMs?: number;
  /** Of a voice message: how loud it is over its duration, `WAVE_POINTS` numbers from 0 to 100. */
  readonly wave?: readonly number[];
  /** A tiny blurred likeness as a `data:` address; of images and of videos with a poster. */
  readonly placeholder?: string;
  /** Root-relative: to be resolved against the server's address. Answers range requests. */
  readonly url: string;
  readonly thumbnailUrl?: string;
  readonly expiresAt: Instant;
}

const pixels = z.int().min(1).max(65_535);

/**
 * Asks for room for one file. With a `clientId`, a retry finds the upload its first attempt made. What the sender's
 * browser measured of a video or of audio comes with it; of images the server measures.
 */
export const createUpload = z.strictObject({
  conversationId: id.optional(),
  filename: z.string().min(1).max(FILENAME_MAX),
  size: z.int().min(1),
  mimeType: z.string().max(200),
  clientId: clientId.optional(),
  width: pixels.optional(),
  height: pixels.optional(),
  durationMs: z
    .int()
    .min(0)
    .max(7 * 86_400_000)
    .optional(),
  wave: z.array(z.int().min(0).max(100)).length(WAVE_POINTS).optional(),
  /** A JPEG, PNG or WebP of one frame of a video, in base64. */
  poster: z.base64().max(POSTER_MAX).optional(),
});
export type CreateUploadInput = z.infer<typeof createUpload>;

/** Where to send the bytes with the tus protocol (HEAD and PATCH; root-relative), as who created it. */
export interface UploadTicket {
  readonly uploadId: Id;
  readonly url: string;
}

export const getUpload = z.strictObject({ uploadId: id });

/** `waiting`: for bytes. `preparing`: they are there and being looked at. `refused`: they are gone, and why. */
export type UploadState = 'waiting' | 'preparing' | 'ready' | 'refused';

/** An upload as its owner sees it; a file of a message as whoever sees the message does, for fresh links. */
export interface Upload {
  readonly uploadId: Id;
  readonly state: UploadState;
  /** Once `ready`. */
  readonly attachment: Attachment | null;
  /** Once `refused`. */
  readonly refusal: { readonly appCode: AppCode; readonly message: string } | null;
}
