import { type Connection, Schema, type Types } from 'mongoose';
import type { AuditAction, AuditTarget } from '~/contract/admin';
import type { AppCode } from '~/contract/errors';

/** Only ever inserted. Names are not in it, so that an erased person's is nowhere. */
export interface AuditLineDoc {
  _id: Types.ObjectId;
  at: Date;
  /** The admin; null for the command line. */
  by: Types.ObjectId | null;
  action: AuditAction;
  targetKind: AuditTarget['kind'];
  targetId: Types.ObjectId;
  reason: string;
  /** The line whose act was refused or failed, and with what. */
  of?: Types.ObjectId;
  refusal?: AppCode;
}

const schema = new Schema<AuditLineDoc>(
  {
    at: { type: Date, required: true },
    by: { type: Schema.Types.ObjectId, default: null },
    action: { type: String, required: true },
    targetKind: { type: String, required: true },
    targetId: { type: Schema.Types.ObjectId, required: true },
    reason: { type: String, default: '' },
    of: Schema.Types.ObjectId,
    refusal: String,
  },
  { strict: 'throw', versionKey: false, autoIndex: false },
);

export const auditLineModel = (connection: Connection) =>
  connection.model<AuditLineDoc>('AuditLine', schema, 'auditLines');
