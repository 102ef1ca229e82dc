import { type Connection, Schema, type Types } from 'mongoose';
import type { Entry, MessageEntry, Reaction, SystemAction } from '~/contract/entry';
import type { Id, Role } from '~/contract/primitives';
import type { Attachment } from '~/contract/upload';
import type { LinkMaker } from './links';
import type { RetentionChoices } from './retention';

/** What an entry says, before it has a number. Intents name their target by id and by number. */
export type Content =
  | {
      kind: 'message';
      text: string;
      /** In the order they were attached; absent without files, and once deleted. */
      attachments?: AttachmentDoc[];
      replyTo?: { id: Types.ObjectId; seq: number };
      mentions?: Types.ObjectId[];
      forwarded?: true;
    }
  | { kind: 'edit'; targetId: Types.ObjectId; targetSeq: number; text: string; mentions?: Types.ObjectId[] }
  | { kind: 'delete'; targetId: Types.ObjectId; targetSeq: number }
  | { kind: 'reaction'; targetId: Types.ObjectId; targetSeq: number; emoji: string; on: boolean }
  | { kind: 'hide'; targetId: Types.ObjectId; targetSeq: number }
  | { kind: 'system'; action: 'created'; memberIds: Types.ObjectId[] }
  | { kind: 'system'; action: 'joined' }
  | { kind: 'system'; action: 'left' }
  | { kind: 'system'; action: 'added'; userId: Types.ObjectId }
  | { kind: 'system'; action: 'removed'; userId: Types.ObjectId }
  | { kind: 'system'; action: 'role'; userId: Types.ObjectId; role: Role }
  | { kind: 'system'; action: 'renamed'; name: string }
  | ({ kind: 'system'; action: 'retention'; days: number | null } & RetentionChoices)
  | { kind: 'system'; action: 'pinned'; targetId: Types.ObjectId; targetSeq: number; on: boolean };

/** A file of a message without its links, which are each reader's own. What is unknown is absent. */
export interface StoredAttachment extends Omit<Attachment, 'url' | 'thumbnailUrl' | 'expiresAt'> {
  readonly hasThumbnail: boolean;
}

export interface AttachmentDoc extends Omit<StoredAttachment, 'id'> {
  readonly id: Types.ObjectId;
}

/** Emojis in the order of their first reaction, people in the order they reacted. */
export interface ReactionDoc {
  emoji: string;
  userIds: Types.ObjectId[];
}

/** One numbered entry. A message entry is itself the message that history reads; intents change it there. */
export type EntryDoc = {
  _id: Types.ObjectId;
  conversationId: Types.ObjectId;
  seq: number;
  senderId: Types.ObjectId;
  clientId: string;
  at: Date;
  /** `false` until its consequences (its target, memberships, the conversation's head and preview) are written. */
  applied: boolean;
  /** The number of the last entry that changed it. */
  rev: number;
  /** Who may see its content; nobody in particular when absent. */
  audience?: Types.ObjectId[];
  /** A message's state after the intents applied so far. */
  editedAt?: Date;
  deletedAt?: Date;
  reactions?: ReactionDoc[];
  hiddenFrom?: Types.ObjectId[];
  /** What search finds a message by: see `searchTerms`. Written after it is acknowledged; none once deleted. */
  terms?: string[];
  /** Who owns the conversation by this entry, which left it without an owner; null for nobody. */
  successorId?: Types.ObjectId | null;
} & Content;

/** Entries are written by exact commands of the driver; mongoose owns the collection's name and its indexes. */
const schema = new Schema({}, { strict: false, versionKey: false, autoIndex: false });
schema.index({ conversationId: 1, seq: 1 }, { unique: true });
schema.index({ conversationId: 1, senderId: 1, clientId: 1 }, { unique: true });
schema.index({ conversationId: 1, terms: 1, _id: -1 });
schema.index(
  { conversationId: 1, 'attachments.kind': 1, _id: -1 },
  // Few messages have files, and the others need no place in it.
  { partialFilterExpression: { 'attachments.kind': { $exists: true } } },
);
schema.index({ conversationId: 1, targetId: 1, seq: 1 }, { partialFilterExpression: { kind: 'edit' } });
schema.index({ applied: 1, conversationId: 1, seq: 1 }, { partialFilterExpression: { applied: false } });

export const entryModel = (connection: Connection) => connection.model('Entry', schema, 'entries');

type StoredMessage = Omit<MessageEntry, 'attachments'> & { readonly attachments: readonly StoredAttachment[] };

/** An entry in full, and for whom its content is. What crosses the bus; never sent to a person as it is. */
export interface EntryRecord {
  readonly entry: Exclude<Entry, { kind: 'hidden' | 'message' }> | StoredMessage;
  readonly audience?: readonly Id[];
  readonly hiddenFrom?: readonly Id[];
}

