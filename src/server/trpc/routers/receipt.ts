import { listReceipts, raiseReceipt } from '~/contract/receipt';
import { procedure, router } from '~/server/trpc/init';

export const receiptRouter = router({
  read: procedure.input(raiseReceipt).mutation(({ ctx, input }) => ctx.services.receipts.read(ctx.actor, input)),
  delivered: procedure
    .input(raiseReceipt)
    .mutation(({ ctx, input }) => ctx.services.receipts.delivered(ctx.actor, input)),
  list: procedure
    .input(listReceipts)
    .query(({ ctx, input }) => ctx.services.receipts.list(ctx.actor, input.conversationId)),
  unread: procedure.query(({ ctx }) => ctx.services.receipts.unread(ctx.actor)),
});
