import { createUpload, getUpload } from '~/contract/upload';
import { procedure, router } from '~/server/trpc/init';

export const uploadRouter = router({
  create: procedure
    .meta({
      does: 'Announces a file, and answers with where its bytes go.',
      refuses: ['NOT_FOUND', 'FORBIDDEN', 'BLOCKED', 'TOO_LARGE', 'UNSUPPORTED_MEDIA'],
      limits: ['upload'],
    })
    .input(createUpload)
    .mutation(({ ctx, input }) => ctx.services.uploads.create(ctx.actor, input)),
  get: procedure
    .meta({ does: 'The state of a file, and its attachment with fresh links.', refuses: ['NOT_FOUND'] })
    .input(getUpload)
    .query(({ ctx, input }) => ctx.services.uploads.get(ctx.actor, input.uploadId)),
});
