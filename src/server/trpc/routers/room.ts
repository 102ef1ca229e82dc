import { createRoom, listRooms, roomBySlug } from '~/contract/conversation';
import { procedure, router } from '~/server/trpc/init';

export const roomRouter = router({
  create: procedure
    .meta({ does: 'Makes a public room, of which you are the owner.', refuses: ['CONFLICT'], limits: ['conversation'] })
    .input(createRoom)
    .mutation(({ ctx, input }) => ctx.services.rooms.create(ctx.actor, input)),
  list: procedure
    .meta({ does: 'Rooms by slug; of a query, every word must start a word of the name or slug.' })
    .input(listRooms)
    .query(({ ctx, input }) => ctx.services.rooms.list(ctx.actor, input)),
  join: procedure
    .meta({
      does: 'Makes you a member of a room; joining what you are in already changes nothing.',
      refuses: ['NOT_FOUND'],
    })
    .input(roomBySlug)
    .mutation(({ ctx, input }) => ctx.services.rooms.join(ctx.actor, input.slug)),
  leave: procedure
    .meta({
      does: 'Ends your membership of a room; leaving what you are not in changes nothing.',
      refuses: ['NOT_FOUND'],
    })
    .input(roomBySlug)
    .mutation(({ ctx, input }) => ctx.services.rooms.leave(ctx.actor, input.slug)),
});
