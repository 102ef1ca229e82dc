import { Types } from 'mongoose';
import type { Conversation, ConversationDetail } from '~/contract/conversation';
import { CONVERSATIONS_PAGE, GROUP_MEMBERS_MAX, MEMBERS_LISTED_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import type { User } from '~/contract/user';
import { AppError } from '~/server/app-error';
import { type ConversationDoc, toConversation } from '~/server/models/conversation';
import { toMember } from '~/server/models/membership';
import { isDuplicateKey, type Models } from '~/server/models/models';
import type { Timeline } from '~/server/timeline/timeline';
import { type Actor, objectId } from './actor';
import { decodeCursor, encodeCursor } from './cursor';
import type { createUsers } from './users';

export interface ConversationsOptions {
  readonly models: Models;
  readonly timeline: Timeline;
  readonly now: () => Date;
  readonly users: Pick<ReturnType<typeof createUsers>, 'byIds'>;
}

/** What is given when a conversation is made; the rest starts empty. */
type Founding = Pick<ConversationDoc, 'kind' | 'key' | 'createdBy'> &
  Partial<Pick<ConversationDoc, 'slug' | 'name' | 'pair' | 'terms'>>;

export function createConversations({ models, timeline, now, users }: ConversationsOptions) {
  /** Passes for a member. Others learn whether it exists only if it is a room, which anybody can find. */
  async function authorise(actor: Actor, conversationId: Id): Promise<void> {
    if (await models.memberships.exists({ conversationId, userId: actor.userId, active: true })) return;
    if (await models.conversations.exists({ _id: conversationId, kind: 'room' })) {
      throw new AppError('FORBIDDEN', 'You are not in this room. Join it first.');
    }
    throw new AppError('NOT_FOUND', 'There is no such conversation.');
  }

  /** The one with that key, made if there is none: two callers at once get the same. */
  async function findOrFound(founding: Founding): Promise<{ doc: ConversationDoc; made: boolean }> {
    const { key } = founding;
    const found = await models.conversations.findOne({ key }).lean();
    if (found) return { doc: found, made: false };
    try {
      const made = await models.conversations.create({
        pair: [],
        terms: [],
        memberCount: 0,
        memberCountSeq: 0,
        headSeq: 0,
        lastActivityAt: now(),
        ...founding,
      });
      return { doc: made.toObject(), made: true };
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
      return { doc: (await models.conversations.findOne({ key }).orFail().lean()) as ConversationDoc, made: false };
    }
  }

  /**
   * Entry 1 of every conversation: who made it, for whom. The same for every caller, so that whoever finds a
   * conversation whose maker died before this step completes it.
   */
  async function open(doc: ConversationDoc, memberIds: readonly Types.ObjectId[]): Promise<void> {
    await timeline.append(doc._id, {
      kind: 'system',
      action: 'created',
      senderId: doc.createdBy,
      clientId: 'system:created',
      memberIds: [...memberIds],
    });
  }

  async function existing(userIds: readonly Id[]): Promise<Types.ObjectId[]> {
    const unique = [...new Set(userIds)];
    if ((await users.byIds(unique)).length < unique.length) {
      throw new AppError('NOT_FOUND', 'There is no such person.');
    }
    return unique.map(objectId);
  }

  async function withPeers(actor: Actor, docs: readonly ConversationDoc[]): Promise<Conversation[]> {
    const peerIds = docs.flatMap((doc) => peerOf(doc, actor) ?? []);
    const peers = new Map<Id, User>();
    if (peerIds.length > 0) for (const user of await users.byIds(peerIds)) peers.set(user.id, user);
    return docs.map((doc) => toConversation(doc, peers.get(peerOf(doc, actor) ?? '') ?? null));
  }

  async function get(actor: Actor, conversationId: Id): Promise<Conversation> {
    await authorise(actor, conversationId);
    const doc = await models.conversations.findById(conversationId).orFail().lean();
    return (await withPeers(actor, [doc as ConversationDoc]))[0]!;
  }

  return {
    authorise,
    findOrFound,
    open,
    get,

    /** The one conversation of this pair, whoever opens it and however often. */
    async openDirect(actor: Actor, userId: Id): Promise<Conversation> {
      await existing([userId]);
      const pair = [...new Set([actor.userId, userId])].sort().map(objectId);
      const { doc } = await findOrFound({
        kind: 'direct',
        key: `direct:${pair.join(':')}`,
        pair,
        createdBy: objectId(actor.userId),
      });
      if (!isOpened(doc)) await open(doc, pair);
      return get(actor, doc._id.toString());
    },

    async createGroup(
      actor: Actor,
      { name, memberIds, clientId }: { name: string; memberIds: readonly Id[]; clientId?: string | undefined },
    ): Promise<Conversation> {
      const members = await existing([actor.userId, ...memberIds]);
      const { doc } = await findOrFound({
        kind: 'group',
        key: `group:${actor.userId}:${clientId ?? new Types.ObjectId()}`,
        name,
        createdBy: objectId(actor.userId),
      });
      if (!isOpened(doc)) await open(doc, members);
      return get(actor, doc._id.toString());
    },

    /** Who is a member already stays one; `CONFLICT` for anything but a group, `TOO_LARGE` past the limit. */
    async addMembers(actor: Actor, conversationId: Id, userIds: readonly Id[]): Promise<ConversationDetail> {
      await authorise(actor, conversationId);
      const added = await existing(userIds);
      const doc = await models.conversations.findById(conversationId).orFail().lean();
      if (doc.kind !== 'group') throw new AppError('CONFLICT', 'People are added to groups only.');
      const memberships = await models.memberships.find({ conversationId, userId: { $in: added } }).lean();
      const known = new Map(memberships.map((membership) => [membership.userId.toString(), membership]));
      const absent = added.filter((userId) => !known.get(userId.toString())?.active);
      if (doc.memberCount + absent.length > GROUP_MEMBERS_MAX) {
        throw new AppError('TOO_LARGE', `A group has at most ${GROUP_MEMBERS_MAX} members. Make it a room.`);
      }
      await Promise.all(
        absent.map((userId) =>
          timeline.append(objectId(conversationId), {
            kind: 'system',
            action: 'added',
            userId,
            senderId: objectId(actor.userId),
            // The membership's last change names the intention: the same member adding twice at once is one entry.
            clientId: `system:added:${userId}:${known.get(userId.toString())?.rev ?? 0}`,
          }),
        ),
      );
      return detail(actor, conversationId);
    },

    detail,

    /** By last activity, newest first; a fixed number of queries whatever the number of conversations. */
    async list(actor: Actor, { cursor, limit = CONVERSATIONS_PAGE }: { cursor?: string | null; limit?: number }) {
      const after = cursor ? decodeCursor(cursor, ['date', 'id']) : null;
      const memberships = await models.memberships
        .find({ userId: actor.userId, active: true }, { conversationId: 1 })
        .lean();
      const ids = memberships.map(({ conversationId }) => conversationId);
      const docs = await models.conversations
        .find({
          _id: { $in: ids },
          ...(after && {
            $or: [
              { lastActivityAt: { $lt: after[0] } },
              { lastActivityAt: after[0], _id: { $lt: objectId(after[1]) } },
            ],
          }),
        })
        .sort({ lastActivityAt: -1, _id: -1 })
        .limit(limit + 1)
        .lean();
      const page = docs.slice(0, limit) as ConversationDoc[];
      const last = page.at(-1);
      return {
        conversations: await withPeers(actor, page),
        nextCursor: last && docs.length > limit ? encodeCursor([last.lastActivityAt, last._id.toString()]) : null,
      };
    },

    /** As the feed needs it: null where `get` refuses. */
    async describe(userId: Id, conversationId: Id): Promise<Conversation | null> {
      return get({ userId }, conversationId).catch((error) => {
        if (error instanceof AppError) return null;
        throw error;
      });
    },
  };

  async function detail(actor: Actor, conversationId: Id): Promise<ConversationDetail> {
    const conversation = await get(actor, conversationId);
    const memberships = await models.memberships
      .find({ conversationId, active: true })
      .sort({ joinedSeq: 1, _id: 1 })
      .limit(MEMBERS_LISTED_MAX)
      .lean();
    const people = new Map(
      (await users.byIds(memberships.map(({ userId }) => userId.toString()))).map((user) => [user.id, user]),
    );
    const members = memberships.flatMap((membership) => {
      const user = people.get(membership.userId.toString());
      return user ? [toMember(membership, user)] : [];
    });
    return { ...conversation, members };
  }
}

/** Whether entry 1 has done its work; the head alone may be a message of somebody whom it let in first. */
function isOpened(doc: ConversationDoc): boolean {
  return doc.memberCountSeq > 0;
}

function peerOf(doc: ConversationDoc, actor: Actor): Id | null {
  if (doc.kind !== 'direct') return null;
  const ids = doc.pair.map(String);
  return ids.find((id) => id !== actor.userId) ?? actor.userId;
}
