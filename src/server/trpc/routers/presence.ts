import { getPresence, presenceInConversation, watchPresence } from '~/contract/presence';
import { procedure, router } from '~/server/trpc/init';

export const presenceRouter = router({
  get: procedure
    .meta({ does: 'Whether people are online, and when they were last.' })
    .input(getPresence)
    .query(({ ctx, input }) => ctx.services.presence.get(ctx.actor, input.userIds)),
  watch: procedure
    .meta({
      does: 'The same, and from now on the feed of this connection (or the one that `connection` names) tells changes; replaces whom it watched.',
    })
    .input(watchPresence)
    .mutation(({ ctx, input }) => ctx.services.presence.watch(ctx.actor, ctx.connection, input)),
  inConversation: procedure
    .meta({ does: 'How many members are online, and some of them.', refuses: ['NOT_FOUND', 'FORBIDDEN'] })
    .input(presenceInConversation)
    .query(({ ctx, input }) => ctx.services.presence.inConversation(ctx.actor, input.conversationId)),
  count: procedure.meta({ does: 'How many people are online.' }).query(({ ctx }) => ctx.services.presence.count()),
});
