import type { Types } from 'mongoose';
import { UNREAD_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import { objectId } from './actor';

/** Numbers looked at first behind a head: nearly always they hold either everything or enough. */
const WINDOW = 2_000;

export interface Place {
  readonly conversationId: Types.ObjectId;
  readonly readSeq: number;
  readonly headSeq: number;
}

/**
 * How many messages of others wait behind each watermark, counted up to `UNREAD_MAX`: neither deleted nor hidden from
 * this person. One query for any number of conversations, and another each time that a window held too little to tell.
 */
export async function countUnread(
  models: Models,
  userId: Id,
  places: readonly Place[],
): Promise<ReadonlyMap<Id, number>> {
  const counts = new Map<Id, number>(places.map(({ conversationId }) => [conversationId.toString(), 0]));
  let ranges = places
    .filter(({ readSeq, headSeq }) => headSeq > readSeq)
    .map((place) => ({ ...place, to: place.headSeq, from: Math.max(place.readSeq, place.headSeq - WINDOW) }));
  for (let width = WINDOW; ranges.length > 0; width *= 2) {
    const counted = await models.entries
      .aggregate<{ _id: Types.ObjectId; count: number }>([
        {
          $match: {
            $or: ranges.map(({ conversationId, from, to }) => ({ conversationId, seq: { $gt: from, $lte: to } })),
            kind: 'message',
            senderId: { $ne: objectId(userId) },
            deletedAt: { $exists: false },
            hiddenFrom: { $ne: objectId(userId) },
          },
        },
        { $group: { _id: '$conversationId', count: { $sum: 1 } } },
      ])
      .batchSize(IN_ONE_BATCH)
      .toArray();
    for (const { _id, count } of counted) {
      const key = _id.toString();
      counts.set(key, Math.min(UNREAD_MAX, (counts.get(key) ?? 0) + count));
    }
    const next = width * 2;
    ranges = ranges
      .filter(
        ({ conversationId, readSeq, from }) => from > readSeq && counts.get(conversationId.toString())! < UNREAD_MAX,
      )
      .map((range) => ({ ...range, to: range.from, from: Math.max(range.readSeq, range.from - next) }));
  }
  return counts;
}
