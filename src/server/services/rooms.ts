import type { Conversation, Room } from '~/contract/conversation';
import { RESULTS_MAX } from '~/contract/limits';
import { AppError } from '~/server/app-error';
import type { Limits } from '~/server/limits';
import type { Links } from '~/server/media/links';
import { type ConversationDoc, toRoom } from '~/server/models/conversation';
import type { MembershipDoc } from '~/server/models/membership';
import type { Models } from '~/server/models/models';
import { searchTerms, startsWith } from '~/server/models/user';
import type { Timeline } from '~/server/timeline/timeline';
import { type Actor, objectId } from './actor';
import type { createConversations } from './conversations';
import { decodeCursor, encodeCursor } from './cursor';

export interface RoomsOptions {
  readonly models: Models;
  readonly links: Pick<Links, 'linkTo'>;
  readonly timeline: Timeline;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'findOrFound' | 'open' | 'get' | 'depart'>;
  readonly limits: Pick<Limits, 'spend'>;
}

export function createRooms({ models, links, timeline, conversations, limits }: RoomsOptions) {
  async function bySlug(slug: string): Promise<ConversationDoc> {
    const doc = await models.conversations.findOne({ key: keyOf(slug) }).lean();
    if (!doc) throw new AppError('NOT_FOUND', `There is no room called ${slug}.`);
    return doc as ConversationDoc;
  }

  function membershipOf(actor: Actor, doc: ConversationDoc) {
    return models.memberships.findOne({ conversationId: doc._id, userId: actor.userId }).lean<MembershipDoc>();
  }

  return {
    /** `CONFLICT` when another room has the slug. With a `clientId`, a retry finds the room its first attempt made. */
    async create(
      actor: Actor,
      { slug, name, clientId }: { slug: string; name: string; clientId?: string | undefined },
    ): Promise<Conversation> {
      const createdBy = objectId(actor.userId);
      const exists = await models.conversations.exists({ key: keyOf(slug) });
      if (!exists) await limits.spend('conversation', actor.userId);
      const { doc, made } = await conversations.findOrFound({
        kind: 'room',
        key: keyOf(slug),
        slug,
        name,
        createdBy,
        createdWith: clientId ?? null,
        terms: searchTerms(`${slug} ${name}`),
      });
      // One that its maker left half-made is completed by a second attempt, with a `clientId` or without.
      const isRetry = doc.headSeq === 0 || (clientId !== undefined && doc.createdWith === clientId);
      if (!made && !(isRetry && doc.createdBy.equals(createdBy))) {
        throw new AppError('CONFLICT', `There is a room called ${slug} already.`);
      }
      await conversations.open(doc, [createdBy]);
      return conversations.get(actor, doc._id.toString());
    },

    /** By slug; of a query, every word must start a word of the name or slug. */
    async list(actor: Actor, { query = '', cursor }: { query?: string; cursor?: string | null }) {
      const after = cursor ? decodeCursor(cursor, ['text'])[0] : null;
      const words = searchTerms(query);
      if (query !== '' && words.length === 0) return { rooms: [], nextCursor: null };
      const docs = await models.conversations
        .find({
          kind: 'room',
          ...(after !== null && { slug: { $gt: after } }),
          ...(words.length > 0 && { $and: words.map((word) => ({ terms: startsWith(word) })) }),
        })
        .sort({ slug: 1 })
        .limit(RESULTS_MAX + 1)
        .lean();
      const page = docs.slice(0, RESULTS_MAX) as ConversationDoc[];
      const memberships = await models.memberships
        .find(
          { userId: actor.userId, conversationId: { $in: page.map(({ _id }) => _id) }, active: true },
          { conversationId: 1 },
        )
        .lean();
      const joined = new Set(memberships.map(({ conversationId }) => conversationId.toString()));
      const rooms: Room[] = page.map((doc) =>
        toRoom(doc, { viewerId: actor.userId, joined: joined.has(doc._id.toString()) }, links),
      );
      return { rooms, nextCursor: docs.length > RESULTS_MAX ? encodeCursor([page.at(-1)?.slug ?? '']) : null };
    },

    /** Joining what one is in already changes nothing. */
    async join(actor: Actor, slug: string): Promise<Conversation> {
      const doc = await bySlug(slug);
      const membership = await membershipOf(actor, doc);
      if (!membership?.active) {
        await timeline.append(doc._id, {
          kind: 'system',
          action: 'joined',
          senderId: objectId(actor.userId),
          clientId: `system:joined:${membership?.rev ?? 0}`,
        });
      }
      return conversations.get(actor, doc._id.toString());
    },

    /** Resolves when nothing more of the room will reach the person. Leaving what one is not in changes nothing. */
    async leave(actor: Actor, slug: string): Promise<void> {
      const doc = await bySlug(slug);
      const membership = await membershipOf(actor, doc);
      if (!membership?.active) return;
      await conversations.depart(actor, membership);
    },
  };
}

const keyOf = (slug: string): string => `room:${slug}`;
