import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { PasswordReset } from '~/contract/admin';
import type { Id } from '~/contract/primitives';
import { AppError } from '~/server/app-error';
import type { Passwords } from '~/server/auth/passwords';
import type { Limits } from '~/server/limits';
import type { Models } from '~/server/models/models';
import type { Sessions } from './sessions';

/** Milliseconds that a person has to open the link they were sent. */
const LASTS_MS = 24 * 60 * 60 * 1000;

export interface PasswordResetsOptions {
  readonly models: Models;
  readonly now: () => Date;
  readonly passwords: Passwords;
  readonly sessions: Pick<Sessions, 'endAll'>;
  readonly limits: Pick<Limits, 'spend' | 'restore'>;
}

/** New passwords for people who cannot sign in any more. */
export function createPasswordResets({ models, now, passwords, sessions, limits }: PasswordResetsOptions) {
  return {
    /** From now on the old password is none, and everything it was signed in with has ended. An earlier link ends. */
    async begin(userId: Id): Promise<PasswordReset> {
      const secret = randomBytes(32).toString('base64url');
      const until = new Date(now().getTime() + LASTS_MS);
      const { matchedCount } = await models.users.updateOne(
        { _id: userId, erasure: { $exists: false } },
        { $set: { passwordHash: null, reset: { hash: hashOf(secret), until } } },
      );
      if (matchedCount === 0) throw new AppError('NOT_FOUND', 'There is no such person.');
      await sessions.endAll(userId);
      return { path: `/reset-password#${userId}.${secret}`, expiresAt: until.toISOString() };
    },

    /** Once: of several at the same moment one sets the password. `FORBIDDEN` for a link that is not good any more. */
    async complete({ token, password }: { token: string; password: string }, address: string): Promise<void> {
      await limits.spend('signInAddress', address);
      const [userId = '', secret = ''] = token.split('.');
      const user = await models.users.findById(userId, { reset: 1 }).lean();
      const hash = hashOf(secret);
      const isGood =
        user?.reset && user.reset.until > now() && timingSafeEqual(Buffer.from(user.reset.hash), Buffer.from(hash));
      if (!isGood) throw over();
      const passwordHash = await passwords.hash(password);
      const { matchedCount } = await models.users.updateOne(
        { _id: userId, 'reset.hash': hash },
        { $set: { passwordHash }, $unset: { reset: 1 } },
      );
      if (matchedCount === 0) throw over();
      await limits.restore('signInAddress', address);
    },
  };
}

function over(): AppError {
  return new AppError('FORBIDDEN', 'This link is not good any more. Ask for another one.');
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
