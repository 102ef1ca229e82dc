import { type Connection, Schema, type Types } from 'mongoose';

/** A signed-in browser. Its id is in the session cookie; ending it is deleting it. */
export interface SessionDoc {
  _id: string;
  userId: Types.ObjectId;
  createdAt: Date;
  expiresAt: Date;
}

const schema = new Schema<SessionDoc>(
  {
    _id: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    createdAt: { type: Date, required: true },
    expiresAt: { type: Date, required: true },
  },
  { strict: 'throw', versionKey: false, autoIndex: false },
);
schema.index({ userId: 1 });
schema.index({ expiresAt: 1 });

export const sessionModel = (connection: Connection) => connection.model<SessionDoc>('Session', schema, 'sessions');
