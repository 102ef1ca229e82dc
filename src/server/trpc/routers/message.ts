import {
  deleteMessage,
  editMessage,
  forwardMessage,
  getHistory,
  getMessages,
  messageInfo,
  pinMessage,
  reactToMessage,
  searchMessages,
  sendMessage,
} from '~/contract/message';
import { procedure, router } from '~/server/trpc/init';

export const messageRouter = router({
  send: procedure.input(sendMessage).mutation(({ ctx, input }) => ctx.services.messages.send(ctx.actor, input)),
  edit: procedure.input(editMessage).mutation(({ ctx, input }) => ctx.services.messages.edit(ctx.actor, input)),
  delete: procedure.input(deleteMessage).mutation(({ ctx, input }) => ctx.services.messages.delete(ctx.actor, input)),
  react: procedure.input(reactToMessage).mutation(({ ctx, input }) => ctx.services.messages.react(ctx.actor, input)),
  pin: procedure.input(pinMessage).mutation(({ ctx, input }) => ctx.services.messages.pin(ctx.actor, input)),
  forward: procedure
    .input(forwardMessage)
    .mutation(({ ctx, input }) => ctx.services.messages.forward(ctx.actor, input)),
  history: procedure.input(getHistory).query(({ ctx, input }) => ctx.services.history.page(ctx.actor, input)),
  get: procedure.input(getMessages).query(({ ctx, input }) => ctx.services.history.single(ctx.actor, input)),
  info: procedure.input(messageInfo).query(({ ctx, input }) => ctx.services.receipts.info(ctx.actor, input)),
  search: procedure.input(searchMessages).query(({ ctx, input }) => ctx.services.search.messages(ctx.actor, input)),
});
