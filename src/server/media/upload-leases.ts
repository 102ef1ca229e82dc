import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Models } from '~/server/models/models';
import type { UploadDoc } from '~/server/models/upload';

/** Milliseconds between the signs of life of whoever writes; it also learns then that somebody else wants to. */
const BEAT_MS = 1_000;

/** Milliseconds without a sign of life after which whoever writes counts as gone: much more than a busy machine needs. */
const LEASE_MS = 10_000;

/** Milliseconds between looks of whoever waits. */
const LOOK_MS = 250;

export interface LeaseOptions {
  /** Ends the wait. */
  readonly until: AbortSignal;
  /** Asks whoever holds it to end, because somebody waits or because it cannot be held any more; perhaps several times. */
  readonly ask: () => unknown;
}

/** Of all processes of a deployment, one at a time writes to an upload. */
export interface UploadLeases {
  /** Resolves, once nobody else writes, with how to give it back; null when the wait was ended. */
  take(uploadId: string, options: LeaseOptions): Promise<(() => Promise<void>) | null>;
}

type Writing = NonNullable<UploadDoc['writing']>;

/**
 * Leases in the documents of the uploads. Whoever holds one raises its number again and again; whoever waits takes it over
 * when the number has stood still for `LEASE_MS` of the waiter's own time, so that no clock is compared with another.
 */
export function createUploadLeases(
  { uploads }: Pick<Models, 'uploads'>,
  { beatMs = BEAT_MS, leaseMs = LEASE_MS, lookMs = LOOK_MS } = {},
): UploadLeases {
  function hold(_id: string, by: string, ask: () => unknown): () => Promise<void> {
    let stoodAt = performance.now();
    let asking = false;
    const beat = async () => {
      const began = performance.now();
      const held = await uploads
        .findOneAndUpdate({ _id, 'writing.by': by }, { $inc: { 'writing.beat': 1 } }, { projection: { writing: 1 } })
        .lean<UploadDoc>();
      // Taken over, or wanted.
      if (!held || held.writing?.wanted) ask();
      if (held) stoodAt = began;
    };
    const beating = setInterval(() => {
      // Others may take it over soon, and perhaps only this process cannot reach the database.
      if (performance.now() - stoodAt > leaseMs / 2) ask();
      if (asking) return;
      asking = true;
      beat()
        .catch(() => {})
        .finally(() => {
          asking = false;
        });
    }, beatMs).unref();
    return async () => {
      clearInterval(beating);
      // What cannot be given back ends by itself.
      await uploads.updateOne({ _id, 'writing.by': by }, { $unset: { writing: 1 } }).catch(() => {});
    };
  }

  return {
    async take(_id, { until, ask }) {
      const by = randomUUID();
      const claim = async (filter: object) => {
        const { matchedCount } = await uploads.updateOne({ _id, ...filter }, { $set: { writing: { by, beat: 0 } } });
        return matchedCount > 0;
      };
      let seen: (Writing & { readonly since: number }) | null = null;
      for (;;) {
        if (await claim({ writing: { $exists: false } })) return hold(_id, by, ask);
        const doc: UploadDoc | null = await uploads.findById(_id, { writing: 1 }).lean<UploadDoc>();
        // Nobody writes to what is gone, for long.
        if (!doc) return async () => {};
        const { writing } = doc;
        if (writing) {
          const now = performance.now();
          if (seen?.by !== writing.by || seen.beat !== writing.beat) seen = { ...writing, since: now };
          const isGone = now - seen.since > leaseMs;
          if (isGone && (await claim({ 'writing.by': seen.by, 'writing.beat': seen.beat }))) return hold(_id, by, ask);
          if (!writing.wanted) {
            await uploads.updateOne({ _id, 'writing.by': writing.by }, { $set: { 'writing.wanted': true } });
          }
        }
        if (until.aborted) return null;
        await pause(lookMs, undefined, { signal: until }).catch(() => {});
      }
    },
  };
}
