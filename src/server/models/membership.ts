import { type Connection, Schema, type Types } from 'mongoose';
import type { Member, Role } from '~/contract/conversation';
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
}

const schema = new Schema<MembershipDoc>(
  {
    conversationId: { type: Schema.Types.ObjectId, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    active: { type: Boolean, required: true },
    role: { type: String, required: true },
    joinedSeq: { type: Number, required: true },
    rev: { type: Number, required: true },
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
