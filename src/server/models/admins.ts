import { type Connection, Schema, type Types } from 'mongoose';

/** Who administers this installation: one document, so that every change of it is one atomic write. */
export interface AdminsDoc {
  _id: typeof ADMINS;
  ids: Types.ObjectId[];
  /** Whose account is disabled; never among `ids`. */
  barred: Types.ObjectId[];
}

export const ADMINS = 'admins';

const schema = new Schema<AdminsDoc>(
  {
    _id: { type: String, required: true },
    ids: { type: [Schema.Types.ObjectId], required: true },
    barred: { type: [Schema.Types.ObjectId], required: true },
  },
  { strict: 'throw', versionKey: false, autoIndex: false },
);

export const adminsModel = (connection: Connection) => connection.model<AdminsDoc>('Admins', schema, 'platform');
