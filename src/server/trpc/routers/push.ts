import { subscribePush, unsubscribePush } from '~/contract/push';
import { procedure, router } from '~/server/trpc/init';

export const pushRouter = router({
  key: procedure
    .meta({ does: 'The public key that a browser subscribes to notifications with.' })
    .query(({ ctx }) => ctx.services.push.key()),
  subscribe: procedure
    .meta({
      does: 'Has this browser notified while Confab is closed, until its session ends; for sessions, not for access tokens.',
      refuses: ['FORBIDDEN'],
      limits: ['edit'],
    })
    .input(subscribePush)
    .mutation(({ ctx, input }) => ctx.services.push.subscribe(ctx.actor, input)),
  unsubscribe: procedure
    .meta({ does: 'Has a browser of yours notified no more.' })
    .input(unsubscribePush)
    .mutation(({ ctx, input }) => ctx.services.push.unsubscribe(ctx.actor, input)),
});
