import { Types } from 'mongoose';
import { CLOSE } from '~/contract/errors';
import type { Event } from '~/contract/events';
import type { Presence } from '~/contract/presence';
import type { Id } from '~/contract/primitives';
import { noMeters } from '~/server/meters';
import { userFor } from '~/server/models/user';
import type { Signal } from './bus';
import { type ConnectedFeed, type Connection, NOBODY } from './connection';
import { FeedConversations, type Memberships } from './feed-conversations';
import { FeedQueue } from './feed-queue';
import type { FeedFor, FeedReader } from './feed-reader';
import type { FeedSources } from './feed-sources';
import { createFollowing, type Following } from './following';
import type { UserNotice } from './notices';
import { hiddenPresence } from './presence';
import { type Performer, Turnstile } from './turnstile';

/** Milliseconds between looks at a reader that is behind. */
const BEHIND_POLL_MS = 25;

/** Milliseconds between two batches under load: what comes meanwhile travels together. Idle, a batch leaves at once. */
const GATHER_MS = 4;

/** Milliseconds over which the feeds of a process spread when the bus is back: each reads its memberships again. */
const RESUME_SPREAD_MS = 2_000;

/** What a feed does again when it is told, or has to fear, that something changed. */
type Task = 'memberships' | 'heads' | 'blocks' | 'presences' | 'notifications' | `conversation:${Id}`;

/**
 * Everything that concerns one person, live: first the heads of all their conversations, then each change once and in
 * order. Topics are subscribed before heads are read, so nothing falls between. While it lasts the person is online.
 *
 * There is one for each open tab, and most of the time it has nothing to do: what it needs only then it makes only then.
 */
export class Feed implements ConnectedFeed, Performer<Task> {
  readonly userId: Id;
  isOver = false;
  readonly #id: string;
  readonly #connection: Connection | null;
  readonly #reader: FeedReader;
  readonly #sources: FeedSources;
  readonly #conversations: FeedConversations;
  readonly #queue: FeedQueue;
  readonly #tasks = new Turnstile<Task>(this);
  /** What has been told of people, by their `profileRev`. */
  #told: Map<Id, number> | null = null;
  #people: Following | null = null;
  #blocked = NOBODY;
  #stopHolding: (() => void) | null = null;
  #stopNotices: (() => void) | null = null;
  /** Milliseconds; when something was written last. */
  #writtenAt = 0;
  #isLive = false;
  #isWriting = false;

  constructor(sources: FeedSources, { id, userId, connection }: FeedFor, reader: FeedReader) {
    this.#sources = sources;
    this.#id = id;
    this.userId = userId;
    this.#connection = connection;
    this.#reader = reader;
    this.#conversations = new FeedConversations(this, sources);
    this.#queue = new FeedQueue(sources.meters);
  }

