import { z } from 'zod';
import { WEBHOOK_URL_MAX } from './limits';
import { caption, clientId, type Id, type Instant, id, name } from './primitives';

/** `incoming`: programs post into the conversation. `outgoing`: what people write in it is posted to an address. */
export type WebhookDirection = 'incoming' | 'outgoing';

/** Why a message could not be posted to an address: not reached, not answered in time, not one to post to, or its status. */
export type WebhookFault = 'unreachable' | 'timeout' | 'forbiddenAddress' | 'status';

/** A webhook as owners and admins of its conversation see it. Its secret is told when it is made or changed, and never again. */
export interface Webhook {
  readonly id: Id;
  readonly conversationId: Id;
  readonly direction: WebhookDirection;
  readonly name: string;
  /** Where programs post to, root-relative; of an outgoing one, where it posts to. */
  readonly url: string;
  readonly createdBy: Id;
  readonly createdAt: Instant;
  /** Whether whoever made it may still do so; else it stands still. */
  readonly working: boolean;
  /** When it was last posted to, or posted. */
  readonly usedAt: Instant | null;
  /** Of the last message that could not be posted; null once one was. */
  readonly failure: WebhookFailure | null;
  /** Messages that were tried `WEBHOOK_ATTEMPTS_MAX` times and given up. */
  readonly givenUp: number;
}

export interface WebhookFailure {
  readonly fault: WebhookFault;
  /** The HTTP status that came, with `status`. */
  readonly status: number | null;
  /** How often the message was tried. */
  readonly attempts: number;
  readonly at: Instant;
}

/** With its secret, this once. */
export interface NewWebhook {
  readonly webhook: Webhook;
  readonly secret: string;
}

const target = z
  .url({ protocol: /^https?$/, error: 'must be an address, for example https://example.org/hook' })
  .max(WEBHOOK_URL_MAX)
  .refine((value) => !URL.canParse(value) || !hasCredentials(new URL(value)), 'must not hold a name or a password');

function hasCredentials({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}

/** An outgoing one needs a `url`, an incoming one has none. */
export const createWebhook = z
  .strictObject({ conversationId: id, direction: z.enum(['incoming', 'outgoing']), name, url: target.optional() })
  .refine(({ direction, url }) => (direction === 'outgoing') === (url !== undefined), {
    path: ['url'],
    error: 'must be given for an outgoing webhook, and for no other',
  });
export type CreateWebhookInput = z.infer<typeof createWebhook>;
export const listWebhooks = z.strictObject({ conversationId: id });
export const oneWebhook = z.strictObject({ conversationId: id, webhookId: id });
export type OneWebhookInput = z.infer<typeof oneWebhook>;

/** The body of a request to `/api/hooks/<id>`. The same `clientId` again gets the first message; without one, the same request. */
export const postedMessage = z.strictObject({
  text: caption.refine((value) => value.trim() !== '', 'must not be empty'),
  clientId: clientId.optional(),
});

/** What `/api/hooks/<id>` answers with. */
export interface Posted {
  readonly id: Id;
  readonly conversationId: Id;
  readonly seq: number;
  readonly at: Instant;
}

/** The body that an outgoing webhook posts for each message of a person. */
export interface WebhookMessage {
  readonly type: 'message';
  /** The same for every attempt at the message. */
  readonly id: Id;
  readonly conversation: {
    readonly id: Id;
    readonly kind: 'group' | 'room';
    readonly name: string;
    readonly slug: string | null;
  };
  readonly seq: number;
  readonly at: Instant;
  readonly sender: { readonly id: Id; readonly username: string; readonly name: string };
  readonly text: string;
  /** What was attached; links to files are for members. */
  readonly attachments: readonly { readonly filename: string; readonly mimeType: string; readonly size: number }[];
  readonly replyTo: { readonly id: Id; readonly seq: number } | null;
}
