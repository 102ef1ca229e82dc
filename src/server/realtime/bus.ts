import type { ProcessFigures } from '~/contract/admin';
import type { Receipt } from '~/contract/receipt';
import type { Meters } from '~/server/meters';
import type { EntryRecord } from '~/server/models/entry';
import type { UserRecord } from '~/server/models/user';

/** What is heard in a conversation and not kept. */
export type Signal =
  | ({ readonly type: 'receipt' } & Receipt)
  | { readonly type: 'typing'; readonly conversationId: string; readonly userId: string; readonly typing: boolean }
  /** Its picture changed: every reader looks again, at a moment of their own within so many milliseconds. */
  | { readonly type: 'pictured'; readonly conversationId: string; readonly withinMs: number }
  /**
   * A member has another name or picture: as of their `profileRev`, so that whoever hears it of several conversations
   * tells it once. On the person's own topic, too.
   */
  | { readonly type: 'user'; readonly user: UserRecord; readonly rev: number };

export type BusMessage =
  /** New entries of one conversation, ascending. */
  | { readonly type: 'entries'; readonly records: readonly EntryRecord[] }
  /** A person's membership of this conversation began, ended or changed. */
  | { readonly type: 'membership'; readonly conversationId: string }
  /** The person's own view of a conversation changed: preferences, a block. On the person's topic. */
  | { readonly type: 'conversation'; readonly conversationId: string }
  /** What the person has set for notifications changed. On the person's topic. */
  | { readonly type: 'notifications' }
  /** Some session or token of the person has ended: open sockets look whether it was theirs. On the person's topic. */
  | { readonly type: 'sessions' }
  /** Whom the person has blocked, or is blocked by, changed. On the person's topic. */
  | { readonly type: 'blocks' }
  /** Whose presence one feed of the person, in whichever process, tells of from now on. On the person's topic. */
  | { readonly type: 'watch'; readonly connection: string; readonly userIds: readonly string[] }
  /** Somebody came online or went: who watches looks again. On the topic of that person's presence. */
  | { readonly type: 'presence' }
  /** Every process says that it is there; on the topic of processes, like the answers. */
  | { readonly type: 'rollCall'; readonly call: string }
  | { readonly type: 'present'; readonly call: string; readonly figures: ProcessFigures }
  /** On the conversation's topic; a receipt of a room on the topic of the member it is of. */
  | Signal;

const KINDS: Readonly<Record<BusMessage['type'], true>> = {
  entries: true,
  membership: true,
  conversation: true,
  notifications: true,
  sessions: true,
  blocks: true,
  watch: true,
  presence: true,
  rollCall: true,
  present: true,
  receipt: true,
  typing: true,
  pictured: true,
  user: true,
};

/**
 * Whether it has the outline of one, so that another version's message, or another program's, does no harm. What it
 * holds is believed: who can write to Redis is trusted.
 */
export function isBusMessage(value: unknown): value is BusMessage {
  if (typeof value !== 'object' || value === null || !('type' in value)) return false;
  if (typeof value.type !== 'string' || !Object.hasOwn(KINDS, value.type)) return false;
  if (value.type !== 'entries') return true;
  return 'records' in value && Array.isArray(value.records) && value.records.every(isNumbered);
}

function isNumbered(record: unknown): boolean {
  const seq = (record as EntryRecord | null)?.entry?.seq;
  return Number.isSafeInteger(seq) && Number(seq) > 0;
}

export type Topic = `conversation:${string}` | `user:${string}` | `presence:${string}` | 'processes';

/** Carries hints between processes. At most once, order not promised: readers recover by number. */
export interface Bus {
  /** Never throws and never waits; a hint that cannot be sent is lost. */
  publish(topic: Topic, message: BusMessage): void;
  /** Answers once messages arrive, or after `SUBSCRIBE_WAIT_MS` without a bus; the answer unsubscribes. */
  subscribe(topic: Topic, listener: (message: BusMessage) => void): Promise<() => void>;
  /** Calls back when hints may have been lost and flow again; the answer unsubscribes. */
  onResume(listener: () => void): () => void;
  /** Resolves when it answers, rejects when it is away; who asks sets the time. */
  reach(): Promise<unknown>;
  close(): Promise<void>;
}

/** Milliseconds a subscriber waits for a bus that is down; then it goes on and lives by the head check. */
export const SUBSCRIBE_WAIT_MS = 2_000;

/** Counts what goes to the bus and comes from it. */
export function meteredBus(bus: Bus, meters: Meters): Bus {
  return {
    ...bus,
    publish(topic, message) {
      meters.count('bus_published');
      bus.publish(topic, message);
    },
    subscribe: (topic, listener) =>
      bus.subscribe(topic, (message) => {
        meters.count('bus_received');
        listener(message);
      }),
  };
}

/** Listeners by topic, few to each; says when the first of a topic comes and the last goes. */
export class Listeners<T> {
  readonly #byTopic = new Map<string, readonly ((message: T) => void)[]>();

  topics(): string[] {
    return [...this.#byTopic.keys()];
  }

  /** Whether it is the topic's first. */
  add(topic: string, listener: (message: T) => void): boolean {
    const listeners = this.#byTopic.get(topic) ?? [];
    this.#byTopic.set(topic, [...listeners, listener]);
    return listeners.length === 0;
  }

  /** Whether it was the topic's last. */
  remove(topic: string, listener: (message: T) => void): boolean {
    const listeners = this.#byTopic.get(topic) ?? [];
    const left = listeners.filter((other) => other !== listener);
    if (left.length > 0) this.#byTopic.set(topic, left);
    return left.length === 0 && this.#byTopic.delete(topic);
  }

  deliver(topic: string, message: T): void {
    for (const listener of this.#byTopic.get(topic) ?? []) listener(message);
  }
}
