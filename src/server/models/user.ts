import { type Connection, Schema, type Types } from 'mongoose';
import type { Me } from '~/contract/account';
import type { User } from '~/contract/user';

export interface UserDoc {
  _id: Types.ObjectId;
  username: string;
  /** Lower case: names are unique without regard to case. */
  usernameKey: string;
  email: string;
  name: string;
  passwordHash: string;
  /** Normalised words of both names, for search by prefix. */
  terms: string[];
  /** Rises with every change of the person's memberships, so that a lost hint is noticed. */
  membershipRev: number;
  /** When their last device went, or a little before if its server was killed; null while none ever did. */
  lastSeenAt: Date | null;
  createdAt: Date;
}

const schema = new Schema<UserDoc>(
  {
    username: { type: String, required: true },
    usernameKey: { type: String, required: true },
    email: { type: String, required: true },
    name: { type: String, required: true },
    passwordHash: { type: String, required: true },
    terms: { type: [String], required: true },
    membershipRev: { type: Number, required: true, default: 0 },
    lastSeenAt: { type: Date, default: null },
    createdAt: { type: Date, required: true },
  },
  { strict: 'throw', versionKey: false, autoIndex: false },
);
schema.index({ usernameKey: 1 }, { unique: true });
schema.index({ email: 1 }, { unique: true });
schema.index({ terms: 1 });

export const userModel = (connection: Connection) => connection.model<UserDoc>('User', schema, 'users');

type PublicFields = Pick<UserDoc, '_id' | 'username' | 'name'>;

/** The fields `toUser` needs. */
export const PUBLIC_USER = { username: 1, name: 1 } as const;

export function toUser(doc: PublicFields): User {
  return { id: doc._id.toString(), username: doc.username, name: doc.name };
}

export function toMe(doc: UserDoc): Me {
  return { ...toUser(doc), email: doc.email, createdAt: doc.createdAt.toISOString() };
}

/** Lower-case words without marks on letters: what both a name and a query are reduced to. */
export function searchTerms(text: string): string[] {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u);
  return [...new Set(words.filter((word) => word !== ''))];
}

/** No term holds it, and it sorts after every character: the database compares by UTF-8 bytes. */
const LAST_CHARACTER = '\u{10ffff}';

/** Matches documents with a term that starts with the word. Index bounds, no regular expression, whatever the word holds. */
export function startsWith(word: string) {
  return { $elemMatch: { $gte: word, $lt: `${word}${LAST_CHARACTER}` } };
}
