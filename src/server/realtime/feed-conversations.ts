import { Types } from 'mongoose';
import type { Event, Head } from '~/contract/events';
import type { Id } from '~/contract/primitives';
import type { Watermarks } from '~/contract/receipt';
import { commonView, type EntryRecord, viewOf } from '~/server/models/entry';
import type { Signal } from './bus';
import type { Feed } from './feed';
import type { FeedSources } from './feed-sources';
import type { ConversationListener } from './hub';

/** The memberships of a person, and the heads of those conversations that were not followed before. */
export interface Memberships {
  readonly members: ReadonlyMap<Id, Watermarks>;
  readonly fresh: ReadonlyMap<Id, number>;
}

/**
 * The conversations one feed tells of: what its person is a member of, and nothing else. A removal ends a conversation at
 * its number, because entries come in order and the removal is one of them.
 */
export class FeedConversations {
  readonly feed: Feed;
  readonly sources: FeedSources;
  readonly #followed = new Map<Id, Followed>();

  constructor(feed: Feed, sources: FeedSources) {
    this.feed = feed;
    this.sources = sources;
  }

  has(id: Id): boolean {
    return this.#followed.has(id);
  }

  /** Follows what the person is a member of now. */
  async update(): Promise<Memberships> {
    const unknown = [...(await this.#memberships()).keys()].filter((id) => !this.has(id));
    const fresh = new Map(await Promise.all(unknown.map(async (id) => [id, await this.#follow(id)] as const)));
    await this.#settleMemberships();
    const members = await this.#memberships();
    for (const [id, followed] of [...this.#followed]) {
      if (members.has(id)) followed.admit();
      else this.leave(id);
    }
    return { fresh, members };
  }

  /** Of what is followed; `fresh` where nothing that came later has been told, else as of the entries told before. */
  heads(members: Memberships['members'], fresh?: Memberships['fresh']): Head[] {
    return [...members].flatMap(([conversationId, watermarks]) => {
      const followed = this.#followed.get(conversationId);
      const seq = followed && (fresh ? fresh.get(conversationId) : followed.last);
      return seq === undefined ? [] : [{ conversationId, seq, ...watermarks }];
    });
  }

  leave(id: Id): void {
    this.#followed.get(id)?.end();
    if (this.#followed.delete(id)) this.feed.put({ type: 'left', conversationId: id });
  }

  close(): void {
    for (const followed of this.#followed.values()) followed.end();
    this.#followed.clear();
  }

  /** Answers with the number that the entries to come follow. */
  async #follow(id: Id): Promise<number> {
    if (this.feed.isOver) throw new Error('the feed is over');
    const followed = new Followed(id, this);
    this.#followed.set(id, followed);
    try {
      const { head, stop } = await this.sources.hub.conversation(id, followed);
      followed.begin(head, stop);
      return head;
    } catch (error) {
      this.#followed.delete(id);
      throw error;
    }
  }

  async #memberships(): Promise<ReadonlyMap<Id, Watermarks>> {
    return (await this.sources.reads.memberships(this.feed.userId)) ?? new Map();
  }

  /** A removal that is numbered but not applied would let its reader in for a moment longer than its number. */
  async #settleMemberships(): Promise<void> {
    const { reads, settle } = this.sources;
    const settling = [...this.#followed.keys()].map(async (id) => {
      const seq = await reads.lastPending(id);
      if (seq !== undefined) await settle(new Types.ObjectId(id), seq);
    });
    await Promise.all(settling);
  }
}

class Followed implements ConversationListener {
  /** The number that the next entry follows. */
  last = 0;
  readonly #id: Id;
  readonly #owner: FeedConversations;
  /** What came before it was certain that the person is still a member; null from then on. */
  #held: Event[] | null = [];
  #stop: (() => void) | null = null;
  #isOver = false;

  constructor(id: Id, owner: FeedConversations) {
    this.#id = id;
    this.#owner = owner;
  }

  begin(head: number, stop: () => void): void {
    this.last = Math.max(this.last, head);
    this.#stop = stop;
    if (this.#isOver) stop();
  }

  admit(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const event of held) this.#owner.feed.put(event);
  }

  end(): void {
    this.#isOver = true;
    this.#stop?.();
  }

  onEntries(records: readonly EntryRecord[]): void {
    if (this.#isOver) return;
    this.last = records.at(-1)!.entry.seq;
    const { feed } = this.#owner;
    const common = this.#held === null && feed.hasRoomAtOnce() ? commonEvents(records) : null;
    if (common) feed.writeCommon(common);
    else for (const record of records) this.#tell(record);
  }

  onReset(head: number): void {
    if (this.#isOver) return;
    this.last = head;
    this.#put({ type: 'reset', conversationId: this.#id });
  }

  onSignal(heard: Signal): void {
    if (this.#held === null) this.#owner.feed.onSignal(heard);
  }

  #tell(record: EntryRecord): void {
    if (this.#isOver) return;
    const { feed, sources } = this.#owner;
    this.#put({ type: 'entry', entry: viewOf(record, feed.userId, sources.links) });
    if (endsMembership(record, feed.userId)) this.#owner.leave(this.#id);
  }

  #put(event: Event): void {
    if (this.#held) this.#held.push(event);
    else this.#owner.feed.put(event);
  }
}

const commonOf = new WeakMap<readonly EntryRecord[], readonly Event[] | null>();

/** What everybody is told of them, in one array for all; null when it is not the same for everybody. */
function commonEvents(records: readonly EntryRecord[]): readonly Event[] | null {
  let events = commonOf.get(records);
  if (events === undefined) {
    const views = records.map(commonView);
    events = views.every((view) => view !== null) ? views.map((entry) => ({ type: 'entry', entry })) : null;
    commonOf.set(records, events);
  }
  return events;
}

function endsMembership({ entry }: EntryRecord, userId: Id): boolean {
  if (entry.kind !== 'system') return false;
  return entry.action === 'removed' ? entry.userId === userId : entry.action === 'left' && entry.senderId === userId;
}
