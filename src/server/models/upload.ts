import { type Connection, Schema, type Types } from 'mongoose';
import type { AppCode } from '~/contract/errors';
import type { AttachmentKind } from '~/contract/media-types';
import type { Upload, UploadState } from '~/contract/upload';
import { type AttachmentDoc, toAttachment, toStored } from './entry';
import type { LinkMaker } from './links';

/** What an upload is part of; it is part of one thing only. */
export type UploadUse =
  | { kind: 'message'; conversationId: Types.ObjectId; senderId: Types.ObjectId; clientId: string }
  | { kind: 'user'; userId: Types.ObjectId }
  | { kind: 'conversation'; conversationId: Types.ObjectId };

export interface RefusalDoc {
  appCode: AppCode;
  message: string;
}

/** One file of one person; a forwarded file is another document with the same `blob`. */
export interface UploadDoc {
  _id: Types.ObjectId;
  ownerId: Types.ObjectId;
  /** The caller's name for it, if any: unique for its owner. */
  clientId?: string;
  /** For which conversation it was made, as its owner said; grants nothing. */
  conversationId?: Types.ObjectId;
  filename: string;
  /** Bytes that were announced. */
  announced: number;
  /** Bytes of what is served; as announced until it is `ready`. */
  size: number;
  mimeType: string;
  kind: AttachmentKind;
  state: UploadState;
  /** While `preparing`: whoever prepares renews it; past it, that process is gone. */
  preparingUntil?: Date;
  /** Who writes to it now: `beat` rises while they do, and `wanted` asks them to end. See `upload-leases`. */
  writing?: { by: string; beat: number; wanted?: boolean };
  refusal?: RefusalDoc;
  /** Where its bytes are; several documents may share them. */
  blob: string;
  /** Bytes that count towards the owner's quota. */
  charged: number;
  width?: number;
  height?: number;
  durationMs?: number;
  wave?: number[];
  placeholder?: string;
  hasThumbnail: boolean;
  use?: UploadUse;
  /** The message it was claimed for was seen to exist. */
  kept?: true;
  /** Nobody sees it any more; its bytes go. */
  released?: true;
  /** When it was last asked for, changed or claimed. */
  touchedAt: Date;
  createdAt: Date;
}

const refusal = new Schema<RefusalDoc>({ appCode: String, message: String }, { _id: false });

const writing = new Schema({ by: String, beat: Number, wanted: Boolean }, { _id: false });

const use = new Schema(
  {
    kind: String,
    conversationId: Schema.Types.ObjectId,
    senderId: Schema.Types.ObjectId,
    userId: Schema.Types.ObjectId,
    clientId: String,
  },
  { _id: false },
);

const schema = new Schema<UploadDoc>(
  {
    ownerId: { type: Schema.Types.ObjectId, required: true },
    clientId: String,
    conversationId: Schema.Types.ObjectId,
    filename: { type: String, required: true },
    announced: { type: Number, required: true },
    size: { type: Number, required: true },
    mimeType: { type: String, required: true },
    kind: { type: String, required: true },
    state: { type: String, required: true },
    preparingUntil: Date,
    writing: { type: writing, default: undefined },
    refusal: { type: refusal, default: undefined },
    blob: { type: String, required: true },
    charged: { type: Number, required: true },
    width: Number,
    height: Number,
    durationMs: Number,
    wave: { type: [Number], default: undefined },
    placeholder: String,
    hasThumbnail: { type: Boolean, required: true },
    use: { type: use, default: undefined },
    kept: Boolean,
    released: Boolean,
    touchedAt: { type: Date, required: true },
    createdAt: { type: Date, required: true },
  },
  { strict: 'throw', versionKey: false, autoIndex: false },
);
schema.index({ ownerId: 1, clientId: 1 }, { unique: true, partialFilterExpression: { clientId: { $exists: true } } });
schema.index({ blob: 1 });
schema.index({ 'use.conversationId': 1, 'use.senderId': 1, 'use.clientId': 1 });
schema.index({ 'use.userId': 1 });
schema.index({ released: 1 }, { partialFilterExpression: { released: true } });
schema.index({ state: 1, kept: 1, touchedAt: 1 });

export const uploadModel = (connection: Connection) => connection.model<UploadDoc>('Upload', schema, 'uploads');

/** Matches the uploads that are part of it. */
export function usedBy(use: UploadUse): Record<string, unknown> {
  return Object.fromEntries(Object.entries(use).map(([name, value]) => [`use.${name}`, value]));
}

export function isUsedBy({ use: held }: UploadDoc, use: UploadUse): boolean {
  if (!held) return false;
  const of = (each: UploadUse) =>
    each.kind === 'message'
      ? `message ${each.conversationId} ${each.senderId} ${each.clientId}`
      : `${each.kind} ${each.kind === 'user' ? each.userId : each.conversationId}`;
  return of(held) === of(use);
}

/** As a message keeps it. What is unknown is absent. */
export function toStoredAttachment(doc: UploadDoc): AttachmentDoc {
  const { _id, kind, filename, size, mimeType, width, height, durationMs, wave, placeholder, hasThumbnail } = doc;
  return {
    id: _id,
    kind,
    filename,
    size,
    mimeType,
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(durationMs !== undefined && { durationMs }),
    ...(wave !== undefined && { wave }),
    ...(placeholder !== undefined && { placeholder }),
    hasThumbnail,
  };
}

/** As one person sees it, with links of their own. */
export function toUpload(doc: UploadDoc, viewerId: string, links: LinkMaker): Upload {
  return {
    uploadId: doc._id.toString(),
    state: doc.state,
    attachment: doc.state === 'ready' ? toAttachment(toStored(toStoredAttachment(doc)), viewerId, links) : null,
    refusal: doc.refusal ? { appCode: doc.refusal.appCode, message: doc.refusal.message } : null,
  };
}
