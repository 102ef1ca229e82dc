import { createHash } from 'node:crypto';
import { Types } from 'mongoose';
import type {
  Conversation,
  ConversationDetail,
  SetPreferencesInput,
  UpdateConversationInput,
} from '~/contract/conversation';
import { CONVERSATIONS_PAGE, GROUP_MEMBERS_MAX, MEMBERS_LISTED_MAX } from '~/contract/limits';
import type { Id, Role } from '~/contract/primitives';
import { AppError } from '~/server/app-error';
import { gather } from '~/server/gather';
import type { Limits } from '~/server/limits';
import type { Links } from '~/server/media/links';
import { type ConversationDoc, toConversation } from '~/server/models/conversation';
import { type MembershipDoc, toMember } from '~/server/models/membership';
import { IN_ONE_BATCH, isDuplicateKey, type Models } from '~/server/models/models';
import { daysOf, NO_CHOICES } from '~/server/models/retention';
import type { Bus } from '~/server/realtime/bus';
import type { Timeline } from '~/server/timeline/timeline';
import { type Actor, objectId, type Reader } from './actor';
import type { createBlocks } from './blocks';
import { decodeCursor, encodeCursor } from './cursor';
import { visiblePreviews } from './previews';
import { countUnread } from './unread';
import type { Uploads } from './uploads';
import type { createUsers } from './users';

export interface ConversationsOptions {
  readonly models: Models;
  readonly links: Pick<Links, 'linkTo'>;
  readonly timeline: Timeline;
  readonly now: () => Date;
  readonly users: Pick<ReturnType<typeof createUsers>, 'byIds'>;
  readonly blocks: Pick<ReturnType<typeof createBlocks>, 'stands' | 'note' | 'blockedBy'>;
  readonly limits: Pick<Limits, 'spend'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly uploads: Pick<Uploads, 'claimAvatar' | 'release'>;
  /** Days that messages are kept everywhere; null for good. */
  readonly retentionDays: number | null;
}

/** Milliseconds for each member over which they look at a new picture: a few queries each, however many they are. */
const LOOK_MS = 2;

/** What is given when a conversation is made; the rest starts empty. */
type Founding = Pick<ConversationDoc, 'kind' | 'key' | 'createdBy'> &
  Partial<Pick<ConversationDoc, 'slug' | 'name' | 'pair' | 'terms' | 'createdWith'>>;

