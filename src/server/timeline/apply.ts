import type { mongo, Types } from 'mongoose';
import { previewOf } from '~/contract/preview';
import { type ConversationDoc, previewFrom } from '~/server/models/conversation';
import type { AttachmentDoc, EntryDoc, ReactionDoc } from '~/server/models/entry';
import type { Models } from '~/server/models/models';
import { messageTerms } from '~/server/models/search-terms';
import { usedBy } from '~/server/models/upload';
import { searchTerms } from '~/server/models/user';
import { applyToMemberships } from './memberships';
import { pin, unpin } from './pins';

type MessageDoc = EntryDoc & { kind: 'message' };
type IntentDoc = Exclude<EntryDoc, MessageDoc>;

/** The write that makes an announced message the conversation's last, and its number the head, unless later ones are. */
export function announce(message: MessageDoc): mongo.AnyBulkWriteOperation<ConversationDoc> {
  return {
    updateOne: {
      filter: {
        _id: message.conversationId,
        $or: [{ lastMessage: null }, { 'lastMessage.seq': { $lt: message.seq } }],
      },
      update: {
        $set: { lastMessage: previewFrom(message), lastActivityAt: message.at },
        $max: { headSeq: message.seq },
      },
    },
  };
}

/** The write that makes a message findable, and with that applied, unless a change to it has made it findable already. */
export function index({ _id, text, attachments }: MessageDoc): mongo.AnyBulkWriteOperation<EntryDoc>[] {
  const terms = messageTerms(text, attachments);
  if (terms.length === 0) return [];
  return [{ updateOne: { filter: { _id, terms: { $exists: false } }, update: { $set: { terms, applied: true } } } }];
}

/**
 * Writes what an intent means: to its target, to memberships, to the conversation. Every write is guarded by
 * `rev < seq`, so that doing it twice, or in two processes at once, is the same as once; but intents of one
 * conversation must be applied in the order of their numbers. Answers with the people whose membership it touched.
 */
export async function applyIntent(models: Models, intent: IntentDoc): Promise<readonly Types.ObjectId[]> {
  switch (intent.kind) {
    case 'edit':
      await changeTarget(models, intent, {
        text: intent.text,
        mentions: intent.mentions ?? [],
        terms: messageTerms(intent.text, await attachmentsOf(models, intent)),
        editedAt: intent.at,
      });
      await changePreview(models, intent, { 'lastMessage.text': previewOf(intent.text) });
      return [];
    case 'delete':
      await releaseFiles(models, intent);
      await changeTarget(models, intent, {
        text: '',
        attachments: [],
        mentions: [],
        terms: [],
        reactions: [],
        deletedAt: intent.at,
      });
      await changePreview(models, intent, {
        'lastMessage.text': '',
        'lastMessage.deleted': true,
        'lastMessage.attached': null,
      });
      await forgetEdits(models, intent);
      await unpin(models, intent);
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
      switch (intent.action) {
        case 'renamed':
          await rename(models, intent);
          return [];
        case 'retention':
          await retain(models, intent);
          return [];
        case 'pinned':
          await (intent.on ? pin : unpin)(models, intent);
          return [];
        default:
          return applyToMemberships(models, intent);
      }
  }
}

type TargetedDoc = IntentDoc & { targetId: Types.ObjectId; targetSeq: number };

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

async function attachmentsOf(models: Models, intent: TargetedDoc): Promise<readonly AttachmentDoc[]> {
  const target = await models.entries.findOne(openTarget(intent), { projection: { attachments: 1 } });
  return (target as Pick<MessageDoc, 'attachments'> | null)?.attachments ?? [];
}

/**
 * Gives up the files of a message that is about to be deleted: their bytes are the collector's. Before the message
 * forgets them, so that whoever goes on after a crash still finds that it had some.
 */
async function releaseFiles(models: Models, intent: TargetedDoc): Promise<void> {
  const target = (await models.entries.findOne(openTarget(intent), {
    projection: { senderId: 1, clientId: 1, attachments: 1 },
  })) as Pick<MessageDoc, 'senderId' | 'clientId' | 'attachments'> | null;
  if (!target?.attachments?.length) return;
  const { senderId, clientId } = target;
  const use = { kind: 'message' as const, conversationId: intent.conversationId, senderId, clientId };
  await models.uploads.updateMany(usedBy(use), { $set: { released: true } });
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

/** What a deleted message once said is not kept in its edits either. */
async function forgetEdits(models: Models, { conversationId, targetId, targetSeq, seq }: TargetedDoc): Promise<void> {
  await models.entries.updateMany(
    { conversationId, seq: { $gt: targetSeq, $lt: seq }, kind: 'edit', targetId },
    { $set: { text: '', mentions: [] } },
  );
}

async function rename(models: Models, intent: IntentDoc & { kind: 'system'; action: 'renamed' }): Promise<void> {
  const { conversationId, seq, name } = intent;
  const conversation = await models.conversations.findById(conversationId, { kind: 1, slug: 1 }).lean();
  if (!conversation) return;
  const terms = conversation.kind === 'room' ? searchTerms(`${conversation.slug} ${name}`) : [];
  await models.conversations.updateOne(
    { _id: conversationId, nameSeq: { $lt: seq } },
    { $set: { name, terms, nameSeq: seq } },
  );
}

/** As of this entry, whatever was chosen before. */
async function retain(models: Models, intent: IntentDoc & { kind: 'system'; action: 'retention' }): Promise<void> {
  const { conversationId, seq, own, bound } = intent;
  await models.conversations.updateOne(
    { _id: conversationId, $or: [{ retention: { $exists: false } }, { 'retention.seq': { $lt: seq } }] },
    { $set: { retention: { own, bound, seq } } },
  );
}
