import { getHistory, sendMessage } from '~/contract/message';
import { procedure, router } from '~/server/trpc/init';

export const messageRouter = router({
  send: procedure.input(sendMessage).mutation(({ ctx, input }) => ctx.services.messages.send(ctx.actor, input)),
  history: procedure.input(getHistory).query(({ ctx, input }) => ctx.services.messages.history(ctx.actor, input)),
});
