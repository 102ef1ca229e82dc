import { SEARCH_PAGE } from '~/contract/limits';
import type { SearchMessagesInput, SearchPage } from '~/contract/message';
import type { Limits } from '~/server/limits';
import type { Links } from '~/server/media/links';
import { toRecord, viewOf } from '~/server/models/entry';
import type { Models } from '~/server/models/models';
import { queryTerms } from '~/server/models/search-terms';
import { type Actor, objectId } from './actor';
import type { createConversations } from './conversations';
import { decodeCursor, encodeCursor } from './cursor';

export interface SearchOptions {
  readonly models: Models;
  readonly links: Pick<Links, 'linkTo'>;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'authorise'>;
  readonly limits: Pick<Limits, 'spend'>;
}

export function createSearch({ models, links, conversations, limits }: SearchOptions) {
  /** Where the caller may look: one query. */
  async function places(actor: Actor, conversationId: string | undefined) {
    if (conversationId !== undefined) {
      await conversations.authorise(actor, conversationId);
      return objectId(conversationId);
    }
    const memberships = await models.memberships
      .find({ userId: actor.userId, active: true }, { conversationId: 1 })
      .lean();
    return { $in: memberships.map((membership) => membership.conversationId) };
  }

  return {
    /**
     * Messages that hold every word of the query, in their text or the names of their files, or begin a word with it;
     * newest first, of conversations the caller is
     * in, and neither deleted nor hidden from them. Nothing for a query without a word. Two queries.
     */
    async messages(actor: Actor, { query, conversationId, cursor }: SearchMessagesInput): Promise<SearchPage> {
      const before = cursor ? decodeCursor(cursor, ['id'])[0] : null;
      const where = await places(actor, conversationId);
      const terms = queryTerms(query);
      if (terms.length === 0) return { messages: [], nextCursor: null };
      await limits.spend('search', actor.userId);
      const filter = {
        conversationId: where,
        terms: { $all: terms },
        kind: 'message' as const,
        hiddenFrom: { $ne: objectId(actor.userId) },
        ...(before && { _id: { $lt: objectId(before) } }),
      };
      const docs = await models.entries
        .find(filter, { projection: { terms: 0 } })
        // Ids begin with the time they were made at.
        .sort({ _id: -1 })
        .limit(SEARCH_PAGE + 1)
        .toArray();
      const page = docs.slice(0, SEARCH_PAGE);
      const last = page.at(-1);
      return {
        messages: page.flatMap((doc) => {
          const entry = viewOf(toRecord(doc), actor.userId, links);
          return entry.kind === 'message' ? [entry] : [];
        }),
        nextCursor: last && docs.length > SEARCH_PAGE ? encodeCursor([last._id.toString()]) : null,
      };
    },
  };
}
