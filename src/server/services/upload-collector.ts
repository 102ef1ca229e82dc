import { Types } from 'mongoose';
import type { Log } from '~/server/log';
import type { BlobStore } from '~/server/media/blobs';
import type { Models } from '~/server/models/models';
import type { UploadDoc } from '~/server/models/upload';
import type { Preparations } from './preparations';

/** Milliseconds that what is part of nothing is kept: somebody may come back tomorrow and go on. */
const KEPT_MS = 24 * 60 * 60 * 1000;

/** Documents of one kind looked at in one run; the next run goes on. */
const RUN_MAX = 1_000;

export interface UploadCollectorOptions {
  readonly models: Models;
  readonly blobs: BlobStore;
  readonly settle: Preparations['settle'];
  readonly discard: (doc: UploadDoc, options?: { ifUntouched: boolean }) => Promise<void>;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Removes what is part of nothing: given up, refused, never completed, never sent, or claimed for a message that never
 * came. Finishes what a process that died was preparing. In several processes at once it is the same as in one.
 */
export function createUploadCollector({ models, blobs, settle, discard, now, log }: UploadCollectorOptions) {
  const find = (filter: object) => models.uploads.find(filter).limit(RUN_MAX).lean<UploadDoc[]>();

  async function each(docs: readonly UploadDoc[], work: (doc: UploadDoc) => Promise<unknown>): Promise<void> {
    for (const doc of docs) {
      await work(doc).catch((error) =>
        log.warn({ uploadId: doc._id.toString(), error: String(error) }, 'an upload could not be collected'),
      );
    }
  }

  const forget = (doc: UploadDoc) => discard(doc, { ifUntouched: true });

  /** A claim goes only if its message does not exist; once seen, it is not asked for again. */
  async function judgeClaim(doc: UploadDoc): Promise<void> {
    if (doc.use?.kind !== 'message') return;
    const { conversationId, senderId, clientId } = doc.use;
    const message = await models.entries.findOne(
      { conversationId, senderId, clientId },
      { projection: { deletedAt: 1 } },
    );
    if (!message || message.deletedAt) return forget(doc);
    await models.uploads.updateOne({ _id: doc._id }, { $set: { kept: true } });
  }

  /** A picture goes only if it is nobody's any more, or never became it; what is shown is looked at again in a day. */
  async function judgePicture(doc: UploadDoc): Promise<void> {
    const { _id, use } = doc;
    const shown =
      use?.kind === 'user'
        ? await models.users.exists({ _id: use.userId, avatarId: _id })
        : use?.kind === 'conversation' &&
          (await models.conversations.exists({ _id: use.conversationId, avatarId: _id }));
    if (!shown) return forget(doc);
    await models.uploads.updateOne({ _id }, { $set: { touchedAt: now() } });
  }

  return async function collect(): Promise<void> {
    const old = { touchedAt: { $lte: new Date(now().getTime() - KEPT_MS) }, kept: { $exists: false } };
    await each(await find({ released: true }), (doc) => discard(doc));
    await each(await find({ state: 'preparing', preparingUntil: { $lte: now() } }), settle);
    await each(await find({ ...old, state: { $in: ['waiting', 'refused'] } }), forget);
    await each(await find({ ...old, state: 'ready', use: { $exists: false } }), forget);
    await each(await find({ ...old, state: 'ready', 'use.kind': 'message' }), judgeClaim);
    await each(await find({ ...old, state: 'ready', 'use.kind': { $in: ['user', 'conversation'] } }), judgePicture);
    const words = await blobs.sweep(KEPT_MS, {
      database: models.identity,
      async uploads(ids) {
        const known = await models.uploads
          .find({
            _id: { $in: ids.filter((id) => Types.ObjectId.isValid(id)) },
            state: { $in: ['waiting', 'preparing'] },
          })
          .lean<UploadDoc[]>();
        return new Set(known.map(({ _id }) => _id.toString()));
      },
      async blobs(names) {
        const known = await models.uploads.find({ blob: { $in: names } }, { blob: 1 }).lean<UploadDoc[]>();
        return new Set(known.map(({ blob }) => blob));
      },
    });
    if (words) log.warn(words);
  };
}
