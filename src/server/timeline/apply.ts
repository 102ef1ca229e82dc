import type { AnyBulkWriteOperation, Types } from 'mongoose';
import { previewOf } from '~/contract/preview';
import type { ConversationDoc, PreviewDoc } from '~/server/models/conversation';
import type { EntryDoc, ReactionDoc } from '~/server/models/entry';
import { isDuplicateKey, type Models } from '~/server/models/models';

type MessageDoc = EntryDoc & { kind: 'message' };
type IntentDoc = Exclude<EntryDoc, MessageDoc>;
type SystemDoc = EntryDoc & { kind: 'system' };

/** The writes that make an announced message the conversation's last, unless a later one already is. */
export function announce(message: MessageDoc): AnyBulkWriteOperation<ConversationDoc>[] {
  const lastMessage: PreviewDoc = {
    _id: message._id,
    seq: message.seq,
    senderId: message.senderId,
    text: previewOf(message.text),
    deleted: message.deletedAt !== undefined,
    at: message.at,
    rev: message.rev,
  };
  return [
    {
      updateOne: {
        filter: {
          _id: message.conversationId,
          $or: [{ lastMessage: null }, { 'lastMessage.seq': { $lt: message.seq } }],
        },
        update: { $set: { lastMessage, lastActivityAt: message.at } },
      },
    },
  ];
}

/**
 * Writes what an intent means: to its target, to memberships, to the conversation. Every write is guarded by
 * `rev < seq`, so that doing it twice, or in two processes at once, is the same as once; but intents of one
 * conversation must be applied in the order of their numbers. Answers with the people whose membership it touched.
 */
export async function applyIntent(models: Models, intent: IntentDoc): Promise<readonly Types.ObjectId[]> {
  switch (intent.kind) {
    case 'edit':
      await changeTarget(models, intent, { text: intent.text, editedAt: intent.at });
      await changePreview(models, intent, { 'lastMessage.text': previewOf(intent.text) });
      return [];
    case 'delete':
      await changeTarget(models, intent, { text: '', deletedAt: intent.at, reactions: [] });
      await changePreview(models, intent, { 'lastMessage.text': '', 'lastMessage.deleted': true });
      return [];
    case 'reaction':
      await react(models, intent);
      return [];
    case 'hide':
      // Final, and nobody else's business: neither guarded by `rev` nor seen in it.
      await models.entries.updateOne(
        { _id: intent.targetId, conversationId: intent.conversationId },
        { $addToSet: { hiddenFrom: intent.senderId } },
      );
      return [];
    case 'system':
      return applySystem(models, intent);
  }
}

type TargetedDoc = IntentDoc & { targetId: Types.ObjectId };

/** The target as long as the intent has not changed it yet; a deleted message stays as it is. */
function openTarget({ targetId, conversationId, seq }: TargetedDoc) {
  return {
    _id: targetId,
    conversationId,
    kind: 'message' as const,
    rev: { $lt: seq },
    deletedAt: { $exists: false },
  };
}

async function changeTarget(models: Models, intent: TargetedDoc, state: object): Promise<void> {
  await models.entries.updateOne(openTarget(intent), { $set: { ...state, rev: intent.seq } });
}

async function react(models: Models, intent: IntentDoc & { kind: 'reaction' }): Promise<void> {
  const target = await models.entries.findOne(openTarget(intent));
  if (!target) return;
  // If the target is not the one read any more, another process has applied this very intent.
  await models.entries.updateOne(
    { _id: target._id, rev: target.rev },
    { $set: { reactions: toggled(target.reactions ?? [], intent), rev: intent.seq } },
  );
}

function toggled(reactions: ReactionDoc[], { emoji, senderId, on }: EntryDoc & { kind: 'reaction' }): ReactionDoc[] {
  const others = (userIds: readonly Types.ObjectId[]) => userIds.filter((userId) => !userId.equals(senderId));
  const held = reactions.find((reaction) => reaction.emoji === emoji);
  if (on && !held) return [...reactions, { emoji, userIds: [senderId] }];
  if (on && held?.userIds.some((userId) => userId.equals(senderId))) return reactions;
  return reactions
    .map((reaction) =>
      reaction === held ? { emoji, userIds: [...others(reaction.userIds), ...(on ? [senderId] : [])] } : reaction,
    )
    .filter(({ userIds }) => userIds.length > 0);
}

async function changePreview(models: Models, intent: TargetedDoc, $set: object): Promise<void> {
  await models.conversations.updateOne(
    {
      _id: intent.conversationId,
      'lastMessage._id': intent.targetId,
      'lastMessage.deleted': false,
      'lastMessage.rev': { $lt: intent.seq },
    },
    { $set: { ...$set, 'lastMessage.rev': intent.seq } },
  );
}

async function applySystem(models: Models, intent: SystemDoc): Promise<readonly Types.ObjectId[]> {
  const userIds = subjectsOf(intent);
  for (const userId of userIds) {
    if (intent.action === 'left') await endMembership(models, intent, userId);
    else await beginMembership(models, intent, userId);
  }
  await models.users.updateMany({ _id: { $in: userIds } }, { $inc: { membershipRev: 1 } });
  const memberCount = await models.memberships.countDocuments({
    conversationId: intent.conversationId,
    active: true,
  });
  await models.conversations.updateOne(
    { _id: intent.conversationId, memberCountSeq: { $lt: intent.seq } },
    { $set: { memberCount, memberCountSeq: intent.seq } },
  );
  return userIds;
}

/** The people whose membership a system entry begins or ends. */
export function subjectsOf(intent: SystemDoc): readonly Types.ObjectId[] {
  switch (intent.action) {
    case 'created':
      return intent.memberIds;
    case 'added':
      return [intent.userId];
    case 'joined':
    case 'left':
      return [intent.senderId];
  }
}

async function beginMembership(models: Models, intent: SystemDoc, userId: Types.ObjectId): Promise<void> {
  const { conversationId, seq, senderId, action } = intent;
  const owns = action === 'created' && userId.equals(senderId);
  try {
    await models.memberships.updateOne(
      { conversationId, userId, active: false, rev: { $lt: seq } },
      { $set: { active: true, role: owns ? 'owner' : 'member', joinedSeq: seq, rev: seq } },
      { upsert: true },
    );
  } catch (error) {
    // There is one that is active already, or that a later entry has changed.
    if (!isDuplicateKey(error)) throw error;
  }
}

async function endMembership(models: Models, intent: SystemDoc, userId: Types.ObjectId): Promise<void> {
  const { conversationId, seq } = intent;
  await models.memberships.updateOne(
    { conversationId, userId, rev: { $lt: seq } },
    { $set: { active: false, rev: seq } },
  );
}
