import type { Id } from '~/contract/primitives';
import type { Limits } from '~/server/limits';
import type { Bus } from '~/server/realtime/bus';
import type { Actor } from './actor';
import type { createConversations } from './conversations';

export interface TypingOptions {
  readonly bus: Bus;
  readonly conversations: Pick<ReturnType<typeof createConversations>, 'authorise'>;
  readonly limits: Pick<Limits, 'spend'>;
}

export function createTyping({ bus, conversations, limits }: TypingOptions) {
  return {
    /** Tells the members who listen; nothing is kept. Only who could write there can be typing. */
    async set(actor: Actor, { conversationId, typing }: { conversationId: Id; typing: boolean }): Promise<void> {
      const { userId } = actor;
      await conversations.authorise(actor, conversationId, { write: true });
      // To stop is never refused: who was told of the beginning is to hear of the end.
      if (typing) await limits.spend('typing', userId);
      bus.publish(`conversation:${conversationId}`, { type: 'typing', conversationId, userId, typing });
    },
  };
}
