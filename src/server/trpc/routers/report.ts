import { createReport, listReports } from '~/contract/report';
import { procedure, router } from '~/server/trpc/init';

export const reportRouter = router({
  create: procedure
    .meta({
      does: 'Tells the admins of a message that should not be there, with what it says now.',
      refuses: ['NOT_FOUND', 'CONFLICT'],
      limits: ['report'],
    })
    .input(createReport)
    .mutation(({ ctx, input }) => ctx.services.reports.create(ctx.actor, input)),
  mine: procedure
    .meta({ does: 'What you have reported, and what became of it; the newest first.' })
    .input(listReports.omit({ handled: true }))
    .query(({ ctx, input }) => ctx.services.reports.mine(ctx.actor, input)),
});
