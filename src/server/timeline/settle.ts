import { setImmediate as nextTurn, setTimeout as pause } from 'node:timers/promises';
import type { mongo, Types } from 'mongoose';
import type { Log } from '~/server/log';
import type { ConversationDoc } from '~/server/models/conversation';
import type { EntryDoc } from '~/server/models/entry';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import { announce, applyIntent, index } from './apply';

/** Milliseconds before writes that failed are tried again; a database that is away is not asked more often. */
const RETRY_MS = 1_000;

/** Milliseconds between the beginnings of two announcements: what is sent meanwhile costs the database one write, not each its own. */
const ANNOUNCE_EVERY_MS = 100;

export interface SettleOptions {
  readonly models: Models;
  readonly log: Log;
  /** Told after a person's membership was changed. Must not throw. */
  readonly onMembership: (conversationId: string, userIds: readonly Types.ObjectId[]) => void;
}

/**
 * Carries out what entries mean beyond themselves, and marks them applied. A message's consequences (the conversation's
 * head and preview) are written right after its acknowledgement, under load ten times a second, gathered over all
 * conversations into two commands. Intents are applied before theirs, in the order of their numbers. What a crash leaves
 * undone keeps `applied: false` and is found by `sweep`, by the next intent and by the next page read.
 */
export function createSettler({ models, log, onMembership }: SettleOptions) {
  /** By the driver itself, whose writes need not be looked through for what is here exact. */
  const conversations = models.conversations.collection as unknown as mongo.Collection<ConversationDoc>;
  let announced: EntryDoc[] = [];
  let announcing: Promise<void> | null = null;
  let announcedAt = Number.NEGATIVE_INFINITY;
  const applying = new Map<string, Promise<void>>();
  let suspects = new Set<string>();
  let stopped = false;

  async function announceAll(): Promise<void> {
    while (announced.length > 0 && !stopped) {
      await turnToAnnounce();
      const batch = announced;
      announced = [];
      try {
        await announceBatch(batch);
      } catch (error) {
        log.warn({ error: String(error) }, 'heads and previews could not be written; trying again');
        announced = [...batch, ...announced];
        await pause(RETRY_MS, undefined, { ref: false });
      }
    }
  }

  /** In the next turn of the event loop after a while of rest. */
  async function turnToAnnounce(): Promise<void> {
    const rest = announcedAt + ANNOUNCE_EVERY_MS - performance.now();
    await (rest > 0 ? pause(rest) : nextTurn());
    announcedAt = performance.now();
  }

  /**
   * A head that is shown promises every change up to it. Where an intent with a lower number still waits, it is applied
   * first, and these messages with it.
   */
  async function announceBatch(batch: readonly EntryDoc[]): Promise<void> {
    const upTo = new Map<string, EntryDoc>();
    for (const entry of batch) {
      const key = entry.conversationId.toString();
      if ((upTo.get(key)?.seq ?? 0) < entry.seq) upTo.set(key, entry);
    }
    const intents = await models.entries
      .find(
        {
          applied: false,
          conversationId: { $in: [...upTo.values()].map(({ conversationId }) => conversationId) },
          kind: { $ne: 'message' },
        },
        { projection: { conversationId: 1, seq: 1 } },
      )
      .toArray();
    const waiting = new Set<string>();
    for (const { conversationId, seq } of intents) {
      const key = conversationId.toString();
      if (seq < (upTo.get(key)?.seq ?? 0)) waiting.add(key);
    }
    const free = batch.filter(({ conversationId }) => !waiting.has(conversationId.toString()));
    if (free.length > 0) await writeAnnouncements(free);
    for (const key of waiting) {
      const { conversationId, seq } = upTo.get(key)!;
      await settle(conversationId, seq);
    }
  }

  async function writeAnnouncements(entries: readonly EntryDoc[]): Promise<void> {
    const heads = new Map<string, EntryDoc>();
    const messages = new Map<string, EntryDoc & { kind: 'message' }>();
    for (const entry of entries) {
      const key = entry.conversationId.toString();
      if ((heads.get(key)?.seq ?? 0) < entry.seq) heads.set(key, entry);
      if (entry.kind === 'message' && (messages.get(key)?.seq ?? 0) < entry.seq) messages.set(key, entry);
    }
    // In order: a conversation that shows a head shows the preview as of that head, or later.
    await conversations.bulkWrite(
      [
        ...[...messages.values()].map(announce),
        ...[...heads.values()].filter(({ kind }) => kind !== 'message').map(raiseHead),
      ],
      { ordered: true },
    );
    await models.entries.bulkWrite([
      ...entries.flatMap((entry) => (entry.kind === 'message' ? index(entry) : [])),
      {
        updateMany: {
          filter: { _id: { $in: entries.map(({ _id }) => _id) }, applied: false },
          update: { $set: { applied: true } },
        },
      },
    ]);
  }

  async function applyPending(conversationId: Types.ObjectId, upTo: number): Promise<void> {
    const pending = await models.entries
      .find({ applied: false, conversationId, seq: { $lte: upTo } })
      .sort({ seq: 1 })
      .batchSize(IN_ONE_BATCH)
      .toArray();
    let messages: EntryDoc[] = [];
    for (const entry of pending) {
      if (entry.kind === 'message') {
        messages.push(entry);
        continue;
      }
      if (messages.length > 0) await writeAnnouncements(messages);
      messages = [];
      const touched = await applyIntent(models, entry);
      if (touched.length > 0) onMembership(conversationId.toString(), touched);
      await writeAnnouncements([entry]);
    }
    if (messages.length > 0) await writeAnnouncements(messages);
  }

  /** Applies everything up to that number, in order. One run at a time for a conversation in this process. */
  async function settle(conversationId: Types.ObjectId, upTo: number): Promise<void> {
    const key = conversationId.toString();
    for (let current = applying.get(key); current; current = applying.get(key)) {
      await current.catch(() => {});
    }
    const run = applyPending(conversationId, upTo);
    applying.set(key, run);
    try {
      await run;
    } finally {
      applying.delete(key);
    }
  }

  return {
    settle,

    /** Takes charge of messages that were just inserted; never throws, never waits. */
    announceSoon(entries: readonly EntryDoc[]): void {
      announced.push(...entries);
      announcing ??= announceAll().finally(() => {
        announcing = null;
      });
    },

    /** Whether intents up to that number wait to be applied: their effect is not in the messages yet. */
    async hasPendingIntents(conversationId: Types.ObjectId, upTo: number): Promise<boolean> {
      const pending = await models.entries.findOne(
        { applied: false, conversationId, seq: { $lte: upTo }, kind: { $ne: 'message' } },
        { projection: { _id: 1 } },
      );
      return pending !== null;
    },

    /** Makes sure that whoever came or went up to that number is, or is not, a member. */
    async settleMoves(conversationId: Types.ObjectId, upTo: number): Promise<void> {
      const waiting = await models.entries.findOne(
        { applied: false, conversationId, seq: { $lte: upTo }, kind: 'system' },
        { projection: { _id: 1 } },
      );
      if (waiting) await settle(conversationId, upTo);
    },

    /**
     * Repairs what a process that died left behind. An entry counts as left behind when two sweeps in a row see it
     * unapplied (no clock is trusted), or at once with `everything`, for a node's start.
     */
    async sweep({ everything = false } = {}): Promise<void> {
      const unapplied = await models.entries
        .find({ applied: false }, { projection: { conversationId: 1, seq: 1 } })
        .toArray();
      const left = everything ? unapplied : unapplied.filter(({ _id }) => suspects.has(_id.toString()));
      suspects = new Set(unapplied.map(({ _id }) => _id.toString()));
      const upTo = new Map<string, EntryDoc>();
      for (const entry of left) {
        const key = entry.conversationId.toString();
        if ((upTo.get(key)?.seq ?? 0) < entry.seq) upTo.set(key, entry as EntryDoc);
      }
      for (const { conversationId, seq } of upTo.values()) await settle(conversationId, seq);
    },

    /** Settles when all announcements are written. */
    async idle(): Promise<void> {
      while (announcing) await announcing;
    },

    /** Gives up announcements that cannot be written; the next sweep of any process finds them. */
    stop(): void {
      stopped = true;
    },
  };
}

function raiseHead({ conversationId, seq }: EntryDoc): mongo.AnyBulkWriteOperation<ConversationDoc> {
  return { updateOne: { filter: { _id: conversationId }, update: { $max: { headSeq: seq } } } };
}