  /** Answers once it is live, or over. */
  async open(): Promise<void> {
    const { leases, hub } = this.#sources;
    this.#stopHolding = leases.hold(this.userId, this.#id);
    this.#connection?.join(this);
    try {
      const stop = await hub.user(this.userId, (notice) => this.#onNotice(notice));
      if (this.isOver) return stop();
      this.#stopNotices = stop;
      await this.#lookAtBlocks();
      const { members, fresh } = await this.#conversations.update();
      if (this.isOver) return;
      this.#reader.write([{ type: 'heads', heads: this.#conversations.heads(members, fresh) }]);
    } catch (error) {
      return this.#end(error);
    }
    this.#isLive = true;
    if (!this.#queue.isEmpty) this.#writeSoon();
    this.#tasks.open();
    if (this.#connection && this.#connection.watched.size > 0) this.#tasks.pass('presences');
  }

  /** Again is the same as once. */
  close(): void {
    this.#end();
  }

  put(event: Event): void {
    if (this.isOver) return;
    if (this.#queue.put(event)) {
      this.#writeSoon();
    } else {
      this.#connection?.close(CLOSE.SLOW_READER, 'too slow; come back');
      this.close();
    }
  }

  /** Whether what is written now comes after everything that was put. */
  hasRoomAtOnce(): boolean {
    return this.#isLive && !this.isOver && this.#queue.isEmpty && !this.#reader.isBehind();
  }

  /** Only while it has room at once. */
  writeCommon(events: readonly Event[]): void {
    this.#count(events);
    this.#reader.writeCommon(events);
  }

  async follow(userIds: ReadonlySet<Id>): Promise<void> {
    if (this.isOver) return;
    this.#people ??= createFollowing((watched) =>
      this.#sources.leases.watch(watched, (presence) => this.#tellPresence(presence)),
    );
    await this.#people.replace(userIds);
  }

  onSignal(heard: Signal): void {
    if (heard.type === 'user') this.#tellUser(heard);
    else if (!this.#conversations.has(heard.conversationId)) return;
    else if (heard.type === 'pictured') {
      const task = `conversation:${heard.conversationId}` as const;
      this.#later(this.#random() * heard.withinMs, () => this.#tasks.pass(task));
    } else if (heard.type === 'receipt' || (heard.userId !== this.userId && !this.#blocked.has(heard.userId))) {
      this.put(heard);
    }
  }

  async perform(task: Task): Promise<void> {
    switch (task) {
      case 'memberships':
        return this.#introduceAll((await this.#conversations.update()).fresh);
      case 'heads': {
        const { fresh, members } = await this.#conversations.update();
        this.put({ type: 'heads', heads: this.#conversations.heads(members) });
        return this.#introduceAll(fresh);
      }
      case 'blocks':
        await this.#lookAtBlocks();
        return this.#tasks.pass('presences');
      case 'presences':
        return this.#tellPresences();
      case 'notifications':
        return this.put({ type: 'notifications', settings: await this.#sources.settings(this.userId) });
      default:
        return this.#tellConversation(task.slice('conversation:'.length));
    }
  }

  #onNotice(notice: UserNotice): void {
    switch (notice.type) {
      case 'membership': {
        const { conversationId } = notice;
        this.#tasks.pass('memberships');
        // Of what is new the whole is told anyway.
        if (conversationId && this.#conversations.has(conversationId))
          this.#tasks.pass(`conversation:${conversationId}`);
        break;
      }
      case 'blocks':
      case 'notifications':
        this.#tasks.pass(notice.type);
        break;
      case 'conversation':
        this.#tasks.pass(`conversation:${notice.conversationId}`);
        break;
      case 'watch':
        if (this.#connection && notice.connection === this.#id) void this.#watch(this.#connection, notice.userIds);
        break;
      case 'resumed':
        this.#later(this.#random() * RESUME_SPREAD_MS, () => this.#recover());
        break;
      case 'sessions':
        // The connection looks itself, with a feed or without.
        break;
      case 'receipt':
      case 'user':
        this.onSignal(notice);
        break;
    }
  }

  /** In this turn of the event loop, with whatever else it brings, unless something was written a moment ago. */
  #writeSoon(): void {
    if (!this.#isLive || this.#isWriting) return;
    this.#isWriting = true;
    const wait = this.#writtenAt + GATHER_MS - performance.now();
    if (wait > 0) this.#later(wait, () => this.#write());
    else queueMicrotask(() => this.#write());
  }

  #write(): void {
    if (this.isOver) return;
    if (this.#reader.isBehind()) {
      this.#later(BEHIND_POLL_MS, () => this.#write());
      return;
    }
    this.#isWriting = false;
    this.#writtenAt = performance.now();
    const events = this.#queue.take();
    this.#count(events);
    this.#reader.write(events);
    if (events.some(({ type }) => type === 'signedOut')) {
      this.#connection?.close(CLOSE.UNAUTHENTICATED, 'signed out');
      this.close();
    } else if (this.#queue.hasShed()) this.#recover();
  }

  #count(events: readonly Event[]): void {
    const { meters = noMeters } = this.#sources;
    meters.count('feed_batches');
    meters.count('feed_events', events.length);
  }

  #end(error?: unknown): void {
    if (this.isOver) return;
    this.isOver = true;
    this.#connection?.part(this);
    this.#stopHolding?.();
    this.#stopNotices?.();
    this.#people?.close();
    this.#conversations.close();
    this.#reader.end(error);
  }

  /** Unless it is over by then. */
  #later(milliseconds: number, work: () => void): void {
    setTimeout(() => this.isOver || work(), milliseconds).unref();
  }

  #random(): number {
    return this.#sources.random?.() ?? Math.random();
  }

  /** After hints may have been lost. Entries need none of it: the hub finds them by number. */
  #recover(): void {
    for (const task of ['heads', 'blocks'] as const) this.#tasks.pass(task);
  }

  async #lookAtBlocks(): Promise<void> {
    const blocked = await this.#sources.blocks.between(this.userId);
    this.#blocked = blocked.size === 0 ? NOBODY : blocked;
  }

  /** Once, however many conversations it is heard of; also of people who are blocked, whose names are public. */
  #tellUser({ user, rev }: Extract<Signal, { type: 'user' }>): void {
    this.#told ??= new Map();
    if (rev <= (this.#told.get(user.id) ?? 0)) return;
    this.#told.set(user.id, rev);
    this.put({ type: 'user', user: userFor(user, this.userId, this.#sources.links) });
  }

  /** Whoever asked has been answered before the feed was live for these people: how they are is told again. */
  async #watch(connection: Connection, userIds: readonly Id[]): Promise<void> {
    await connection.watch(new Set(userIds)).catch(() => {});
    this.#tasks.pass('presences');
  }

  async #tellPresences(): Promise<void> {
    const userIds = this.#connection?.watched ?? NOBODY;
    await this.follow(userIds);
    for (const presence of await this.#sources.leases.look([...userIds])) {
      if (!this.#blocked.has(presence.userId)) this.#tellPresence(presence);
      else if (this.#people?.has(presence.userId)) this.put({ type: 'presence', ...hiddenPresence(presence.userId) });
    }
  }

  /** Of people who are blocked not even that something changed is told. */
  #tellPresence(presence: Presence): void {
    if (!this.#people?.has(presence.userId) || this.#blocked.has(presence.userId)) return;
    this.put({ type: 'presence', ...presence });
  }

  async #tellConversation(id: Id): Promise<void> {
    const conversation = this.#conversations.has(id) ? await this.#sources.describe(this.userId, id) : null;
    if (conversation && this.#conversations.has(id)) this.put({ type: 'conversation', conversation });
  }

  async #introduceAll(fresh: Memberships['fresh']): Promise<void> {
    for (const [id, head] of fresh) {
      await this.#sources.settle(new Types.ObjectId(id), head);
      await this.#tellConversation(id);
    }
  }
}

/** Opens feeds. What it answers with begins at once, and tells its reader. */
export function createFeeds(sources: FeedSources) {
  return (about: FeedFor, reader: FeedReader): Feed => {
    const feed = new Feed(sources, about, reader);
    void feed.open();
    return feed;
  };
}

export type OpenFeed = ReturnType<typeof createFeeds>;
