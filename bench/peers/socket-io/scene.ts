import { Types } from 'mongoose';
import { insertAll, type Plan, type PlannedConversation, type Scene, textOf } from '../scene';
import { connectModels } from './models';
import { tokenOf } from './token';

/** Writes a plan into an empty database of the usual design, indexes last. */
export async function furnishSocketIo(url: string, plan: Plan): Promise<Scene> {
  const { connection, users, conversations, messages, createIndexes } = await connectModels(url);
  try {
    const people = Array.from({ length: plan.people }, () => new Types.ObjectId());
    const rooms = plan.conversations.map((planned) => aRoom(planned, people));
    await insertAll(
      people.map((_id, index) => ({ _id, name: `Person ${index}`, email: `${_id}@example.org` })),
      (some) => users.collection.insertMany(some),
    );
    await insertAll(
      rooms.map(({ _id, members, ids }) => ({
        _id,
        name: 'Room',
        members,
        lastMessage: ids.at(-1) ?? null,
        lastActivityAt: new Date(),
      })),
      (some) => conversations.collection.insertMany(some),
    );
    await insertAll(messagesOf(rooms), (some) => messages.collection.insertMany(some, { ordered: false }));
    await createIndexes();
    return {
      people: people.map((_id) => ({ id: _id.toString(), token: tokenOf(_id.toString()) })),
      conversationIds: rooms.map(({ _id }) => _id.toString()),
    };
  } finally {
    await connection.close();
  }
}

type Room = ReturnType<typeof aRoom>;

function aRoom({ members, messages = 0, unread = 0 }: PlannedConversation, people: readonly Types.ObjectId[]) {
  return {
    _id: new Types.ObjectId(),
    members: members.map((member) => people[member]!),
    ids: Array.from({ length: messages }, () => new Types.ObjectId()),
    unread,
  };
}

/** A millisecond apart, up to now. */
function* messagesOf(rooms: readonly Room[]) {
  for (const { _id: conversation, members, ids, unread } of rooms) {
    const first = Date.now() - ids.length;
    for (const [index, _id] of ids.entries()) {
      const readBy = index < ids.length - unread ? members : members.slice(0, 1);
      const createdAt = new Date(first + index);
      yield { _id, conversation, sender: members[0]!, text: textOf(index + 1), readBy, createdAt };
    }
  }
}