export function createConversations({
  models,
  links,
  timeline,
  now,
  users,
  blocks,
  limits,
  bus,
  uploads,
  retentionDays,
}: ConversationsOptions) {
  /**
   * Of a conversation that many write in at once, all memberships that are asked for in one turn are one read. By the
   * driver itself: every send waits for it.
   */
  const membershipOf = gather(async (keys) => {
    const found = new Map<string, MembershipDoc>();
    const wanted = new Map<Id, Id[]>();
    for (const key of keys) {
      const [conversationId = '', userId = ''] = key.split(' ');
      wanted.set(conversationId, [...(wanted.get(conversationId) ?? []), userId]);
    }
    const reads = [...wanted].map(async ([conversationId, userIds]) => {
      const [first = '', ...others] = userIds;
      const userId = others.length === 0 ? objectId(first) : { $in: userIds.map(objectId) };
      const memberships = await models.memberships.collection
        .find<MembershipDoc>({ conversationId: objectId(conversationId), userId, active: true })
        .batchSize(IN_ONE_BATCH)
        .toArray();
      for (const membership of memberships) found.set(`${conversationId} ${membership.userId}`, membership);
    });
    await Promise.all(reads);
    return found;
  });

  /**
   * The caller's membership. Others learn whether the conversation exists only if it is a room, which anybody can find.
   * To `write`, no block may stand between the two of a direct conversation.
   */
  async function authorise(actor: Reader, conversationId: Id, { write = false } = {}): Promise<MembershipDoc> {
    const membership = await membershipOf(`${conversationId} ${actor.userId}`);
    if (membership) {
      if (write && membership.blocked) throw new AppError('BLOCKED', 'One of you has blocked the other.');
      return membership;
    }
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
        clearedSeq: 0,
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

  async function existing(actor: Actor, userIds: readonly Id[]): Promise<Types.ObjectId[]> {
    const unique = [...new Set(userIds)];
    const people = (await users.byIds(actor, unique)).filter(({ kind }) => kind === undefined);
    if (people.length < unique.length) {
      throw new AppError('NOT_FOUND', 'There is no such person.');
    }
    return unique.map(objectId);
  }

  /** Conversations as this person sees them; a fixed number of queries for any number of them. */
  async function asSeenBy(
    actor: Reader,
    docs: readonly ConversationDoc[],
    memberships: ReadonlyMap<Id, MembershipDoc>,
  ): Promise<Conversation[]> {
    const peerIds = docs.flatMap((doc) => peerOf(doc, actor) ?? []);
    const membershipOf = (doc: ConversationDoc) => memberships.get(doc._id.toString())!;
    // Only a later message can be unread.
    const waiting = docs.filter((doc) => (doc.lastMessage?.seq ?? 0) > membershipOf(doc).readSeq);
    const places = waiting.map((doc) => ({
      conversationId: doc._id,
      readSeq: membershipOf(doc).readSeq,
      headSeq: doc.headSeq,
    }));
    const [people, blocked, previews, unread] = await Promise.all([
      peerIds.length > 0 ? users.byIds(actor, peerIds) : [],
      peerIds.length > 0 ? blocks.blockedBy(actor.userId) : new Set<Id>(),
      visiblePreviews(models, actor.userId, docs),
      countUnread(models, actor.userId, places),
    ]);
    const peers = new Map(people.map((user) => [user.id, user]));
    return docs.map((doc) => {
      const peerId = peerOf(doc, actor) ?? '';
      const viewer = {
        membership: membershipOf(doc),
        peer: peers.get(peerId) ?? null,
        blocked: blocked.has(peerId),
        lastMessage: previews.get(doc._id.toString()) ?? null,
        unread: unread.get(doc._id.toString()) ?? 0,
        retentionDays: daysOf(doc.retention ?? NO_CHOICES, retentionDays),
      };
      return toConversation(doc, viewer, links);
    });
  }

  async function get(actor: Reader, conversationId: Id): Promise<Conversation> {
    // The conversation first: what is told of the membership is then never older than the head beside it.
    const doc = await models.conversations.findById(conversationId).lean();
    const membership = await authorise(actor, conversationId);
    return (await asSeenBy(actor, [doc as ConversationDoc], new Map([[conversationId, membership]])))[0]!;
  }

  /** A group or a room, and the caller's membership in it; `CONFLICT` with these words for a direct conversation. */
  async function gathering(actor: Actor, conversationId: Id, refusal: string) {
    const membership = await authorise(actor, conversationId);
    const doc = (await models.conversations.findById(conversationId).orFail().lean()) as ConversationDoc;
    if (doc.kind === 'direct') throw new AppError('CONFLICT', refusal);
    return { doc, membership };
  }

  /** Every member is told, like of a new name; what they are told is read again by each, so it is spread over a while. */
  async function setAvatar(actor: Actor, { _id, memberCount, avatarId }: ConversationDoc, uploadId: Id | null) {
    if ((avatarId?.toString() ?? null) === uploadId) return;
    const use = { kind: 'conversation' as const, conversationId: _id };
    if (uploadId) await uploads.claimAvatar(actor, use, uploadId);
    // Of several at once, each releases the one it has replaced: what is left is the one that is shown.
    const before = await models.conversations
      .findByIdAndUpdate(_id, { $set: { avatarId: uploadId } }, { projection: { avatarId: 1 } })
      .lean();
    const replaced = before?.avatarId?.toString();
    if (replaced && replaced !== uploadId) await uploads.release(use, replaced);
    const conversationId = _id.toString();
    const withinMs = memberCount * LOOK_MS;
    bus.publish(`conversation:${conversationId}`, { type: 'pictured', conversationId, withinMs });
  }

  async function memberOf({ _id }: ConversationDoc, userId: Id): Promise<MembershipDoc> {
    const membership = await models.memberships
      .findOne({ conversationId: _id, userId, active: true })
      .lean<MembershipDoc>();
    if (!membership) throw new AppError('NOT_FOUND', 'There is no such member.');
    return membership;
  }

  /** Ends the caller's membership. Resolves when nothing more of the conversation will reach them. */
  async function depart(actor: Reader, membership: MembershipDoc): Promise<void> {
    await timeline.append(membership.conversationId, {
      kind: 'system',
      action: 'left',
      senderId: objectId(actor.userId),
      clientId: `system:left:${membership.rev}`,
    });
  }

  return {
    authorise,
    gathering,
    findOrFound,
    open,
    get,

    /** The one conversation of this pair, whoever opens it and however often. */
    async openDirect(actor: Actor, userId: Id): Promise<Conversation> {
      await existing(actor, [userId]);
      const isBlocked = await blocks.stands(actor.userId, userId);
      const pair = [...new Set([actor.userId, userId])].sort().map(objectId);
      const founding = { kind: 'direct' as const, key: `direct:${pair.join(':')}`, pair };
      const found = await models.conversations.exists({ key: founding.key });
      if (!found && isBlocked) throw new AppError('BLOCKED', 'One of you has blocked the other.');
      if (!found) await limits.spend('conversation', actor.userId);
      const { doc } = await findOrFound({ ...founding, createdBy: objectId(actor.userId) });
      if (!isOpened(doc)) {
        await open(doc, pair);
        // A block that came meanwhile has found no memberships to be noted on.
        await blocks.note(pair[0]!.toString(), pair.at(-1)!.toString());
      }
      return get(actor, doc._id.toString());
    },

    async createGroup(
      actor: Actor,
      { name, memberIds, clientId }: { name: string; memberIds: readonly Id[]; clientId?: string | undefined },
    ): Promise<Conversation> {
      const members = await existing(actor, [actor.userId, ...memberIds]);
      const key = `group:${actor.userId}:${clientId ?? new Types.ObjectId()}`;
      if (!(await models.conversations.exists({ key }))) await limits.spend('conversation', actor.userId);
      const { doc } = await findOrFound({ kind: 'group', key, name, createdBy: objectId(actor.userId) });
      if (!isOpened(doc)) await open(doc, members);
      return get(actor, doc._id.toString());
    },

    /** Who is a member already stays one; `CONFLICT` for anything but a group, `TOO_LARGE` past the limit. */
    async addMembers(actor: Actor, conversationId: Id, userIds: readonly Id[]): Promise<ConversationDetail> {
      await authorise(actor, conversationId);
      const added = await existing(actor, userIds);
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

    /** The picture is an image of the caller's that is used for nothing else yet. */
    async update(actor: Actor, { conversationId, name, avatarUploadId }: UpdateConversationInput) {
      const refusal = 'A direct conversation has no name and no picture.';
      const { doc, membership } = await gathering(actor, conversationId, refusal);
      if (membership.role === 'member') throw new AppError('FORBIDDEN', 'Admins and owners change name and picture.');
      if (avatarUploadId !== undefined) await setAvatar(actor, doc, avatarUploadId);
      if (name !== undefined && name !== doc.name) {
        await timeline.append(doc._id, {
          kind: 'system',
          action: 'renamed',
          name,
          senderId: objectId(actor.userId),
          // The name it replaces names the intention: a retry is one entry.
          clientId: `system:renamed:${doc.nameSeq ?? 0}:${createHash('sha256').update(name).digest('base64url')}`,
        });
      }
      return get(actor, conversationId);
    },

    /** Resolves when nothing more of the conversation will reach the person. Removing oneself is leaving. */
    async removeMember(actor: Actor, conversationId: Id, userId: Id): Promise<void> {
      const { doc, membership } = await gathering(
        actor,
        conversationId,
        'Nobody is removed from a direct conversation.',
      );
      if (userId === actor.userId) return depart(actor, membership);
      if (membership.role === 'member') throw new AppError('FORBIDDEN', 'Admins and owners remove members.');
      const removed = await memberOf(doc, userId);
      if (membership.role === 'admin' && removed.role !== 'member') {
        throw new AppError('FORBIDDEN', 'Owners remove admins and owners.');
      }
      await timeline.append(doc._id, {
        kind: 'system',
        action: 'removed',
        userId: removed.userId,
        senderId: objectId(actor.userId),
        clientId: `system:removed:${userId}:${removed.rev}`,
      });
    },

    /** By owners. `CONFLICT` when it would leave nobody who owns the conversation. */
    async setRole(
      actor: Actor,
      { conversationId, userId, role }: { conversationId: Id; userId: Id; role: Role },
    ): Promise<void> {
      const { doc, membership } = await gathering(actor, conversationId, 'A direct conversation has no roles.');
      if (membership.role !== 'owner') throw new AppError('FORBIDDEN', 'Owners set roles.');
      const changed = await memberOf(doc, userId);
      if (changed.role === role) return;
      if (changed.role === 'owner') {
        const owners = await models.memberships.countDocuments({ conversationId, active: true, role: 'owner' });
        if (owners < 2) throw new AppError('CONFLICT', 'Make somebody else an owner first.');
      }
      await timeline.append(doc._id, {
        kind: 'system',
        action: 'role',
        userId: changed.userId,
        role,
        senderId: objectId(actor.userId),
        clientId: `system:role:${userId}:${changed.rev}:${role}`,
      });
    },

    /** Resolves when nothing more of the conversation will reach the caller. */
    async leave(actor: Actor, conversationId: Id): Promise<void> {
      const { membership } = await gathering(
        actor,
        conversationId,
        'A direct conversation cannot be left. Archive it.',
      );
      await depart(actor, membership);
    },

    depart,

    /** What is left out stays as it is. The caller's other devices are told, nobody else. */
    async setPreferences(actor: Actor, { conversationId, mutedUntil, ...rest }: SetPreferencesInput) {
      await authorise(actor, conversationId);
      const given = {
        ...rest,
        ...(mutedUntil !== undefined && { mutedUntil: mutedUntil === null ? null : new Date(mutedUntil) }),
      };
      if (Object.keys(given).length > 0) {
        await models.memberships.updateOne({ conversationId, userId: actor.userId, active: true }, { $set: given });
        bus.publish(`user:${actor.userId}`, { type: 'conversation', conversationId });
      }
      return get(actor, conversationId);
    },

    /** By last activity, newest first; a fixed number of queries whatever the number of conversations. */
    async list(actor: Actor, { cursor, limit = CONVERSATIONS_PAGE }: { cursor?: string | null; limit?: number }) {
      const after = cursor ? decodeCursor(cursor, ['date', 'id']) : null;
      const own = { userId: actor.userId, active: true };
      const memberships = await models.memberships.find(own, { conversationId: 1 }).batchSize(IN_ONE_BATCH).lean();
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
        .batchSize(IN_ONE_BATCH)
        .lean();
      const page = docs.slice(0, limit) as ConversationDoc[];
      const last = page.at(-1);
      // After the conversations, as in `get`.
      const present = await models.memberships
        .find({ ...own, conversationId: { $in: page.map(({ _id }) => _id) } }, { readRaises: 0, deliveredRaises: 0 })
        .batchSize(IN_ONE_BATCH)
        .lean<MembershipDoc[]>();
      const membershipIn = new Map(present.map((membership) => [membership.conversationId.toString(), membership]));
      const seen = page.filter(({ _id }) => membershipIn.has(_id.toString()));
      return {
        conversations: await asSeenBy(actor, seen, membershipIn),
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

  /** With everything in it that was acknowledged to anybody before it was asked for. */
  async function detail(actor: Actor, conversationId: Id): Promise<ConversationDetail> {
    const { conversationId: _id } = await authorise(actor, conversationId);
    await timeline.settle(_id, Number.MAX_SAFE_INTEGER);
    const conversation = await get(actor, conversationId);
    const memberships = await models.memberships
      .find({ conversationId, active: true })
      .sort({ joinedSeq: 1, _id: 1 })
      .limit(MEMBERS_LISTED_MAX)
      .batchSize(IN_ONE_BATCH)
      .lean();
    const people = new Map(
      (
        await users.byIds(
          actor,
          memberships.map(({ userId }) => userId.toString()),
        )
      ).map((user) => [user.id, user]),
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

function peerOf(doc: ConversationDoc, actor: Reader): Id | null {
  if (doc.kind !== 'direct') return null;
  const ids = doc.pair.map(String);
  return ids.find((id) => id !== actor.userId) ?? actor.userId;
}
