import { checkHeld, getSince } from '~/contract/message';
import { procedure, router } from '~/server/trpc/init';

export const syncRouter = router({
  since: procedure
    .meta({
      does: 'The entries after a number, or word that there are too many of them.',
      refuses: ['NOT_FOUND', 'FORBIDDEN'],
    })
    .input(getSince)
    .query(({ ctx, input }) => ctx.services.history.since(ctx.actor, input)),
  /** A mutation, for it counts: a foreign page must not be able to. */
  check: procedure
    .meta({ does: 'Whether what you hold is what you would read now.', refuses: ['NOT_FOUND', 'FORBIDDEN'] })
    .input(checkHeld)
    .mutation(({ ctx, input }) => ctx.services.checksums.check(ctx.actor, input)),
});
