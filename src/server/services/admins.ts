import type { PlatformRole } from '~/contract/account';
import type { Id } from '~/contract/primitives';
import { AppError } from '~/server/app-error';
import { ADMINS } from '~/server/models/admins';
import { isDuplicateKey, type Models } from '~/server/models/models';
import { objectId, type Reader } from './actor';
import type { Operator } from './operator';

/**
 * Who administers the installation. Once there is an admin there always is one, and a disabled person is none: each
 * change is one conditional write to one document, so no order of any number of them breaks either law.
 */
export function createAdmins({ models }: { readonly models: Models }) {
  const read = () => models.admins.findById(ADMINS).lean();

  async function found(): Promise<void> {
    if (await models.admins.exists({ _id: ADMINS })) return;
    const first = await models.users
      .findOne({ kind: { $exists: false } }, { _id: 1 })
      .sort({ _id: 1 })
      .lean();
    if (!first) return;
    try {
      await models.admins.create({ _id: ADMINS, ids: [first._id], barred: [] });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
  }

  async function ids(): Promise<ReadonlySet<Id>> {
    return new Set((await read())?.ids.map(String));
  }

  async function roleOf(userId: Id): Promise<PlatformRole> {
    const isAdmin = await models.admins.exists({ _id: ADMINS, ids: userId });
    return isAdmin ? 'admin' : 'member';
  }

  /** Takes somebody out of the admins unless nobody would be left. */
  async function takeOut(userId: Id, also: object = {}): Promise<void> {
    await found();
    const _id = objectId(userId);
    const { matchedCount } = await models.admins.updateOne(
      { _id: ADMINS, $or: [{ ids: { $ne: _id } }, { ids: { $elemMatch: { $ne: _id } } }] },
      { $pull: { ids: _id }, ...also },
    );
    if (matchedCount === 0) throw new AppError('CONFLICT', 'This is the last admin. Make somebody else one first.');
  }

  return {
    /** Makes the first account the admin, unless that was settled before. By whom and how often, it is the same one. */
    found,
    ids,
    roleOf,

    /** `FORBIDDEN` for everybody else. */
    async authorise({ userId }: Reader): Promise<Operator & { kind: 'admin' }> {
      if ((await roleOf(userId)) !== 'admin') throw new AppError('FORBIDDEN', 'This is for admins.');
      return { kind: 'admin', userId };
    },

    /** `CONFLICT` for whoever is disabled. */
    async make(userId: Id): Promise<void> {
      await found();
      const _id = objectId(userId);
      const { matchedCount } = await models.admins.updateOne(
        { _id: ADMINS, barred: { $ne: _id } },
        { $addToSet: { ids: _id } },
      );
      if (matchedCount === 0) throw new AppError('CONFLICT', 'This account is disabled.');
    },

    /** `CONFLICT` for the last one. */
    unmake: (userId: Id): Promise<void> => takeOut(userId),

    /** Neither an admin nor to be made one until `admit`; `CONFLICT` for the last admin. */
    bar: (userId: Id): Promise<void> => takeOut(userId, { $addToSet: { barred: objectId(userId) } }),

    async admit(userId: Id): Promise<void> {
      await models.admins.updateOne({ _id: ADMINS }, { $pull: { barred: objectId(userId) } });
    },
  };
}

export type Admins = ReturnType<typeof createAdmins>;
