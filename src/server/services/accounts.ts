import type { ChangePasswordInput, Credentials, Me, RegisterInput, UpdateAccountInput } from '~/contract/account';
import type { Id } from '~/contract/primitives';
import { AppError } from '~/server/app-error';
import type { Passwords } from '~/server/auth/passwords';
import type { Limits } from '~/server/limits';
import type { Links } from '~/server/media/links';
import { isDuplicateKey, type Models } from '~/server/models/models';
import { PUBLIC_USER, searchTerms, toMe, toUserRecord, type UserDoc } from '~/server/models/user';
import type { Bus } from '~/server/realtime/bus';
import { type Actor, objectId } from './actor';
import type { Admins } from './admins';
import { disabled, type Sessions } from './sessions';
import type { Uploads } from './uploads';

export interface AccountsOptions {
  readonly models: Models;
  readonly links: Pick<Links, 'linkTo'>;
  readonly now: () => Date;
  readonly limits: Pick<Limits, 'spend' | 'restore'>;
  readonly admins: Pick<Admins, 'found' | 'roleOf'>;
  readonly sessions: Pick<Sessions, 'endOthers'>;
  readonly uploads: Pick<Uploads, 'claimAvatar' | 'release'>;
  readonly bus: Pick<Bus, 'publish'>;
  readonly passwords: Passwords;
}

export function createAccounts(options: AccountsOptions) {
  const { models, links, now, limits, admins, sessions, uploads, bus, passwords } = options;

  /**
   * A check of a password, which may fail only so often: for an account from one address, and for the address in all.
   * Only failures count, so that whoever knows the password is locked out neither by signing in often, nor by others
   * elsewhere who do not know it.
   */
  async function throttled<T>(login: string, address: string, check: () => Promise<T | null>): Promise<T | null> {
    const counted = [
      ['signInAddress', address],
      ['signInAccount', `${login} ${address}`],
    ] as const;
    let failed = false;
    const spent = await Promise.allSettled(counted.map(([limit, key]) => limits.spend(limit, key)));
    try {
      for (const outcome of spent) if (outcome.status === 'rejected') throw outcome.reason;
      const passed = await check();
      failed = passed === null;
      return passed;
    } finally {
      if (!failed) await Promise.all(counted.map(([limit, key]) => limits.restore(limit, key)));
    }
  }

  async function me(actor: Actor): Promise<Me> {
    const user = await models.users.findById(actor.userId).lean();
    if (!user) throw new AppError('UNAUTHENTICATED', 'This account does not exist any more.');
    return asMe(user);
  }

  const asMe = async (user: UserDoc): Promise<Me> => toMe(user, await admins.roleOf(user._id.toString()), links);

  async function setAvatar(actor: Actor, uploadId: Id | null): Promise<void> {
    const use = { kind: 'user' as const, userId: objectId(actor.userId) };
    if (uploadId) await uploads.claimAvatar(actor, use, uploadId);
    // Of several at once, each releases the one it has replaced: what is left is the one that is shown.
    const before = await models.users
      .findByIdAndUpdate(
        actor.userId,
        { $set: { avatarId: uploadId }, $inc: { profileRev: 1 } },
        { projection: { avatarId: 1 } },
      )
      .lean();
    const replaced = before?.avatarId?.toString();
    if (replaced && replaced !== uploadId) await uploads.release(use, replaced);
  }

  /** To their own devices, and to whoever shares a conversation with them. */
  async function tellChanged(userId: Id): Promise<void> {
    const [user, memberships] = await Promise.all([
      models.users.findById(userId, { ...PUBLIC_USER, profileRev: 1 }).lean(),
      models.memberships.find({ userId, active: true }, { conversationId: 1 }).lean(),
    ]);
    if (!user) return;
    const changed = { type: 'user' as const, user: toUserRecord(user), rev: user.profileRev };
    bus.publish(`user:${userId}`, changed);
    for (const { conversationId } of memberships) bus.publish(`conversation:${conversationId.toString()}`, changed);
  }

  return {
    /** `CONFLICT` when the username (without regard to case) or the e-mail address is taken. The first of all becomes admin. */
    async register({ username, email, name, password }: RegisterInput, address: string): Promise<Me> {
      await limits.spend('registration', address);
      const usernameKey = username.toLowerCase();
      const taken = await models.users.findOne({ $or: [{ usernameKey }, { email }] }, { usernameKey: 1 }).lean();
      if (taken) throw conflict(taken.usernameKey === usernameKey);
      try {
        const user = await models.users.create({
          username,
          usernameKey,
          email,
          name,
          passwordHash: await passwords.hash(password),
          terms: searchTerms(`${username} ${name}`),
          createdAt: now(),
        });
        await admins.found();
        return await asMe(user);
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        throw conflict((await models.users.exists({ usernameKey })) !== null);
      }
    },

    me,
    tellChanged,

    /** The picture is an image of the caller's that is used for nothing else yet. Each change is told to many. */
    async update(actor: Actor, { name, avatarUploadId }: UpdateAccountInput): Promise<Me> {
      const before = await me(actor);
      if (name === undefined && avatarUploadId === undefined) return before;
      await limits.spend('edit', actor.userId);
      if (avatarUploadId !== undefined) await setAvatar(actor, avatarUploadId);
      if (name !== undefined) {
        const terms = searchTerms(`${before.username} ${name}`);
        await models.users.updateOne({ _id: actor.userId }, { $set: { name, terms }, $inc: { profileRev: 1 } });
      }
      await tellChanged(actor.userId);
      return me(actor);
    },

    /** `FORBIDDEN` when the present one is wrong. Ends all other sessions and access tokens of the person. */
    async changePassword(actor: Actor, { current, next }: ChangePasswordInput, address: string): Promise<void> {
      const user = await models.users.findById(actor.userId).lean();
      const matches = await throttled(actor.userId, address, async () =>
        (await passwords.verify(user?.passwordHash ?? null, current)) ? true : null,
      );
      if (!user || !matches) throw wrongPresent();
      const passwordHash = await passwords.hash(next);
      // Of two at once with the same present password, one comes too late.
      const { matchedCount } = await models.users.updateOne(
        { _id: user._id, passwordHash: user.passwordHash },
        { $set: { passwordHash } },
      );
      if (matchedCount === 0) throw wrongPresent();
      await sessions.endOthers(actor.userId, actor.credential);
    },

    /** Ends all sessions and access tokens of the person but the one that asks, and closes their sockets. */
    async signOutEverywhere(actor: Actor): Promise<void> {
      await sessions.endOthers(actor.userId, actor.credential);
    },

    /**
     * The person with that username or e-mail address and password, or null; an unknown login takes as long as a wrong
     * password. `FORBIDDEN` for who is disabled and has the right one, `RATE_LIMITED` after too many failures from that address.
     */
    async verify({ login, password }: Credentials, address: string): Promise<Me | null> {
      const key = login.trim().toLowerCase();
      const user = await throttled<UserDoc>(key, address, async () => {
        const user = await models.users.findOne(key.includes('@') ? { email: key } : { usernameKey: key }).lean();
        const matches = await passwords.verify(user?.passwordHash ?? null, password);
        return user && matches ? user : null;
      });
      if (user?.disabledAt) throw disabled();
      return user && asMe(user);
    },
  };
}

function wrongPresent(): AppError {
  return new AppError('FORBIDDEN', 'Your present password is not that.');
}

function conflict(username: boolean): AppError {
  return new AppError(
    'CONFLICT',
    username ? 'This username is taken.' : 'There is an account with this e-mail address already.',
  );
}
