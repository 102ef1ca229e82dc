import { z } from 'zod';
import { PRESENCE_WATCHED_MAX } from './limits';
import { type Id, type Instant, id } from './primitives';

/** Whether a person has a device connected. Of whom one has blocked, or is blocked by, one learns `online: false` and no time. */
export interface Presence {
  readonly userId: Id;
  readonly online: boolean;
  /** When the last device went; null while one is connected, and for whom never was. */
  readonly lastSeenAt: Instant | null;
}

/** Who of a conversation's members is online. */
export interface PresenceInConversation {
  /** A few seconds old at most. */
  readonly count: number;
  /** At most `ONLINE_LISTED_MAX` of them. */
  readonly users: readonly Id[];
}

const userIds = z.array(id).max(PRESENCE_WATCHED_MAX);
export const getPresence = z.strictObject({ userIds });
/**
 * `presence.watch`: from now on the feeds of this socket tell of these people, and of no others. Answers with how they are.
 * Over HTTP, `connection` names the feed: the part before the colon of the ids under which its batches are tracked.
 */
export const watchPresence = z.strictObject({ userIds, connection: z.uuid().optional() });
export type WatchPresenceInput = z.input<typeof watchPresence>;
export const presenceInConversation = z.strictObject({ conversationId: id });
