import type {
  GetHistoryInput,
  GetMessagesInput,
  GetSinceInput,
  HistoryPage,
  MessagesByNumber,
  SyncPage,
} from '~/contract/message';
import { share } from '~/server/gather';
import type { Links } from '~/server/media/links';
import { type EntryRecord, viewOf } from '~/server/models/entry';
import type { Timeline } from '~/server/timeline/timeline';
import { type Actor, objectId } from './actor';
import type { createConversations } from './conversations';

export interface HistoryOptions {
  readonly links: Pick<Links, 'linkTo'>;
  readonly timeline: Pick<Timeline, 'page' | 'single' | 'since' | 'settleMoves'>;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'authorise'>;
}

/**
 * What was written in a conversation, as each of its members sees it. Membership is looked at after the reading: a
 * departure that is numbered up to the head which was read is applied by then, so that nothing past it gets out.
 */
export function createHistory({ links, timeline, conversations }: HistoryOptions) {
  const seenBy = ({ userId }: Actor, records: readonly EntryRecord[]) =>
    records.map((record) => viewOf(record, userId, links));

  /** After a break a thousand lack the same of a room. */
  const sharing = share<Awaited<ReturnType<Timeline['since']>>>();

  return {
    async page(actor: Actor, { conversationId, limit, ...bounds }: GetHistoryInput): Promise<HistoryPage> {
      const { records, head } = await timeline.page(objectId(conversationId), boundOf(bounds), limit);
      await conversations.authorise(actor, conversationId);
      return { entries: seenBy(actor, records), head };
    },

    async single(actor: Actor, { conversationId, seqs }: GetMessagesInput): Promise<MessagesByNumber> {
      const { records, head } = await timeline.single(objectId(conversationId), seqs);
      await conversations.authorise(actor, conversationId);
      return { entries: seenBy(actor, records), head };
    },

    async since(actor: Actor, { conversationId, seq, limit }: GetSinceInput): Promise<SyncPage> {
      const { records, head, reset } = await sharing(`${conversationId} ${seq} ${limit}`, async () => {
        const page = await timeline.since(objectId(conversationId), seq, limit);
        await timeline.settleMoves(objectId(conversationId), page.head);
        return page;
      });
      await conversations.authorise(actor, conversationId);
      return { entries: seenBy(actor, records), head, reset };
    },
  };
}

function boundOf({ before, after, around }: Pick<GetHistoryInput, 'before' | 'after' | 'around'>) {
  if (before !== undefined) return { before };
  if (after !== undefined) return { after };
  if (around !== undefined) return { around };
  return null;
}
