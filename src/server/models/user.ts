import { type Connection, Schema, type Types } from 'mongoose';
import type { Me, PlatformRole } from '~/contract/account';
import type { AdminPerson } from '~/contract/admin';
import { NO_NOTIFICATION_SETTINGS, type NotificationSettings, type QuietTime } from '~/contract/notification';
import type { Id } from '~/contract/primitives';
import type { User, UserKind } from '~/contract/user';
import { avatarUrl } from './avatar';
import type { LinkMaker } from './links';

export interface UserDoc {
  _id: Types.ObjectId;
  username: string;
  /** Lower case: names are unique without regard to case. */
  usernameKey: string;
  email: string;
  name: string;
  /** The upload of their picture. */
  avatarId: Types.ObjectId | null;
  /** Null for who has to set one first. */
  passwordHash: string | null;
  /** What a link to set a new password is known by. */
  reset?: { hash: string; until: Date };
  /** They cannot sign in, since then. */
  disabledAt?: Date;
  /** The account is erased, or being so: see `erasures`. */
  erasure?: { begunAt: Date; doneAt?: Date };
  /** Normalised words of both names, for search by prefix. */
  terms: string[];
  /** Rises with every change of the person's memberships, so that a lost hint is noticed. */
  membershipRev: number;
  /** Rises with every change of what others see of the person, so that what is told late is not taken for new. */
  profileRev: number;
  /** When their last device went, or a little before if its server was killed; null while none ever did. */
  lastSeenAt: Date | null;
  createdAt: Date;
  /** Absent for people. */
  kind?: UserKind;
  /** Absent where nothing was ever set; so is each of its fields. */
  notifications?: { quietUntil?: Date | null; quietTime?: QuietTime | null; mentionsPierceMute?: boolean };
}

const schema = new Schema<UserDoc>(
  {
    username: { type: String, required: true },
    usernameKey: { type: String, required: true },
    email: { type: String, required: true },
    name: { type: String, required: true },
    avatarId: { type: Schema.Types.ObjectId, default: null },
    passwordHash: { type: String, default: null },
    reset: { type: new Schema({ hash: String, until: Date }, { _id: false }), default: undefined },
    disabledAt: Date,
    erasure: { type: new Schema({ begunAt: Date, doneAt: Date }, { _id: false }), default: undefined },
    terms: { type: [String], required: true },
    membershipRev: { type: Number, required: true, default: 0 },
    profileRev: { type: Number, required: true, default: 0 },
    lastSeenAt: { type: Date, default: null },
    createdAt: { type: Date, required: true },
    kind: String,
    notifications: {
      type: new Schema(
        {
          quietUntil: Date,
          quietTime: { type: { from: String, to: String, timeZone: String }, _id: false },
          mentionsPierceMute: Boolean,
        },
        { _id: false },
      ),
    },
  },
  { strict: 'throw', versionKey: false, autoIndex: false },
);
schema.index({ usernameKey: 1 }, { unique: true });
schema.index({ email: 1 }, { unique: true });
schema.index({ terms: 1 });
schema.index({ disabledAt: 1 }, { partialFilterExpression: { disabledAt: { $exists: true } } });

export const userModel = (connection: Connection) => connection.model<UserDoc>('User', schema, 'users');

type PublicFields = Pick<UserDoc, '_id' | 'username' | 'name' | 'avatarId' | 'kind'>;

/** The fields `toUser` needs. */
export const PUBLIC_USER = { username: 1, name: 1, avatarId: 1, kind: 1 } as const;

export function toUser(doc: PublicFields, viewerId: Id, links: LinkMaker): User {
  return userFor(toUserRecord(doc), viewerId, links);
}

/** A person as the bus carries them: for every viewer. */
export interface UserRecord extends Omit<User, 'avatarUrl'> {
  readonly avatarId: Id | null;
}

export function toUserRecord({ _id, username, name, avatarId, kind }: PublicFields): UserRecord {
  return { id: _id.toString(), username, name, avatarId: avatarId?.toString() ?? null, ...(kind && { kind }) };
}

export function userFor({ avatarId, ...user }: UserRecord, viewerId: Id, links: LinkMaker): User {
  return { ...user, avatarUrl: avatarUrl(avatarId, viewerId, links) };
}

export function toMe(doc: UserDoc, role: PlatformRole, links: LinkMaker): Me {
  const { _id, email, createdAt } = doc;
  return { ...toUser(doc, _id.toString(), links), email, createdAt: createdAt.toISOString(), role };
}

export function toNotificationSettings({ notifications }: Pick<UserDoc, 'notifications'>): NotificationSettings {
  const { quietUntil, quietTime, mentionsPierceMute } = notifications ?? {};
  return {
    quietUntil: quietUntil?.toISOString() ?? NO_NOTIFICATION_SETTINGS.quietUntil,
    quietTime: quietTime ? { from: quietTime.from, to: quietTime.to, timeZone: quietTime.timeZone } : null,
    mentionsPierceMute: mentionsPierceMute ?? NO_NOTIFICATION_SETTINGS.mentionsPierceMute,
  };
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
  return { $elemMatch: beginsWith(word) };
}

/** A text that starts with this one. */
export function beginsWith(text: string) {
  return { $gte: text, $lt: `${text}${LAST_CHARACTER}` };
}

export function toAdminPerson(
  doc: UserDoc,
  viewerId: Id,
  about: { readonly role: PlatformRole; readonly bytes: number },
  links: LinkMaker,
): AdminPerson {
  return {
    ...toUser(doc, viewerId, links),
    ...about,
    email: doc.email,
    createdAt: doc.createdAt.toISOString(),
    lastSeenAt: doc.lastSeenAt?.toISOString() ?? null,
    disabledAt: doc.disabledAt?.toISOString() ?? null,
    erased: doc.erasure !== undefined,
  };
}
