import { changePassword, register, updateAccount } from '~/contract/account';
import { setNotifications } from '~/contract/notification';
import { procedure, publicProcedure, router } from '~/server/trpc/init';

export const accountRouter = router({
  register: publicProcedure
    .input(register)
    .mutation(({ ctx, input }) => ctx.services.accounts.register(input, ctx.address)),
  me: procedure.query(({ ctx }) => ctx.services.accounts.me(ctx.actor)),
  update: procedure.input(updateAccount).mutation(({ ctx, input }) => ctx.services.accounts.update(ctx.actor, input)),
  notifications: procedure.query(({ ctx }) => ctx.services.notificationSettings.get(ctx.actor)),
  setNotifications: procedure
    .input(setNotifications)
    .mutation(({ ctx, input }) => ctx.services.notificationSettings.set(ctx.actor, input)),
  changePassword: procedure
    .input(changePassword)
    .mutation(({ ctx, input }) => ctx.services.accounts.changePassword(ctx.actor, input, ctx.address)),
  signOutEverywhere: procedure.mutation(({ ctx }) => ctx.services.accounts.signOutEverywhere(ctx.actor)),
});
