import { createRoom, listRooms, roomBySlug } from '~/contract/conversation';
import { procedure, router } from '~/server/trpc/init';

export const roomRouter = router({
  create: procedure.input(createRoom).mutation(({ ctx, input }) => ctx.services.rooms.create(ctx.actor, input)),
  list: procedure.input(listRooms).query(({ ctx, input }) => ctx.services.rooms.list(ctx.actor, input)),
  join: procedure.input(roomBySlug).mutation(({ ctx, input }) => ctx.services.rooms.join(ctx.actor, input.slug)),
  leave: procedure.input(roomBySlug).mutation(({ ctx, input }) => ctx.services.rooms.leave(ctx.actor, input.slug)),
});
