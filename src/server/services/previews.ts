import type { Types } from 'mongoose';
import type { Id } from '~/contract/primitives';
import { type ConversationDoc, type PreviewDoc, previewFrom } from '~/server/models/conversation';
import type { EntryDoc } from '~/server/models/entry';
import type { Models } from '~/server/models/models';
import { objectId } from './actor';

/** Numbers looked through for a message to show in place of a hidden one; further back none is shown. */
const LOOKED_THROUGH = 200;

type MessageDoc = EntryDoc & { kind: 'message' };

/**
 * The last message of each conversation as one person sees it: in place of one they have hidden, the newest before it
 * that they have not. One query, and a second one when something is hidden, for any number of conversations.
 */
export async function visiblePreviews(
  models: Models,
  userId: Id,
  conversations: readonly ConversationDoc[],
): Promise<ReadonlyMap<Id, PreviewDoc | null>> {
  const previews = new Map(conversations.map((one) => [one._id.toString(), one.lastMessage]));
  const lastIds = conversations.flatMap(({ lastMessage }) => (lastMessage ? [lastMessage._id] : []));
  if (lastIds.length === 0) return previews;
  const hidden = await models.entries
    .find({ _id: { $in: lastIds }, hiddenFrom: objectId(userId) }, { projection: { conversationId: 1, seq: 1 } })
    .toArray();
  if (hidden.length === 0) return previews;
  const before = (await models.entries
    .find({
      $or: hidden.map(({ conversationId, seq }) => ({
        conversationId,
        seq: { $gte: Math.max(1, seq - LOOKED_THROUGH), $lt: seq },
      })),
      kind: 'message',
      hiddenFrom: { $ne: objectId(userId) },
    })
    .toArray()) as MessageDoc[];
  for (const { conversationId } of hidden) {
    const candidates = before.filter((message) => message.conversationId.equals(conversationId));
    const newest = candidates.sort((a, b) => b.seq - a.seq)[0];
    previews.set(idOf(conversationId), newest ? previewFrom(newest) : null);
  }
  return previews;
}

const idOf = (id: Types.ObjectId): Id => id.toString();
