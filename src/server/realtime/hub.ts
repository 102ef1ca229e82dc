import { Types } from 'mongoose';
import type { Log } from '~/server/log';
import { type Meters, noMeters } from '~/server/meters';
import type { EntryRecord } from '~/server/models/entry';
import type { Models } from '~/server/models/models';
import type { Bus, BusMessage, Signal } from './bus';
import { type Channel, enter, gather } from './channel';

/** Milliseconds between looks at the heads of what is served, for hints that were lost with nothing after them. */
const HEAD_CHECK_MS = 5_000;

/** Milliseconds after the first subscription to a topic: an append under way then may have raised the head late. */
const EARLY_CHECK_MS = 300;

/** Entries read at once to fill a hole. */
const FILL_PAGE = 200;

/** A hole larger than this is not filled: readers are told to reload. */
const HOLE_MAX = 1_000;

export interface ConversationListener {
  /** The next entry; every number once, in order, from `head + 1` on. */
  onEntry(record: EntryRecord): void;
  /** Numbers up to this one will not come. */
  onReset(head: number): void;
  /** Heard once or never, in no order with the entries. */
  onSignal(signal: Signal): void;
}

/** What a person's devices are told beside the conversations: look again at what it names. */
export type UserNotice =
  /** A membership began, ended or changed: of this conversation, or, with null, of any. */
  | { readonly type: 'membership'; readonly conversationId: string | null }
  | Extract<BusMessage, { type: 'conversation' | 'sessions' | 'blocks' | 'watch' | 'receipt' | 'user' }>;

export interface HubOptions {
  readonly models: Models;
  readonly bus: Bus;
  readonly log: Log;
  readonly meters?: Meters;
  readonly range: (conversationId: Types.ObjectId, from: number, to: number) => Promise<EntryRecord[]>;
}

interface ConversationChannel extends Channel {
  readonly listeners: Set<ConversationListener>;
  /** The last number delivered. */
  last: number;
  /** The highest number known to exist. */
  seen: number;
  filling: boolean;
}

interface UserChannel extends Channel {
  readonly listeners: Set<(notice: UserNotice) => void>;
  /** The person's `membershipRev` when last looked at. */
  rev: number;
}

/**
 * Turns the bus's hints into what each reader of this process needs: a conversation's entries dense and in order, and
 * word of changed memberships. One bus subscription a topic; a hole is filled from the database once for all readers.
 */
export function createHub({ models, bus, log, meters = noMeters, range }: HubOptions) {
  const conversations = new Map<string, ConversationChannel>();
  const users = new Map<string, UserChannel>();
  const readHeads = gather(readHeadsOf);
  let earlyCheck: NodeJS.Timeout | null = null;
  let checking: Promise<void> | null = null;

  async function readHeadsOf(ids: readonly string[]): Promise<Map<string, number>> {
    const docs = await models.conversations.find({ _id: { $in: ids } }, { headSeq: 1 }).lean();
    return new Map(docs.map(({ _id, headSeq }) => [_id.toString(), headSeq]));
  }

  function openConversation(id: string): ConversationChannel {
    const channel: ConversationChannel = {
      listeners: new Set(),
      last: -1,
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
      earlyCheck ??= setTimeout(() => {
        earlyCheck = null;
        void checkHeads();
      }, EARLY_CHECK_MS).unref();
    })();
    conversations.set(id, channel);
    return channel;
  }

  function take(id: string, channel: ConversationChannel, record: EntryRecord): void {
    const { seq } = record.entry;
    channel.seen = Math.max(channel.seen, seq);
    if (channel.last === -1 || channel.filling) return;
    if (seq === channel.last + 1) deliver(channel, record);
    else fill(id, channel);
  }

  function deliver(channel: ConversationChannel, record: EntryRecord): void {
    channel.last = record.entry.seq;
    for (const listener of [...channel.listeners]) listener.onEntry(record);
  }

  /** Brings a channel from `last` to `seen`; failing that, the next head check tries again. */
  function fill(id: string, channel: ConversationChannel): void {
    if (channel.filling || channel.seen <= channel.last) return;
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
          for (const record of records) deliver(channel, record);
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
      listeners: new Set(),
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
      const user = await models.users.findById(id, { membershipRev: 1 }).lean();
      channel.rev = user?.membershipRev ?? 0;
    })();
    users.set(id, channel);
    return channel;
  }

  function notify(channel: UserChannel, notice: UserNotice): void {
    for (const listener of [...channel.listeners]) listener(notice);
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
    const docs = await models.users.find({ _id: { $in: [...users.keys()] } }, { membershipRev: 1 }).lean();
    for (const { _id, membershipRev } of docs) {
      const channel = users.get(_id.toString());
      if (!channel || channel.rev === membershipRev) continue;
      channel.rev = membershipRev;
      notify(channel, { type: 'membership', conversationId: null });
    }
  }

  const timer = setInterval(() => void checkHeads(), HEAD_CHECK_MS).unref();
  const stopResume = bus.onResume(() => void checkHeads());

  return {
    checkHeads,

    /** Answers, once live, with the number that the listener's entries follow, and with how to stop. */
    async conversation(id: string, listener: ConversationListener): Promise<{ head: number; stop: () => void }> {
      const channel = conversations.get(id) ?? openConversation(id);
      const release = await enter(conversations, id, channel);
      channel.listeners.add(listener);
      const stop = () => {
        channel.listeners.delete(listener);
        release();
      };
      return { head: channel.last, stop };
    },

    /** Calls back with what the person's devices are told; live once it answers. Only memberships survive a lost hint. */
    async user(id: string, listener: (notice: UserNotice) => void): Promise<() => void> {
      const channel = users.get(id) ?? openUser(id);
      const release = await enter(users, id, channel);
      const own = (notice: UserNotice) => listener(notice);
      channel.listeners.add(own);
      return () => {
        channel.listeners.delete(own);
        release();
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

function isSignal(message: BusMessage): message is Signal {
  switch (message.type) {
    case 'receipt':
    case 'typing':
    case 'pictured':
    case 'user':
      return true;
    default:
      return false;
  }
}

function isNotice(message: BusMessage): message is Extract<BusMessage, UserNotice> {
  switch (message.type) {
    case 'membership':
    case 'conversation':
    case 'sessions':
    case 'blocks':
    case 'watch':
    case 'receipt':
    case 'user':
      return true;
    default:
      return false;
  }
}
