import { randomUUID } from 'node:crypto';
import { Types } from 'mongoose';
import type { Conversation } from '~/contract/conversation';
import { CLOSE } from '~/contract/errors';
import type { Event, Head } from '~/contract/events';
import type { Presence } from '~/contract/presence';
import type { Id } from '~/contract/primitives';
import type { Watermarks } from '~/contract/receipt';
import type { Links } from '~/server/media/links';
import { type Meters, noMeters } from '~/server/meters';
import { type EntryRecord, viewOf } from '~/server/models/entry';
import type { Models } from '~/server/models/models';
import { userFor } from '~/server/models/user';
import type { Signal } from './bus';
import { createFeedQueue } from './feed-queue';
import type { ConversationListener, Hub, UserNotice } from './hub';
import { createFollowing, type Interest } from './interest';
import { hiddenPresence } from './presence';
import type { PresenceLeases } from './presence-leases';
import { createTurnstile, pause } from './turnstile';

/** Bytes in a connection's send buffer above which the feed waits for it to drain. */
const BUFFERED_MAX = 512 * 1024;

/** Milliseconds between looks at a full send buffer. */
const BUFFERED_POLL_MS = 25;

/** Milliseconds between two batches under load: what comes meanwhile travels together. Idle, a batch leaves at once. */
const GATHER_MS = 4;

/** Milliseconds over which the feeds of a process spread when the bus is back: each reads its memberships again. */
const RESUME_SPREAD_MS = 2_000;

/** The socket, or the stream of server-sent events, behind a feed, as far as the feed cares. */
export interface Connection {
  /** Whose presence its feeds tell of. */
  readonly interest: Interest;
  /** Bytes accepted and not yet handed to the network. */
  bufferedAmount(): number;
  close(code: number, reason: string): void;
  /** Calls back once the session or token it was opened with is over, also if it is already; the answer unsubscribes. */
  onOver(listener: (reason: 'expired' | 'ended') => void): () => void;
  /** Calls back when this process is about to end it in good order; the answer unsubscribes. */
  onLeaving(listener: () => void): () => void;
}

/** A connection as one of its feeds has it. */
export interface FeedConnection extends Connection {
  /** The feed's own, known to its reader alone: the reader's calls by other ways name the feed by it. */
  readonly id: string;
}

export interface FeedOptions {
  readonly models: Models;
  readonly links: Pick<Links, 'linkTo'>;
  readonly hub: Hub;
  /** Applies what waits to be applied, up to a number. */
  readonly settle: (conversationId: Types.ObjectId, upTo: number) => Promise<void>;
  /** A conversation as this person sees it; null for one that is not theirs. */
  readonly describe: (userId: Id, conversationId: Id) => Promise<Conversation | null>;
  readonly leases: Pick<PresenceLeases, 'hold' | 'look' | 'watch'>;
  /** Whom the person has blocked, or is blocked by. */
  readonly blocks: { between(userId: Id): Promise<ReadonlySet<Id>> };
  readonly meters?: Meters;
  /** From 0 up to 1. */
  readonly random?: () => number;
}

/** What a feed does again when it is told, or has to fear, that something changed. */
type Task = 'memberships' | 'heads' | 'blocks' | 'presences' | `conversation:${Id}`;

interface Followed {
  /** The number that the next entry follows. */
  last: number;
  /** What came before it was certain that the person is still a member; null from then on. */
  held: Event[] | null;
  stop: () => void;
}

/**
 * Everything that concerns one person, live: first the heads of all their conversations, then each change once and in
 * order. Topics are subscribed before heads are read, so nothing falls between; a removal ends a conversation at its
 * number, because entries come in order and the removal is one of them. While it runs the person is online.
 */
