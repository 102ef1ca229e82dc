import { MEDIA_PAGE } from '~/contract/limits';
import type { ListMediaInput, MediaKind, MediaPage } from '~/contract/message';
import type { Links } from '~/server/media/links';
import { toRecord, viewOf } from '~/server/models/entry';
import type { Models } from '~/server/models/models';
import { type Actor, objectId } from './actor';
import type { createConversations } from './conversations';
import { decodeCursor, encodeCursor } from './cursor';

export interface GalleryOptions {
  readonly models: Models;
  readonly links: Pick<Links, 'linkTo'>;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'authorise'>;
}

/** What was shared in a conversation. */
export function createGallery({ models, links, conversations }: GalleryOptions) {
  return {
    /**
     * Messages that hold something of a kind, newest first, neither deleted nor hidden from the caller. Membership is looked
     * at after the reading, as for history. Two queries.
     */
    async page(actor: Actor, { conversationId, kind, cursor }: ListMediaInput): Promise<MediaPage> {
      const before = cursor ? decodeCursor(cursor, ['id'])[0] : null;
      const docs = await models.entries
        .find(
          {
            conversationId: objectId(conversationId),
            ...HOLDS[kind],
            kind: 'message' as const,
            hiddenFrom: { $ne: objectId(actor.userId) },
            ...(before && { _id: { $lt: objectId(before) } }),
          },
          { projection: { terms: 0 } },
        )
        // Ids begin with the time they were made at.
        .sort({ _id: -1 })
        .limit(MEDIA_PAGE + 1)
        .toArray();
      await conversations.authorise(actor, conversationId);
      const page = docs.slice(0, MEDIA_PAGE);
      const last = page.at(-1);
      return {
        messages: page.flatMap((doc) => {
          const entry = viewOf(toRecord(doc), actor.userId, links);
          return entry.kind === 'message' ? [entry] : [];
        }),
        nextCursor: last && docs.length > MEDIA_PAGE ? encodeCursor([last._id.toString()]) : null,
      };
    },
  };
}

/** A deleted message has no attachments and no terms any more. */
const HOLDS = {
  media: { 'attachments.kind': { $in: ['image', 'video'] } },
  files: { 'attachments.kind': { $in: ['file', 'audio'] } },
  // What search finds messages by leads to the few that may hold an address; `https` begins with `http`.
  links: { terms: { $in: ['http', 'www'] }, text: /\b(?:https?:\/\/|www\.)[^\s/]/i },
} as const satisfies Record<MediaKind, object>;
