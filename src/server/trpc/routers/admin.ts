import {
  actOnPerson,
  adminConversation,
  listAdminConversations,
  listAudit,
  listPeople,
  setOwner,
  setPlatformRole,
  setRetentionBound,
} from '~/contract/admin';
import { importMessages } from '~/contract/import';
import { handleReport, listReports } from '~/contract/report';
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
  conversations: adminProcedure
    .meta({ does: 'All conversations, the newest first, with what they take and never what is said in them.' })
    .input(listAdminConversations)
    .query(({ ctx, input }) => ctx.services.places.list(ctx.actor, input)),
  conversation: adminProcedure
    .meta({ does: 'One of them, with its members.', refuses: ['NOT_FOUND'] })
    .input(adminConversation)
    .query(({ ctx, input }) => ctx.services.places.get(ctx.actor, input.conversationId)),
  setOwner: adminProcedure
    .meta({ does: 'Makes a member of a group or room an owner.', refuses: ['NOT_FOUND', 'CONFLICT'] })
    .input(setOwner)
    .mutation(({ ctx, input }) => ctx.services.places.setOwner(ctx.operator, input)),
  setRetention: adminProcedure
    .meta({
      does: 'Sets how many days messages are kept here at most: 0 for good, null for as long as everywhere.',
      refuses: ['NOT_FOUND'],
    })
    .input(setRetentionBound)
    .mutation(({ ctx, input }) => ctx.services.retention.setBound(ctx.operator, input)),
  reports: adminProcedure
    .meta({ does: 'Reports that wait, or those that were handled; the newest first.' })
    .input(listReports)
    .query(({ ctx, input }) => ctx.services.reports.list(ctx.actor, input)),
  handleReport: adminProcedure
    .meta({
      does: 'Dismisses a report, deletes its message for everybody, or disables whoever wrote it.',
      refuses: ['NOT_FOUND', 'CONFLICT'],
    })
    .input(handleReport)
    .mutation(({ ctx, input }) => ctx.services.reports.handle(ctx.operator, input)),
  exportPerson: adminProcedure
    .meta({
      does: 'A link to everything there is of a person, as a ZIP archive; good for minutes.',
      refuses: ['NOT_FOUND'],
    })
    .input(actOnPerson)
    .mutation(({ ctx, input }) => ctx.services.exports.ofPerson(ctx.operator, input)),
  erase: adminProcedure
    .meta({
      does: 'Takes a person out for good: name, messages, files, everything they are signed in with.',
      refuses: ['NOT_FOUND', 'CONFLICT'],
    })
    .input(actOnPerson)
    .mutation(({ ctx, input }) => ctx.services.erasures.erase(ctx.operator, input)),
  storage: adminProcedure
    .meta({ does: 'What files take: by kind, by person, and the biggest.' })
    .query(({ ctx }) => ctx.services.storage(ctx.actor)),
  live: adminProcedure
    .meta({ does: 'How the installation does in this moment, and which processes it has.' })
    .query(({ ctx }) => ctx.services.figures()),
  importMessages: adminProcedure
    .meta({
      does: 'Brings messages of elsewhere into a group or room that you own or administer, each once; see docs/import.md.',
      refuses: ['FORBIDDEN', 'NOT_FOUND', 'CONFLICT'],
    })
    .input(importMessages)
    .mutation(({ ctx, input }) => ctx.services.imports.messages(ctx.actor, input)),
  audit: adminProcedure
    .meta({ does: 'What admins did, the newest first.' })
    .input(listAudit)
    .query(({ ctx, input }) => ctx.services.audit.list(ctx.actor, input)),
});
