import { checksumOf, digestOf } from '~/contract/checksum';
import type { CheckAnswer, CheckHeldInput } from '~/contract/message';
import type { Id } from '~/contract/primitives';
import type { Links } from '~/server/media/links';
import { viewOf } from '~/server/models/entry';
import type { Timeline } from '~/server/timeline/timeline';
import { type Actor, objectId } from './actor';
import type { createConversations } from './conversations';

/** A reader who held something else than the server, and where. */
export interface Divergence {
  readonly conversationId: Id;
  readonly userId: Id;
  readonly from: number;
  readonly to: number;
}

export interface ChecksumsOptions {
  readonly links: Pick<Links, 'linkTo'>;
  readonly timeline: Pick<Timeline, 'head' | 'range' | 'settle'>;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'authorise'>;
  /** Told once for each `differs`. Must not throw. */
  readonly onDivergence: (divergence: Divergence) => void;
}

/** Whether readers hold what they would read. */
export function createChecksums({ links, timeline, conversations, onDivergence }: ChecksumsOptions) {
  return {
    /**
     * `same` costs one read of the range. What differs is looked at again with everything applied, for a number can be
     * known before what it means is written; and it is a divergence only if nothing was appended meanwhile.
     */
    async check(actor: Actor, { conversationId, from, to, checksum }: CheckHeldInput): Promise<CheckAnswer> {
      await conversations.authorise(actor, conversationId);
      const { userId } = actor;
      const id = objectId(conversationId);
      const isSame = async () => {
        const records = await timeline.range(id, from, to);
        return checksumOf(records.map((record) => digestOf(viewOf(record, userId, links)))) === checksum;
      };
      const head = await timeline.head(id);
      if (head !== to) return { verdict: 'moved', head };
      if (await isSame()) return { verdict: 'same', head };
      await timeline.settle(id, to);
      if (await isSame()) return { verdict: 'same', head };
      const last = await timeline.head(id);
      if (last !== to) return { verdict: 'moved', head: last };
      onDivergence({ conversationId, userId, from, to });
      return { verdict: 'differs', head };
    },
  };
}
