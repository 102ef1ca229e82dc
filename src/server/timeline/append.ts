import { setTimeout as pause } from 'node:timers/promises';
import { Types } from 'mongoose';
import { AppError } from '~/server/app-error';
import type { Meters } from '~/server/meters';
import type { Content, EntryDoc } from '~/server/models/entry';
import type { Models } from '~/server/models/models';
import { createHeads } from './heads';
import { createInserter } from './insert';

/** What tells a retry from another intention. */
export interface Attempt {
  readonly senderId: Types.ObjectId;
  /** Unique for the sender in the conversation: a retry with the same one gets the first attempt's entry. */
  readonly clientId: string;
}

/** An entry as its author wants it, before it has a number. */
export type Draft = Attempt & {
  readonly audience?: Types.ObjectId[];
  /** When it was written, if that was elsewhere; else now. */
  readonly at?: Date;
} & Content;

export interface Appended {
  readonly entry: EntryDoc;
  /** An earlier attempt made it; this one wrote nothing. */
  readonly duplicate: boolean;
}

interface Job {
  readonly draft: Draft;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

/** Entries inserted at once at most: a larger command would hold up readers. */
const BATCH = 200;

/** Lost races before a caller is told to try later. Each means that somebody else made progress. */
const RACES_MAX = 60;

/** Milliseconds a loser waits at most before it reads the head again; drawn at random so that losers spread. */
const RACE_PAUSE_MS = 12;

const DUPLICATE_KEY = 11000;
const WRITE_CONFLICT = 112;

export interface AppendOptions {
  readonly models: Models;
  readonly meters: Meters;
  readonly now: () => Date;
  readonly readHead: (conversationId: Types.ObjectId) => Promise<number>;
  /** Told of every batch right after it is durable, in the order of its numbers. Must not throw. */
  readonly onCommitted: (conversationId: string, entries: readonly EntryDoc[]) => void;
}

/**
 * Numbers and inserts entries. The unique index on `(conversationId, seq)` is the lock: whoever inserts `head + 1` has
 * that number, everybody else takes the next, in this process and in others. Entries that wait together for one
 * conversation are inserted together. An answer means durable; a rejection with `UNAVAILABLE` means unknown, and the
 * same `clientId` finds out.
 */
export function createAppender({ models, meters, now, readHead, onCommitted }: AppendOptions) {
  const waiting = new Map<string, Job[]>();
  const heads = createHeads();
  const running = new Set<Promise<void>>();
  const { insertInOrder } = createInserter(models);

  async function drain(conversationId: Types.ObjectId, key: string, queue: Job[]): Promise<void> {
    while (queue.length > 0) {
      const turnOfOthers = heads.turnOfOthers(key);
      if (turnOfOthers > 0) await pause(turnOfOthers);
      const jobs = queue.splice(0, BATCH);
      try {
        await insertBatch(conversationId, key, jobs);
      } catch (error) {
        heads.forget(key);
        for (const job of jobs) job.reject(error);
      }
    }
    waiting.delete(key);
  }

  /** Removes from `jobs` what it has settled; throws with the rest unsettled. */
  async function insertBatch(conversationId: Types.ObjectId, key: string, jobs: Job[]): Promise<void> {
    for (let races = 0; jobs.length > 0; ) {
      const head = heads.of(key) ?? (await readHead(conversationId));
      const at = now();
      const docs = jobs.map(({ draft }, index): EntryDoc => {
        const seq = head + 1 + index;
        return { _id: new Types.ObjectId(), conversationId, seq, at, rev: seq, applied: false, ...draft };
      });
      const began = performance.now();
      const { inserted, error } = await insertInOrder(docs);
      const done = jobs.splice(0, inserted);
      if (inserted > 0) {
        heads.is(key, head + inserted, performance.now() - began);
        onCommitted(key, docs.slice(0, inserted));
        for (const [index, job] of done.entries()) job.resolve({ entry: docs[index]!, duplicate: false });
      }
      if (error === null) continue;
      if (error.code !== DUPLICATE_KEY && error.code !== WRITE_CONFLICT) throw error;
      const refused = jobs[0]!;
      const original = await findOriginal(conversationId, refused.draft);
      if (original) {
        jobs.shift();
        refused.resolve({ entry: original, duplicate: true });
        continue;
      }
      heads.rival(key);
      races += 1;
      meters.count('append_races');
      if (races > RACES_MAX) throw new AppError('UNAVAILABLE', 'The conversation is too busy. Try again.');
      await pause(Math.random() * RACE_PAUSE_MS);
    }
  }

  /** What an attempt with that `clientId` made. */
  function findOriginal(conversationId: Types.ObjectId, { senderId, clientId }: Attempt) {
    return models.entries.findOne({ conversationId, senderId, clientId });
  }

  return {
    findOriginal,
    /** Takes in that an entry of that number was written, whoever wrote it. */
    heard: heads.heard,
    append(conversationId: Types.ObjectId, draft: Draft): Promise<Appended> {
      const key = conversationId.toString();
      return new Promise((resolve, reject) => {
        const job = { draft, resolve, reject };
        const queue = waiting.get(key);
        if (queue) {
          queue.push(job);
          return;
        }
        const fresh = [job];
        waiting.set(key, fresh);
        const run = drain(conversationId, key, fresh).finally(() => running.delete(run));
        running.add(run);
      });
    },
    /** Settles when everything that was accepted has been answered. */
    async idle(): Promise<void> {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
