import { type Connection, Schema } from 'mongoose';

/** Who does what only one process does at a time, until then. */
export interface LeaseDoc {
  _id: string;
  holder: string;
  until: Date;
}

const schema = new Schema<LeaseDoc>(
  {
    _id: { type: String, required: true },
    holder: { type: String, required: true },
    until: { type: Date, required: true },
  },
  { strict: 'throw', versionKey: false, autoIndex: false },
);

export const leaseModel = (connection: Connection) => connection.model<LeaseDoc>('Lease', schema, 'leases');
