import type { Types } from 'mongoose';
import { BLOCKED_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { AppError } from '~/server/app-error';
import { gather } from '~/server/gather';
import { IN_ONE_BATCH, isDuplicateKey, type Models } from '~/server/models/models';
import type { Bus } from '~/server/realtime/bus';
import { type Actor, objectId } from './actor';

export interface BlocksOptions {
  readonly models: Models;
  readonly bus: Pick<Bus, 'publish'>;
  readonly now: () => Date;
}

/** Between two people of whom one has blocked the other there are no direct messages, no presence and no typing. */
export function createBlocks({ models, bus, now }: BlocksOptions) {
  const others = gather(async (userIds) => {
    const byUser = new Map<Id, Set<Id>>(userIds.map((id) => [id, new Set()]));
    const blocks = await models.blocks
      .find({ $or: [{ userId: { $in: userIds } }, { blockedId: { $in: userIds } }] })
      .batchSize(IN_ONE_BATCH)
      .lean();
    for (const { userId, blockedId } of blocks) {
      byUser.get(idOf(userId))?.add(idOf(blockedId));
      byUser.get(idOf(blockedId))?.add(idOf(userId));
    }
    return byUser;
  });

  /** Whether a block stands between two people, in either direction. */
  async function stands(one: Id, other: Id): Promise<boolean> {
    const found = await models.blocks.exists({
      $or: [
        { userId: one, blockedId: other },
        { userId: other, blockedId: one },
      ],
    });
    return found !== null;
  }

  /**
   * Writes to both memberships of the pair's direct conversation, if there is one, what the blocks say now. Two callers
   * at once: whoever looks last has seen both changes.
   */
  async function note(one: Id, other: Id): Promise<void> {
    const key = `direct:${[one, other].sort().join(':')}`;
    const conversation = await models.conversations.findOne({ key }, { _id: 1 }).lean();
    if (conversation) {
      for (let noted: boolean | null = null; ; ) {
        const blocked = await stands(one, other);
        if (blocked === noted) break;
        await models.memberships.updateMany({ conversationId: conversation._id }, { $set: { blocked } });
        noted = blocked;
      }
    }
    for (const userId of [one, other]) {
      bus.publish(`user:${userId}`, { type: 'blocks' });
      if (conversation) {
        bus.publish(`user:${userId}`, { type: 'conversation', conversationId: conversation._id.toString() });
      }
    }
  }

  return {
    note,
    stands,

    /** Resolves when nothing more of the one reaches the other. Blocking whom one has blocked changes nothing. */
    async block(actor: Actor, userId: Id): Promise<void> {
      if (userId === actor.userId) throw new AppError('INVALID_INPUT', 'You cannot block yourself.');
      if (!(await models.users.exists({ _id: userId }))) throw new AppError('NOT_FOUND', 'There is no such person.');
      if ((await models.blocks.countDocuments({ userId: actor.userId })) >= BLOCKED_MAX) {
        throw new AppError('TOO_LARGE', `At most ${BLOCKED_MAX} people can be blocked.`);
      }
      try {
        await models.blocks.updateOne(
          { userId: objectId(actor.userId), blockedId: objectId(userId) },
          { $setOnInsert: { at: now() } },
          { upsert: true },
        );
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      await note(actor.userId, userId);
    },

    async unblock(actor: Actor, userId: Id): Promise<void> {
      if (!(await models.users.exists({ _id: userId }))) throw new AppError('NOT_FOUND', 'There is no such person.');
      await models.blocks.deleteOne({ userId: actor.userId, blockedId: userId });
      await note(actor.userId, userId);
    },

    /** Everybody whom this person has blocked or who has blocked them. */
    between: async (userId: Id): Promise<ReadonlySet<Id>> => (await others(userId)) ?? new Set(),

    /** Whom this person has blocked. */
    async blockedBy(userId: Id): Promise<ReadonlySet<Id>> {
      const blocks = await models.blocks.find({ userId }, { blockedId: 1 }).lean();
      return new Set(blocks.map(({ blockedId }) => idOf(blockedId)));
    },
  };
}

const idOf = (id: Types.ObjectId): Id => id.toString();
