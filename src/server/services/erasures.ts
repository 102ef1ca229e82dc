import type { ActOnPersonInput } from '~/contract/admin';
import type { Id } from '~/contract/primitives';
import { SYSTEM_ID } from '~/contract/system';
import { AppError } from '~/server/app-error';
import type { MembershipDoc } from '~/server/models/membership';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import type { createAccounts } from './accounts';
import { objectId } from './actor';
import type { Audit } from './audit';
import { CLEARED, type Clearance, type Cleared } from './clearance';
import type { createConversations } from './conversations';
import type { Operator } from './operator';
import type { People } from './people';
import type { Reports } from './reports';
import type { Uploads } from './uploads';

/** Messages deleted together. */
const BATCH = 200;

/** Milliseconds that a call under way when the account was locked may take to write its last message. */
const LAST_WORDS_MS = 60_000;

/** What everybody sees in place of a name. */
export const ERASED_NAME = 'Deleted account';

export interface ErasuresOptions {
  readonly models: Models;
  readonly now: () => Date;
  readonly audit: Pick<Audit, 'act'>;
  readonly people: Pick<People, 'lockOut'>;
  readonly accounts: Pick<ReturnType<typeof createAccounts>, 'tellChanged'>;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'depart'>;
  readonly reports: Pick<Reports, 'forget'>;
  readonly uploads: Pick<Uploads, 'releaseOwn'>;
  readonly clear: Clearance;
}

/**
 * Takes a person out of the installation: their name, their words, their files, everything they were signed in with.
 * Each step can be done again; what a crash leaves is finished by `resume`.
 */
export function createErasures(options: ErasuresOptions) {
  const { models, now, audit, people, accounts, conversations, reports, uploads, clear } = options;

  /** Nobody is called that any more, and the name and address are free again. */
  async function anonymise(userId: Id): Promise<void> {
    const username = `deleted-${userId}`;
    await models.users.updateOne(
      { _id: userId },
      {
        $set: {
          username,
          usernameKey: username,
          email: `${username}@invalid`,
          name: ERASED_NAME,
          avatarId: null,
          passwordHash: null,
          terms: [],
          lastSeenAt: null,
        },
        $unset: { reset: 1, notifications: 1 },
        $inc: { profileRev: 1 },
      },
    );
    await accounts.tellChanged(userId);
  }

  async function deleteMessages(userId: Id): Promise<void> {
    const memberships = await models.memberships.find({ userId }, { conversationId: 1 }).batchSize(IN_ONE_BATCH).lean();
    for (const { conversationId } of memberships) {
      for (;;) {
        const messages = await models.entries
          .find(
            { conversationId, senderId: objectId(userId), kind: 'message', deletedAt: { $exists: false } },
            { projection: CLEARED },
          )
          .limit(BATCH)
          .batchSize(IN_ONE_BATCH)
          .toArray();
        await clear(messages as unknown as Cleared[], { senderId: SYSTEM_ID, cause: 'erased' });
        if (messages.length < BATCH) break;
      }
    }
  }

  /** Direct conversations stay with the other person. */
  async function leaveAll(userId: Id): Promise<void> {
    const memberships = await models.memberships
      .find({ userId, active: true })
      .batchSize(IN_ONE_BATCH)
      .lean<MembershipDoc[]>();
    const places = await models.conversations
      .find(
        { _id: { $in: memberships.map(({ conversationId }) => conversationId) }, kind: { $ne: 'direct' } },
        { _id: 1 },
      )
      .batchSize(IN_ONE_BATCH)
      .lean();
    const left = new Set(places.map(({ _id }) => _id.toString()));
    for (const membership of memberships) {
      if (left.has(membership.conversationId.toString())) await conversations.depart({ userId }, membership);
    }
  }

  async function carryOut(userId: Id): Promise<void> {
    await people.lockOut(userId);
    await anonymise(userId);
    await deleteMessages(userId);
    await leaveAll(userId);
    await models.pushSubscriptions.deleteMany({ userId });
    await models.blocks.deleteMany({ $or: [{ userId }, { blockedId: userId }] });
    await reports.forget(userId);
    await uploads.releaseOwn(userId);
  }

  return {
    /** Resolves when it is done, but for what was being written in that moment. `CONFLICT` for the last admin. */
    erase(operator: Operator, { userId, reason }: ActOnPersonInput): Promise<void> {
      return audit.act(operator, { action: 'erase', target: { kind: 'person', id: userId }, reason }, async () => {
        if (!(await models.users.exists({ _id: userId }))) throw new AppError('NOT_FOUND', 'There is no such person.');
        await people.lockOut(userId);
        await models.users.updateOne(
          { _id: userId, erasure: { $exists: false } },
          { $set: { erasure: { begunAt: now() } } },
        );
        await carryOut(userId);
      });
    },

    /** Finishes what was begun: once more when nothing can be under way any more, and then it is done. */
    async resume(goOn: () => Promise<boolean>): Promise<void> {
      const before = new Date(now().getTime() - LAST_WORDS_MS);
      const begun = await models.users
        .find({ 'erasure.begunAt': { $lte: before }, 'erasure.doneAt': { $exists: false } }, { _id: 1 })
        .lean();
      for (const { _id } of begun) {
        await carryOut(_id.toString());
        await models.users.updateOne({ _id }, { $set: { 'erasure.doneAt': now() } });
        if (!(await goOn())) return;
      }
    },
  };
}
