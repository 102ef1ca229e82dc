import type { UpdateQuery } from 'mongoose';
import { RAISES_KEPT, UNREAD_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import type { MessageReceipt, RaiseReceiptInput, Receipt, UnreadSummary } from '~/contract/receipt';
import { AppError } from '~/server/app-error';
import type { Limits } from '~/server/limits';
import type { MembershipDoc, RaiseDoc } from '~/server/models/membership';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import type { Bus } from '~/server/realtime/bus';
import type { Timeline } from '~/server/timeline/timeline';
import { type Actor, objectId } from './actor';
import type { createConversations } from './conversations';
import { countUnread } from './unread';

export interface ReceiptsOptions {
  readonly models: Models;
  readonly timeline: Pick<Timeline, 'head'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly now: () => Date;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'authorise'>;
  readonly limits: Pick<Limits, 'spend'>;
  /** Somebody has read further than on any device before. Must not throw. */
  readonly onRead: (userId: Id, conversationId: Id, seq: number) => void;
}

type Watermark = 'read' | 'delivered';

/** How far each member has come: two watermarks on the membership. `readSeq` ≤ `deliveredSeq` ≤ head, and each only rises. */
export function createReceipts({ models, timeline, bus, now, conversations, limits, onRead }: ReceiptsOptions) {
  /** Raises one watermark, with the time of the raise; whether it rose. */
  async function raise({ _id }: MembershipDoc, watermark: Watermark, seq: number): Promise<boolean> {
    const [mark, raises] =
      watermark === 'read' ? (['readSeq', 'readRaises'] as const) : (['deliveredSeq', 'deliveredRaises'] as const);
    const update = {
      $max: { [mark]: seq },
      $push: { [raises]: { $each: [{ seq, at: now() }], $slice: -RAISES_KEPT } },
    } as UpdateQuery<MembershipDoc>;
    const { modifiedCount } = await models.memberships.updateOne({ _id, active: true, [mark]: { $lt: seq } }, update);
    return modifiedCount > 0;
  }

  async function raiseTo(
    actor: Actor,
    watermark: Watermark,
    { conversationId, seq: asked }: RaiseReceiptInput,
  ): Promise<Receipt> {
    const membership = await conversations.authorise(actor, conversationId);
    await limits.spend('receipt', actor.userId);
    const conversation = await models.conversations.findById(conversationId, { headSeq: 1, kind: 1 }).orFail().lean();
    // What is remembered of the head may be a moment old; the exact one costs more.
    const head = asked > conversation.headSeq ? await timeline.head(membership.conversationId) : conversation.headSeq;
    const seq = Math.min(asked, head);
    // Delivered first, so that read never stands above it.
    const delivered = await raise(membership, 'delivered', seq);
    const read = watermark === 'read' && (await raise(membership, 'read', seq));
    const unmarked = watermark === 'read' && (await unmark(membership));
    const receipt = await receiptOf(membership);
    if (delivered || read) {
      const topic =
        conversation.kind === 'room' ? (`user:${actor.userId}` as const) : (`conversation:${conversationId}` as const);
      bus.publish(topic, { type: 'receipt', ...receipt });
    }
    if (read) onRead(actor.userId, conversationId, seq);
    if (unmarked) bus.publish(`user:${actor.userId}`, { type: 'conversation', conversationId });
    return receipt;
  }

  /** Reading ends what was marked as unread. */
  async function unmark({ _id, markedUnread }: MembershipDoc): Promise<boolean> {
    if (!markedUnread) return false;
    await models.memberships.updateOne({ _id }, { $set: { markedUnread: false } });
    return true;
  }

  async function receiptOf({ _id }: MembershipDoc): Promise<Receipt> {
    const membership = await models.memberships
      .findById(_id, { conversationId: 1, userId: 1, readSeq: 1, deliveredSeq: 1 })
      .orFail()
      .lean<MembershipDoc>();
    return toReceipt(membership);
  }

  /** The others' memberships; none in a room, where watermarks are nobody else's business. */
  async function others(actor: Actor, conversationId: Id, projection: Record<string, 1>): Promise<MembershipDoc[]> {
    if (await models.conversations.exists({ _id: conversationId, kind: 'room' })) return [];
    return models.memberships
      .find({ conversationId, active: true, userId: { $ne: actor.userId } }, projection)
      .sort({ joinedSeq: 1, _id: 1 })
      .batchSize(IN_ONE_BATCH)
      .lean<MembershipDoc[]>();
  }

  return {
    /** Everything up to that number was seen; it is delivered, too. */
    read: (actor: Actor, input: RaiseReceiptInput): Promise<Receipt> => raiseTo(actor, 'read', input),

    /** Everything up to that number has reached one of the caller's devices. */
    delivered: (actor: Actor, input: RaiseReceiptInput): Promise<Receipt> => raiseTo(actor, 'delivered', input),

    async list(actor: Actor, conversationId: Id): Promise<Receipt[]> {
      await conversations.authorise(actor, conversationId);
      const marks = { conversationId: 1, userId: 1, readSeq: 1, deliveredSeq: 1 } as const;
      return (await others(actor, conversationId, marks)).map(toReceipt);
    },

    /** What became of one message with every other member; of one's own or of somebody else's. */
    async info(actor: Actor, { conversationId, messageId }: { conversationId: Id; messageId: Id }) {
      await conversations.authorise(actor, conversationId);
      const message = await models.entries.findOne(
        {
          _id: objectId(messageId),
          conversationId: objectId(conversationId),
          kind: 'message',
          hiddenFrom: { $ne: objectId(actor.userId) },
        },
        { projection: { seq: 1, senderId: 1 } },
      );
      if (!message) throw new AppError('NOT_FOUND', 'There is no such message.');
      const all = { userId: 1, joinedSeq: 1, readSeq: 1, deliveredSeq: 1, readRaises: 1, deliveredRaises: 1 } as const;
      return (await others(actor, conversationId, all))
        .filter(({ userId }) => !userId.equals(message.senderId))
        .map((membership) => toMessageReceipt(membership, message.seq));
    },

    /** Of all conversations that are not archived; one that is marked as unread counts as one at least. */
    async unread(actor: Actor): Promise<UnreadSummary> {
      const memberships = await models.memberships
        .find(
          { userId: actor.userId, active: true, archived: { $ne: true } },
          { conversationId: 1, readSeq: 1, markedUnread: 1 },
        )
        .lean<MembershipDoc[]>();
      const heads = await models.conversations
        .find({ _id: { $in: memberships.map(({ conversationId }) => conversationId) } }, { headSeq: 1 })
        .lean();
      const headOf = new Map(heads.map(({ _id, headSeq }) => [_id.toString(), headSeq]));
      const places = memberships.map(({ conversationId, readSeq }) => ({
        conversationId,
        readSeq,
        headSeq: headOf.get(conversationId.toString()) ?? 0,
      }));
      const counts = await countUnread(models, actor.userId, places);
      const waiting = memberships.flatMap(({ conversationId, markedUnread }) => {
        const id = conversationId.toString();
        const count = Math.max(counts.get(id) ?? 0, markedUnread ? 1 : 0);
        return count > 0 ? [{ conversationId: id, count: Math.min(count, UNREAD_MAX) }] : [];
      });
      return { total: waiting.reduce((total, { count }) => total + count, 0), conversations: waiting };
    },
  };
}

function toReceipt({ conversationId, userId, readSeq, deliveredSeq }: MembershipDoc): Receipt {
  return { conversationId: conversationId.toString(), userId: userId.toString(), readSeq, deliveredSeq };
}

function toMessageReceipt(membership: MembershipDoc, seq: number): MessageReceipt {
  const { userId, joinedSeq, readSeq, deliveredSeq, readRaises, deliveredRaises } = membership;
  return {
    userId: userId.toString(),
    delivered: deliveredSeq >= seq,
    deliveredAt: reachedAt(seq, joinedSeq, deliveredRaises),
    read: readSeq >= seq,
    readAt: reachedAt(seq, joinedSeq, readRaises),
  };
}

/** When a watermark reached that number: at the first raise to it or above, if that raise and the one before are kept. */
function reachedAt(seq: number, joinedSeq: number, raises: readonly RaiseDoc[] = []): string | null {
  const index = raises.findIndex((raise) => raise.seq >= seq);
  if (index === -1 || seq <= joinedSeq) return null;
  const isKnown = index > 0 || raises.length < RAISES_KEPT;
  return isKnown ? raises[index]!.at.toISOString() : null;
}
