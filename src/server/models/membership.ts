import { type Connection, Schema, type Types } from 'mongoose';
import type { Member } from '~/contract/conversation';
import type { Level } from '~/contract/notification';
import type { Role } from '~/contract/primitives';
import type { User } from '~/contract/user';

/** Never deleted: a membership that ended keeps its `rev`, so that an older change applied late cannot revive it. */
export interface MembershipDoc {
  _id: Types.ObjectId;
  conversationId: Types.ObjectId;
  userId: Types.ObjectId;
  active: boolean;
  role: Role;
  joinedSeq: number;
  /** The number of the last entry that changed it. */
  rev: number;
  /** See `Watermarks`; both start at `joinedSeq` and only rise. */
  readSeq: number;
  deliveredSeq: number;
  /** The last `RAISES_KEPT` raises of each, ascending: when it reached which number. */
  readRaises: RaiseDoc[];
  deliveredRaises: RaiseDoc[];
  /** Direct conversations: one of the two has blocked the other, so that neither can write. */
  blocked: boolean;
  mutedUntil: Date | null;
  /** Absent where it was never chosen. */
  notify?: Level | null;
  pinned: boolean;
  archived: boolean;
  markedUnread: boolean;
}

export interface RaiseDoc {
  seq: number;
  at: Date;
}

const raise = new Schema<RaiseDoc>({ seq: Number, at: Date }, { _id: false });

const schema = new Schema<MembershipDoc>(
  {
    conversationId: { type: Schema.Types.ObjectId, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    active: { type: Boolean, required: true },
    role: { type: String, required: true },
    joinedSeq: { type: Number, required: true },
    rev: { type: Number, required: true },
    readSeq: { type: Number, required: true, default: 0 },
    deliveredSeq: { type: Number, required: true, default: 0 },
    readRaises: { type: [raise], default: [] },
    deliveredRaises: { type: [raise], default: [] },
    blocked: { type: Boolean, default: false },
    mutedUntil: { type: Date, default: null },
    notify: { type: String },
    pinned: { type: Boolean, default: false },
    archived: { type: Boolean, default: false },
    markedUnread: { type: Boolean, default: false },
  },
  { strict: 'throw', versionKey: false, autoIndex: false },
);
schema.index({ conversationId: 1, userId: 1 }, { unique: true });
schema.index({ userId: 1, active: 1 });
schema.index({ conversationId: 1, active: 1, joinedSeq: 1 });

export const membershipModel = (connection: Connection) =>
  connection.model<MembershipDoc>('Membership', schema, 'memberships');

export function toMember(doc: MembershipDoc, user: User): Member {
  return { user, role: doc.role, joinedSeq: doc.joinedSeq };
}
