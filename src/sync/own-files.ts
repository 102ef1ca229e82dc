import type { Clock } from './clock';
import type { FileStorage } from './files';
import { type OwnStorage, STORAGE_PATIENCE_MS } from './own-storage';
import { attachedAt, namedFiles } from './pending-file';
import type { SyncState } from './state';
import { storedNames } from './stored-names';

/**
 * Milliseconds after which bytes that nothing here needs are nobody's: until then they may be of a draft that another
 * tab has not stored yet.
 */
const ORPHANED_MS = 86_400_000;

/**
 * One person's part of a file storage. Bytes are kept for as long as this tab, or anything stored, names their file. What
 * another tab holds nobody knows; so each holds what it names, and stores it again when it stores its name.
 */
export interface OwnFiles {
  /** Settles when they are stored, or cannot be; until a reload they are held in either case. */
  keep(fileId: string, bytes: Blob): Promise<void>;
  /** Rejects if it cannot be found out within bounded time. */
  get(fileId: string): Promise<Blob | null>;
  /**
   * Holds what an earlier start left, whatever another tab forgets from now on. Answers with those that are gone; what
   * cannot be found out within bounded time is not among them.
   */
  hold(fileIds: Iterable<string>): Promise<ReadonlySet<string>>;
  /** Forgets what an earlier start left and nothing needs. */
  collect(): Promise<void>;
  /**
   * To be called after each change of the state, once it is passed on to the storage: forgets what is not needed any more,
   * and stores again what was stored the name of, if another tab has forgotten it.
   */
  onChanged(previous: SyncState, next: SyncState): void;
  /** No timer is left; stopping twice is the same as once. */
  stop(): void;
}

export interface OwnFilesOptions {
  readonly files: FileStorage;
  readonly storage: OwnStorage;
  readonly owner: string;
  readonly clock: Clock;
  readonly state: () => SyncState;
}

export function ownFiles({ files, storage, owner, clock, state }: OwnFilesOptions): OwnFiles {
  const scope = `${owner}:`;
  /** Named here; with them neither a storage that is full nor another tab loses anything before a reload. */
  const held = new Map<string, Blob>();
  const beingStored = new Set<string>();
  const timers = new Set<() => void>();
  let isStopped = false;

  function inTime<T>(operation: Promise<T>): Promise<T> {
    if (isStopped) return operation;
    return new Promise((resolve, reject) => {
      const cancel = clock.after(STORAGE_PATIENCE_MS, () => {
        timers.delete(cancel);
        reject(new Error('the file storage does not answer'));
      });
      timers.add(cancel);
      const done = () => {
        cancel();
        timers.delete(cancel);
      };
      operation.then(resolve, reject).finally(done);
    });
  }

  async function stored(): Promise<ReadonlySet<string> | null> {
    const keys = await inTime(attempt(() => files.keys())).catch(() => null);
    return keys && new Set(keys.filter((key) => key.startsWith(scope)).map((key) => key.slice(scope.length)));
  }

  async function forgetUnnamed(fileIds: readonly string[]): Promise<void> {
    const elsewhere = await storedNames(storage);
    const here = namedFiles(state());
    const forgotten = new Map<string, Blob>();
    for (const fileId of fileIds) {
      if (here.has(fileId)) continue;
      const bytes = held.get(fileId);
      held.delete(fileId);
      if (!elsewhere || elsewhere.has(fileId)) continue;
      attempt(() => files.delete(scope + fileId)).catch(() => {});
      if (bytes) forgotten.set(fileId, bytes);
    }
    if (forgotten.size === 0) return;
    // Another tab may have sent one since its name was looked for, and have found it there still.
    const since = await storedNames(storage);
    for (const [fileId, bytes] of forgotten) if (since?.has(fileId)) void store(fileId, bytes);
  }

  async function store(fileId: string, bytes: Blob): Promise<void> {
    beingStored.add(fileId);
    await attempt(() => files.set(scope + fileId, bytes)).catch(() => {});
    beingStored.delete(fileId);
  }

  async function storeAgain(fileIds: readonly string[]): Promise<void> {
    const there = await stored();
    for (const fileId of fileIds) {
      const bytes = held.get(fileId);
      if (bytes && there && !there.has(fileId) && !beingStored.has(fileId)) void store(fileId, bytes);
    }
  }

  const get = async (fileId: string) => held.get(fileId) ?? inTime(attempt(() => files.get(scope + fileId)));

  return {
    async keep(fileId, bytes) {
      held.set(fileId, bytes);
      await store(fileId, bytes);
    },
    get,
    async hold(fileIds) {
      const gone = new Set<string>();
      const holdOne = async (fileId: string) => {
        const bytes = await get(fileId).catch(() => undefined);
        if (bytes) held.set(fileId, bytes);
        else if (bytes === null) gone.add(fileId);
      };
      await Promise.all([...fileIds].map(holdOne));
      return gone;
    },
    async collect() {
      const isOld = (fileId: string) => clock.now() - attachedAt(fileId) > ORPHANED_MS;
      await forgetUnnamed([...((await stored()) ?? [])].filter(isOld));
    },
    onChanged(previous, next) {
      if (previous.outbox === next.outbox && previous.drafts === next.drafts) return;
      const named = namedFiles(next);
      const unnamed = [...namedFiles(previous)].filter((fileId) => !named.has(fileId));
      if (unnamed.length > 0) void forgetUnnamed(unnamed);
      const stays = [...namesStored(previous, next)].filter((fileId) => !beingStored.has(fileId));
      if (stays.length > 0) void storeAgain(stays);
    },
    stop() {
      isStopped = true;
      for (const cancel of timers) cancel();
      timers.clear();
    },
  };
}

/** Files of messages that have just been sent, and of drafts that have other files now: both have just been stored. */
function namesStored(previous: SyncState, next: SyncState): ReadonlySet<string> {
  const before = namedFiles({ outbox: previous.outbox, drafts: new Map() });
  const sent = [...namedFiles({ outbox: next.outbox, drafts: new Map() })].filter((fileId) => !before.has(fileId));
  const drafts = [...next.drafts].filter(([id, { files }]) => files !== previous.drafts.get(id)?.files);
  return new Set([...sent, ...namedFiles({ outbox: [], drafts: new Map(drafts) })]);
}

async function attempt<T>(operation: () => Promise<T>): Promise<T> {
  return operation();
}
