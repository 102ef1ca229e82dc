import { type Connection, Schema, type Types } from 'mongoose';

/** One person has blocked another. */
export interface BlockDoc {
  _id: Types.ObjectId;
  userId: Types.ObjectId;
  blockedId: Types.ObjectId;
  at: Date;
}

const schema = new Schema<BlockDoc>(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    blockedId: { type: Schema.Types.ObjectId, required: true },
    at: { type: Date, required: true },
  },
  { strict: 'throw', versionKey: false, autoIndex: false },
);
schema.index({ userId: 1, blockedId: 1 }, { unique: true });
schema.index({ blockedId: 1 });

export const blockModel = (connection: Connection) => connection.model<BlockDoc>('Block', schema, 'blocks');
