import type { Types } from 'mongoose';
import type { SetRetentionBoundInput } from '~/contract/admin';
import type { Conversation, SetRetentionInput } from '~/contract/conversation';
import type { Id } from '~/contract/primitives';
import { SYSTEM_ID } from '~/contract/system';
import { AppError } from '~/server/app-error';
import type { ConversationDoc } from '~/server/models/conversation';
import type { EntryDoc } from '~/server/models/entry';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import { boundOf, daysOf, NO_CHOICES, type RetentionChoices } from '~/server/models/retention';
import type { Timeline } from '~/server/timeline/timeline';
import { type Actor, objectId } from './actor';
import type { Audit } from './audit';
import { CLEARED, type Clearance, type Cleared } from './clearance';
import type { createConversations } from './conversations';
import type { Operator } from './operator';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Numbers looked at together: as many as are appended in one command. */
const RANGE = 200;

/** Ranges of one conversation in one run; the next run goes on. */
const RANGES_MAX = 50;

/** Conversations read at once. */
const CONVERSATIONS = 500;

export interface RetentionOptions {
  readonly models: Models;
  readonly timeline: Pick<Timeline, 'append'>;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'authorise' | 'get'>;
  readonly audit: Pick<Audit, 'act'>;
  readonly clear: Clearance;
  readonly now: () => Date;
  /** Days that messages are kept everywhere; null for good. */
  readonly everywhere: number | null;
}

/** How long messages are kept. Those that are older are deleted in the background, as entries of their timelines. */
export function createRetention({ models, timeline, conversations, audit, clear, now, everywhere }: RetentionOptions) {
  async function choose({ _id, retention }: ConversationDoc, senderId: Id, change: Partial<RetentionChoices>) {
    const before = retention ?? { ...NO_CHOICES, seq: 0 };
    const { own, bound } = { ...before, ...change };
    if (own === before.own && bound === before.bound) return;
    await timeline.append(_id, {
      kind: 'system',
      action: 'retention',
      own,
      bound,
      days: daysOf({ own, bound }, everywhere),
      senderId: objectId(senderId),
      // What it replaces names the intention: a retry is one entry.
      clientId: `system:retention:${before.seq}:${own}:${bound}`,
    });
  }

  /** Deletes what was sent before that, from where the last run ended; everything up to `clearedSeq` is deleted. */
  async function clearBefore(doc: ConversationDoc, before: Date, goOn: () => Promise<boolean>): Promise<void> {
    let { clearedSeq } = doc;
    for (let ranges = 0; ranges < RANGES_MAX; ranges += 1) {
      const range = (await models.entries
        .find(
          { conversationId: doc._id, seq: { $gt: clearedSeq, $lte: clearedSeq + RANGE } },
          { projection: { ...CLEARED, at: 1, kind: 1, deletedAt: 1 } },
        )
        .sort({ seq: 1 })
        .batchSize(IN_ONE_BATCH)
        .toArray()) as EntryDoc[];
      const end = range.findIndex(({ at }) => at >= before);
      const old = end === -1 ? range : range.slice(0, end);
      const messages = old.filter(({ kind, deletedAt }) => kind === 'message' && !deletedAt);
      await clear(messages as unknown as Cleared[], { senderId: SYSTEM_ID, cause: 'old' });
      clearedSeq = old.at(-1)?.seq ?? clearedSeq;
      const next = range[old.length];
      await models.conversations.updateOne(
        { _id: doc._id },
        { $max: { clearedSeq }, ...(next ? { $set: { unclearedAt: next.at } } : { $unset: { unclearedAt: 1 } }) },
      );
      if (old.length < RANGE || !(await goOn())) return;
    }
  }

  return {
    /** By owners of a group or room. `INVALID_INPUT` for longer than messages may be kept here. */
    async set(actor: Actor, { conversationId, days }: SetRetentionInput): Promise<Conversation> {
      const { role } = await conversations.authorise(actor, conversationId);
      const doc = (await models.conversations.findById(conversationId).orFail().lean()) as ConversationDoc;
      if (doc.kind === 'direct') throw new AppError('CONFLICT', 'In a direct conversation nobody sets this.');
      if (role !== 'owner') throw new AppError('FORBIDDEN', 'Owners set how long messages are kept.');
      const bound = boundOf(doc.retention ?? NO_CHOICES, everywhere);
      if (days !== null && bound !== null && days > bound) {
        const words = `must be at most ${bound}`;
        throw new AppError('INVALID_INPUT', `days: ${words}`, { fields: { days: words } });
      }
      await choose(doc, actor.userId, { own: days });
      return conversations.get(actor, conversationId);
    },

    /** For any conversation: what its owners may choose at most, and what holds while they choose nothing. */
    setBound(operator: Operator, { conversationId, days, reason }: SetRetentionBoundInput): Promise<void> {
      const target = { kind: 'conversation' as const, id: conversationId };
      return audit.act(operator, { action: 'setRetention', target, reason }, async () => {
        const doc = await models.conversations.findById(conversationId).lean();
        if (!doc) throw new AppError('NOT_FOUND', 'There is no such conversation.');
        const senderId = operator.kind === 'admin' ? operator.userId : SYSTEM_ID;
        await choose(doc as ConversationDoc, senderId, { bound: days });
      });
    },

    /** Looks through all conversations once, as long as it may. Again, or in two processes, is the same as once. */
    async clear(goOn: () => Promise<boolean>): Promise<void> {
      const chosen = everywhere === null ? { 'retention.seq': { $exists: true } } : {};
      for (let after: Types.ObjectId | null = null; ; ) {
        const docs = (await models.conversations
          .find({ $and: [chosen, after ? { _id: { $gt: after } } : {}] } as object)
          .select({ retention: 1, clearedSeq: 1, unclearedAt: 1, headSeq: 1 })
          .sort({ _id: 1 })
          .limit(CONVERSATIONS)
          .batchSize(IN_ONE_BATCH)
          .lean()) as ConversationDoc[];
        for (const doc of docs) {
          const days = daysOf(doc.retention ?? NO_CHOICES, everywhere);
          if (days === null || doc.headSeq <= (doc.clearedSeq ?? 0)) continue;
          const before = new Date(now().getTime() - days * DAY_MS);
          if (doc.unclearedAt && doc.unclearedAt >= before) continue;
          await clearBefore({ ...doc, clearedSeq: doc.clearedSeq ?? 0 }, before, goOn);
        }
        after = docs.at(-1)?._id ?? null;
        if (docs.length < CONVERSATIONS || !(await goOn())) return;
      }
    },
  };
}
