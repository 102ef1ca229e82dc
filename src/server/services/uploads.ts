import { Upload as TusUpload } from '@tus/server';
import { Types } from 'mongoose';
import { mediaTypeOf } from '~/contract/media-types';
import type { Id } from '~/contract/primitives';
import type { CreateUploadInput, Upload, UploadTicket } from '~/contract/upload';
import { AppError, isAppError } from '~/server/app-error';
import type { Limits } from '~/server/limits';
import type { Log } from '~/server/log';
import type { BlobStore } from '~/server/media/blobs';
import type { Preparer } from '~/server/media/prepare';
import type { UploadLocks } from '~/server/media/upload-locks';
import type { LinkMaker, Variant } from '~/server/models/links';
import { isDuplicateKey, type Models } from '~/server/models/models';
import { toUpload, type UploadDoc } from '~/server/models/upload';
import { type Actor, objectId } from './actor';
import type { createConversations } from './conversations';
import { createPreparations, gone } from './preparations';
import { createUploadCollector } from './upload-collector';
import { createUploadUses } from './upload-uses';
import { createUploadViews } from './upload-views';

/** Milliseconds between notes that an upload is still being worked on. */
const TOUCH_MS = 60 * 60 * 1000;

export interface UploadsOptions {
  readonly models: Models;
  readonly blobs: BlobStore;
  readonly preparer: Preparer;
  readonly locks: Pick<UploadLocks, 'run'>;
  readonly links: LinkMaker;
  readonly limits: Pick<Limits, 'spend'>;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'authorise'>;
  readonly now: () => Date;
  readonly log: Log;
  /** Bytes of one file, and of all files of one person. */
  readonly maxBytes: number;
  readonly quotaBytes: number;
}

