import { register } from '~/contract/account';
import { procedure, publicProcedure, router } from '~/server/trpc/init';

export const accountRouter = router({
  register: publicProcedure.input(register).mutation(({ ctx, input }) => ctx.services.accounts.register(input)),
  me: procedure.query(({ ctx }) => ctx.services.accounts.me(ctx.actor)),
});
