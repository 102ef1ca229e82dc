import { listReceipts, raiseReceipt } from '~/contract/receipt';
import { procedure, router } from '~/server/trpc/init';

export const receiptRouter = router({
  read: procedure
    .meta({
      does: 'Tells that you have read up to a number; watermarks only rise.',
      refuses: ['NOT_FOUND', 'FORBIDDEN'],
      limits: ['receipt'],
    })
    .input(raiseReceipt)
    .mutation(({ ctx, input }) => ctx.services.receipts.read(ctx.actor, input)),
  delivered: procedure
    .meta({
      does: 'Tells that a device of yours holds everything up to a number.',
      refuses: ['NOT_FOUND', 'FORBIDDEN'],
      limits: ['receipt'],
    })
    .input(raiseReceipt)
    .mutation(({ ctx, input }) => ctx.services.receipts.delivered(ctx.actor, input)),
  list: procedure
    .meta({ does: 'How far the other members have got; nothing in a room.', refuses: ['NOT_FOUND', 'FORBIDDEN'] })
    .input(listReceipts)
    .query(({ ctx, input }) => ctx.services.receipts.list(ctx.actor, input.conversationId)),
  unread: procedure
    .meta({ does: 'What is unread in all of your conversations.' })
    .query(({ ctx }) => ctx.services.receipts.unread(ctx.actor)),
});
