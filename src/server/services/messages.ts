import type { Entry } from '~/contract/entry';
import type { GetHistoryInput, GetSinceInput, HistoryPage, SendMessageInput, SyncPage } from '~/contract/message';
import { viewOf } from '~/server/models/entry';
import type { Timeline } from '~/server/timeline/timeline';
import { type Actor, objectId } from './actor';
import type { createConversations } from './conversations';

export interface MessagesOptions {
  readonly timeline: Timeline;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'authorise'>;
}

export function createMessages({ timeline, conversations }: MessagesOptions) {
  return {
    /** Resolves when the message is durable and numbered. The same `clientId` again resolves with the first one. */
    async send(actor: Actor, { conversationId, clientId, text }: SendMessageInput): Promise<Entry> {
      await conversations.authorise(actor, conversationId);
      const senderId = objectId(actor.userId);
      const record = await timeline.append(objectId(conversationId), { kind: 'message', senderId, clientId, text });
      return viewOf(record, actor.userId);
    },

    async history(actor: Actor, input: GetHistoryInput): Promise<HistoryPage> {
      await conversations.authorise(actor, input.conversationId);
      const { records, head } = await timeline.page(objectId(input.conversationId), boundOf(input), input.limit);
      return { entries: records.map((record) => viewOf(record, actor.userId)), head };
    },

    async since(actor: Actor, { conversationId, seq, limit }: GetSinceInput): Promise<SyncPage> {
      await conversations.authorise(actor, conversationId);
      const { records, head, reset } = await timeline.since(objectId(conversationId), seq, limit);
      return { entries: records.map((record) => viewOf(record, actor.userId)), head, reset };
    },
  };
}

function boundOf({ before, after, around }: GetHistoryInput) {
  if (before !== undefined) return { before };
  if (after !== undefined) return { after };
  if (around !== undefined) return { around };
  return null;
}
