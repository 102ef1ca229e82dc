import { Types } from 'mongoose';
import type { Page } from '~/contract/admin';
import { ADMIN_PAGE } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import type {
  AdminReport,
  CreateReportInput,
  HandleReportInput,
  ListReportsInput,
  Report,
  ReportOutcome,
} from '~/contract/report';
import { SYSTEM_ID } from '~/contract/system';
import { AppError } from '~/server/app-error';
import type { Limits } from '~/server/limits';
import type { Links } from '~/server/media/links';
import type { EntryDoc } from '~/server/models/entry';
import { IN_ONE_BATCH, isDuplicateKey, type Models } from '~/server/models/models';
import { type ReportDoc, toReport } from '~/server/models/report';
import { PUBLIC_USER, toUser } from '~/server/models/user';
import { type Actor, objectId, type Reader } from './actor';
import type { Audit } from './audit';
import { CLEARED, type Clearance, type Cleared } from './clearance';
import type { createConversations } from './conversations';
import { decodeCursor, encodeCursor } from './cursor';
import type { Operator } from './operator';
import type { People } from './people';

export interface ReportsOptions {
  readonly models: Models;
  readonly links: Pick<Links, 'linkTo'>;
  readonly now: () => Date;
  readonly limits: Pick<Limits, 'spend'>;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'authorise'>;
  readonly audit: Pick<Audit, 'act'>;
  readonly people: Pick<People, 'lockOut'>;
  readonly clear: Clearance;
}

const ACTIONS = { dismissed: 'dismissReport', deleted: 'deleteReported', disabled: 'disableReported' } as const;

