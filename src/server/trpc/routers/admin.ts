import { actOnPerson, listAudit, listPeople, setPlatformRole } from '~/contract/admin';
import { adminProcedure, router } from '~/server/trpc/init';

export const adminRouter = router({
  people: adminProcedure
    .meta({ does: 'Everybody, by username; names and e-mail addresses that begin with the query.' })
    .input(listPeople)
    .query(({ ctx, input }) => ctx.services.people.list(ctx.actor, input)),
  disable: adminProcedure
    .meta({
      does: 'Ends everything a person is signed in with; they cannot sign in again.',
      refuses: ['NOT_FOUND', 'CONFLICT'],
    })
    .input(actOnPerson)
    .mutation(({ ctx, input }) => ctx.services.people.disable(ctx.operator, input)),
  enable: adminProcedure
    .meta({ does: 'Lets a disabled person sign in again.', refuses: ['NOT_FOUND', 'CONFLICT'] })
    .input(actOnPerson)
    .mutation(({ ctx, input }) => ctx.services.people.enable(ctx.operator, input)),
  resetPassword: adminProcedure
    .meta({ does: 'Ends a password, and makes a link to set another one, once, within a day.', refuses: ['NOT_FOUND'] })
    .input(actOnPerson)
    .mutation(({ ctx, input }) => ctx.services.people.resetPassword(ctx.operator, input)),
  setRole: adminProcedure
    .meta({
      does: 'Makes somebody an admin, or takes that away; never from the last.',
      refuses: ['NOT_FOUND', 'CONFLICT'],
    })
    .input(setPlatformRole)
    .mutation(({ ctx, input }) => ctx.services.people.setRole(ctx.operator, input)),
  audit: adminProcedure
    .meta({ does: 'What admins did, the newest first.' })
    .input(listAudit)
    .query(({ ctx, input }) => ctx.services.audit.list(ctx.actor, input)),
});
