import type { Presence } from '~/contract/presence';
import type { Id } from '~/contract/primitives';

/** Milliseconds a lease lasts unless it is renewed. */
export const LEASE_MS = 30_000;

/** Milliseconds between renewals: two may be lost. */
export const RENEW_MS = 10_000;

/**
 * Who is connected: one lease for each connection, which ends by itself unless it is renewed. A person is online while
 * one of their leases stands. Two implementations: in this process, and in Redis for many.
 */
export interface PresenceStore {
  /** Takes or renews a lease. Whether the person came online by it. */
  renew(userId: string, connectionId: string): Promise<boolean>;
  /** Gives a lease back. Whether the person went offline by it. */
  release(userId: string, connectionId: string): Promise<boolean>;
  /** Who of them is online. */
  online(userIds: readonly string[]): Promise<ReadonlySet<string>>;
  /** How many people are online. */
  count(): Promise<number>;
  /** Ends what has run out; whose last lease that was. Each person is answered to one caller only. */
  expire(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** What is told of somebody who is blocked or has blocked: the same whatever they do. */
export function hiddenPresence(userId: Id): Presence {
  return { userId, online: false, lastSeenAt: null };
}
