import type { Types } from 'mongoose';
import type { Id } from '~/contract/primitives';
import type { Variant } from '~/server/models/links';
import type { Models } from '~/server/models/models';
import type { UploadDoc } from '~/server/models/upload';
import { objectId } from './actor';

/** Who sees a file: whoever sees the message that it is part of; what is part of none, its owner, and whoever sees that picture. */
export function createUploadViews(models: Models) {
  const isMember = async (viewerId: Id, conversationId: Types.ObjectId): Promise<boolean> =>
    (await models.memberships.exists({ conversationId, userId: viewerId, active: true })) !== null;

  async function sees(viewerId: Id, { ownerId, use }: UploadDoc, variant: Variant): Promise<boolean> {
    const isOwner = ownerId.toString() === viewerId;
    switch (use?.kind) {
      case 'message': {
        const { conversationId, senderId, clientId } = use;
        const message = await models.entries.findOne(
          { conversationId, senderId, clientId, kind: 'message' },
          { projection: { hiddenFrom: 1, deletedAt: 1 } },
        );
        // Claimed, and not sent yet.
        if (!message) return isOwner;
        if (message.deletedAt || message.hiddenFrom?.some((userId) => userId.equals(objectId(viewerId)))) return false;
        return isMember(viewerId, conversationId);
      }
      case 'user':
        return isOwner || variant === 'avatar';
      case 'conversation':
        if (isOwner) return true;
        if (variant !== 'avatar') return false;
        if (await isMember(viewerId, use.conversationId)) return true;
        return (await models.conversations.exists({ _id: use.conversationId, kind: 'room' })) !== null;
      default:
        return isOwner;
    }
  }

  return {
    /** The file if it is `ready` and this person may see that of it now; else null. */
    async mayView(viewerId: Id, uploadId: Id, variant: Variant): Promise<UploadDoc | null> {
      const doc = await models.uploads
        .findOne({ _id: uploadId, state: 'ready', released: { $exists: false } })
        .lean<UploadDoc>();
      if (!doc) return null;
      if (variant === 'thumbnail' && !doc.hasThumbnail) return null;
      return (await sees(viewerId, doc, variant)) ? doc : null;
    },
  };
}
