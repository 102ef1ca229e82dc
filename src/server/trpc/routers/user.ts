import { getUser, getUsers, searchUsers } from '~/contract/user';
import { procedure, router } from '~/server/trpc/init';

export const userRouter = router({
  search: procedure.input(searchUsers).query(({ ctx, input }) => ctx.services.users.search(ctx.actor, input.query)),
  get: procedure.input(getUser).query(({ ctx, input }) => ctx.services.users.get(ctx.actor, input.userId)),
  block: procedure.input(getUser).mutation(({ ctx, input }) => ctx.services.blocks.block(ctx.actor, input.userId)),
  unblock: procedure.input(getUser).mutation(({ ctx, input }) => ctx.services.blocks.unblock(ctx.actor, input.userId)),
  byIds: procedure.input(getUsers).query(({ ctx, input }) => ctx.services.users.byIds(ctx.actor, input.userIds)),
});
