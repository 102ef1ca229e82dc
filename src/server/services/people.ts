import type {
  ActOnPersonInput,
  AdminPerson,
  AuditAction,
  ListPeopleInput,
  Page,
  PasswordReset,
  SetPlatformRoleInput,
} from '~/contract/admin';
import { ADMIN_PAGE } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { AppError } from '~/server/app-error';
import type { Links } from '~/server/media/links';
import type { Models } from '~/server/models/models';
import { beginsWith, searchTerms, startsWith, toAdminPerson, type UserDoc } from '~/server/models/user';
import { objectId, type Reader } from './actor';
import type { Admins } from './admins';
import type { Audit } from './audit';
import { decodeCursor, encodeCursor } from './cursor';
import type { Operator } from './operator';
import type { createPasswordResets } from './password-resets';
import type { Sessions } from './sessions';

export interface PeopleOptions {
  readonly models: Models;
  readonly links: Pick<Links, 'linkTo'>;
  readonly now: () => Date;
  readonly admins: Pick<Admins, 'ids' | 'make' | 'unmake' | 'bar' | 'admit'>;
  readonly audit: Pick<Audit, 'act'>;
  readonly sessions: Pick<Sessions, 'endAll'>;
  readonly resets: Pick<ReturnType<typeof createPasswordResets>, 'begin'>;
}

/** Everybody's accounts, for operators. */
export function createPeople({ models, links, now, admins, audit, sessions, resets }: PeopleOptions) {
  async function existing(userId: Id): Promise<void> {
    if (!(await models.users.exists({ _id: userId }))) throw new AppError('NOT_FOUND', 'There is no such person.');
  }

  /** Whom programs write as is nobody who signs in. */
  async function refuseUnlessPerson(userId: Id): Promise<void> {
    if (await models.users.exists({ _id: userId, kind: { $exists: true } })) {
      throw new AppError('CONFLICT', 'Nobody signs in as that.');
    }
  }

  const act = <T>(operator: Operator, action: AuditAction, input: ActOnPersonInput, work: () => Promise<T>) =>
    audit.act(operator, { action, target: { kind: 'person', id: input.userId }, reason: input.reason }, async () => {
      await existing(input.userId);
      return work();
    });

  /** From now on they cannot sign in, and nothing more reaches them. */
  async function lockOut(userId: Id): Promise<void> {
    await admins.bar(userId);
    await models.users.updateOne({ _id: userId, disabledAt: { $exists: false } }, { $set: { disabledAt: now() } });
    await sessions.endAll(userId);
  }

  return {
    lockOut,

    /** By username; of a query, every word must start a name, or it must start the e-mail address. */
    async list(viewer: Reader, { query = '', only, cursor }: ListPeopleInput): Promise<Page<AdminPerson>> {
      const after = cursor ? decodeCursor(cursor, ['text'])[0] : null;
      const words = searchTerms(query);
      const adminIds = await admins.ids();
      const docs = await models.users
        .find({
          $and: [
            { kind: { $exists: false } },
            ...(after !== null ? [{ usernameKey: { $gt: after } }] : []),
            ...(only === 'admins' ? [{ _id: { $in: [...adminIds].map(objectId) } }] : []),
            ...(only === 'disabled' ? [{ disabledAt: { $exists: true } }] : []),
            ...(query.includes('@')
              ? [{ email: beginsWith(query.toLowerCase()) }]
              : words.map((word) => ({ terms: startsWith(word) }))),
          ],
        })
        .sort({ usernameKey: 1 })
        .limit(ADMIN_PAGE + 1)
        .lean();
      const page = docs.slice(0, ADMIN_PAGE) as UserDoc[];
      const sums = await models.uploads.aggregate<{ _id: object; bytes: number }>([
        { $match: { ownerId: { $in: page.map(({ _id }) => _id) }, released: { $exists: false } } },
        { $group: { _id: '$ownerId', bytes: { $sum: '$charged' } } },
      ]);
      const bytes = new Map(sums.map((sum) => [sum._id.toString(), sum.bytes]));
      const last = page.at(-1);
      return {
        items: page.map((doc) => {
          const id = doc._id.toString();
          const about = {
            role: adminIds.has(id) ? ('admin' as const) : ('member' as const),
            bytes: bytes.get(id) ?? 0,
          };
          return toAdminPerson(doc, viewer.userId, about, links);
        }),
        nextCursor: last && docs.length > ADMIN_PAGE ? encodeCursor([last.usernameKey]) : null,
      };
    },

    /** The person of that username or e-mail address; `NOT_FOUND` for nobody. */
    async find(login: string): Promise<Id> {
      const key = login.trim().toLowerCase();
      const user = await models.users
        .findOne(key.includes('@') ? { email: key } : { usernameKey: key }, { _id: 1 })
        .lean();
      if (!user) throw new AppError('NOT_FOUND', `There is nobody called ${login}.`);
      return user._id.toString();
    },

    /** Ends their sessions and access tokens, and closes what is open. `CONFLICT` for the last admin. */
    disable: (operator: Operator, input: ActOnPersonInput): Promise<void> =>
      act(operator, 'disable', input, () => lockOut(input.userId)),

    /** They sign in as before; access tokens they make anew. `CONFLICT` for an account that is erased. */
    enable: (operator: Operator, input: ActOnPersonInput): Promise<void> =>
      act(operator, 'enable', input, async () => {
        const { matchedCount } = await models.users.updateOne(
          { _id: input.userId, erasure: { $exists: false } },
          { $unset: { disabledAt: 1 } },
        );
        if (matchedCount === 0) throw new AppError('CONFLICT', 'This account is erased.');
        await admins.admit(input.userId);
      }),

    /** Ends everything the old password was signed in with. */
    resetPassword: (operator: Operator, input: ActOnPersonInput): Promise<PasswordReset> =>
      act(operator, 'resetPassword', input, async () => {
        await refuseUnlessPerson(input.userId);
        return resets.begin(input.userId);
      }),

    /** `CONFLICT` for the last admin, and for making one of who is disabled. */
    setRole: (operator: Operator, input: SetPlatformRoleInput): Promise<void> =>
      input.platformRole === 'admin'
        ? act(operator, 'makeAdmin', input, async () => {
            await refuseUnlessPerson(input.userId);
            await admins.make(input.userId);
          })
        : act(operator, 'unmakeAdmin', input, () => admins.unmake(input.userId)),
  };
}

export type People = ReturnType<typeof createPeople>;
