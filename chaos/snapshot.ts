import type { EntryDoc } from '~/server/models/entry';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import { grouped } from '~/sync/grouped';
import type { StoredConversation, StoredEntry } from './laws/law';

export interface Snapshot {
  readonly entries: readonly StoredEntry[];
  readonly conversations: readonly StoredConversation[];
}

/** What the database has, read past everything that could be wrong with the product. */
export async function snapshotOf({ entries, conversations, memberships }: Models): Promise<Snapshot> {
  const found = await conversations.find().batchSize(IN_ONE_BATCH).lean();
  const active = await memberships.find({ active: true }).batchSize(IN_ONE_BATCH).lean();
  const members = grouped(active, ({ conversationId }) => conversationId.toString());
  const stored: StoredEntry[] = [];
  for (const { _id } of found) {
    // By conversation, so that no answer is longer than one batch.
    const docs = await entries.find({ conversationId: _id }).batchSize(IN_ONE_BATCH).toArray();
    stored.push(...docs.map(toStored));
  }
  return {
    entries: stored.sort((a, b) => a.seq - b.seq),
    conversations: found.map(({ _id, headSeq, memberCount }) => ({
      id: _id.toString(),
      headSeq,
      memberCount,
      members: (members.get(_id.toString()) ?? []).map(({ userId }) => userId.toString()),
    })),
  };
}

/** The last number of every conversation, counted and not remembered. */
export async function headsOf({ entries }: Models): Promise<ReadonlyMap<string, number>> {
  const heads = await entries
    .aggregate<{ _id: object; head: number }>([{ $group: { _id: '$conversationId', head: { $max: '$seq' } } }])
    .toArray();
  return new Map(heads.map(({ _id, head }) => [String(_id), head]));
}

function toStored(doc: EntryDoc): StoredEntry {
  return {
    conversationId: doc.conversationId.toString(),
    seq: doc.seq,
    id: doc._id.toString(),
    senderId: doc.senderId.toString(),
    clientId: doc.clientId,
    kind: doc.kind,
    applied: doc.applied,
    ...movesIn(doc),
  };
}

function movesIn(doc: EntryDoc): Pick<StoredEntry, 'joins' | 'leaves'> {
  if (doc.kind !== 'system') return { joins: [], leaves: [] };
  switch (doc.action) {
    case 'created':
      return { joins: doc.memberIds.map(String), leaves: [] };
    case 'joined':
      return { joins: [doc.senderId.toString()], leaves: [] };
    case 'added':
      return { joins: [doc.userId.toString()], leaves: [] };
    case 'left':
      return { joins: [], leaves: [doc.senderId.toString()] };
    case 'removed':
      return { joins: [], leaves: [doc.userId.toString()] };
    default:
      return { joins: [], leaves: [] };
  }
}
