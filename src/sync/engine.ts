import type { Conversation } from '~/contract/conversation';
import type { Id } from '~/contract/primitives';
import type { User } from '~/contract/user';
import type { Clock } from './clock';
import type { SyncState } from './state';
import type { Storage } from './storage';
import type { Transport } from './transport';

export interface EngineOptions {
  readonly me: User;
  readonly transport: Transport;
  readonly storage: Storage;
  readonly clock: Clock;
  /** Mints client ids; 21 or more random URL-safe characters. */
  readonly mintClientId: () => string;
}

/** One person's conversations on one device, kept equal to the server's. */
export interface Engine {
  getState(): SyncState;
  /** Calls back after every change; the answer unsubscribes. */
  subscribe(listener: () => void): () => void;
  /** Restores what was stored, then goes live. */
  start(): Promise<void>;
  /** Closes the feed and stops all timers; stopping twice is the same as once. */
  stop(): void;
  /** The device's network came or went. */
  setOnline(online: boolean): void;
  /** Loads the newest page (if not held) and keeps the timeline current from then on. */
  open(conversationId: Id): Promise<void>;
  /** Prepends the page before the first entry held; nothing at the beginning of the list or while one is loading. */
  loadOlder(conversationId: Id): Promise<void>;
  /** Puts a message into the outbox, clears the draft, and answers with its clientId. Stored before it is sent. */
  send(conversationId: Id, text: string): string;
  retry(clientId: string): void;
  drop(clientId: string): void;
  setDraft(conversationId: Id, text: string): void;
  /** Takes over a conversation that a procedure answered with, without waiting for the feed. */
  adopt(conversation: Conversation): void;
  /** Asks for the list of conversations again, after `listStatus` was `failed`. */
  reloadList(): void;
}

export declare function createEngine(options: EngineOptions): Engine;
