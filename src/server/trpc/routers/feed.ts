import { randomUUID } from 'node:crypto';
import { tracked } from '@trpc/server';
import { AppError } from '~/server/app-error';
import { readFeed } from '~/server/realtime/feed-reader';
import { procedure, router } from '~/server/trpc/init';

export const feedRouter = router({
  /**
   * Batches of events, heads first. Tracked under ids that stand for what is in them: a client that moves from one
   * connection to another gets the same events under one id, or under two, never others. It resumes by number, not by id.
   * A socket asks this procedure only whether it may, and is served by a line of its own (`transport/feed-lines`).
   */
  live: procedure
    .meta({ does: 'Everything that concerns you, live: batches of events, the heads of all your conversations first.' })
    .subscription(async function* ({ ctx, signal }) {
      // A way on which nothing would hold back a feed whose reader is slow: not the socket, nor the stream's own address.
      if (!ctx.connection) throw new AppError('INVALID_INPUT', 'The feed is not served here.');
      const about = { id: randomUUID(), userId: ctx.actor.userId, connection: ctx.connection };
      let batch = 0;
      for await (const events of readFeed(ctx.feed, about, signal ?? new AbortController().signal)) {
        yield tracked(`${about.id}:${batch++}`, events);
      }
    }),
});
