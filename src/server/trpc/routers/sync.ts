import { checkHeld, getSince } from '~/contract/message';
import { procedure, router } from '~/server/trpc/init';

export const syncRouter = router({
  since: procedure.input(getSince).query(({ ctx, input }) => ctx.services.history.since(ctx.actor, input)),
  /** A mutation, for it counts: a foreign page must not be able to. */
  check: procedure.input(checkHeld).mutation(({ ctx, input }) => ctx.services.checksums.check(ctx.actor, input)),
});
