import { getSince } from '~/contract/message';
import { procedure, router } from '~/server/trpc/init';

export const syncRouter = router({
  since: procedure.input(getSince).query(({ ctx, input }) => ctx.services.history.since(ctx.actor, input)),
});
