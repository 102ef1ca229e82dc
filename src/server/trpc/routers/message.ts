import {
  deleteMessage,
  editMessage,
  forwardMessage,
  getHistory,
  getMessages,
  listMedia,
  messageInfo,
  pinMessage,
  reactToMessage,
  searchMessages,
  sendMessage,
} from '~/contract/message';
import { procedure, router } from '~/server/trpc/init';

export const messageRouter = router({
  send: procedure
    .meta({
      does: 'Sends a message of text, of up to ten files, or of both. Answered once it is durable and numbered; the same `clientId` again answers with the first one.',
      refuses: ['NOT_FOUND', 'FORBIDDEN', 'BLOCKED', 'CONFLICT', 'TOO_LARGE', 'UNSUPPORTED_MEDIA'],
      limits: ['message'],
    })
    .input(sendMessage)
    .mutation(({ ctx, input }) => ctx.services.messages.send(ctx.actor, input)),
  edit: procedure
    .meta({
      does: 'Gives a message of yours another text; its files stay, and beside them the text may be empty.',
      refuses: ['NOT_FOUND', 'FORBIDDEN', 'BLOCKED', 'CONFLICT'],
      limits: ['edit'],
    })
    .input(editMessage)
    .mutation(({ ctx, input }) => ctx.services.messages.edit(ctx.actor, input)),
  delete: procedure
    .meta({
      does: 'Deletes a message: for everyone (its sender; in groups and rooms admins and owners too) it leaves a tombstone, for you alone nobody else learns of it.',
      refuses: ['NOT_FOUND', 'FORBIDDEN'],
      limits: ['edit'],
    })
    .input(deleteMessage)
    .mutation(({ ctx, input }) => ctx.services.messages.delete(ctx.actor, input)),
  react: procedure
    .meta({
      does: 'Puts an emoji of yours below a message, or takes it away.',
      refuses: ['NOT_FOUND', 'FORBIDDEN', 'BLOCKED', 'CONFLICT', 'TOO_LARGE'],
      limits: ['reaction'],
    })
    .input(reactToMessage)
    .mutation(({ ctx, input }) => ctx.services.messages.react(ctx.actor, input)),
  pin: procedure
    .meta({
      does: 'Pins a message, or takes the pin away; in rooms admins and owners do.',
      refuses: ['NOT_FOUND', 'FORBIDDEN', 'BLOCKED', 'CONFLICT', 'TOO_LARGE'],
      limits: ['edit'],
    })
    .input(pinMessage)
    .mutation(({ ctx, input }) => ctx.services.messages.pin(ctx.actor, input)),
  forward: procedure
    .meta({
      does: 'Sends a message on to other conversations, with files of its own: to all of them or to none.',
      refuses: ['NOT_FOUND', 'FORBIDDEN', 'BLOCKED', 'CONFLICT'],
      limits: ['message'],
    })
    .input(forwardMessage)
    .mutation(({ ctx, input }) => ctx.services.messages.forward(ctx.actor, input)),
  history: procedure
    .meta({
      does: 'A dense page of a conversation’s entries: the newest, or before, after or around a number.',
      refuses: ['NOT_FOUND', 'FORBIDDEN'],
    })
    .input(getHistory)
    .query(({ ctx, input }) => ctx.services.history.page(ctx.actor, input)),
  get: procedure
    .meta({
      does: 'Single entries by number; numbers that do not exist are left out.',
      refuses: ['NOT_FOUND', 'FORBIDDEN'],
    })
    .input(getMessages)
    .query(({ ctx, input }) => ctx.services.history.single(ctx.actor, input)),
  info: procedure
    .meta({ does: 'Who a message was delivered to and read by, and when.', refuses: ['NOT_FOUND', 'FORBIDDEN'] })
    .input(messageInfo)
    .query(({ ctx, input }) => ctx.services.receipts.info(ctx.actor, input)),
  media: procedure
    .meta({
      does: 'Messages of a conversation that hold pictures and videos, other files, or web addresses (`http://`, `https://`, `www.`); newest first.',
      refuses: ['NOT_FOUND', 'FORBIDDEN'],
    })
    .input(listMedia)
    .query(({ ctx, input }) => ctx.services.gallery.page(ctx.actor, input)),
  search: procedure
    .meta({
      does: 'Messages of yours that hold all the words, or words that begin with them; newest first, by text and names of files.',
      refuses: ['NOT_FOUND', 'FORBIDDEN'],
      limits: ['search'],
    })
    .input(searchMessages)
    .query(({ ctx, input }) => ctx.services.search.messages(ctx.actor, input)),
});
