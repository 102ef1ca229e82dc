import { createUpload, getUpload } from '~/contract/upload';
import { procedure, router } from '~/server/trpc/init';

export const uploadRouter = router({
  create: procedure.input(createUpload).mutation(({ ctx, input }) => ctx.services.uploads.create(ctx.actor, input)),
  get: procedure.input(getUpload).query(({ ctx, input }) => ctx.services.uploads.get(ctx.actor, input.uploadId)),
});
