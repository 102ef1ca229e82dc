import type { EntryDoc } from '~/server/models/entry';
import type { Models } from '~/server/models/models';
import type { Timeline } from '~/server/timeline/timeline';
import { objectId } from './actor';
import type { Uploads } from './uploads';

export type Cleared = Pick<
  EntryDoc & { kind: 'message' },
  '_id' | 'conversationId' | 'seq' | 'senderId' | 'clientId' | 'attachments'
>;

/** The fields it needs. */
export const CLEARED = { conversationId: 1, seq: 1, senderId: 1, clientId: 1, attachments: 1 } as const;

export interface ClearanceOptions {
  readonly models: Pick<Models, 'uploads'>;
  readonly timeline: Pick<Timeline, 'append'>;
  readonly uploads: Pick<Uploads, 'release'>;
}

/**
 * Deletes messages for everybody, as entries of their timelines like any deletion: every reader comes to the same, and
 * no number goes. For the same cause again it is the same as once.
 */
export function createClearance({ timeline, uploads }: ClearanceOptions) {
  return async function clear(
    messages: readonly Cleared[],
    { senderId, cause }: { readonly senderId: string; readonly cause: string },
  ): Promise<void> {
    await Promise.all(
      messages.map((message) =>
        timeline.append(message.conversationId, {
          kind: 'delete',
          senderId: objectId(senderId),
          clientId: `system:${cause}:${message._id}`,
          targetId: message._id,
          targetSeq: message.seq,
        }),
      ),
    );
    for (const { attachments, conversationId, senderId: ownerId, clientId } of messages) {
      if (!attachments?.length) continue;
      // The deletion stands, whatever becomes of the bytes now: what is left of them is the collector's.
      await uploads.release({ kind: 'message', conversationId, senderId: ownerId, clientId }).catch(() => {});
    }
  };
}

export type Clearance = ReturnType<typeof createClearance>;
