import type { Types } from 'mongoose';
import { PINS_MAX } from '~/contract/limits';
import type { MessageRefDoc } from '~/server/models/conversation';
import type { Models } from '~/server/models/models';

/** What changes the pins, and the message it names. */
interface PinsChange {
  readonly conversationId: Types.ObjectId;
  readonly seq: number;
  readonly targetId: Types.ObjectId;
  readonly targetSeq: number;
}

/** The newest pin first. A message that was deleted, or that would be one too many, is not pinned. */
export async function pin(models: Models, change: PinsChange): Promise<void> {
  const { conversationId, targetId, targetSeq } = change;
  const open = await models.entries.findOne(
    { _id: targetId, conversationId, deletedAt: { $exists: false } },
    { projection: { _id: 1 } },
  );
  await changePins(models, change, (others) =>
    open && others.length < PINS_MAX ? [{ _id: targetId, seq: targetSeq }, ...others] : others,
  );
}

export async function unpin(models: Models, change: PinsChange): Promise<void> {
  await changePins(models, change, (others) => others);
}

async function changePins(
  models: Models,
  { conversationId, seq, targetId }: PinsChange,
  change: (others: MessageRefDoc[]) => MessageRefDoc[],
): Promise<void> {
  const conversation = await models.conversations
    .findOne({ _id: conversationId, pinsSeq: { $lt: seq } }, { pins: 1, pinsSeq: 1 })
    .lean();
  if (!conversation) return;
  const pins = change(conversation.pins.filter(({ _id }) => !_id.equals(targetId)));
  // If the pins are not those read any more, another process has applied this very intent.
  await models.conversations.updateOne(
    { _id: conversationId, pinsSeq: conversation.pinsSeq },
    { $set: { pins, pinsSeq: seq } },
  );
}
