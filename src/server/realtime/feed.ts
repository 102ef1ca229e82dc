import { Types } from 'mongoose';
import type { Conversation } from '~/contract/conversation';
import { CLOSE } from '~/contract/errors';
import type { Event, Head } from '~/contract/events';
import type { Id } from '~/contract/primitives';
import { type EntryRecord, viewOf } from '~/server/models/entry';
import type { Models } from '~/server/models/models';
import type { Hub } from './hub';

/** Events a socket may have waiting; a reader that far behind comes back and catches up by number. */
const QUEUE_MAX = 2_000;

/** Bytes in a socket's send buffer above which the feed waits for it to drain. */
const BUFFERED_MAX = 512 * 1024;

/** Milliseconds between looks at a full send buffer. */
const BUFFERED_POLL_MS = 25;

/** Milliseconds between two batches under load: what comes meanwhile travels together. Idle, a batch leaves at once. */
const GATHER_MS = 4;

/** Milliseconds before memberships that could not be read are read again. */
const RETRY_MS = 1_000;

/** The socket behind a feed, as far as the feed cares. */
export interface Connection {
  /** Bytes accepted and not yet handed to the network. */
  bufferedAmount(): number;
  close(code: number, reason: string): void;
}

export interface FeedOptions {
  readonly models: Models;
  readonly hub: Hub;
  /** Applies what waits to be applied, up to a number. */
  readonly settle: (conversationId: Types.ObjectId, upTo: number) => Promise<void>;
  /** A conversation as this person sees it; null for one that is not theirs. */
  readonly describe: (userId: Id, conversationId: Id) => Promise<Conversation | null>;
}

/**
 * Everything that concerns one person, live: first the heads of all their conversations, then each change once and in
 * order. Topics are subscribed before heads are read, so nothing falls between; a removal ends a conversation at its
 * number, because entries come in order and the removal is one of them.
 */
export function createFeed({ models, hub, settle, describe }: FeedOptions) {
  return async function* feed(
    userId: Id,
    connection: Connection | null,
    signal: AbortSignal,
  ): AsyncGenerator<readonly Event[]> {
    const queue = createQueue(signal, () => connection?.close(CLOSE.SLOW_READER, 'too slow; come back'));
    const following = new Map<Id, { stop: () => void }>();
    const changes = createTurnstile(async () => {
      for (const { conversationId, seq } of await followMemberships()) await introduce(conversationId, seq);
    }, signal);
    let stopUser = () => {};
    try {
      stopUser = await hub.user(userId, changes.pass);
      yield [{ type: 'heads', heads: await followMemberships() }];
      changes.open();
      for (;;) {
        const events = await queue.take();
        if (events === null) return;
        while (connection && connection.bufferedAmount() > BUFFERED_MAX && !signal.aborted) {
          await pause(BUFFERED_POLL_MS, signal);
        }
        yield events;
        if (!queue.isEmpty()) await pause(GATHER_MS, signal);
      }
    } finally {
      stopUser();
      for (const { stop } of following.values()) stop();
      following.clear();
      queue.close();
    }

    async function memberOf(): Promise<Id[]> {
      const memberships = await models.memberships.find({ userId, active: true }, { conversationId: 1 }).lean();
      return memberships.map(({ conversationId }) => conversationId.toString());
    }

    /** Follows what the person is a member of, and nothing else. Answers with the heads of what is newly followed. */
    async function followMemberships(): Promise<Head[]> {
      const fresh = (await memberOf()).filter((id) => !following.has(id));
      const heads = await Promise.all(fresh.map(async (id) => ({ conversationId: id, seq: await follow(id) })));
      await settleMemberships([...following.keys()]);
      const members = new Set(await memberOf());
      for (const id of [...following.keys()]) if (!members.has(id)) leave(id);
      return heads.filter(({ conversationId }) => following.has(conversationId));
    }

    /** Answers with the number that the entries to come follow. */
    async function follow(id: Id): Promise<number> {
      const followed = { stop: () => {} };
      following.set(id, followed);
      try {
        const { head, stop } = await hub.conversation(id, listenerOf(id));
        if (following.get(id) === followed) followed.stop = stop;
        else stop();
        return head;
      } catch (error) {
        following.delete(id);
        throw error;
      }
    }

    /** A removal that is numbered but not applied would let its reader in for a moment longer than its number. */
    async function settleMemberships(ids: readonly Id[]): Promise<void> {
      const conversationIds = ids.map((id) => new Types.ObjectId(id));
      const pending = await models.entries
        .find({ applied: false, conversationId: { $in: conversationIds }, kind: 'system' })
        .toArray();
      for (const { conversationId, seq } of pending) await settle(conversationId, seq);
    }

    async function introduce(id: Id, head: number): Promise<void> {
      await settle(new Types.ObjectId(id), head);
      const conversation = await describe(userId, id);
      if (conversation && following.has(id)) queue.put({ type: 'conversation', conversation });
    }

    function leave(id: Id): void {
      following.get(id)?.stop();
      if (following.delete(id)) queue.put({ type: 'left', conversationId: id });
    }

    function listenerOf(id: Id) {
      return {
        onEntry(record: EntryRecord) {
          if (!following.has(id)) return;
          queue.put({ type: 'entry', entry: viewOf(record, userId) });
          if (endsMembership(record, userId)) leave(id);
        },
        onReset: () => void (following.has(id) && queue.put({ type: 'reset', conversationId: id })),
      };
    }
  };
}

function endsMembership({ entry }: EntryRecord, userId: Id): boolean {
  return entry.kind === 'system' && entry.action === 'left' && entry.senderId === userId;
}

/** Events on their way to one socket: bounded, and taken all at once. */
function createQueue(signal: AbortSignal, onOverflow: () => void) {
  let events: Event[] = [];
  let wake = () => {};
  let closed = false;
  const close = () => {
    closed = true;
    wake();
  };
  signal.addEventListener('abort', close, { once: true });
  return {
    put(event: Event): void {
      if (closed) return;
      events.push(event);
      if (events.length > QUEUE_MAX) {
        events = [];
        close();
        onOverflow();
      } else wake();
    },
    /** All that waits, once there is some; null when the feed is over. */
    async take(): Promise<readonly Event[] | null> {
      if (events.length === 0 && !closed) await new Promise<void>((resolve) => (wake = resolve));
      if (closed) return null;
      const taken = events;
      events = [];
      return taken;
    },
    isEmpty: () => events.length === 0,
    close,
  };
}

/**
 * Runs one at a time, once opened; callers during a run share the one after it. A run that fails is repeated until it
 * succeeds, for what it was told of is not told twice.
 */
function createTurnstile(run: () => Promise<void>, signal: AbortSignal) {
  let open = false;
  let running = false;
  let wanted = false;
  async function turn(): Promise<void> {
    running = true;
    while (wanted && !signal.aborted) {
      wanted = false;
      try {
        await run();
      } catch {
        wanted = true;
        await pause(RETRY_MS, signal);
      }
    }
    running = false;
  }
  const pass = () => {
    wanted = true;
    if (open && !running) void turn();
  };
  return {
    pass,
    open(): void {
      open = true;
      if (wanted) pass();
    },
  };
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}
