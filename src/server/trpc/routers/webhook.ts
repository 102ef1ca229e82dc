import { createWebhook, listWebhooks, oneWebhook } from '~/contract/webhook';
import { procedure, router } from '~/server/trpc/init';

export const webhookRouter = router({
  create: procedure
    .meta({
      does: 'Makes a webhook of a group or room, as its owners and admins may; its secret is told this once.',
      refuses: ['FORBIDDEN', 'NOT_FOUND', 'CONFLICT', 'TOO_LARGE'],
      limits: ['edit'],
    })
    .input(createWebhook)
    .mutation(({ ctx, input }) => ctx.services.webhooks.create(ctx.actor, input)),
  list: procedure
    .meta({
      does: 'The webhooks of a group or room, for its owners and admins, with what went wrong last.',
      refuses: ['FORBIDDEN', 'NOT_FOUND', 'CONFLICT'],
    })
    .input(listWebhooks)
    .query(({ ctx, input }) => ctx.services.webhooks.list(ctx.actor, input.conversationId)),
  rotateSecret: procedure
    .meta({
      does: 'Gives a webhook another secret, told this once; from now on it acts by your right.',
      refuses: ['FORBIDDEN', 'NOT_FOUND', 'CONFLICT'],
      limits: ['edit'],
    })
    .input(oneWebhook)
    .mutation(({ ctx, input }) => ctx.services.webhooks.rotateSecret(ctx.actor, input)),
  remove: procedure
    .meta({
      does: 'Ends a webhook; what it wrote stays.',
      refuses: ['FORBIDDEN', 'NOT_FOUND', 'CONFLICT'],
    })
    .input(oneWebhook)
    .mutation(({ ctx, input }) => ctx.services.webhooks.remove(ctx.actor, input)),
});
