import {
  addMembers,
  createGroup,
  getConversation,
  listConversations,
  memberOfConversation,
  openDirect,
  setPreferences,
  setRole,
  updateConversation,
} from '~/contract/conversation';
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
  update: procedure
    .input(updateConversation)
    .mutation(({ ctx, input }) => ctx.services.conversations.update(ctx.actor, input)),
  removeMember: procedure
    .input(memberOfConversation)
    .mutation(({ ctx, input }) =>
      ctx.services.conversations.removeMember(ctx.actor, input.conversationId, input.userId),
    ),
  setRole: procedure.input(setRole).mutation(({ ctx, input }) => ctx.services.conversations.setRole(ctx.actor, input)),
  leave: procedure
    .input(getConversation)
    .mutation(({ ctx, input }) => ctx.services.conversations.leave(ctx.actor, input.conversationId)),
  setPreferences: procedure
    .input(setPreferences)
    .mutation(({ ctx, input }) => ctx.services.conversations.setPreferences(ctx.actor, input)),
  list: procedure.input(listConversations).query(({ ctx, input }) => ctx.services.conversations.list(ctx.actor, input)),
  get: procedure
    .input(getConversation)
    .query(({ ctx, input }) => ctx.services.conversations.detail(ctx.actor, input.conversationId)),
});
