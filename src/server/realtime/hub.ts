import { Types } from 'mongoose';
import { gather } from '~/server/gather';
import type { Log } from '~/server/log';
import { type Meters, noMeters } from '~/server/meters';
import type { EntryRecord } from '~/server/models/entry';
import { IN_ONE_BATCH, type Models } from '~/server/models/models';
import type { Bus, BusMessage, Signal } from './bus';
import { type Channel, enter, release } from './channel';
import { isNotice, isSignal, type UserNotice } from './notices';

/** Milliseconds between looks at the heads of what is served, for hints that were lost with nothing after them. */
const HEAD_CHECK_MS = 5_000;

/** Milliseconds after the first subscription to a topic: an append under way then may have raised the head late. */
const EARLY_CHECK_MS = 300;

/** Entries read at once to fill a hole. */
const FILL_PAGE = 200;

/** A hole larger than this is not filled: readers are told to reload. */
const HOLE_MAX = 1_000;

/** Milliseconds between two batches of a conversation under load: what comes meanwhile goes out together. */
const GATHER_MS = 4;

export interface ConversationListener {
  /** The next entries; every number once, in order, from `head + 1` on. All listeners are given the same array. */
  onEntries(records: readonly EntryRecord[]): void;
  /** Numbers up to this one will not come. */
  onReset(head: number): void;
  /** Heard once or never, in no order with the entries. */
  onSignal(signal: Signal): void;
}

export interface HubOptions {
  readonly models: Models;
  readonly bus: Bus;
  readonly log: Log;
  readonly meters?: Meters;
  /** Called with the number of every entry that the bus tells of. */
  readonly onHeard?: (conversationId: string, seq: number) => void;
  readonly range: (conversationId: Types.ObjectId, from: number, to: number) => Promise<EntryRecord[]>;
  /** Without, only `checkHeads` and a bus that is back look at heads. */
  readonly looksByItself?: boolean;
}

interface ConversationChannel extends Channel {
  readonly listeners: Set<ConversationListener>;
  /** The last number delivered. */
  last: number;
  /** What follows it, to be delivered together. */
  pending: EntryRecord[];
  /** Ends the wait of what is pending. */
  cancel: (() => void) | null;
  /** When something was delivered last, in milliseconds. */
  deliveredAt: number;
  /** The highest number known to exist. */
  seen: number;
  filling: boolean;
}

interface UserChannel extends Channel {
  /** One for each feed, and one for each connection. */
  listeners: readonly ((notice: UserNotice) => void)[];
  /** The person's `membershipRev` when last looked at. */
  rev: number;
}

/**
 * Turns the bus's hints into what each reader of this process needs: a conversation's entries dense and in order, and
 * word of changed memberships. One bus subscription a topic; a hole is filled from the database once for all readers.
 */
