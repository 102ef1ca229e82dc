import { addMembers, createGroup, getConversation, listConversations, openDirect } from '~/contract/conversation';
import { procedure, router } from '~/server/trpc/init';

export const conversationRouter = router({
  openDirect: procedure
    .input(openDirect)
    .mutation(({ ctx, input }) => ctx.services.conversations.openDirect(ctx.actor, input.userId)),
  createGroup: procedure
    .input(createGroup)
    .mutation(({ ctx, input }) => ctx.services.conversations.createGroup(ctx.actor, input)),
  addMembers: procedure
    .input(addMembers)
    .mutation(({ ctx, input }) =>
      ctx.services.conversations.addMembers(ctx.actor, input.conversationId, input.userIds),
    ),
  list: procedure.input(listConversations).query(({ ctx, input }) => ctx.services.conversations.list(ctx.actor, input)),
  get: procedure
    .input(getConversation)
    .query(({ ctx, input }) => ctx.services.conversations.detail(ctx.actor, input.conversationId)),
});
