import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { Types } from 'mongoose';
import type { AccessToken, Credentials } from '~/contract/account';
import { AppError } from '~/server/app-error';
import { gather } from '~/server/gather';
import { toAccessToken } from '~/server/models/access-token';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import type { Bus } from '~/server/realtime/bus';
import type { createAccounts } from './accounts';
import type { Actor } from './actor';
import { disabled } from './sessions';

/** `confab_`, the token's id, its secret: recognisable to people and to secret scanners. */
const SHAPE = /^confab_([0-9a-f]{24})_([A-Za-z0-9_-]{43})$/;

/** Milliseconds within which a use is not written down again. */
const USE_RESOLUTION_MS = 60_000;

export interface TokensOptions {
  readonly models: Models;
  readonly now: () => Date;
  readonly accounts: Pick<ReturnType<typeof createAccounts>, 'verify'>;
  readonly bus: Pick<Bus, 'publish'>;
}

export function createTokens({ models, now, accounts, bus }: TokensOptions) {
  const tokenById = gather(async (ids) => {
    const tokens = await models.accessTokens
      .find({ _id: { $in: ids } })
      .batchSize(IN_ONE_BATCH)
      .lean();
    return new Map(tokens.map((token) => [token._id.toString(), token]));
  });

  return {
    /** The token itself is in this answer and nowhere else; only its hash is kept. */
    async create({ login, password, label }: Credentials & { label: string }, address: string) {
      const user = await accounts.verify({ login, password }, address);
      if (!user) throw new AppError('UNAUTHENTICATED', 'The name or the password is wrong.');
      const secret = randomBytes(32).toString('base64url');
      const { _id } = await models.accessTokens.create({
        userId: new Types.ObjectId(user.id),
        label,
        hash: hashOf(secret),
        createdAt: now(),
      });
      // After it is written: who disables them meanwhile either ends it, or is seen here.
      if (await models.users.exists({ _id: user.id, disabledAt: { $exists: true } })) {
        await models.accessTokens.deleteOne({ _id });
        throw disabled();
      }
      return { token: `confab_${_id}_${secret}` };
    },

    async list(actor: Actor): Promise<AccessToken[]> {
      const tokens = await models.accessTokens.find({ userId: actor.userId }).sort({ _id: 1 }).lean();
      return tokens.map(toAccessToken);
    },

    async revoke(actor: Actor, tokenId: string): Promise<void> {
      const { deletedCount } = await models.accessTokens.deleteOne({ _id: tokenId, userId: actor.userId });
      if (deletedCount === 0) throw new AppError('NOT_FOUND', 'There is no such access token.');
      bus.publish(`user:${actor.userId}`, { type: 'sessions' });
    },

    /** Whose token it is; null for one that is malformed, unknown or revoked. */
    async authenticate(token: string): Promise<Actor | null> {
      const [, id, secret] = SHAPE.exec(token) ?? [];
      if (!id || !secret) return null;
      const found = await tokenById(id);
      if (!found || !timingSafeEqual(Buffer.from(found.hash), Buffer.from(hashOf(secret)))) return null;
      const at = now();
      if (at.getTime() - (found.lastUsedAt?.getTime() ?? 0) > USE_RESOLUTION_MS) {
        await models.accessTokens.updateOne({ _id: found._id }, { $set: { lastUsedAt: at } });
      }
      return { userId: found.userId.toString(), credential: { kind: 'token', id } };
    },
  };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