export function createHub({ models, bus, log, meters = noMeters, onHeard, range, looksByItself = true }: HubOptions) {
  const conversations = new Map<string, ConversationChannel>();
  const users = new Map<string, UserChannel>();
  const readHeads = gather(readHeadsOf);
  const readRevs = gather(readRevsOf);
  let earlyCheck: NodeJS.Timeout | null = null;
  let checking: Promise<void> | null = null;

  async function readHeadsOf(ids: readonly string[]): Promise<Map<string, number>> {
    const docs = await models.conversations
      .find({ _id: { $in: ids } }, { headSeq: 1 })
      .batchSize(IN_ONE_BATCH)
      .lean();
    return new Map(docs.map(({ _id, headSeq }) => [_id.toString(), headSeq]));
  }

  async function readRevsOf(ids: readonly string[]): Promise<Map<string, number>> {
    const docs = await models.users
      .find({ _id: { $in: ids } }, { membershipRev: 1 })
      .batchSize(IN_ONE_BATCH)
      .lean();
    return new Map(docs.map(({ _id, membershipRev }) => [_id.toString(), membershipRev]));
  }

  function openConversation(id: string): ConversationChannel {
    const channel: ConversationChannel = {
      listeners: new Set(),
      last: -1,
      pending: [],
      cancel: null,
      deliveredAt: 0,
      seen: 0,
      filling: false,
      claims: 0,
      started: Promise.resolve(),
      stop: () => {},
    };
    const onMessage = (message: BusMessage) => {
      if (message.type === 'entries') for (const record of message.records) take(id, channel, record);
      else if (isSignal(message)) for (const listener of [...channel.listeners]) listener.onSignal(message);
    };
    channel.started = (async () => {
      channel.stop = await bus.subscribe(`conversation:${id}`, onMessage);
      const head = (await readHeads(id)) ?? 0;
      channel.last = head;
      channel.seen = Math.max(channel.seen, head);
      fill(id, channel);
      if (looksByItself) earlyCheck ??= setTimeout(checkEarly, EARLY_CHECK_MS).unref();
    })();
    conversations.set(id, channel);
    return channel;
  }

  function take(id: string, channel: ConversationChannel, record: EntryRecord): void {
    const { seq } = record.entry;
    onHeard?.(id, seq);
    channel.seen = Math.max(channel.seen, seq);
    if (channel.last === -1 || channel.filling) return;
    if (seq === channel.last + channel.pending.length + 1) hold(channel, record);
    else fill(id, channel);
  }

  function hold(channel: ConversationChannel, record: EntryRecord): void {
    channel.pending.push(record);
    // A membership that ends does so at once.
    if (record.entry.kind === 'system') flush(channel);
    else channel.cancel ??= flushSoon(channel);
  }

  /** In this turn of the event loop after a while of rest, else when the last batch is a while ago. */
  function flushSoon(channel: ConversationChannel): () => void {
    const wait = channel.deliveredAt + GATHER_MS - performance.now();
    if (wait > 0) {
      const timer = setTimeout(flush, wait, channel);
      return () => clearTimeout(timer);
    }
    const immediate = setImmediate(flush, channel);
    return () => clearImmediate(immediate);
  }

  function flush(channel: ConversationChannel): void {
    channel.cancel?.();
    channel.cancel = null;
    const { pending } = channel;
    channel.pending = [];
    if (pending.length > 0) deliver(channel, pending);
  }

  function deliver(channel: ConversationChannel, records: readonly EntryRecord[]): void {
    channel.last = records.at(-1)!.entry.seq;
    channel.deliveredAt = performance.now();
    for (const listener of [...channel.listeners]) listener.onEntries(records);
  }

  /** Brings a channel from `last` to `seen`; failing that, the next head check tries again. */
  function fill(id: string, channel: ConversationChannel): void {
    if (channel.filling) return;
    flush(channel);
    if (channel.seen <= channel.last) return;
    channel.filling = true;
    void (async () => {
      try {
        while (channel.last < channel.seen && conversations.get(id) === channel) {
          if (channel.seen - channel.last > HOLE_MAX) {
            channel.last = channel.seen;
            meters.count('hub_resets');
            for (const listener of [...channel.listeners]) listener.onReset(channel.last);
            continue;
          }
          const to = Math.min(channel.seen, channel.last + FILL_PAGE);
          const records = await range(new Types.ObjectId(id), channel.last + 1, to);
          meters.count('hub_holes_filled');
          deliver(channel, records);
        }
      } catch (error) {
        log.warn({ conversationId: id, error: String(error) }, 'a hole could not be filled yet');
      } finally {
        channel.filling = false;
      }
    })();
  }

  function openUser(id: string): UserChannel {
    const channel: UserChannel = {
      listeners: [],
      rev: 0,
      claims: 0,
      started: Promise.resolve(),
      stop: () => {},
    };
    const onMessage = (message: BusMessage) => {
      if (isNotice(message)) notify(channel, message);
    };
    channel.started = (async () => {
      channel.stop = await bus.subscribe(`user:${id}`, onMessage);
      channel.rev = (await readRevs(id)) ?? 0;
    })();
    users.set(id, channel);
    return channel;
  }

  function notify(channel: UserChannel, notice: UserNotice): void {
    for (const listener of channel.listeners) listener(notice);
  }

  function checkEarly(): void {
    earlyCheck = null;
    void checkHeads();
  }

  /** Looks at every head and membership served, with one query each. */
  function checkHeads(): Promise<void> {
    checking ??= (async () => {
      try {
        await Promise.all([checkConversations(), checkUsers()]);
      } catch (error) {
        log.warn({ error: String(error) }, 'heads could not be checked');
      } finally {
        checking = null;
      }
    })();
    return checking;
  }

  async function checkConversations(): Promise<void> {
    const open = [...conversations].filter(([, channel]) => channel.last >= 0);
    if (open.length === 0) return;
    const heads = await readHeadsOf(open.map(([id]) => id));
    for (const [id, channel] of open) {
      const head = heads.get(id) ?? 0;
      if (head > channel.seen) meters.count('hub_hints_lost');
      channel.seen = Math.max(channel.seen, head);
      fill(id, channel);
    }
  }

  async function checkUsers(): Promise<void> {
    if (users.size === 0) return;
    for (const [id, rev] of await readRevsOf([...users.keys()])) {
      const channel = users.get(id);
      if (!channel || channel.rev === rev) continue;
      channel.rev = rev;
      notify(channel, { type: 'membership', conversationId: null });
    }
  }

  const timer = looksByItself ? setInterval(() => void checkHeads(), HEAD_CHECK_MS).unref() : undefined;
  const stopResume = bus.onResume(() => {
    for (const channel of users.values()) notify(channel, { type: 'resumed' });
    void checkHeads();
  });

  return {
    checkHeads,

    /** Answers, once live, with the number that the listener's entries follow, and with how to stop. */
    async conversation(id: string, listener: ConversationListener): Promise<{ head: number; stop: () => void }> {
      const channel = conversations.get(id) ?? openConversation(id);
      await enter(conversations, id, channel);
      channel.listeners.add(listener);
      const stop = () => {
        if (channel.listeners.delete(listener)) release(conversations, id, channel);
      };
      return { head: channel.last, stop };
    },

    /** Calls back, once for each call, with what the person's devices are told; live once it answers. Only memberships survive a lost hint. */
    async user(id: string, listener: (notice: UserNotice) => void): Promise<() => void> {
      const channel = users.get(id) ?? openUser(id);
      await enter(users, id, channel);
      channel.listeners = [...channel.listeners, listener];
      return () => {
        if (!channel.listeners.includes(listener)) return;
        channel.listeners = channel.listeners.filter((other) => other !== listener);
        release(users, id, channel);
      };
    },

    /** How many topics are open, with however many readers each. */
    open: () => ({ conversation: conversations.size, user: users.size }),

    /** Calls back when hints may have been lost and every topic is live again; the answer unsubscribes. */
    onResume: (listener: () => void): (() => void) => bus.onResume(listener),

    close(): void {
      clearInterval(timer);
      if (earlyCheck) clearTimeout(earlyCheck);
      stopResume();
    },
  };
}

export type Hub = ReturnType<typeof createHub>;