export function createFeed({
  models,
  links,
  hub,
  settle,
  describe,
  leases,
  blocks,
  meters = noMeters,
  random = Math.random,
}: FeedOptions) {
  return async function* feed(
    userId: Id,
    connection: FeedConnection | null,
    signal: AbortSignal,
  ): AsyncGenerator<readonly Event[]> {
    const ended = new AbortController();
    const over = AbortSignal.any([signal, ended.signal]);
    const queue = createFeedQueue(over, () => connection?.close(CLOSE.SLOW_READER, 'too slow; come back'), meters);
    const following = new Map<Id, Followed>();
    /** What has been told of people, by their `profileRev`. */
    const told = new Map<Id, number>();
    const people = createFollowing((watched) => leases.watch(watched, (presence) => tellPresence(presence)));
    const tasks = createTurnstile<Task>(perform, over);
    const stops = [
      leases.hold(userId, randomUUID()),
      people.close,
      connection?.interest.serve(people.replace),
      connection?.onOver((reason) => queue.put({ type: 'signedOut', reason })),
      connection?.onLeaving(() => queue.put({ type: 'leaving' })),
      hub.onResume(() => void pause(random() * RESUME_SPREAD_MS, over).then(recover)),
    ];
    let blocked: ReadonlySet<Id> = new Set();
    try {
      stops.push(await hub.user(userId, onNotice));
      blocked = await blocks.between(userId);
      const { fresh, members } = await followMemberships();
      yield [{ type: 'heads', heads: headsOf(members, (id) => fresh.get(id)) }];
      tasks.open();
      if (connection && connection.interest.userIds.size > 0) tasks.pass('presences');
      for (;;) {
        const events = await queue.take();
        if (events === null) return;
        while (connection && connection.bufferedAmount() > BUFFERED_MAX && !over.aborted) {
          await pause(BUFFERED_POLL_MS, over);
        }
        meters.count('feed_batches');
        meters.count('feed_events', events.length);
        yield events;
        if (events.some(({ type }) => type === 'signedOut')) {
          connection?.close(CLOSE.UNAUTHENTICATED, 'signed out');
          return;
        }
        if (!queue.isEmpty()) await pause(GATHER_MS, over);
        else if (queue.hasShed()) recover();
      }
    } catch (error) {
      // Nobody is left to be told of what failed while the reader went.
      if (!over.aborted) throw error;
    } finally {
      ended.abort();
      for (const stop of stops) stop?.();
      for (const { stop } of following.values()) stop();
      following.clear();
    }

    /** After hints may have been lost. Entries need none of it: the hub finds them by number. */
    function recover(): void {
      for (const task of ['heads', 'blocks'] as const) tasks.pass(task);
    }

    async function perform(task: Task): Promise<void> {
      switch (task) {
        case 'memberships':
          return introduceAll((await followMemberships()).fresh);
        case 'heads': {
          const { fresh, members } = await followMemberships();
          queue.put({ type: 'heads', heads: headsOf(members, (id) => following.get(id)?.last) });
          return introduceAll(fresh);
        }
        case 'blocks':
          blocked = await blocks.between(userId);
          return tasks.pass('presences');
        case 'presences':
          return tellPresences();
        default:
          return tellConversation(task.slice('conversation:'.length));
      }
    }

    function onNotice(notice: UserNotice): void {
      switch (notice.type) {
        case 'membership': {
          const { conversationId } = notice;
          tasks.pass('memberships');
          // Of what is new the whole is told anyway.
          if (conversationId && following.has(conversationId)) tasks.pass(`conversation:${conversationId}`);
          break;
        }
        case 'blocks':
          tasks.pass('blocks');
          break;
        case 'conversation':
          tasks.pass(`conversation:${notice.conversationId}`);
          break;
        case 'watch':
          if (connection && notice.connection === connection.id) void watch(connection.interest, notice.userIds);
          break;
        case 'sessions':
          // The socket looks itself, with a feed or without.
          break;
        case 'receipt':
        case 'user':
          onSignal(notice);
          break;
      }
    }

    function onSignal(heard: Signal): void {
      if (heard.type === 'user') {
        tellUser(heard);
        return;
      }
      if (!following.has(heard.conversationId)) return;
      if (heard.type === 'pictured') {
        void pause(random() * heard.withinMs, over).then(() => tasks.pass(`conversation:${heard.conversationId}`));
        return;
      }
      if (heard.type === 'typing' && (heard.userId === userId || blocked.has(heard.userId))) return;
      queue.put(heard);
    }

    /** Once, however many conversations it is heard of; also of people who are blocked, whose names are public. */
    function tellUser({ user, rev }: Extract<Signal, { type: 'user' }>): void {
      if (rev <= (told.get(user.id) ?? 0)) return;
      told.set(user.id, rev);
      queue.put({ type: 'user', user: userFor(user, userId, links) });
    }

    /** Whoever asked has been answered before the feed was live for these people: how they are is told again. */
    async function watch(interest: Interest, userIds: readonly Id[]): Promise<void> {
      await interest.replace(new Set(userIds)).catch(() => {});
      tasks.pass('presences');
    }

    async function tellPresences(): Promise<void> {
      const userIds = connection?.interest.userIds ?? new Set<Id>();
      await people.replace(userIds);
      for (const presence of await leases.look([...userIds])) {
        if (!blocked.has(presence.userId)) tellPresence(presence);
        else if (people.has(presence.userId)) queue.put({ type: 'presence', ...hiddenPresence(presence.userId) });
      }
    }

    /** Of people who are blocked not even that something changed is told. */
    function tellPresence(presence: Presence): void {
      if (people.has(presence.userId) && !blocked.has(presence.userId)) queue.put({ type: 'presence', ...presence });
    }

    async function tellConversation(id: Id): Promise<void> {
      const conversation = following.has(id) ? await describe(userId, id) : null;
      if (conversation && following.has(id)) queue.put({ type: 'conversation', conversation });
    }

    async function memberOf(): Promise<Map<Id, Watermarks>> {
      const memberships = await models.memberships
        .find({ userId, active: true }, { conversationId: 1, readSeq: 1, deliveredSeq: 1 })
        .lean();
      return new Map(
        memberships.map(({ conversationId, readSeq, deliveredSeq }) => [
          conversationId.toString(),
          { readSeq, deliveredSeq },
        ]),
      );
    }

    /** Follows what the person is a member of, and nothing else. Answers with what that is, and the heads of what is new. */
    async function followMemberships(): Promise<{ fresh: Map<Id, number>; members: Map<Id, Watermarks> }> {
      const unknown = [...(await memberOf()).keys()].filter((id) => !following.has(id));
      const fresh = new Map(await Promise.all(unknown.map(async (id) => [id, await follow(id)] as const)));
      await settleMemberships([...following.keys()]);
      const members = await memberOf();
      for (const [id, followed] of [...following]) {
        if (members.has(id)) admit(followed);
        else leave(id);
      }
      return { fresh, members };
    }

    function admit(followed: Followed): void {
      const held = followed.held ?? [];
      followed.held = null;
      for (const event of held) queue.put(event);
    }

    function headsOf(members: ReadonlyMap<Id, Watermarks>, lastOf: (id: Id) => number | undefined): Head[] {
      return [...members].flatMap(([conversationId, watermarks]) => {
        const seq = following.has(conversationId) ? lastOf(conversationId) : undefined;
        return seq === undefined ? [] : [{ conversationId, seq, ...watermarks }];
      });
    }

    /** Answers with the number that the entries to come follow. */
    async function follow(id: Id): Promise<number> {
      over.throwIfAborted();
      const followed: Followed = { last: 0, held: [], stop: () => {} };
      following.set(id, followed);
      try {
        const { head, stop } = await hub.conversation(id, listenerOf(id, followed));
        if (following.get(id) === followed) followed.stop = stop;
        else stop();
        followed.last = Math.max(followed.last, head);
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

    async function introduceAll(fresh: ReadonlyMap<Id, number>): Promise<void> {
      for (const [id, head] of fresh) {
        await settle(new Types.ObjectId(id), head);
        await tellConversation(id);
      }
    }

    function leave(id: Id): void {
      following.get(id)?.stop();
      if (following.delete(id)) queue.put({ type: 'left', conversationId: id });
    }

    function listenerOf(id: Id, followed: Followed): ConversationListener {
      const put = (event: Event) => (followed.held ? void followed.held.push(event) : queue.put(event));
      return {
        onEntry(record) {
          if (following.get(id) !== followed) return;
          followed.last = record.entry.seq;
          put({ type: 'entry', entry: viewOf(record, userId, links) });
          if (endsMembership(record, userId)) leave(id);
        },
        onReset(head) {
          if (following.get(id) !== followed) return;
          followed.last = head;
          put({ type: 'reset', conversationId: id });
        },
        onSignal(heard) {
          if (followed.held === null) onSignal(heard);
        },
      };
    }
  };
}

function endsMembership({ entry }: EntryRecord, userId: Id): boolean {
  if (entry.kind !== 'system') return false;
  return entry.action === 'removed' ? entry.userId === userId : entry.action === 'left' && entry.senderId === userId;
}
