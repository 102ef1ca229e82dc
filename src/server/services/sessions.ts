import { randomBytes } from 'node:crypto';
import type { Id } from '~/contract/primitives';
import { SESSION_SECONDS } from '~/contract/sign-in';
import { AppError } from '~/server/app-error';
import { gather } from '~/server/gather';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import type { SessionDoc } from '~/server/models/session';
import type { Bus } from '~/server/realtime/bus';
import { type Credential, objectId } from './actor';

/** Milliseconds of a session's life that may pass before a use is written down. */
const RENEW_AFTER_MS = 60 * 60 * 1000;

/** Milliseconds that an expired session is kept, for sockets still open to be told that it was that. */
const EXPIRED_KEPT_MS = 24 * 60 * 60 * 1000;

export interface SessionsOptions {
  readonly models: Models;
  readonly now: () => Date;
  readonly bus: Pick<Bus, 'publish'>;
}

/** Signed-in browsers. The cookie carries a session's id; ending a session is deleting it. */
export function createSessions({ models, now, bus }: SessionsOptions) {
  const expiry = () => new Date(now().getTime() + SESSION_SECONDS * 1000);
  const told = (userId: Id) => bus.publish(`user:${userId}`, { type: 'sessions' });

  const sessionById = gather(async (ids) => {
    const sessions = await models.sessions
      .find({ _id: { $in: ids } })
      .batchSize(IN_ONE_BATCH)
      .lean();
    return new Map(sessions.map((session) => [session._id, session]));
  });

  async function standing(id: string, userId: Id): Promise<SessionDoc | null> {
    const session = await sessionById(id);
    return session && session.userId.toString() === userId && session.expiresAt > now() ? session : null;
  }

  return {
    /** A session for whoever has just proved who they are; answers with its id. `FORBIDDEN` for who is disabled. */
    async begin(userId: Id): Promise<string> {
      const _id = randomBytes(24).toString('base64url');
      await models.sessions.deleteMany({ expiresAt: { $lte: new Date(now().getTime() - EXPIRED_KEPT_MS) } });
      await models.sessions.create({ _id, userId: objectId(userId), createdAt: now(), expiresAt: expiry() });
      // After it is written: who disables them meanwhile either ends it, or is seen here.
      if (await models.users.exists({ _id: userId, disabledAt: { $exists: true } })) {
        await models.sessions.deleteOne({ _id });
        throw disabled();
      }
      return _id;
    },

    /** Whether the session is the person's, and has neither expired nor ended. */
    alive: async (id: string, userId: Id): Promise<boolean> => (await standing(id, userId)) !== null,

    /** Lasts its full time again from now on; false for one that is over, which stays so. */
    async renew(id: string, userId: Id): Promise<boolean> {
      const session = await standing(id, userId);
      if (!session) return false;
      const expiresAt = expiry();
      if (expiresAt.getTime() - session.expiresAt.getTime() >= RENEW_AFTER_MS) {
        await models.sessions.updateOne({ _id: id }, { $set: { expiresAt } });
      }
      return true;
    },

    async end(id: string, userId: Id): Promise<void> {
      const { deletedCount } = await models.sessions.deleteOne({ _id: id, userId });
      await models.pushSubscriptions.deleteMany({ sessionId: id, userId });
      if (deletedCount > 0) told(userId);
    },

    /** Ends all sessions and access tokens of a person, and tells the open sockets. */
    async endAll(userId: Id): Promise<void> {
      await models.sessions.deleteMany({ userId });
      await models.pushSubscriptions.deleteMany({ userId });
      await models.accessTokens.deleteMany({ userId });
      told(userId);
    },

    /** Ends all sessions and access tokens of a person but one, and tells the open sockets. */
    async endOthers(userId: Id, kept: Credential): Promise<void> {
      await models.sessions.deleteMany({ userId, ...(kept.kind === 'session' && { _id: { $ne: kept.id } }) });
      await models.pushSubscriptions.deleteMany({
        userId,
        ...(kept.kind === 'session' && { sessionId: { $ne: kept.id } }),
      });
      await models.accessTokens.deleteMany({ userId, ...(kept.kind === 'token' && { _id: { $ne: kept.id } }) });
      told(userId);
    },

    /**
     * Milliseconds for which each of these stands yet, by id: 0 or less for what has expired, none for what was ended.
     * At most two queries for any number.
     */
    async timeLeft(credentials: readonly Credential[]): Promise<Map<string, number>> {
      const idsOf = (kind: Credential['kind']) => credentials.flatMap((each) => (each.kind === kind ? [each.id] : []));
      const [sessionIds, tokenIds] = [idsOf('session'), idsOf('token')];
      const [sessions, tokens] = await Promise.all([
        sessionIds.length > 0 ? models.sessions.find({ _id: { $in: sessionIds } }, { expiresAt: 1 }).lean() : [],
        tokenIds.length > 0
          ? models.accessTokens.find({ _id: { $in: tokenIds.map(objectId) } }, { _id: 1 }).lean()
          : [],
      ]);
      const at = now().getTime();
      return new Map([
        ...sessions.map(({ _id, expiresAt }) => [_id, expiresAt.getTime() - at] as const),
        ...tokens.map(({ _id }) => [_id.toString(), Number.POSITIVE_INFINITY] as const),
      ]);
    },
  };
}

export function disabled(): AppError {
  return new AppError('FORBIDDEN', 'This account is disabled.');
}

export type Sessions = ReturnType<typeof createSessions>;
