import { setTimeout as pause } from 'node:timers/promises';
import { AppError, isAppError } from '~/server/app-error';
import type { Log } from '~/server/log';
import type { BlobStore } from '~/server/media/blobs';
import type { Preparer } from '~/server/media/prepare';
import type { Models } from '~/server/models/models';
import type { UploadDoc } from '~/server/models/upload';

/** Milliseconds after which whoever prepares counts as gone; renewed while they do. */
const LEASE_MS = 30_000;

/** Milliseconds between looks at an upload that another process prepares, and how long somebody waits for it. */
const LOOK_MS = 250;
const WAIT_MS = 60_000;

export interface PreparationsOptions {
  readonly models: Models;
  readonly blobs: BlobStore;
  readonly preparer: Pick<Preparer, 'prepare'>;
  readonly now: () => Date;
  readonly log: Log;
}

/**
 * Takes uploads from `waiting` over `preparing` to `ready` or `refused`. One process at a time does; when it dies, whoever
 * asks next begins anew once its lease is over.
 */
export function createPreparations({ models, blobs, preparer, now, log }: PreparationsOptions) {
  const underWay = new Map<string, Promise<UploadDoc>>();

  const reread = (doc: UploadDoc) => models.uploads.findById(doc._id).lean<UploadDoc>();
  const lease = () => new Date(now().getTime() + LEASE_MS);

  /** Whether it is now this process's to prepare. */
  async function take({ _id }: UploadDoc): Promise<boolean> {
    const { matchedCount } = await models.uploads.updateOne(
      {
        _id,
        released: { $exists: false },
        $or: [{ state: 'waiting' }, { state: 'preparing', preparingUntil: { $lte: now() } }],
      },
      { $set: { state: 'preparing', preparingUntil: lease(), touchedAt: now() } },
    );
    return matchedCount > 0;
  }

  async function outcomeOf(doc: UploadDoc): Promise<Partial<UploadDoc>> {
    try {
      return { state: 'ready', ...(await preparer.prepare(doc)) };
    } catch (error) {
      if (!isAppError(error)) throw error;
      const { appCode, message } = error;
      return { state: 'refused', refusal: { appCode, message }, charged: 0, hasThumbnail: false };
    }
  }

  async function prepare(doc: UploadDoc): Promise<UploadDoc> {
    const { _id, blob } = doc;
    const mine = { _id, state: 'preparing' } as const;
    const renewing = setInterval(() => {
      models.uploads.updateOne(mine, { $set: { preparingUntil: lease() } }).catch(() => {});
    }, LEASE_MS / 3).unref();
    let outcome: Partial<UploadDoc>;
    try {
      outcome = await outcomeOf(doc);
    } catch (cause) {
      log.error({ uploadId: _id.toString(), error: String(cause) }, 'an upload could not be prepared');
      await models.uploads.updateOne(mine, { $set: { state: 'waiting' }, $unset: { preparingUntil: 1 } });
      throw new AppError('UNAVAILABLE', 'The file could not be looked at. Try again.', { cause });
    } finally {
      clearInterval(renewing);
    }
    const forgotten = outcome.state === 'refused' ? { placeholder: 1, preparingUntil: 1 } : { preparingUntil: 1 };
    await models.uploads.updateOne(mine, { $set: { ...outcome, touchedAt: now() }, $unset: forgotten });
    const after = await reread(doc);
    if (after?.state !== 'ready' || after.released) await blobs.remove(blob);
    await blobs.removeIncoming(_id.toString());
    if (!after) throw gone();
    return after;
  }

  async function attempt(doc: UploadDoc): Promise<UploadDoc> {
    const deadline = performance.now() + WAIT_MS;
    for (;;) {
      if (await take(doc)) return prepare(doc);
      const present = await reread(doc);
      if (!present || present.released) throw gone();
      if (present.state !== 'preparing' || performance.now() > deadline) return present;
      await pause(LOOK_MS, undefined, { ref: false });
    }
  }

  return {
    /** The upload once nobody prepares it, prepared if it was due; as it is while bytes are missing. */
    async settle(doc: UploadDoc): Promise<UploadDoc> {
      if (doc.state === 'ready' || doc.state === 'refused') return doc;
      const key = doc._id.toString();
      if (doc.state === 'waiting' && (await blobs.arrived(key)) !== doc.announced) return doc;
      const joined = underWay.get(key);
      if (joined) return joined;
      const work = attempt(doc).finally(() => underWay.delete(key));
      underWay.set(key, work);
      return work;
    },

    /** Settles when nothing is being prepared. */
    async idle(): Promise<void> {
      while (underWay.size > 0) await Promise.allSettled(underWay.values());
    },
  };
}

export type Preparations = ReturnType<typeof createPreparations>;

/** What is said of an upload that is not there any more, was cancelled, or never was the caller's. */
export function gone(): AppError {
  return new AppError('NOT_FOUND', 'The upload is gone; attach the file again.');
}
