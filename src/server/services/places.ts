import type { Types } from 'mongoose';
import type {
  AdminConversation,
  AdminConversationDetail,
  ListAdminConversationsInput,
  Page,
  SetOwnerInput,
} from '~/contract/admin';
import { ADMIN_PAGE, MEMBERS_LISTED_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { SYSTEM_ID } from '~/contract/system';
import type { User } from '~/contract/user';
import { AppError } from '~/server/app-error';
import type { Links } from '~/server/media/links';
import type { ConversationDoc } from '~/server/models/conversation';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import { daysOf, NO_CHOICES } from '~/server/models/retention';
import { PUBLIC_USER, searchTerms, startsWith, toUser } from '~/server/models/user';
import type { Timeline } from '~/server/timeline/timeline';
import { objectId, type Reader } from './actor';
import type { Audit } from './audit';
import { decodeCursor, encodeCursor } from './cursor';
import type { Operator } from './operator';

export interface PlacesOptions {
  readonly models: Models;
  readonly links: Pick<Links, 'linkTo'>;
  readonly timeline: Pick<Timeline, 'append' | 'settle'>;
  readonly audit: Pick<Audit, 'act'>;
  readonly retentionDays: number | null;
}

/** All conversations, for operators: who is in them and what they take, and never what is said in them. */
export function createPlaces({ models, links, timeline, audit, retentionDays }: PlacesOptions) {
  async function peopleById(viewer: Reader, ids: readonly Types.ObjectId[]): Promise<ReadonlyMap<Id, User>> {
    const users = await models.users
      .find({ _id: { $in: ids } }, PUBLIC_USER)
      .batchSize(IN_ONE_BATCH)
      .lean();
    return new Map(users.map((user) => [user._id.toString(), toUser(user, viewer.userId, links)]));
  }

  async function described(viewer: Reader, docs: readonly ConversationDoc[]): Promise<AdminConversation[]> {
    const [sums, people] = await Promise.all([
      models.uploads.aggregate<{ _id: Types.ObjectId; bytes: number }>([
        { $match: { 'use.conversationId': { $in: docs.map(({ _id }) => _id) }, released: { $exists: false } } },
        { $group: { _id: '$use.conversationId', bytes: { $sum: '$size' } } },
      ]),
      peopleById(
        viewer,
        docs.flatMap(({ pair }) => pair),
      ),
    ]);
    const bytes = new Map(sums.map((sum) => [sum._id.toString(), sum.bytes]));
    return docs.map((doc) => ({
      id: doc._id.toString(),
      kind: doc.kind,
      slug: doc.slug,
      name: doc.name,
      people: doc.pair.flatMap((id) => people.get(id.toString()) ?? []),
      memberCount: doc.memberCount,
      entries: doc.headSeq,
      bytes: bytes.get(doc._id.toString()) ?? 0,
      lastActivityAt: doc.lastActivityAt.toISOString(),
      retentionDays: daysOf(doc.retention ?? NO_CHOICES, retentionDays),
      retentionBound: doc.retention?.bound ?? null,
    }));
  }

  async function existing(conversationId: Id): Promise<ConversationDoc> {
    const doc = await models.conversations.findById(conversationId).lean();
    if (!doc) throw new AppError('NOT_FOUND', 'There is no such conversation.');
    return doc as ConversationDoc;
  }

  return {
    /** The newest first. Of a query, every word must start a word of a room's name or slug. */
    async list(
      viewer: Reader,
      { query = '', kind, cursor }: ListAdminConversationsInput,
    ): Promise<Page<AdminConversation>> {
      const after = cursor ? objectId(decodeCursor(cursor, ['id'])[0]) : null;
      const words = searchTerms(query);
      const docs = (await models.conversations
        .find({
          ...(kind && { kind }),
          ...(after && { _id: { $lt: after } }),
          ...(words.length > 0 && { $and: words.map((word) => ({ terms: startsWith(word) })) }),
        })
        .sort({ _id: -1 })
        .limit(ADMIN_PAGE + 1)
        .lean()) as ConversationDoc[];
      const page = docs.slice(0, ADMIN_PAGE);
      const last = page.at(-1);
      return {
        items: await described(viewer, page),
        nextCursor: last && docs.length > ADMIN_PAGE ? encodeCursor([last._id.toString()]) : null,
      };
    },

    async get(viewer: Reader, conversationId: Id): Promise<AdminConversationDetail> {
      const doc = await existing(conversationId);
      const memberships = await models.memberships
        .find({ conversationId, active: true }, { userId: 1, role: 1 })
        .sort({ joinedSeq: 1, _id: 1 })
        .limit(MEMBERS_LISTED_MAX)
        .batchSize(IN_ONE_BATCH)
        .lean();
      const people = await peopleById(
        viewer,
        memberships.map(({ userId }) => userId),
      );
      const [about] = await described(viewer, [doc]);
      return {
        ...about!,
        members: memberships.flatMap(({ userId, role }) => {
          const user = people.get(userId.toString());
          return user ? [{ user, role }] : [];
        }),
      };
    },

    /** Makes a member an owner, for a room or group whose owners are gone. Members see who did it. */
    setOwner(operator: Operator, { conversationId, userId, reason }: SetOwnerInput): Promise<void> {
      const target = { kind: 'conversation' as const, id: conversationId };
      return audit.act(operator, { action: 'setOwner', target, reason }, async () => {
        const { kind, _id } = await existing(conversationId);
        if (kind === 'direct') throw new AppError('CONFLICT', 'A direct conversation has no roles.');
        const membership = await models.memberships.findOne({ conversationId, userId, active: true }).lean();
        if (!membership) throw new AppError('NOT_FOUND', 'There is no such member.');
        if (membership.role === 'owner') return;
        await timeline.append(_id, {
          kind: 'system',
          action: 'role',
          userId: membership.userId,
          role: 'owner',
          senderId: objectId(operator.kind === 'admin' ? operator.userId : SYSTEM_ID),
          clientId: `system:role:${userId}:${membership.rev}:owner`,
        });
      });
    },
  };
}
