import { RESULTS_MAX } from '~/contract/limits';
import type { Presence } from '~/contract/presence';
import type { Id } from '~/contract/primitives';
import type { Profile, User } from '~/contract/user';
import { AppError } from '~/server/app-error';
import type { Links } from '~/server/media/links';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import { PUBLIC_USER, searchTerms, startsWith, toUser } from '~/server/models/user';
import type { Actor, Reader } from './actor';
import type { createBlocks } from './blocks';

export interface UsersOptions {
  readonly models: Models;
  readonly links: Pick<Links, 'linkTo'>;
  readonly blocks: Pick<ReturnType<typeof createBlocks>, 'blockedBy'>;
  /** How these people are, as the caller may know. */
  readonly presenceOf: (actor: Actor, userIds: readonly Id[]) => Promise<readonly Presence[]>;
}

export function createUsers({ models, links, blocks, presenceOf }: UsersOptions) {
  /** Unknown ids are left out. */
  async function byIds(viewer: Reader, userIds: readonly Id[]): Promise<User[]> {
    const users = await models.users
      .find({ _id: { $in: userIds } }, PUBLIC_USER)
      .batchSize(IN_ONE_BATCH)
      .lean();
    return users.map((user) => toUser(user, viewer.userId, links));
  }

  return {
    byIds,

    async get(actor: Actor, userId: Id): Promise<Profile> {
      const user = await models.users.findById(userId, { ...PUBLIC_USER, createdAt: 1 }).lean();
      if (!user) throw new AppError('NOT_FOUND', 'There is no such person.');
      const [[presence], blocked] = await Promise.all([presenceOf(actor, [userId]), blocks.blockedBy(actor.userId)]);
      return {
        ...toUser(user, actor.userId, links),
        createdAt: user.createdAt.toISOString(),
        online: presence?.online ?? false,
        lastSeenAt: presence?.lastSeenAt ?? null,
        blocked: blocked.has(userId),
      };
    },

    /** Other people, not disabled, of whom every word of the query starts a name; nobody for a query without a word. */
    async search(actor: Actor, query: string): Promise<User[]> {
      const words = searchTerms(query);
      if (words.length === 0) return [];
      const users = await models.users
        .find(
          {
            $and: words.map((word) => ({ terms: startsWith(word) })),
            _id: { $ne: actor.userId },
            disabledAt: { $exists: false },
          },
          PUBLIC_USER,
        )
        .sort({ usernameKey: 1 })
        .limit(RESULTS_MAX)
        .lean();
      return users.map((user) => toUser(user, actor.userId, links));
    },
  };
}
