import { router } from './init';
import { accountRouter } from './routers/account';
import { adminRouter } from './routers/admin';
import { conversationRouter } from './routers/conversation';
import { feedRouter } from './routers/feed';
import { messageRouter } from './routers/message';
import { presenceRouter } from './routers/presence';
import { pushRouter } from './routers/push';
import { receiptRouter } from './routers/receipt';
import { reportRouter } from './routers/report';
import { roomRouter } from './routers/room';
import { syncRouter } from './routers/sync';
import { tokenRouter } from './routers/token';
import { typingRouter } from './routers/typing';
import { uploadRouter } from './routers/upload';
import { userRouter } from './routers/user';
import { webhookRouter } from './routers/webhook';

export const appRouter = router({
  account: accountRouter,
  token: tokenRouter,
  user: userRouter,
  conversation: conversationRouter,
  room: roomRouter,
  message: messageRouter,
  receipt: receiptRouter,
  typing: typingRouter,
  presence: presenceRouter,
  sync: syncRouter,
  upload: uploadRouter,
  webhook: webhookRouter,
  push: pushRouter,
  feed: feedRouter,
  report: reportRouter,
  admin: adminRouter,
});

export type AppRouter = typeof appRouter;
