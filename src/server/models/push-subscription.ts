import { createHash } from 'node:crypto';
import { type Connection, Schema, type Types } from 'mongoose';

/** A browser that is told while Confab is closed. It goes with the session it was made in. */
export interface PushSubscriptionDoc {
  /** SHA-256 of the endpoint: there is one for each. */
  _id: string;
  userId: Types.ObjectId;
  sessionId: string;
  endpoint: string;
  p256dh: string;
  auth: string;
  showText: boolean;
  locale: string;
  /** The public key it was made for; with another, the push service refuses. */
  publicKey: string;
  createdAt: Date;
  /** Conversation → the last number it was told of and that was not read since. */
  told?: Record<string, number>;
}

const schema = new Schema<PushSubscriptionDoc>(
  {
    _id: { type: String, required: true },
    userId: { type: Schema.Types.ObjectId, required: true },
    sessionId: { type: String, required: true },
    endpoint: { type: String, required: true },
    p256dh: { type: String, required: true },
    auth: { type: String, required: true },
    showText: { type: Boolean, required: true },
    locale: { type: String, required: true },
    publicKey: { type: String, required: true },
    createdAt: { type: Date, required: true },
    told: { type: Schema.Types.Mixed },
  },
  { strict: 'throw', versionKey: false, autoIndex: false },
);
schema.index({ userId: 1, createdAt: 1 });

export const pushSubscriptionModel = (connection: Connection) =>
  connection.model<PushSubscriptionDoc>('PushSubscription', schema, 'pushSubscriptions');

export const pushSubscriptionId = (endpoint: string): string => createHash('sha256').update(endpoint).digest('hex');
