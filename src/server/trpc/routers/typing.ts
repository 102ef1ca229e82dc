import { setTyping } from '~/contract/typing';
import { procedure, router } from '~/server/trpc/init';

export const typingRouter = router({
  set: procedure.input(setTyping).mutation(({ ctx, input }) => ctx.services.typing.set(ctx.actor, input)),
});
