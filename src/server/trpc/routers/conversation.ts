import {
  addMembers,
  createGroup,
  getConversation,
  listConversations,
  memberOfConversation,
  openDirect,
  setPreferences,
  setRetention,
  setRole,
  updateConversation,
} from '~/contract/conversation';
import { procedure, router } from '~/server/trpc/init';

export const conversationRouter = router({
  openDirect: procedure
    .meta({
      does: 'The direct conversation with somebody, made if there is none: exactly one for a pair.',
      refuses: ['NOT_FOUND', 'BLOCKED'],
      limits: ['conversation'],
    })
    .input(openDirect)
    .mutation(({ ctx, input }) => ctx.services.conversations.openDirect(ctx.actor, input.userId)),
  createGroup: procedure
    .meta({
      does: 'Makes a group of you and others; a retry with the same `clientId` finds it.',
      refuses: ['NOT_FOUND'],
      limits: ['conversation'],
    })
    .input(createGroup)
    .mutation(({ ctx, input }) => ctx.services.conversations.createGroup(ctx.actor, input)),
  addMembers: procedure
    .meta({
      does: 'Adds people to a group, as any member may; who is in it already stays.',
      refuses: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'TOO_LARGE'],
    })
    .input(addMembers)
    .mutation(({ ctx, input }) =>
      ctx.services.conversations.addMembers(ctx.actor, input.conversationId, input.userIds),
    ),
  update: procedure
    .meta({
      does: 'Changes the name or picture of a group or room, as its admins and owners may.',
      refuses: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT', 'TOO_LARGE', 'UNSUPPORTED_MEDIA'],
    })
    .input(updateConversation)
    .mutation(({ ctx, input }) => ctx.services.conversations.update(ctx.actor, input)),
  removeMember: procedure
    .meta({
      does: 'Removes somebody from a group or room: owners anybody, admins members. Answered when nothing more of it will reach them.',
      refuses: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT'],
    })
    .input(memberOfConversation)
    .mutation(({ ctx, input }) =>
      ctx.services.conversations.removeMember(ctx.actor, input.conversationId, input.userId),
    ),
  setRole: procedure
    .meta({
      does: 'Makes a member an owner, an admin or a member again, as owners may.',
      refuses: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT'],
    })
    .input(setRole)
    .mutation(({ ctx, input }) => ctx.services.conversations.setRole(ctx.actor, input)),
  leave: procedure
    .meta({
      does: 'Leaves a group or room; the last owner’s leaving hands over to the first admin, else to the first member.',
      refuses: ['NOT_FOUND', 'FORBIDDEN', 'CONFLICT'],
    })
    .input(getConversation)
    .mutation(({ ctx, input }) => ctx.services.conversations.leave(ctx.actor, input.conversationId)),
  setRetention: procedure
    .meta({
      does: 'Sets after how many days messages of a group or room are deleted; owners.',
      refuses: ['FORBIDDEN', 'CONFLICT'],
    })
    .input(setRetention)
    .mutation(({ ctx, input }) => ctx.services.retention.set(ctx.actor, input)),
  setPreferences: procedure
    .meta({
      does: 'Mutes, pins, archives or marks as unread, for you alone; what is left out stays as it is.',
      refuses: ['NOT_FOUND', 'FORBIDDEN'],
    })
    .input(setPreferences)
    .mutation(({ ctx, input }) => ctx.services.conversations.setPreferences(ctx.actor, input)),
  list: procedure
    .meta({ does: 'Your conversations, those with the newest activity first.' })
    .input(listConversations)
    .query(({ ctx, input }) => ctx.services.conversations.list(ctx.actor, input)),
  get: procedure
    .meta({ does: 'One of your conversations, with its members.', refuses: ['NOT_FOUND', 'FORBIDDEN'] })
    .input(getConversation)
    .query(({ ctx, input }) => ctx.services.conversations.detail(ctx.actor, input.conversationId)),
});