export function toRecord(doc: EntryDoc): EntryRecord {
  return {
    entry: toFullEntry(doc),
    ...(doc.audience && { audience: doc.audience.map(String) }),
    ...(doc.hiddenFrom && { hiddenFrom: doc.hiddenFrom.map(String) }),
  };
}

/** What one reader may see of it: the entry with links of their own, or its bare number. */
export function viewOf({ entry, audience, hiddenFrom }: EntryRecord, viewerId: Id, links: LinkMaker): Entry {
  if ((!audience || audience.includes(viewerId)) && !hiddenFrom?.includes(viewerId)) {
    if (entry.kind !== 'message') return entry;
    return { ...entry, attachments: entry.attachments.map((stored) => toAttachment(stored, viewerId, links)) };
  }
  const { conversationId, seq, id, at } = entry;
  return { kind: 'hidden', conversationId, seq, id, clientId: null, senderId: null, at };
}

/** What every reader sees of it; null where they do not all see the same, or it may end somebody's reading. */
export function commonView({ entry, audience, hiddenFrom }: EntryRecord): Entry | null {
  if (audience || hiddenFrom?.length) return null;
  if (entry.kind === 'system') return entry.action === 'removed' || entry.action === 'left' ? null : entry;
  if (entry.kind !== 'message') return entry;
  return entry.attachments.length === 0 ? { ...entry, attachments: [] } : null;
}

/** A file as one reader gets it. */
export function toAttachment({ hasThumbnail, ...about }: StoredAttachment, viewerId: Id, links: LinkMaker): Attachment {
  const target = { uploadId: about.id, viewerId };
  const { url, expiresAt } = links.linkTo({ ...target, variant: 'file' });
  const thumbnail = hasThumbnail ? { thumbnailUrl: links.linkTo({ ...target, variant: 'thumbnail' }).url } : {};
  return { ...about, url, ...thumbnail, expiresAt };
}

export function toStored(doc: AttachmentDoc): StoredAttachment {
  return { ...doc, id: doc.id.toString() };
}

function toFullEntry(doc: EntryDoc): EntryRecord['entry'] {
  const base = {
    conversationId: doc.conversationId.toString(),
    seq: doc.seq,
    id: doc._id.toString(),
    clientId: doc.clientId,
    senderId: doc.senderId.toString(),
    at: doc.at.toISOString(),
  };
  switch (doc.kind) {
    case 'message':
      return {
        ...base,
        kind: 'message',
        text: doc.text,
        attachments: (doc.attachments ?? []).map(toStored),
        replyTo: doc.replyTo ? { id: doc.replyTo.id.toString(), seq: doc.replyTo.seq } : null,
        mentions: (doc.mentions ?? []).map(String),
        forwarded: doc.forwarded ?? false,
        editedAt: doc.editedAt?.toISOString() ?? null,
        deletedAt: doc.deletedAt?.toISOString() ?? null,
        reactions: (doc.reactions ?? []).map(toReaction),
        rev: doc.rev,
      };
    case 'edit':
      return { ...base, kind: 'edit', ...toTarget(doc), text: doc.text, mentions: (doc.mentions ?? []).map(String) };
    case 'delete':
      return { ...base, kind: 'delete', ...toTarget(doc) };
    case 'reaction':
      return { ...base, kind: 'reaction', ...toTarget(doc), emoji: doc.emoji, on: doc.on };
    case 'hide':
      return { ...base, kind: 'hide', ...toTarget(doc) };
    case 'system':
      return { ...base, kind: 'system', ...toAction(doc) };
  }
}

function toAction(doc: EntryDoc & { kind: 'system' }): SystemAction {
  switch (doc.action) {
    case 'created':
      return { action: 'created', memberIds: doc.memberIds.map(String) };
    case 'joined':
    case 'left':
      return { action: doc.action };
    case 'added':
    case 'removed':
      return { action: doc.action, userId: doc.userId.toString() };
    case 'role':
      return { action: 'role', userId: doc.userId.toString(), role: doc.role };
    case 'renamed':
      return { action: 'renamed', name: doc.name };
    case 'retention':
      return { action: 'retention', days: doc.days };
    case 'pinned':
      return { action: 'pinned', ...toTarget(doc), on: doc.on };
  }
}

function toTarget(doc: { targetId: Types.ObjectId; targetSeq: number }) {
  return { targetId: doc.targetId.toString(), targetSeq: doc.targetSeq };
}

function toReaction({ emoji, userIds }: ReactionDoc): Reaction {
  return { emoji, userIds: userIds.map(String) };
}
