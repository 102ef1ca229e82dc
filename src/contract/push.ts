import { z } from 'zod';

/** Devices of one person that are told while Confab is closed; of more, the one that was added first is forgotten. */
export const PUSH_DEVICES_MAX = 20;

/** What the browser needs to subscribe: the server's public VAPID key (RFC 8292), in base64url. */
export interface PushKey {
  readonly publicKey: string;
}

/** Characters; those of push services have some 200. */
const ENDPOINT_MAX = 1_000;

const endpoint = z.url({ protocol: /^https?$/, error: 'must be the address of a push service' }).max(ENDPOINT_MAX);

/** A subscription as the browser made it (RFC 8291), and how this device wants to be told. Again is the same as once. */
export const subscribePush = z.strictObject({
  endpoint,
  p256dh: z.string().regex(/^[A-Za-z0-9_-]{87}$/, 'must be a public key of 65 bytes in base64url'),
  auth: z.string().regex(/^[A-Za-z0-9_-]{22}$/, 'must be 16 bytes in base64url'),
  /** Whether names and texts are in it; else only that there is something new. */
  showText: z.boolean(),
  /** A language, in two letters; one that is not spoken counts as English. */
  locale: z.string().regex(/^[a-z]{2}$/, 'must be a language in two letters'),
});
export type SubscribePushInput = z.infer<typeof subscribePush>;

export const unsubscribePush = z.strictObject({ endpoint });
export type UnsubscribePushInput = z.infer<typeof unsubscribePush>;
