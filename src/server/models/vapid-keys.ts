import type { Connection } from 'mongoose';
import webPush from 'web-push';

/** What tells push services that a notification comes from this Confab (RFC 8292), in base64url. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Made once for a database and kept in it: subscriptions are bound to them, and all processes use the same. */
export async function keptVapidKeys(connection: Connection): Promise<VapidKeys> {
  const keys = connection.collection<{ _id: string } & VapidKeys>('vapidKeys');
  const found = await keys.findOneAndUpdate(
    { _id: 'vapid' },
    { $setOnInsert: webPush.generateVAPIDKeys() },
    { upsert: true, returnDocument: 'after' },
  );
  const { publicKey, privateKey } = found!;
  return { publicKey, privateKey };
}
