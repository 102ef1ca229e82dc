import { Types } from 'mongoose';
import type { Role } from '~/contract/primitives';
import type { EntryDoc } from '~/server/models/entry';
import { isDuplicateKey, type Models } from '~/server/models/models';

/** An entry that begins, changes or ends memberships. */
export type MembershipIntent = EntryDoc & { kind: 'system' } & {
  action: 'created' | 'joined' | 'added' | 'left' | 'removed' | 'role';
};

/** Writes what the entry means for memberships, and answers with the people whose membership it touched. */
export async function applyToMemberships(models: Models, intent: MembershipIntent): Promise<readonly Types.ObjectId[]> {
  const subjects = subjectsOf(intent);
  for (const userId of subjects) await changeMembership(models, intent, userId);
  const successor = await handOver(models, intent);
  if (intent.action !== 'role') await recount(models, intent);
  const touched = [...subjects, ...(successor ? [successor] : [])];
  // Word for the feeds of these people, which may have missed the hint.
  await models.users.updateMany({ _id: { $in: touched } }, { $inc: { membershipRev: 1 } });
  return touched;
}

function subjectsOf(intent: MembershipIntent): readonly Types.ObjectId[] {
  switch (intent.action) {
    case 'created':
      return intent.memberIds;
    case 'added':
    case 'removed':
    case 'role':
      return [intent.userId];
    case 'joined':
    case 'left':
      return [intent.senderId];
  }
}

function changeMembership(models: Models, intent: MembershipIntent, userId: Types.ObjectId): Promise<void> {
  switch (intent.action) {
    case 'created':
      return begin(models, intent, { userId, role: userId.equals(intent.senderId) ? 'owner' : 'member' });
    case 'joined':
    case 'added':
      return begin(models, intent, { userId, role: 'member' });
    case 'left':
    case 'removed':
      return change(models, intent, { userId, state: { active: false } });
    case 'role':
      return change(models, intent, { userId, state: { role: intent.role } });
  }
}

/** Both watermarks begin here: what was said before is not unread. */
async function begin(
  models: Models,
  { conversationId, seq }: MembershipIntent,
  { userId, role }: { userId: Types.ObjectId; role: Role },
): Promise<void> {
  try {
    await models.memberships.updateOne(
      { conversationId, userId, active: false, rev: { $lt: seq } },
      {
        $set: {
          active: true,
          role,
          joinedSeq: seq,
          rev: seq,
          readSeq: seq,
          deliveredSeq: seq,
          readRaises: [],
          deliveredRaises: [],
          archived: false,
          markedUnread: false,
        },
        // Of those who join by one entry, members are listed in the order in which it names them: whoever made it first.
        $setOnInsert: { _id: new Types.ObjectId() },
      },
      { upsert: true },
    );
  } catch (error) {
    // There is one that is active already, or that a later entry has changed.
    if (!isDuplicateKey(error)) throw error;
  }
}

async function change(
  models: Models,
  { conversationId, seq }: MembershipIntent,
  { userId, state }: { userId: Types.ObjectId; state: { active: false } | { role: Role } },
): Promise<void> {
  await models.memberships.updateOne(
    { conversationId, userId, active: true, rev: { $lt: seq } },
    { $set: { ...state, rev: seq } },
  );
}

/**
 * A group or room with members has an owner: when none is left, the admin who has been here longest, else the member
 * who has. Decided once for everybody who applies the entry, because whoever comes late finds memberships as later
 * entries have made them. Answers with the new owner.
 */
async function handOver(models: Models, intent: MembershipIntent): Promise<Types.ObjectId | null> {
  const { _id, conversationId, seq, action } = intent;
  // Who is there already keeps what they are.
  if (action === 'created' || action === 'added') return null;
  await models.entries.updateOne(
    { _id, successorId: { $exists: false } },
    { $set: { successorId: await successorIn(models, conversationId) } },
  );
  const decided = await models.entries.findOne({ _id }, { projection: { successorId: 1 } });
  const userId = decided?.successorId ?? null;
  if (userId) {
    // Also of the one whom this very entry made a member, or no owner.
    await models.memberships.updateOne(
      { conversationId, userId, active: true, rev: { $lte: seq } },
      { $set: { role: 'owner', rev: seq } },
    );
  }
  return userId;
}

async function successorIn(models: Models, conversationId: Types.ObjectId): Promise<Types.ObjectId | null> {
  if (await models.memberships.exists({ conversationId, active: true, role: 'owner' })) return null;
  for (const role of ['admin', 'member'] as const) {
    const longest = await models.memberships
      .findOne({ conversationId, active: true, role }, { userId: 1 })
      .sort({ joinedSeq: 1, _id: 1 })
      .lean();
    if (longest) return longest.userId;
  }
  return null;
}

async function recount(models: Models, { conversationId, seq }: MembershipIntent): Promise<void> {
  const memberCount = await models.memberships.countDocuments({ conversationId, active: true });
  await models.conversations.updateOne(
    { _id: conversationId, memberCountSeq: { $lt: seq } },
    { $set: { memberCount, memberCountSeq: seq } },
  );
}
