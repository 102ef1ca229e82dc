import { Types } from 'mongoose';
import type { Conversation } from '~/contract/conversation';
import type { NotificationSettings } from '~/contract/notification';
import type { Id } from '~/contract/primitives';
import type { Watermarks } from '~/contract/receipt';
import { gather } from '~/server/gather';
import type { Links } from '~/server/media/links';
import type { Meters } from '~/server/meters';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import type { Hub } from './hub';
import type { PresenceLeases } from './presence-leases';

/** What feeds draw from. */
export interface FeedSources {
  readonly reads: FeedReads;
  readonly links: Pick<Links, 'linkTo'>;
  readonly hub: Hub;
  /** Applies what waits to be applied, up to a number. */
  readonly settle: (conversationId: Types.ObjectId, upTo: number) => Promise<void>;
  /** A conversation as this person sees it; null for one that is not theirs. */
  readonly describe: (userId: Id, conversationId: Id) => Promise<Conversation | null>;
  readonly leases: Pick<PresenceLeases, 'hold' | 'look' | 'watch'>;
  /** Whom the person has blocked, or is blocked by. */
  readonly blocks: { between(userId: Id): Promise<ReadonlySet<Id>> };
  /** What the person has set for notifications. */
  readonly settings: (userId: Id) => Promise<NotificationSettings>;
  readonly meters?: Meters;
  /** From 0 up to 1. */
  readonly random?: () => number;
}

/** What feeds read when they begin. Those that begin together read together: after a break a thousand do. */
export function createFeedReads(models: Models) {
  return {
    /** The conversations a person is a member of. */
    memberships: gather(async (userIds) => {
      const byUser = new Map<Id, Map<Id, Watermarks>>(userIds.map((id) => [id, new Map()]));
      const memberships = await models.memberships
        .find({ userId: { $in: userIds }, active: true }, { userId: 1, conversationId: 1, readSeq: 1, deliveredSeq: 1 })
        .batchSize(IN_ONE_BATCH)
        .lean();
      for (const { userId, conversationId, readSeq, deliveredSeq } of memberships) {
        byUser.get(userId.toString())?.set(conversationId.toString(), { readSeq, deliveredSeq });
      }
      return byUser;
    }),

    /** The last entry of a conversation that may change who is a member and waits to be applied. */
    lastPending: gather(async (ids) => {
      const conversationIds = ids.map((id) => new Types.ObjectId(id));
      const pending = await models.entries
        .find({ applied: false, conversationId: { $in: conversationIds }, kind: 'system' })
        .batchSize(IN_ONE_BATCH)
        .toArray();
      const last = new Map<Id, number>();
      for (const { conversationId, seq } of pending) {
        const id = conversationId.toString();
        last.set(id, Math.max(seq, last.get(id) ?? 0));
      }
      return last;
    }),
  };
}

export type FeedReads = ReturnType<typeof createFeedReads>;
