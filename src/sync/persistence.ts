import type { Conversation } from '~/contract/conversation';
import type { Entry } from '~/contract/entry';
import type { Id } from '~/contract/primitives';
import type { User } from '~/contract/user';
import type { Clock } from './clock';
import type { OwnStorage } from './own-storage';
import { NO_DRAFT } from './pending-file';
import type { Draft, SyncState, Timeline } from './state';
import { draftOf } from './stored-item';
import { newest } from './timeline';

/** Milliseconds to gather changes before they are written: a busy room must not write on each message. */
const WRITE_DELAY_MS = 1000;
/** Entries kept of a timeline: one screen and some. */
const ENTRIES_KEPT = 50;
/** Timelines kept: those read last. */
const TIMELINES_KEPT = 20;
/** People kept; those in what is held are asked for again anyway. */
const USERS_KEPT = 1000;
/** Of the shapes below. What has another is ignored, but for drafts, which once were texts. */
const VERSION = 3;

export interface Restored {
  readonly conversations: readonly Conversation[];
  readonly users: readonly User[];
  readonly drafts: ReadonlyMap<Id, Draft>;
  readonly timelines: ReadonlyMap<Id, Timeline>;
}

/** Keeps what a second start shows before the network answers. */
export interface Persistence {
  restore(): Promise<Restored>;
  /** To be called after each change of the state. */
  onChanged(previous: SyncState, next: SyncState): void;
  /** Writes what is due and leaves no timer. */
  close(): void;
  /** Like `close`, but writes nothing: the person signed out. */
  abandon(): void;
}

export function createPersistence(storage: OwnStorage, clock: Clock): Persistence {
  const due = new Map<string, () => unknown>();
  let cancelTimer: (() => void) | null = null;
  let isClosed = false;

  /** `undefined` deletes. */
  function later(key: string, value: () => unknown): void {
    if (isClosed) return;
    due.set(key, value);
    cancelTimer ??= clock.after(WRITE_DELAY_MS, flush);
  }

  function flush(): void {
    cancelTimer?.();
    cancelTimer = null;
    for (const key of due.keys()) write(key);
  }

  function write(key: string): void {
    const content = due.get(key)?.();
    if (!due.delete(key)) return;
    if (content === undefined) void storage.delete(key);
    else void storage.set(key, { version: VERSION, savedAt: clock.now(), content });
  }

  function onTimelinesChanged(previous: SyncState, next: SyncState): void {
    for (const [id, timeline] of next.timelines) {
      if (timeline === previous.timelines.get(id) || timeline.status !== 'ready') continue;
      later(`timeline:${id}`, () => newest(timeline, ENTRIES_KEPT));
    }
    for (const id of previous.conversations.keys()) {
      if (!next.conversations.has(id)) later(`timeline:${id}`, () => undefined);
    }
  }

  function onDraftsChanged(previous: SyncState, next: SyncState): void {
    for (const id of new Set([...previous.drafts.keys(), ...next.drafts.keys()])) {
      const draft = next.drafts.get(id);
      const before = previous.drafts.get(id);
      if (draft === before) continue;
      later(`draft:${id}`, () => draft);
      // What was sent must not come back as a draft, and bytes are there for as long as something stored names them.
      if (!draft || draft.files !== (before ?? NO_DRAFT).files) write(`draft:${id}`);
    }
  }

  async function read(prefix: string, oldest = VERSION): Promise<readonly (readonly [string, Stored])[]> {
    const found = await storage.entries(prefix);
    return found.flatMap(([key, value]) =>
      isStored(value, oldest) ? [[key.slice(prefix.length), value] as const] : [],
    );
  }

  async function restoreTimelines(): Promise<ReadonlyMap<Id, Timeline>> {
    const found = [...(await read('timeline:'))].sort(([, a], [, b]) => b.savedAt - a.savedAt);
    for (const [id] of found.slice(TIMELINES_KEPT)) void storage.delete(`timeline:${id}`);
    return new Map(
      found.slice(0, TIMELINES_KEPT).flatMap(([id, { content }]) => {
        if (!isRunOf(id, content)) return [];
        const upTo = content.at(-1)?.seq ?? 0;
        return [[id, { entries: content, upTo, status: 'ready', older: 'ready' }] as const];
      }),
    );
  }

  return {
    async restore() {
      const [conversations, users, drafts, timelines] = await Promise.all([
        read('conversations'),
        read('users'),
        read('draft:', 1),
        restoreTimelines(),
      ]);
      return {
        conversations: conversations.flatMap(([, { content }]) => listOf(content, isConversation)),
        users: users.flatMap(([, { content }]) => listOf(content, isUser)),
        drafts: new Map(drafts.flatMap(([id, { content }]) => draftOf(content).map((draft) => [id, draft] as const))),
        timelines,
      };
    },
    onChanged(previous, next) {
      if (next.conversations !== previous.conversations) {
        later('conversations', () => [...next.conversations.values()]);
      }
      if (next.users !== previous.users) later('users', () => [...next.users.values()].slice(-USERS_KEPT));
      if (next.timelines !== previous.timelines || next.conversations !== previous.conversations) {
        onTimelinesChanged(previous, next);
      }
      if (next.drafts !== previous.drafts) onDraftsChanged(previous, next);
    },
    close() {
      if (!isClosed) flush();
      isClosed = true;
    },
    abandon() {
      isClosed = true;
      cancelTimer?.();
      cancelTimer = null;
      due.clear();
    },
  };
}

interface Stored {
  readonly version: number;
  readonly savedAt: number;
  readonly content: unknown;
}

function isStored(value: unknown, oldest: number): value is Stored {
  const version = isObject(value) && typeof value.version === 'number' ? value.version : 0;
  return isObject(value) && version >= oldest && version <= VERSION && typeof value.savedAt === 'number';
}

function listOf<T>(content: unknown, isOne: (value: unknown) => value is T): readonly T[] {
  return Array.isArray(content) ? content.filter(isOne) : [];
}

function isConversation(value: unknown): value is Conversation {
  return isObject(value) && typeof value.id === 'string' && typeof value.head === 'number';
}

function isUser(value: unknown): value is User {
  return isObject(value) && typeof value.id === 'string' && typeof value.name === 'string';
}

/** A dense run of entries of that conversation. */
function isRunOf(conversationId: Id, content: unknown): content is readonly Entry[] {
  if (!Array.isArray(content) || content.length === 0) return false;
  const start: unknown = isObject(content[0]) ? content[0].seq : undefined;
  if (typeof start !== 'number') return false;
  return content.every(
    (entry: unknown, index) =>
      isObject(entry) && entry.conversationId === conversationId && entry.seq === start + index,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
