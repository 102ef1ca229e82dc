import { randomUUID } from 'node:crypto';
import { tracked } from '@trpc/server';
import { AppError } from '~/server/app-error';
import { procedure, router } from '~/server/trpc/init';

export const feedRouter = router({
  /**
   * Batches of events, heads first. Tracked under ids that no other connection or server uses: a client that moves
   * from one to another tells batches apart by them. It resumes by number, not by id.
   */
  live: procedure.subscription(async function* ({ ctx, signal }) {
    // A way on which nothing would hold back a feed whose reader is slow: not the socket, nor the stream's own address.
    if (!ctx.connection) throw new AppError('INVALID_INPUT', 'The feed is not served here.');
    const connection = { ...ctx.connection, id: randomUUID() };
    let batch = 0;
    for await (const events of ctx.feed(ctx.actor.userId, connection, signal ?? new AbortController().signal)) {
      yield tracked(`${connection.id}:${batch++}`, events);
    }
  }),
});
