import { createToken, revokeToken } from '~/contract/account';
import { procedure, publicProcedure, router } from '~/server/trpc/init';

export const tokenRouter = router({
  create: publicProcedure
    .meta({
      does: 'Makes an access token for a program of yours; it is shown this once. Only failures count for the limits.',
      refuses: ['UNAUTHENTICATED'],
      limits: ['signInAddress', 'signInAccount'],
    })
    .input(createToken)
    .mutation(({ ctx, input }) => ctx.services.tokens.create(input, ctx.address)),
  list: procedure
    .meta({ does: 'Your access tokens, without their secrets.' })
    .query(({ ctx }) => ctx.services.tokens.list(ctx.actor)),
  revoke: procedure
    .meta({ does: 'Ends an access token, and closes its connections.', refuses: ['NOT_FOUND'] })
    .input(revokeToken)
    .mutation(({ ctx, input }) => ctx.services.tokens.revoke(ctx.actor, input.tokenId)),
});
