import { type Connection, Schema, type Types } from 'mongoose';
import type { Webhook, WebhookDirection, WebhookFault } from '~/contract/webhook';

export interface WebhookDoc {
  _id: Types.ObjectId;
  conversationId: Types.ObjectId;
  direction: WebhookDirection;
  name: string;
  /** By whose right it acts. */
  createdBy: Types.ObjectId;
  createdAt: Date;
  /** With the server's own secret it makes the webhook's; see `createWebhookSecrets`. */
  salt: string;
  usedAt: Date | null;
  /** Incoming: as whom it writes. */
  userId: Types.ObjectId | null;
  /** Outgoing: where it posts to. */
  url: string | null;
  /** Outgoing: the number up to which everything was posted, or is not to be. The conversation itself is the queue. */
  seq: number;
  /** Outgoing: attempts at the message after that. */
  attempts: number;
  /** Outgoing: no attempt before that. */
  dueAt: Date | null;
  /** Outgoing: the process that posts, which raises the number as a sign of life. */
  lease?: { by: string; beat: number };
  failure: { fault: WebhookFault; status: number | null; attempts: number; at: Date } | null;
  givenUp: number;
}

const schema = new Schema<WebhookDoc>(
  {
    conversationId: { type: Schema.Types.ObjectId, required: true },
    direction: { type: String, required: true },
    name: { type: String, required: true },
    createdBy: { type: Schema.Types.ObjectId, required: true },
    createdAt: { type: Date, required: true },
    salt: { type: String, required: true },
    usedAt: { type: Date, default: null },
    userId: { type: Schema.Types.ObjectId, default: null },
    url: { type: String, default: null },
    seq: { type: Number, default: 0 },
    attempts: { type: Number, default: 0 },
    dueAt: { type: Date, default: null },
    lease: { type: new Schema({ by: String, beat: Number }, { _id: false }) },
    failure: {
      type: new Schema({ fault: String, status: Number, attempts: Number, at: Date }, { _id: false }),
      default: null,
    },
    givenUp: { type: Number, default: 0 },
  },
  { strict: 'throw', versionKey: false, autoIndex: false },
);
schema.index({ conversationId: 1, direction: 1 });
schema.index({ direction: 1 });

export const webhookModel = (connection: Connection) => connection.model<WebhookDoc>('Webhook', schema, 'webhooks');

/** Below it programs post into conversations. */
export const HOOKS_PATH = '/api/hooks/';

export function toWebhook(doc: WebhookDoc, working: boolean): Webhook {
  const { failure } = doc;
  return {
    id: doc._id.toString(),
    conversationId: doc.conversationId.toString(),
    direction: doc.direction,
    name: doc.name,
    url: doc.url ?? `${HOOKS_PATH}${doc._id}`,
    createdBy: doc.createdBy.toString(),
    createdAt: doc.createdAt.toISOString(),
    working,
    usedAt: doc.usedAt?.toISOString() ?? null,
    failure: failure && {
      fault: failure.fault,
      status: failure.status,
      attempts: failure.attempts,
      at: failure.at.toISOString(),
    },
    givenUp: doc.givenUp,
  };
}
