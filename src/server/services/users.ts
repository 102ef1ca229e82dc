import { RESULTS_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import type { User } from '~/contract/user';
import { AppError } from '~/server/app-error';
import type { Models } from '~/server/models/models';
import { PUBLIC_USER, searchTerms, startsWith, toUser } from '~/server/models/user';
import type { Actor } from './actor';

export function createUsers({ models }: { models: Models }) {
  async function byIds(userIds: readonly Id[]): Promise<User[]> {
    const users = await models.users.find({ _id: { $in: userIds } }, PUBLIC_USER).lean();
    return users.map(toUser);
  }

  return {
    byIds,

    async get(userId: Id): Promise<User> {
      const [user] = await byIds([userId]);
      if (!user) throw new AppError('NOT_FOUND', 'There is no such person.');
      return user;
    },

    /** Other people of whom every word of the query starts a name; nobody for a query without a word. */
    async search(actor: Actor, query: string): Promise<User[]> {
      const words = searchTerms(query);
      if (words.length === 0) return [];
      const users = await models.users
        .find({ $and: words.map((word) => ({ terms: startsWith(word) })), _id: { $ne: actor.userId } }, PUBLIC_USER)
        .sort({ usernameKey: 1 })
        .limit(RESULTS_MAX)
        .lean();
      return users.map(toUser);
    },
  };
}
