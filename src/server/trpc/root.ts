import { router } from './init';
import { accountRouter } from './routers/account';
import { conversationRouter } from './routers/conversation';
import { feedRouter } from './routers/feed';
import { messageRouter } from './routers/message';
import { roomRouter } from './routers/room';
import { syncRouter } from './routers/sync';
import { tokenRouter } from './routers/token';
import { userRouter } from './routers/user';

export const appRouter = router({
  account: accountRouter,
  token: tokenRouter,
  user: userRouter,
  conversation: conversationRouter,
  room: roomRouter,
  message: messageRouter,
  sync: syncRouter,
  feed: feedRouter,
});

export type AppRouter = typeof appRouter;