/** Files on their way in, and what they are part of. */
export function createUploads(options: UploadsOptions) {
  const { models, blobs, preparer, locks, links, limits, conversations, now, maxBytes, quotaBytes } = options;
  const preparations = createPreparations(options);
  const uses = createUploadUses({ ...options, settle: preparations.settle });
  const views = createUploadViews(models);
  const collect = createUploadCollector({ ...options, settle: preparations.settle, discard: uses.discard });

  async function own(actor: Actor, uploadId: Id): Promise<UploadDoc> {
    const doc = await models.uploads
      .findOne({ _id: uploadId, ownerId: actor.userId, released: { $exists: false } })
      .lean<UploadDoc>();
    if (!doc) throw gone();
    return doc;
  }

  /** What an earlier attempt made; null if none did. */
  async function earlier(actor: Actor, clientId: string | undefined): Promise<UploadDoc | null> {
    if (clientId === undefined) return null;
    return models.uploads.findOne({ ownerId: actor.userId, clientId, released: { $exists: false } }).lean<UploadDoc>();
  }

  /** Charges it; of several at once that are too much together, none or some are refused, never too few. */
  async function charge(actor: Actor, doc: UploadDoc): Promise<void> {
    const [all] = await models.uploads.aggregate<{ charged: number }>([
      { $match: { ownerId: objectId(actor.userId), released: { $exists: false } } },
      { $group: { _id: null, charged: { $sum: '$charged' } } },
    ]);
    if ((all?.charged ?? 0) <= quotaBytes) return;
    await models.uploads.deleteOne({ _id: doc._id });
    throw new AppError(
      'TOO_LARGE',
      `Your files may take ${megabytes(quotaBytes)} in all. Delete messages with files to make room.`,
    );
  }

  async function insert(actor: Actor, input: CreateUploadInput): Promise<UploadDoc> {
    const { filename, size, clientId, conversationId, durationMs, wave } = input;
    const { kind, mimeType } = typeOf(input);
    if (size > maxBytes) throw new AppError('TOO_LARGE', `A file may be at most ${megabytes(maxBytes)}.`);
    if (conversationId) await conversations.authorise(actor, conversationId, { write: true });
    await limits.spend('upload', actor.userId);
    const _id = new Types.ObjectId();
    const { width, height } = kind === 'video' ? input : {};
    const isTimed = kind === 'video' || kind === 'audio';
    const doc: UploadDoc = {
      _id,
      ownerId: objectId(actor.userId),
      ...(clientId !== undefined && { clientId }),
      ...(conversationId !== undefined && { conversationId: objectId(conversationId) }),
      filename,
      announced: size,
      size,
      mimeType,
      kind,
      state: 'waiting',
      blob: _id.toString(),
      charged: size,
      ...(width !== undefined && { width }),
      ...(height !== undefined && { height }),
      ...(isTimed && durationMs !== undefined && { durationMs }),
      ...(kind === 'audio' && wave && { wave }),
      hasThumbnail: false,
      touchedAt: now(),
      createdAt: now(),
    };
    await models.uploads.create(doc);
    return doc;
  }

  /** Makes room for its bytes and keeps its poster, unless an earlier attempt has. */
  async function open(doc: UploadDoc, poster: string | undefined): Promise<void> {
    if (doc.state !== 'waiting') return;
    const uploadId = doc._id.toString();
    if (doc.kind === 'video' && poster && !doc.hasThumbnail) {
      const placeholder = await preparer.poster(doc, Buffer.from(poster, 'base64'));
      await models.uploads.updateOne({ _id: doc._id }, { $set: { placeholder, hasThumbnail: true } });
    }
    await locks.run(blobs.incomingId(uploadId), async () => {
      if ((await blobs.arrived(uploadId)) !== null) return;
      await blobs.incoming.create(new TusUpload({ id: blobs.incomingId(uploadId), size: doc.announced, offset: 0 }));
    });
  }

  return {
    /** Bytes of one file. */
    maxBytes,

    /**
     * Room for one file. `UNSUPPORTED_MEDIA` for what cannot be attached, `TOO_LARGE` past the limit of a file or of a
     * person. The same `clientId` again gets the same upload, whatever became of it.
     */
    async create(actor: Actor, input: CreateUploadInput): Promise<UploadTicket> {
      let doc = await earlier(actor, input.clientId);
      if (!doc) {
        try {
          doc = await insert(actor, input);
          await charge(actor, doc);
        } catch (error) {
          // Of two at once with the same `clientId`, one is second.
          const first = isDuplicateKey(error) ? await earlier(actor, input.clientId) : null;
          if (!first) throw error;
          doc = first;
        }
      }
      try {
        await open(doc, input.poster);
      } catch (error) {
        // A poster that is refused; what is busy is there for the next attempt.
        if (isAppError(error) && error.appCode !== 'UNAVAILABLE') await uses.discard(doc);
        throw error;
      }
      const uploadId = doc._id.toString();
      return { uploadId, url: `/api/uploads/${uploadId}` };
    },

    /** For whoever sees the file; before there is one, for its owner. Prepares it if that is due. */
    async get(actor: Actor, uploadId: Id): Promise<Upload> {
      const seen = () => views.mayView(actor.userId, uploadId, 'file');
      let doc = await seen();
      if (!doc) {
        doc = await preparations.settle(await own(actor, uploadId));
        if (doc.state === 'ready') doc = await seen();
      }
      if (!doc) throw gone();
      return toUpload(doc, actor.userId, links);
    },

    /** The upload as its owner may write to it. Prepares it if that is due. */
    async admit(actor: Actor, uploadId: Id): Promise<UploadDoc> {
      const doc = await own(actor, uploadId);
      if (doc.state === 'waiting' && now().getTime() - doc.touchedAt.getTime() > TOUCH_MS) {
        await models.uploads.updateOne({ _id: doc._id }, { $set: { touchedAt: now() } });
      }
      return preparations.settle(doc);
    },

    /** All bytes have arrived: resolves when it is `ready` or `refused`. */
    async arrived(uploadId: Id): Promise<UploadDoc> {
      const doc = await models.uploads.findById(uploadId).lean<UploadDoc>();
      if (!doc || doc.released) throw gone();
      return preparations.settle(doc);
    },

    /** Removes an upload that is part of nothing; `CONFLICT` for one that is. */
    async cancel(actor: Actor, uploadId: Id): Promise<void> {
      const doc = await own(actor, uploadId);
      const { matchedCount } = await models.uploads.updateOne(
        { _id: doc._id, use: { $exists: false } },
        { $set: { released: true } },
      );
      if (matchedCount === 0) throw new AppError('CONFLICT', 'The file is part of a message.');
      await uses.discard(doc);
    },

    claim: uses.claim,
    claimAvatar: uses.claimAvatar,
    copy: uses.copy,
    release: uses.release,
    releaseOwn: uses.releaseOwn,
    mayView: (viewerId: Id, uploadId: Id, variant: Variant) => views.mayView(viewerId, uploadId, variant),
    collect,
    /** Settles when nothing is being prepared. */
    idle: preparations.idle,
  };
}

export type Uploads = ReturnType<typeof createUploads>;

/** Separators, control characters, halves of characters, and what turns the direction of writing. */
const DISGUISING = /[/\\\p{Cc}\p{Cs}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

function typeOf({ filename, mimeType }: CreateUploadInput) {
  if (DISGUISING.test(filename) || filename.trim() === '') {
    throw new AppError('UNSUPPORTED_MEDIA', 'The name of the file holds characters that no file name may hold.');
  }
  const type = mediaTypeOf({ filename, mimeType });
  if (!type) throw new AppError('UNSUPPORTED_MEDIA', 'Files of this kind cannot be attached.');
  return type;
}

function megabytes(bytes: number): string {
  const size = bytes / (1024 * 1024);
  return size >= 1 ? `${Math.floor(size)} MB` : `${Math.floor(bytes / 1024)} KB`;
}
