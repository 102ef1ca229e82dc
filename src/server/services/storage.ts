import type { Types } from 'mongoose';
import type { StorageFigures, StorageSum } from '~/contract/admin';
import type { AttachmentKind } from '~/contract/media-types';
import type { Links } from '~/server/media/links';
import type { Models } from '~/server/models/models';
import type { UploadDoc } from '~/server/models/upload';
import { PUBLIC_USER, toUser } from '~/server/models/user';
import type { Reader } from './actor';

/** People and files that are listed. */
const LISTED = 20;

const THERE = { state: 'ready' as const, released: { $exists: false } };

/** What files take, without their thumbnails. A file that was forwarded shares its bytes and counts once. */
export function createStorage({ models, links }: { readonly models: Models; readonly links: Pick<Links, 'linkTo'> }) {
  return async function figures(viewer: Reader): Promise<StorageFigures> {
    const [kinds, owners, biggest] = await Promise.all([
      models.uploads.aggregate<StorageSum & { _id: AttachmentKind }>([
        { $match: THERE },
        { $group: { _id: '$blob', kind: { $first: '$kind' }, size: { $first: '$size' } } },
        { $group: { _id: '$kind', files: { $sum: 1 }, bytes: { $sum: '$size' } } },
        { $sort: { bytes: -1, _id: 1 } },
      ]),
      models.uploads.aggregate<StorageSum & { _id: Types.ObjectId }>([
        { $match: { ...THERE, charged: { $gt: 0 } } },
        { $group: { _id: '$ownerId', files: { $sum: 1 }, bytes: { $sum: '$charged' } } },
        { $sort: { bytes: -1, _id: 1 } },
        { $limit: LISTED },
      ]),
      models.uploads
        .find({ ...THERE, charged: { $gt: 0 } })
        .sort({ size: -1 })
        .limit(LISTED)
        .lean<UploadDoc[]>(),
    ]);
    const userIds = [...owners.map(({ _id }) => _id), ...biggest.map(({ ownerId }) => ownerId)];
    const users = await models.users.find({ _id: { $in: userIds } }, PUBLIC_USER).lean();
    const people = new Map(users.map((user) => [user._id.toString(), toUser(user, viewer.userId, links)]));
    return {
      total: {
        files: kinds.reduce((sum, { files }) => sum + files, 0),
        bytes: kinds.reduce((sum, { bytes }) => sum + bytes, 0),
      },
      byKind: kinds.map(({ _id, files, bytes }) => ({ kind: _id, files, bytes })),
      byPerson: owners.flatMap(({ _id, files, bytes }) => {
        const user = people.get(_id.toString());
        return user ? [{ user, files, bytes }] : [];
      }),
      biggest: biggest.map(({ _id, filename, kind, size, ownerId, createdAt }) => ({
        uploadId: _id.toString(),
        filename,
        kind,
        bytes: size,
        owner: people.get(ownerId.toString()) ?? null,
        createdAt: createdAt.toISOString(),
      })),
    };
  };
}
