import { getPresence, presenceInConversation, watchPresence } from '~/contract/presence';
import { procedure, router } from '~/server/trpc/init';

export const presenceRouter = router({
  get: procedure.input(getPresence).query(({ ctx, input }) => ctx.services.presence.get(ctx.actor, input.userIds)),
  watch: procedure
    .input(watchPresence)
    .mutation(({ ctx, input }) => ctx.services.presence.watch(ctx.actor, ctx.connection, input)),
  inConversation: procedure
    .input(presenceInConversation)
    .query(({ ctx, input }) => ctx.services.presence.inConversation(ctx.actor, input.conversationId)),
  count: procedure.query(({ ctx }) => ctx.services.presence.count()),
});
