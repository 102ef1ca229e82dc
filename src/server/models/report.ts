import { type Connection, Schema, type Types } from 'mongoose';
import type { Report, ReportOutcome, ReportReason } from '~/contract/report';

export interface ReportDoc {
  _id: Types.ObjectId;
  at: Date;
  reporterId: Types.ObjectId;
  conversationId: Types.ObjectId;
  messageId: Types.ObjectId;
  seq: number;
  senderId: Types.ObjectId;
  reason: ReportReason;
  note: string;
  /** As the message was. */
  text: string;
  filenames: string[];
  outcome: ReportOutcome | null;
  /** Null for the command line. */
  handledBy: Types.ObjectId | null;
}

const schema = new Schema<ReportDoc>(
  {
    at: { type: Date, required: true },
    reporterId: { type: Schema.Types.ObjectId, required: true },
    conversationId: { type: Schema.Types.ObjectId, required: true },
    messageId: { type: Schema.Types.ObjectId, required: true },
    seq: { type: Number, required: true },
    senderId: { type: Schema.Types.ObjectId, required: true },
    reason: { type: String, required: true },
    note: { type: String, default: '' },
    text: { type: String, default: '' },
    filenames: { type: [String], required: true },
    outcome: { type: String, default: null },
    handledBy: { type: Schema.Types.ObjectId, default: null },
  },
  { strict: 'throw', versionKey: false, autoIndex: false },
);
schema.index({ messageId: 1, reporterId: 1 }, { unique: true });
schema.index({ reporterId: 1, _id: -1 });
schema.index({ outcome: 1, _id: -1 });
schema.index({ senderId: 1 });

export const reportModel = (connection: Connection) => connection.model<ReportDoc>('Report', schema, 'reports');

export function toReport(doc: ReportDoc): Report {
  return {
    id: doc._id.toString(),
    at: doc.at.toISOString(),
    conversationId: doc.conversationId.toString(),
    messageId: doc.messageId.toString(),
    seq: doc.seq,
    reason: doc.reason,
    note: doc.note,
    outcome: doc.outcome,
  };
}
