import type { Server } from 'socket.io';
import type { createMessages } from './messages';
import type { SocketIoModels } from './models';
import { userIn } from './token';

type Acknowledge = (answer: object) => void;

/** Sockets join the rooms of their conversations when they connect; who is in a room may write there. */
export function serveSockets(io: Server, models: SocketIoModels, messages: ReturnType<typeof createMessages>): void {
  io.use((socket, next) => {
    const userId = userIn(socket.handshake.auth.token);
    socket.data.userId = userId;
    next(userId ? undefined : new Error('sign in first'));
  });

  io.on('connection', async (socket) => {
    const { userId } = socket.data;

    socket.on('message:send', async ({ conversationId, text }, acknowledge: Acknowledge) => {
      if (!socket.rooms.has(conversationId)) return acknowledge({ error: 'not a member' });
      try {
        acknowledge({ message: await messages.send(userId, conversationId, text) });
      } catch {
        acknowledge({ error: 'not sent' });
      }
    });

    socket.on('message:read', async ({ conversationId }, acknowledge: Acknowledge) => {
      if (!socket.rooms.has(conversationId)) return acknowledge({ error: 'not a member' });
      try {
        await messages.read(userId, conversationId);
        acknowledge({});
      } catch {
        acknowledge({ error: 'not marked' });
      }
    });

    const mine = await models.conversations.find({ members: userId }, { _id: 1 }).lean();
    await socket.join([`user:${userId}`, ...mine.map(({ _id }) => _id.toString())]);
    socket.emit('ready');
  });
}
