import type { Credentials, Me, RegisterInput } from '~/contract/account';
import { AppError } from '~/server/app-error';
import { hashPassword, verifyPassword } from '~/server/auth/passwords';
import { isDuplicateKey, type Models } from '~/server/models/models';
import { searchTerms, toMe } from '~/server/models/user';
import type { Actor } from './actor';

export function createAccounts({ models, now }: { models: Models; now: () => Date }) {
  return {
    /** `CONFLICT` when the username (without regard to case) or the e-mail address is taken. */
    async register({ username, email, name, password }: RegisterInput): Promise<Me> {
      const usernameKey = username.toLowerCase();
      const taken = await models.users.findOne({ $or: [{ usernameKey }, { email }] }, { usernameKey: 1 }).lean();
      if (taken) throw conflict(taken.usernameKey === usernameKey);
      try {
        const user = await models.users.create({
          username,
          usernameKey,
          email,
          name,
          passwordHash: await hashPassword(password),
          terms: searchTerms(`${username} ${name}`),
          createdAt: now(),
        });
        return toMe(user);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        throw conflict((await models.users.exists({ usernameKey })) !== null);
      }
    },

    async me(actor: Actor): Promise<Me> {
      const user = await models.users.findById(actor.userId).lean();
      if (!user) throw new AppError('UNAUTHENTICATED', 'This account does not exist any more.');
      return toMe(user);
    },

    /** The person with that username or e-mail address and password, or null; an unknown login takes as long as a wrong password. */
    async verify({ login, password }: Credentials): Promise<Me | null> {
      const key = login.trim().toLowerCase();
      const user = await models.users.findOne(key.includes('@') ? { email: key } : { usernameKey: key }).lean();
      const matches = await verifyPassword(user?.passwordHash ?? null, password);
      return user && matches ? toMe(user) : null;
    },
  };
}

function conflict(username: boolean): AppError {
  return new AppError(
    'CONFLICT',
    username ? 'This username is taken.' : 'There is an account with this e-mail address already.',
  );
}
