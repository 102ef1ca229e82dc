import { changePassword, register, updateAccount } from '~/contract/account';
import { procedure, publicProcedure, router } from '~/server/trpc/init';

export const accountRouter = router({
  register: publicProcedure
    .input(register)
    .mutation(({ ctx, input }) => ctx.services.accounts.register(input, ctx.address)),
  me: procedure.query(({ ctx }) => ctx.services.accounts.me(ctx.actor)),
  update: procedure.input(updateAccount).mutation(({ ctx, input }) => ctx.services.accounts.update(ctx.actor, input)),
  changePassword: procedure
    .input(changePassword)
    .mutation(({ ctx, input }) => ctx.services.accounts.changePassword(ctx.actor, input, ctx.address)),
  signOutEverywhere: procedure.mutation(({ ctx }) => ctx.services.accounts.signOutEverywhere(ctx.actor)),
});
