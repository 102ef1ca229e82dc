import { changePassword, register, resetPassword, updateAccount } from '~/contract/account';
import { setNotifications } from '~/contract/notification-input';
import { procedure, publicProcedure, router } from '~/server/trpc/init';

export const accountRouter = router({
  register: publicProcedure
    .meta({
      does: 'Makes an account. Sign in, or make a token, next.',
      refuses: ['CONFLICT'],
      limits: ['registration'],
    })
    .input(register)
    .mutation(({ ctx, input }) => ctx.services.accounts.register(input, ctx.address)),
  me: procedure.meta({ does: 'You, as you see yourself.' }).query(({ ctx }) => ctx.services.accounts.me(ctx.actor)),
  update: procedure
    .meta({
      does: 'Changes your name or picture; an `avatarUploadId` of null takes the picture away.',
      refuses: ['NOT_FOUND', 'CONFLICT', 'TOO_LARGE', 'UNSUPPORTED_MEDIA'],
      limits: ['edit'],
    })
    .input(updateAccount)
    .mutation(({ ctx, input }) => ctx.services.accounts.update(ctx.actor, input)),
  notifications: procedure
    .meta({ does: 'When messages may disturb you, on all of your devices.' })
    .query(({ ctx }) => ctx.services.notificationSettings.get(ctx.actor)),
  setNotifications: procedure
    .meta({ does: 'Changes that; what is left out stays as it is.', limits: ['edit'] })
    .input(setNotifications)
    .mutation(({ ctx, input }) => ctx.services.notificationSettings.set(ctx.actor, input)),
  changePassword: procedure
    .meta({
      does: 'Changes your password, and ends every other session and token of yours.',
      refuses: ['FORBIDDEN'],
      limits: ['signInAddress', 'signInAccount'],
    })
    .input(changePassword)
    .mutation(({ ctx, input }) => ctx.services.accounts.changePassword(ctx.actor, input, ctx.address)),
  export: procedure
    .meta({ does: 'A link to everything there is of you, as a ZIP archive; good for minutes.', limits: ['export'] })
    .mutation(({ ctx }) => ctx.services.exports.own(ctx.actor)),
  signOutEverywhere: procedure
    .meta({ does: 'Ends every other session and token of yours, and closes their connections.' })
    .mutation(({ ctx }) => ctx.services.accounts.signOutEverywhere(ctx.actor)),
  resetPassword: publicProcedure
    .meta({
      does: 'Sets a new password through the link that an admin has made.',
      refuses: ['FORBIDDEN'],
      limits: ['signInAddress'],
    })
    .input(resetPassword)
    .mutation(({ ctx, input }) => ctx.services.passwordResets.complete(input, ctx.address)),
});
