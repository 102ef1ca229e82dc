import { Types } from 'mongoose';
import type { Server } from 'socket.io';
import type { SocketIoModels } from './models';

/** Messages on a page of history. */
export const PAGE = 50;

/** What sockets and routes do alike. */
export function createMessages({ conversations, messages }: SocketIoModels, io: Server) {
  return {
    /** One document, the list's preview, then everybody in the room: who opens the list at the event finds it there. */
    async send(userId: string, conversationId: string, text: string) {
      const message = await messages.create({ conversation: conversationId, sender: userId, text, readBy: [userId] });
      const { _id, createdAt } = message;
      await conversations.updateOne({ _id: conversationId }, { lastMessage: _id, lastActivityAt: createdAt });
      io.to(conversationId).emit('message:new', message);
      return message;
    },

    async read(userId: string, conversationId: string) {
      await messages.updateMany(
        { conversation: conversationId, readBy: { $ne: userId } },
        { $addToSet: { readBy: userId } },
      );
      io.to(conversationId).emit('message:read', { conversationId, userId });
    },

    isMember: async (userId: string, conversationId: string) =>
      (await conversations.exists({ _id: conversationId, members: userId })) !== null,

    /** The newest is on page 1. */
    page: (conversationId: string, page: number) =>
      messages
        .find({ conversation: conversationId })
        .sort({ createdAt: -1 })
        .skip((page - 1) * PAGE)
        .limit(PAGE)
        .lean(),

    /** With the last message and how many are unread: three queries, however many conversations. */
    async list(userId: string, limit: number) {
      const found = await conversations
        .find({ members: userId })
        .sort({ lastActivityAt: -1 })
        .limit(limit)
        .populate('lastMessage')
        .lean();
      const me = new Types.ObjectId(userId);
      const unread = await messages.aggregate<{ _id: Types.ObjectId; count: number }>([
        { $match: { conversation: { $in: found.map(({ _id }) => _id) }, sender: { $ne: me }, readBy: { $ne: me } } },
        { $group: { _id: '$conversation', count: { $sum: 1 } } },
      ]);
      const counts = new Map(unread.map(({ _id, count }) => [`${_id}`, count]));
      return found.map((conversation) => ({ ...conversation, unread: counts.get(`${conversation._id}`) ?? 0 }));
    },

    async search(userId: string, words: string) {
      const mine = await conversations.find({ members: userId }, { _id: 1 }).lean();
      return messages
        .find({ conversation: { $in: mine.map(({ _id }) => _id) }, $text: { $search: words } })
        .sort({ createdAt: -1 })
        .limit(20)
        .lean();
    },
  };
}
