import { type Connection, Schema, type Types } from 'mongoose';
import type { Conversation, ConversationKind, Preview, Room } from '~/contract/conversation';
import { type AttachedKind, attachedOf, previewOf } from '~/contract/preview';
import type { Id } from '~/contract/primitives';
import type { User } from '~/contract/user';
import { avatarUrl } from './avatar';
import type { EntryDoc } from './entry';
import type { LinkMaker } from './links';
import type { MembershipDoc } from './membership';
import type { RetentionChoices } from './retention';

export interface PreviewDoc {
  _id: Types.ObjectId;
  seq: number;
  senderId: Types.ObjectId;
  text: string;
  deleted: boolean;
  attached: { kind: AttachedKind; count: number } | null;
  at: Date;
  /** The number of the last entry that changed the message. */
  rev: number;
}

export interface MessageRefDoc {
  _id: Types.ObjectId;
  seq: number;
}

export interface ConversationDoc {
  _id: Types.ObjectId;
  kind: ConversationKind;
  /** Unique: the sorted pair of a direct one, a room's slug, a group's creation. */
  key: string;
  slug: string | null;
  name: string | null;
  /** The upload of its picture. */
  avatarId: Types.ObjectId | null;
  /** The two people of a direct conversation, sorted; nobody otherwise. */
  pair: Types.ObjectId[];
  createdBy: Types.ObjectId;
  /** The `clientId` a room was made with, if any. */
  createdWith: string | null;
  /** Normalised words of a room's name and slug, for search by prefix. */
  terms: string[];
  memberCount: number;
  /** The number of the entry that `memberCount` was counted at. */
  memberCountSeq: number;
  /** The number of the entry that named it last. */
  nameSeq: number;
  /** Newest first; changed by entries up to the number `pinsSeq`. */
  pins: MessageRefDoc[];
  pinsSeq: number;
  /** At most the last number of its entries, and soon equal: raised right after each append. */
  headSeq: number;
  lastMessage: PreviewDoc | null;
  lastActivityAt: Date;
  /** As of the entry of that number; absent where nothing was ever chosen. */
  retention?: RetentionChoices & { seq: number };
  /** Messages up to that number were deleted because they were old. */
  clearedSeq: number;
  /** When the first after them was sent; absent where nobody has looked, or there was none. */
  unclearedAt?: Date;
}

const attached = new Schema({ kind: String, count: Number }, { _id: false });

const preview = new Schema<PreviewDoc>({
  seq: Number,
  senderId: Schema.Types.ObjectId,
  text: String,
  deleted: Boolean,
  attached: { type: attached, default: null },
  at: Date,
  rev: Number,
});

const messageRef = new Schema<MessageRefDoc>({ seq: Number });

const schema = new Schema<ConversationDoc>(
  {
    kind: { type: String, required: true },
    key: { type: String, required: true },
    slug: { type: String, default: null },
    name: { type: String, default: null },
    avatarId: { type: Schema.Types.ObjectId, default: null },
    pair: { type: [Schema.Types.ObjectId], required: true },
    createdBy: { type: Schema.Types.ObjectId, required: true },
    createdWith: { type: String, default: null },
    terms: { type: [String], required: true },
    memberCount: { type: Number, required: true },
    memberCountSeq: { type: Number, required: true },
    nameSeq: { type: Number, required: true, default: 0 },
    pins: { type: [messageRef], default: [] },
    pinsSeq: { type: Number, required: true, default: 0 },
    headSeq: { type: Number, required: true },
    lastMessage: { type: preview, default: null },
    lastActivityAt: { type: Date, required: true },
    retention: {
      type: new Schema({ own: Number, bound: Number, seq: Number }, { _id: false }),
      default: undefined,
    },
    clearedSeq: { type: Number, required: true, default: 0 },
    unclearedAt: Date,
  },
  { strict: 'throw', versionKey: false, autoIndex: false },
);
schema.index({ key: 1 }, { unique: true });
schema.index({ kind: 1, slug: 1 });
schema.index({ terms: 1 });
schema.index({ 'retention.seq': 1 }, { partialFilterExpression: { 'retention.seq': { $exists: true } } });

export const conversationModel = (connection: Connection) =>
  connection.model<ConversationDoc>('Conversation', schema, 'conversations');

/** A message as a list keeps it. */
export function previewFrom(message: EntryDoc & { kind: 'message' }): PreviewDoc {
  return {
    _id: message._id,
    seq: message.seq,
    senderId: message.senderId,
    text: previewOf(message.text),
    deleted: message.deletedAt !== undefined,
    attached: attachedOf(message.attachments ?? []),
    at: message.at,
    rev: message.rev,
  };
}

function toPreview(doc: PreviewDoc): Preview {
  return {
    id: doc._id.toString(),
    seq: doc.seq,
    senderId: doc.senderId.toString(),
    text: doc.text,
    deleted: doc.deleted,
    attached: doc.attached ? { kind: doc.attached.kind, count: doc.attached.count } : null,
    at: doc.at.toISOString(),
  };
}

/** What a conversation looks like to one member beside what all see. */
export interface Viewer {
  readonly membership: MembershipDoc;
  readonly peer: User | null;
  readonly blocked: boolean;
  /** The last message that the viewer has not hidden. */
  readonly lastMessage: PreviewDoc | null;
  readonly unread: number;
  /** After how many days messages are deleted; null for never. */
  readonly retentionDays: number | null;
}

export function toConversation(
  doc: ConversationDoc,
  { membership, peer, blocked, lastMessage, unread, retentionDays }: Viewer,
  links: LinkMaker,
): Conversation {
  return {
    id: doc._id.toString(),
    kind: doc.kind,
    slug: doc.slug,
    name: doc.name,
    avatarUrl: avatarUrl(doc.avatarId, membership.userId.toString(), links),
    peer,
    createdBy: doc.createdBy.toString(),
    memberCount: doc.memberCount,
    head: doc.headSeq,
    lastMessage: lastMessage && toPreview(lastMessage),
    unread,
    readSeq: membership.readSeq,
    deliveredSeq: membership.deliveredSeq,
    role: membership.role,
    joinedSeq: membership.joinedSeq,
    pins: doc.pins.map(({ _id, seq }) => ({ id: _id.toString(), seq })),
    blocked,
    mutedUntil: membership.mutedUntil?.toISOString() ?? null,
    notify: membership.notify ?? null,
    pinned: membership.pinned,
    archived: membership.archived,
    markedUnread: membership.markedUnread,
    lastActivityAt: doc.lastActivityAt.toISOString(),
    retentionDays,
  };
}

export function toRoom(
  doc: ConversationDoc,
  { viewerId, joined }: { viewerId: Id; joined: boolean },
  links: LinkMaker,
): Room {
  return {
    id: doc._id.toString(),
    slug: doc.slug ?? '',
    name: doc.name ?? '',
    avatarUrl: avatarUrl(doc.avatarId, viewerId, links),
    memberCount: doc.memberCount,
    joined,
  };
}
