import { createHash } from 'node:crypto';
import { Types } from 'mongoose';
import type { Id } from '~/contract/primitives';
import { AppError } from '~/server/app-error';
import type { BlobStore } from '~/server/media/blobs';
import type { Preparer } from '~/server/media/prepare';
import type { UploadLocks } from '~/server/media/upload-locks';
import type { AttachmentDoc, EntryDoc } from '~/server/models/entry';
import { IN_ONE_BATCH, isDuplicateKey, type Models } from '~/server/models/models';
import { isUsedBy, toStoredAttachment, type UploadDoc, type UploadUse, usedBy } from '~/server/models/upload';
import type { Actor } from './actor';
import { gone, type Preparations } from './preparations';

export interface UploadUsesOptions {
  readonly models: Models;
  readonly blobs: BlobStore;
  readonly preparer: Pick<Preparer, 'avatar'>;
  readonly locks: Pick<UploadLocks, 'run'>;
  readonly settle: Preparations['settle'];
  readonly now: () => Date;
}

type MessageUse = UploadUse & { kind: 'message' };

/** What uploads are part of: taken once, given up once, shared by being copied. */
export function createUploadUses({ models, blobs, preparer, locks, settle, now }: UploadUsesOptions) {
  /** The caller's upload, ready to be taken for this; throws what stands in the way. */
  async function claimable(actor: Actor, use: UploadUse, uploadId: Id): Promise<UploadDoc> {
    const found = await models.uploads
      .findOne({ _id: uploadId, ownerId: actor.userId, released: { $exists: false } })
      .lean<UploadDoc>();
    if (!found) throw gone();
    const doc = await settle(found);
    if (doc.use && !isUsedBy(doc, use)) throw taken();
    if (doc.refusal) throw new AppError(doc.refusal.appCode, `${doc.filename}: ${doc.refusal.message}`);
    if (doc.state !== 'ready') throw new AppError('CONFLICT', `${doc.filename} is not complete yet.`);
    return doc;
  }

  /** Claims it again, so that it is not taken for one whose message never came; throws if it was. */
  async function touch({ _id }: UploadDoc): Promise<void> {
    const { matchedCount } = await models.uploads.updateOne(
      { _id, released: { $exists: false } },
      { $set: { touchedAt: now() } },
    );
    if (matchedCount === 0) throw gone();
  }

  /** Whether this very call took it; false if it was part of that already. */
  async function take(doc: UploadDoc, use: UploadUse): Promise<boolean> {
    if (isUsedBy(doc, use)) {
      await touch(doc);
      return false;
    }
    const { matchedCount } = await models.uploads.updateOne(
      { _id: doc._id, use: { $exists: false }, released: { $exists: false } },
      { $set: { use, touchedAt: now() } },
    );
    if (matchedCount > 0) return true;
    const present = await models.uploads.findById(doc._id).lean<UploadDoc>();
    if (!present || present.released) throw gone();
    if (!isUsedBy(present, use)) throw taken();
    return false;
  }

  async function giveBack(doc: UploadDoc, use: UploadUse): Promise<void> {
    await models.uploads.updateOne({ _id: doc._id, ...usedBy(use) }, { $unset: { use: 1 } });
  }

  /**
   * Removes it, with its bytes unless another document shares them. In this order, so that whatever a crash leaves is
   * still marked: a copy made meanwhile either is seen here, or sees the mark. With `ifUntouched` it stays when it was
   * claimed or written to since it was read.
   */
  async function discard({ _id, blob, touchedAt }: UploadDoc, { ifUntouched = false } = {}): Promise<void> {
    const { matchedCount } = await models.uploads.updateOne(
      { _id, ...(ifUntouched && { touchedAt }) },
      { $set: { released: true } },
    );
    if (matchedCount === 0) return;
    const uploadId = _id.toString();
    await locks.run(blobs.incomingId(uploadId), () => blobs.removeIncoming(uploadId));
    if (!(await models.uploads.exists({ blob, released: { $exists: false } }))) await blobs.remove(blob);
    // A copy that is made again has the same id, and no mark.
    await models.uploads.deleteOne({ _id, released: true });
  }

  async function release(use: UploadUse, uploadId?: Id): Promise<void> {
    const docs = await models.uploads.find({ ...usedBy(use), ...(uploadId && { _id: uploadId }) }).lean<UploadDoc[]>();
    for (const doc of docs) await discard(doc);
  }

  /** One document more for the same bytes; charged to nobody. The same for every attempt. */
  async function copied(source: UploadDoc, use: MessageUse): Promise<UploadDoc> {
    const { clientId: _clientId, conversationId: _conversationId, kept: _kept, ...about } = source;
    const name = `${source._id} ${use.conversationId} ${use.senderId} ${use.clientId}`;
    const copy: UploadDoc = {
      ...about,
      _id: new Types.ObjectId(createHash('sha256').update(name).digest('hex').slice(0, 24)),
      ownerId: use.senderId,
      charged: 0,
      use,
      touchedAt: now(),
      createdAt: now(),
    };
    const isMine = await models.uploads.create(copy).then(
      () => true,
      (error) => {
        if (!isDuplicateKey(error)) throw error;
        return false;
      },
    );
    if (!isMine) await touch(copy);
    if (await models.uploads.exists({ _id: source._id, released: { $exists: false } })) return copy;
    // What an earlier attempt made may be part of its message by now.
    if (isMine) await discard(copy);
    throw gone();
  }

  return {
    discard,

    /**
     * Takes the caller's uploads for a message, in this order, or none of them. `NOT_FOUND` for what is gone or not
     * theirs, `CONFLICT` for what is not complete or part of something else, and what the upload itself was refused
     * with. For the same message again it answers the same.
     */
    async claim(actor: Actor, use: MessageUse, uploadIds: readonly Id[]): Promise<AttachmentDoc[]> {
      const docs = await Promise.all([...new Set(uploadIds)].map((uploadId) => claimable(actor, use, uploadId)));
      const mine: UploadDoc[] = [];
      try {
        for (const doc of docs) if (await take(doc, use)) mine.push(doc);
      } catch (refusal) {
        for (const doc of mine) await giveBack(doc, use);
        throw refusal;
      }
      return docs.map(toStoredAttachment);
    },

    /** Takes an image of the caller's as somebody's or something's picture. Whoever replaces another by it releases that. */
    async claimAvatar(actor: Actor, use: UploadUse, uploadId: Id): Promise<void> {
      const doc = await claimable(actor, use, uploadId);
      if (doc.kind !== 'image') throw new AppError('UNSUPPORTED_MEDIA', 'Only a picture can be that.');
      if (!isUsedBy(doc, use)) await preparer.avatar(doc);
      await take(doc, use);
    },

    /** The files of a message once more, for another message. `NOT_FOUND` if they go meanwhile. */
    async copy(source: EntryDoc & { kind: 'message' }, use: MessageUse): Promise<AttachmentDoc[]> {
      const ids = (source.attachments ?? []).map(({ id }) => id);
      const found = await models.uploads
        .find({ _id: { $in: ids }, state: 'ready', released: { $exists: false } })
        .lean<UploadDoc[]>();
      const byId = new Map(found.map((doc) => [doc._id.toString(), doc]));
      const copies: UploadDoc[] = [];
      for (const id of ids) {
        const doc = byId.get(id.toString());
        if (!doc) throw gone();
        copies.push(await copied(doc, use));
      }
      return copies.map(toStoredAttachment);
    },

    /** Removes what is part of it: all, or this one upload. */
    release,

    /** Removes every file of a person but the pictures of conversations, which are those of their members. */
    async releaseOwn(userId: Id): Promise<void> {
      const own = { ownerId: new Types.ObjectId(userId), 'use.kind': { $ne: 'conversation' as const } };
      await models.uploads.updateMany(own, { $set: { released: true } });
      for (const doc of await models.uploads.find(own).batchSize(IN_ONE_BATCH).lean<UploadDoc[]>()) await discard(doc);
    },
  };
}

function taken(): AppError {
  return new AppError('CONFLICT', 'The file is part of something else already; attach it again.');
}
