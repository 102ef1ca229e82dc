import { type Connection, Schema, type Types } from 'mongoose';
import type { AccessToken } from '~/contract/account';

export interface AccessTokenDoc {
  _id: Types.ObjectId;
  userId: Types.ObjectId;
  label: string;
  /** SHA-256 of the secret part; a random 256-bit secret needs no slow hash. */
  hash: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

const schema = new Schema<AccessTokenDoc>(
  {
    userId: { type: Schema.Types.ObjectId, required: true },
    label: { type: String, required: true },
    hash: { type: String, required: true },
    createdAt: { type: Date, required: true },
    lastUsedAt: { type: Date, default: null },
  },
  { strict: 'throw', versionKey: false, autoIndex: false },
);
schema.index({ userId: 1 });

export const accessTokenModel = (connection: Connection) =>
  connection.model<AccessTokenDoc>('AccessToken', schema, 'accessTokens');

export function toAccessToken(doc: AccessTokenDoc): AccessToken {
  return {
    id: doc._id.toString(),
    label: doc.label,
    createdAt: doc.createdAt.toISOString(),
    lastUsedAt: doc.lastUsedAt?.toISOString() ?? null,
  };
}
