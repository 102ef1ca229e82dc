import { getUser, getUsers, searchUsers } from '~/contract/user';
import { procedure, router } from '~/server/trpc/init';

export const userRouter = router({
  search: procedure
    .meta({ does: 'People whose username or name starts with the query, or has a word that does.' })
    .input(searchUsers)
    .query(({ ctx, input }) => ctx.services.users.search(ctx.actor, input.query)),
  get: procedure
    .meta({
      does: 'Somebody’s page: since when they are here, whether they are online, whether you have blocked them.',
      refuses: ['NOT_FOUND'],
    })
    .input(getUser)
    .query(({ ctx, input }) => ctx.services.users.get(ctx.actor, input.userId)),
  block: procedure
    .meta({
      does: 'Blocks somebody: between the two of you no direct messages, no presence, no typing.',
      refuses: ['NOT_FOUND', 'TOO_LARGE'],
    })
    .input(getUser)
    .mutation(({ ctx, input }) => ctx.services.blocks.block(ctx.actor, input.userId)),
  unblock: procedure
    .meta({ does: 'Ends a block of yours.', refuses: ['NOT_FOUND'] })
    .input(getUser)
    .mutation(({ ctx, input }) => ctx.services.blocks.unblock(ctx.actor, input.userId)),
  byIds: procedure
    .meta({ does: 'People by id, with fresh pictures; ids of nobody are left out.' })
    .input(getUsers)
    .query(({ ctx, input }) => ctx.services.users.byIds(ctx.actor, input.userIds)),
});