/** Messages that members say should not be there. */
export function createReports(options: ReportsOptions) {
  const { models, links, now, limits, conversations, audit, people, clear } = options;

  async function carryOut(operator: Operator, doc: ReportDoc, outcome: ReportOutcome): Promise<void> {
    if (outcome === 'disabled') await people.lockOut(doc.senderId.toString());
    if (outcome !== 'deleted') return;
    const message = await models.entries.findOne(
      { _id: doc.messageId, conversationId: doc.conversationId, deletedAt: { $exists: false } },
      { projection: CLEARED },
    );
    const senderId = operator.kind === 'admin' ? operator.userId : SYSTEM_ID;
    if (message) await clear([message as unknown as Cleared], { senderId, cause: 'reported' });
  }

  async function page(filter: object, cursor: string | null | undefined) {
    const after = cursor ? objectId(decodeCursor(cursor, ['id'])[0]) : null;
    const docs = (await models.reports
      .find({ ...filter, ...(after && { _id: { $lt: after } }) })
      .sort({ _id: -1 })
      .limit(ADMIN_PAGE + 1)
      .lean()) as ReportDoc[];
    const items = docs.slice(0, ADMIN_PAGE);
    const last = items.at(-1);
    return { items, nextCursor: last && docs.length > ADMIN_PAGE ? encodeCursor([last._id.toString()]) : null };
  }

  return {
    /** Keeps what the message says now. `CONFLICT` for one's own, and for one that is deleted. */
    async create(actor: Actor, input: CreateReportInput): Promise<Report> {
      const { conversationId, messageId, reportReason, note = '' } = input;
      await conversations.authorise(actor, conversationId);
      const reporterId = objectId(actor.userId);
      const found = await models.entries.findOne({
        _id: objectId(messageId),
        conversationId: objectId(conversationId),
        kind: 'message',
        hiddenFrom: { $ne: reporterId },
      });
      if (!found) throw new AppError('NOT_FOUND', 'There is no such message.');
      const message = found as EntryDoc & { kind: 'message' };
      if (message.senderId.equals(reporterId)) throw new AppError('CONFLICT', 'This message is your own.');
      const earlier = () => models.reports.findOne({ messageId, reporterId }).lean<ReportDoc>();
      const before = await earlier();
      if (before) return toReport(before);
      if (message.deletedAt) throw new AppError('CONFLICT', 'This message was deleted.');
      await limits.spend('report', actor.userId);
      const doc: ReportDoc = {
        _id: new Types.ObjectId(),
        at: now(),
        reporterId,
        conversationId: message.conversationId,
        messageId: message._id,
        seq: message.seq,
        senderId: message.senderId,
        reason: reportReason,
        note,
        text: message.text,
        filenames: (message.attachments ?? []).map(({ filename }) => filename),
        outcome: null,
        handledBy: null,
      };
      try {
        await models.reports.create(doc);
      } catch (error) {
        const first = isDuplicateKey(error) ? await earlier() : null;
        if (!first) throw error;
        return toReport(first);
      }
      return toReport(doc);
    },

    /** The caller's own, the newest first, with what became of them. */
    async mine(actor: Actor, { cursor }: { cursor?: string | null | undefined }): Promise<Page<Report>> {
      const { items, nextCursor } = await page({ reporterId: objectId(actor.userId) }, cursor);
      return { items: items.map(toReport), nextCursor };
    },

    /** What waits, or what was handled; the newest first. */
    async list(viewer: Reader, { handled = false, cursor }: ListReportsInput): Promise<Page<AdminReport>> {
      const { items, nextCursor } = await page({ outcome: handled ? { $ne: null } : null }, cursor);
      const userIds = items.flatMap(({ reporterId, senderId, handledBy }) => [
        reporterId,
        senderId,
        ...(handledBy ? [handledBy] : []),
      ]);
      const [users, places] = await Promise.all([
        models.users
          .find({ _id: { $in: userIds } }, PUBLIC_USER)
          .batchSize(IN_ONE_BATCH)
          .lean(),
        models.conversations.find({ _id: { $in: items.map((doc) => doc.conversationId) } }, { name: 1 }).lean(),
      ]);
      const people = new Map(users.map((user) => [user._id.toString(), toUser(user, viewer.userId, links)]));
      const names = new Map(places.map(({ _id, name }) => [_id.toString(), name]));
      const personOf = (id: Types.ObjectId | null) => (id && people.get(id.toString())) ?? null;
      return {
        items: items.map((doc) => ({
          ...toReport(doc),
          reporter: personOf(doc.reporterId),
          author: personOf(doc.senderId),
          conversationName: names.get(doc.conversationId.toString()) ?? null,
          text: doc.text,
          filenames: doc.filenames,
          handledBy: personOf(doc.handledBy),
        })),
        nextCursor,
      };
    },

    /**
     * Does what was decided; whoever reported it sees it among theirs. With a message, everything that waits about it is handled.
     * `CONFLICT` for one that is handled already otherwise, and where the last admin would be disabled.
     */
    async handle(operator: Operator, { reportId, outcome, reason }: HandleReportInput): Promise<void> {
      const target = { kind: 'report' as const, id: reportId };
      await audit.act(operator, { action: ACTIONS[outcome], target, reason }, async () => {
        const doc = await models.reports.findById(reportId).lean<ReportDoc>();
        if (!doc) throw new AppError('NOT_FOUND', 'There is no such report.');
        if (doc.outcome === outcome) return;
        if (doc.outcome) throw new AppError('CONFLICT', 'Somebody has handled this report already.');
        await carryOut(operator, doc, outcome);
        const about = outcome === 'dismissed' ? { _id: doc._id } : { messageId: doc.messageId };
        const handledBy = operator.kind === 'admin' ? objectId(operator.userId) : null;
        await models.reports.updateMany({ ...about, outcome: null }, { $set: { outcome, handledBy } });
      });
    },

    /** Forgets the words of an erased person: what they reported with, and what was quoted of them. */
    async forget(userId: Id): Promise<void> {
      await models.reports.updateMany({ reporterId: userId }, { $set: { note: '' } });
      await models.reports.updateMany({ senderId: userId }, { $set: { text: '', filenames: [] } });
    },
  };
}

export type Reports = ReturnType<typeof createReports>;
