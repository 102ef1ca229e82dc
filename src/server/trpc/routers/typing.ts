import { setTyping } from '~/contract/typing';
import { procedure, router } from '~/server/trpc/init';

export const typingRouter = router({
  set: procedure
    .meta({
      does: 'Tells that you write, or have stopped; say it again every three seconds.',
      refuses: ['NOT_FOUND', 'FORBIDDEN', 'BLOCKED'],
      limits: ['typing'],
    })
    .input(setTyping)
    .mutation(({ ctx, input }) => ctx.services.typing.set(ctx.actor, input)),
});
