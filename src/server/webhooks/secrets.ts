import { createHmac, hkdfSync } from 'node:crypto';

/** Secrets of webhooks. */
export interface WebhookSecrets {
  /** Of a webhook with that salt; another salt makes another one. */
  secretOf(webhook: { readonly id: string; readonly salt: string }): string;
}

/**
 * Secrets are derived, not stored: the database holds a salt for each, which tells nothing to whoever has not the server's
 * own secret (decision 040). With another `NEXTAUTH_SECRET` all of them are others.
 */
export function createWebhookSecrets(secret: string): WebhookSecrets {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'confab webhook secrets', 32));
  return {
    secretOf: ({ id, salt }) => `whsec_${createHmac('sha256', key).update(`${id} ${salt}`).digest('base64url')}`,
  };
}
