import { createToken, revokeToken } from '~/contract/account';
import { procedure, publicProcedure, router } from '~/server/trpc/init';

export const tokenRouter = router({
  create: publicProcedure
    .input(createToken)
    .mutation(({ ctx, input }) => ctx.services.tokens.create(input, ctx.address)),
  list: procedure.query(({ ctx }) => ctx.services.tokens.list(ctx.actor)),
  revoke: procedure
    .input(revokeToken)
    .mutation(({ ctx, input }) => ctx.services.tokens.revoke(ctx.actor, input.tokenId)),
});
