import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import webPush from 'web-push';
import type { PushNotice } from '~/contract/worker';
import type { PushSubscriptionDoc } from '~/server/models/push-subscription';
import type { VapidKeys } from '~/server/models/vapid-keys';
import { isLoopbackEndpoint, isPushEndpoint, publicLookup } from './endpoint';

/** Milliseconds a push service has to answer. */
const TIMEOUT_MS = 10_000;

/** Seconds a push service keeps what it cannot deliver: after a day it is no news. */
const TTL_SECONDS = 24 * 60 * 60;

/** Milliseconds to wait at most because a push service says so; later the notification is of no use. */
const RETRY_AFTER_MAX_MS = 5 * 60_000;

export interface Parcel {
  readonly to: Pick<PushSubscriptionDoc, 'endpoint' | 'p256dh' | 'auth'>;
  readonly notice: PushNotice;
  readonly urgency: 'normal' | 'high';
}

/** `gone`: there is no such subscription any more. `refused`: this one will never be taken. `again`: later it may be. */
export type Delivery =
  | { readonly outcome: 'delivered' | 'gone' | 'refused' }
  | { readonly outcome: 'again'; readonly afterMs: number };

export interface Courier {
  /** Whether it would send there at all. */
  mayReach(endpoint: string): boolean;
  /** Never rejects. */
  deliver(parcel: Parcel): Promise<Delivery>;
  close(): void;
}

export interface CourierOptions {
  readonly keys: VapidKeys;
  /** Whom push services can reach about it: a `mailto:` or `https:` address. */
  readonly subject: string;
  /** For tests. */
  readonly allowsLoopback: boolean;
}

/** Brings a notice to a push service, encrypted for the browser alone (RFC 8291). Follows no redirect. */
export function createCourier({ keys, subject, allowsLoopback }: CourierOptions): Courier {
  const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };
  const isLocal = (endpoint: string) => allowsLoopback && isLoopbackEndpoint(endpoint);
  const mayReach = (endpoint: string) => isPushEndpoint(endpoint) || isLocal(endpoint);

  function post({ to, notice, urgency }: Parcel): Promise<IncomingMessage> {
    const { endpoint, p256dh, auth } = to;
    const { headers, body } = webPush.generateRequestDetails(
      { endpoint, keys: { p256dh, auth } },
      JSON.stringify(notice),
      {
        vapidDetails: { subject, ...keys },
        contentEncoding: 'aes128gcm',
        TTL: TTL_SECONDS,
        urgency,
        // A later one of the same conversation takes the place of one that is not delivered yet.
        topic: notice.conversationId,
      },
    );
    const isPlain = isLocal(endpoint) && endpoint.startsWith('http:');
    const options = {
      method: 'POST',
      headers,
      timeout: TIMEOUT_MS,
      ...(isLocal(endpoint) ? {} : { lookup: publicLookup }),
    };
    return new Promise((resolve, reject) => {
      const asked = isPlain
        ? httpRequest(endpoint, { ...options, agent: agents.http }, resolve)
        : httpsRequest(endpoint, { ...options, agent: agents.https }, resolve);
      asked.on('timeout', () => asked.destroy(new Error('no answer')));
      asked.on('error', reject);
      asked.end(body);
    });
  }

  return {
    mayReach,
    async deliver(parcel) {
      if (!mayReach(parcel.to.endpoint)) return { outcome: 'gone' };
      try {
        const answer = await post(parcel);
        answer.resume();
        return deliveryOf(answer);
      } catch {
        return { outcome: 'again', afterMs: 0 };
      }
    },
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function deliveryOf({ statusCode = 0, headers }: IncomingMessage): Delivery {
  if (statusCode >= 200 && statusCode < 300) return { outcome: 'delivered' };
  if (statusCode === 404 || statusCode === 410) return { outcome: 'gone' };
  if (statusCode !== 429 && statusCode < 500) return { outcome: 'refused' };
  const seconds = Number(headers['retry-after'] ?? 0);
  return { outcome: 'again', afterMs: Math.min(RETRY_AFTER_MAX_MS, Math.max(0, seconds * 1000 || 0)) };
}
