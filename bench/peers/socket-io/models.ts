import mongoose, { Schema, type Types } from 'mongoose';

interface UserDoc {
  name: string;
  email: string;
}

export interface ConversationDoc {
  _id: Types.ObjectId;
  name: string;
  members: Types.ObjectId[];
  lastMessage: Types.ObjectId | null;
  lastActivityAt: Date;
}

export interface MessageDoc {
  _id: Types.ObjectId;
  conversation: Types.ObjectId;
  sender: Types.ObjectId;
  text: string;
  readBy: Types.ObjectId[];
  createdAt: Date;
}

const id = Schema.Types.ObjectId;

const user = new Schema<UserDoc>({ name: String, email: { type: String, unique: true } });

const conversation = new Schema<ConversationDoc>({
  name: String,
  members: [{ type: id, ref: 'User' }],
  lastMessage: { type: id, ref: 'Message', default: null },
  lastActivityAt: { type: Date, default: Date.now },
});
conversation.index({ members: 1, lastActivityAt: -1 });

const message = new Schema<MessageDoc>({
  conversation: { type: id, ref: 'Conversation', required: true },
  sender: { type: id, ref: 'User', required: true },
  text: { type: String, required: true },
  readBy: [{ type: id, ref: 'User' }],
  createdAt: { type: Date, default: Date.now },
});
message.index({ conversation: 1, createdAt: -1 });
message.index({ text: 'text' });

/** As durable as Confab's writes. */
const options = { autoIndex: false, writeConcern: { w: 'majority', journal: true } } as const;

export async function connectModels(url: string) {
  const connection = await mongoose.createConnection(url, options).asPromise();
  return {
    connection,
    users: connection.model('User', user),
    conversations: connection.model('Conversation', conversation),
    messages: connection.model('Message', message),
    async createIndexes() {
      for (const model of Object.values(connection.models)) await model.createIndexes();
    },
  };
}

export type SocketIoModels = Awaited<ReturnType<typeof connectModels>>;
