import type { Conversation } from '~/contract/conversation';
import type { MessageRef } from '~/contract/entry';
import { assertNever, type Event } from '~/contract/events';
import type { Id } from '~/contract/primitives';
import type { Attachment } from '~/contract/upload';
import type { User } from '~/contract/user';
import { createChecksums } from './checksums';
import type { Clock } from './clock';
import { createConnection } from './connection';
import { createConversations } from './conversations';
import { dispatch } from './dispatch';
import { createDrafts, usable, withoutSent } from './drafts';
import { createExcerpts } from './excerpts';
import type { FileStorage } from './files';
import { createFreshLinks } from './fresh-links';
import { emptyModel } from './model';
import { createOutbox } from './outbox';
import { ownFiles } from './own-files';
import { ownStorage } from './own-storage';
import { namedFiles } from './pending-file';
import { createPeople } from './people';
import { createPersistence } from './persistence';
import { createPresence } from './presence';
import { createQuoted } from './quoted';
import { createReceipts } from './receipts';
import { type Effect, receiveHead, receiveRestored } from './receive';
import type { Act, FileAbout, SyncState, Timeline } from './state';
import type { Storage } from './storage';
import { createStore } from './store';
import { createTasks } from './tasks';
import { createTimelines } from './timelines';
import type { Transport } from './transport';
import { createTyping } from './typing';
import { createUploads, type Uploader } from './uploads';

export interface EngineOptions {
  readonly me: User;
  readonly transport: Transport;
  readonly storage: Storage;
  /** Where the bytes of files wait; shared by the same tabs as the storage. */
  readonly files: FileStorage;
  readonly uploader: Uploader;
  readonly clock: Clock;
  /** Mints client ids; 21 or more random URL-safe characters. */
  readonly mintClientId: () => string;
}

/** One person's conversations on one device, kept equal to the server's. */
export interface Engine {
  getState(): SyncState;
  /** Calls back after every change; the answer unsubscribes. */
  subscribe(listener: () => void): () => void;
  /** Calls back with what the feed tells, once it is part of the state; the answer unsubscribes. */
  listen(listener: (events: readonly Event[]) => void): () => void;
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
  /**
   * Shows the stretch of the list around a number: nothing to do if the timeline holds it, else an excerpt.
   * Rejects if the entry cannot be reached.
   */
  jumpTo(conversationId: Id, seq: number): Promise<void>;
  /** Appends the page after the excerpt's last entry; an excerpt that has come to the timeline becomes part of it. */
  loadNewer(conversationId: Id): Promise<void>;
  /** Back to the newest messages. */
  closeExcerpt(conversationId: Id): void;
  /** Loads single entries of an opened conversation into `quoted`, each once. */
  quote(conversationId: Id, seqs: readonly number[]): void;
  /**
   * Puts a message with the files of the draft into the outbox, clears the draft, and answers with its clientId. Stored
   * before it is sent; sent once its files are up.
   */
  send(conversationId: Id, text: string, replyTo?: MessageRef | null): string;
  /** Puts an edit, a deletion or a reaction into the outbox; shown at once (see `shownEntries`). Answers with its clientId. */
  act(conversationId: Id, act: Exclude<Act, { kind: 'message' }>): string;
  /** The same, but not sent before it is released, nor before the next start: until then `drop` takes it back. */
  hold(conversationId: Id, act: Exclude<Act, { kind: 'message' }>): string;
  release(clientId: string): void;
  /** The conversation is on the screen: its receipts are kept current until the answer is called. */
  watch(conversationId: Id): () => void;
  /** People on the screen: their presence is kept current until the answer is called. */
  watchPeople(userIds: readonly Id[]): () => void;
  /** Everything up to this number was on the screen while the person looked. Told to the server at most once a second. */
  seen(conversationId: Id, seq: number): void;
  /** The person writes, or has stopped. Told to the server at most once in `TYPING_EVERY_MS`. */
  setTyping(conversationId: Id, typing: boolean): void;
  retry(clientId: string): void;
  drop(clientId: string): void;
  /** The text of the draft; its files stay. */
  setDraft(conversationId: Id, text: string): void;
  /**
   * Puts a file at the end of the draft's, at once. Resolves when it will survive a reload, or cannot be stored; rejects
   * if there are `ATTACHMENTS_MAX` already.
   */
  attach(conversationId: Id, file: Blob, about: FileAbout): Promise<void>;
  /** Takes a file out of the draft and forgets its bytes. */
  detach(conversationId: Id, fileId: string): void;
  /** The bytes of a file of a draft or of the outbox; null if they are gone. */
  fileOf(fileId: string): Promise<Blob | null>;
  /** An attachment with links that have life left; the same one as long as they have. */
  freshLinks(uploadId: Id): Promise<Attachment>;
  /** Takes over a conversation that a procedure answered with, without waiting for the feed. */
  adopt(conversation: Conversation): void;
  /** Asks for the list of conversations again, after `listStatus` was `failed`. */
  reloadList(): void;
}

/** Milliseconds an acknowledgement may run ahead of the feed before what lies between is fetched. */
const AHEAD_MS = 200;

export function createEngine(options: EngineOptions): Engine {
  const { me, transport, storage, uploader, clock, mintClientId } = options;
  const own = ownStorage(storage, me.id, clock);
  const persistence = createPersistence(own, clock);
  const store = createStore(emptyModel(me), { onChanged, perform });
  const tasks = createTasks(clock, isPaused);
  const files = ownFiles({
    files: options.files,
    storage: own,
    owner: me.id,
    clock,
    state: () => store.model.state,
  });
  const drafts = createDrafts({ store, files, clock, mintClientId });
  const uploads = createUploads({
    store,
    tasks,
    transport,
    uploader,
    files,
    clock,
    isPaused,
    onFile: (file) => outbox.setFile(file),
    onRefused: (fileId, why) => outbox.refuseFile(fileId, why),
  });
  const outbox = createOutbox({ store, tasks, transport, storage: own, clock, uploads, isPaused });
  const freshLinks = createFreshLinks(transport, clock);
  const people = createPeople(store, tasks, transport, clock);
  const conversations = createConversations(store, tasks, transport);
  const timelines = createTimelines(store, tasks, transport);
  const excerpts = createExcerpts(store, tasks, transport);
  const quoted = createQuoted(store, tasks, transport);
  const receipts = createReceipts(store, tasks, transport, clock);
  const typing = createTyping(store, transport, clock);
  const presence = createPresence(store, tasks, transport);
  const checksums = createChecksums(store, tasks, transport, clock);
  const connection = createConnection(store, transport, {
    onBack,
    onLive,
    onLost,
    onHeard: (events) => {
      for (const listener of listeners) listener(events);
    },
    onSignedOut: persistence.abandon,
  });
  const listeners = new Set<(events: readonly Event[]) => void>();
  const expected = new Map<Id, number>();
  let stored: ReadonlyMap<Id, Timeline> = new Map();
  let starting: Promise<void> | null = null;
  let isStopped = false;

  function isPaused(): boolean {
    const { phase } = store.model.state.connection;
    return isStopped || phase === 'offline' || phase === 'signedOut';
  }

  function onChanged(previous: SyncState, next: SyncState): void {
    outbox.onChanged(previous, next);
    uploads.onChanged(previous, next);
    receipts.onChanged(previous, next);
    persistence.onChanged(previous, next);
    checksums.onChanged(previous, next);
    files.onChanged(previous, next);
  }

  function onBack(): void {
    tasks.wake();
    outbox.wake();
    uploads.wake();
  }

  /** What has no numbers is asked for again. */
  function onLive(): void {
    receipts.resume();
    presence.resume();
    people.resume();
  }

  function onLost(): void {
    typing.silence();
    presence.forget();
  }

  function perform(effects: readonly Effect[]): void {
    for (const effect of effects) {
      switch (effect.type) {
        case 'catchUp':
          timelines.catchUp(effect.conversationId);
          break;
        case 'refresh':
          conversations.refresh(effect.when);
          break;
        case 'expect':
          expect(effect.conversationId, effect.seq);
          break;
        case 'meet':
          people.meet(effect.userIds);
          break;
        case 'typing':
          typing.heard(effect.conversationId, effect.userId);
          break;
        case 'reread':
          excerpts.reread(effect.conversationId);
          quoted.reread(effect.conversationId);
          break;
        case 'tellRead':
          receipts.tellRead(effect.conversationId, effect.seq);
          break;
        case 'members':
          receipts.refresh(effect.conversationId);
          break;
        default:
          assertNever(effect);
      }
    }
  }

  /** What the feed does not bring in time is taken for lost, and fetched. */
  function expect(conversationId: Id, seq: number): void {
    if (seq <= (store.model.marks.get(conversationId)?.head ?? 0)) return;
    expected.set(conversationId, Math.max(seq, expected.get(conversationId) ?? 0));
    void tasks.request(`expect:${conversationId}`, async () => raise(conversationId), AHEAD_MS);
  }

  function raise(conversationId: Id): void {
    const seq = expected.get(conversationId);
    expected.delete(conversationId);
    if (seq !== undefined) store.commit((model, at) => receiveHead(model, { conversationId, seq }, at));
  }

  async function restore(): Promise<void> {
    const restored = await persistence.restore();
    const gone = await files.hold(namedFiles({ outbox: [], drafts: restored.drafts }));
    stored = restored.timelines;
    store.commit((model) => receiveRestored(model, { ...restored, drafts: usable(restored.drafts, gone) }));
    await outbox.restore();
    void files.hold(namedFiles({ outbox: store.model.state.outbox, drafts: new Map() }));
    if (isStopped) return;
    store.commit(withoutSent);
    uploads.begin();
    void files.collect();
  }

  async function start(): Promise<void> {
    await restore();
    if (isStopped) return;
    conversations.refresh('now');
    connection.open();
  }

  async function open(conversationId: Id): Promise<void> {
    await starting;
    const kept = store.model.state.conversations.has(conversationId) ? stored.get(conversationId) : undefined;
    if (!isStopped) await timelines.open(conversationId, kept);
  }

  return {
    getState: () => store.model.state,
    subscribe: store.subscribe,
    listen(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    start: () => (starting ??= start()),
    stop() {
      if (isStopped) return;
      isStopped = true;
      connection.close();
      tasks.stop();
      typing.stop();
      uploads.stop();
      files.stop();
      persistence.close();
      own.close();
      store.close();
    },
    setOnline: connection.setOnline,
    open,
    loadOlder: (conversationId) =>
      store.model.state.excerpts.has(conversationId)
        ? excerpts.loadOlder(conversationId)
        : timelines.loadOlder(conversationId),
    async jumpTo(conversationId, seq) {
      await open(conversationId);
      await excerpts.jumpTo(conversationId, seq);
    },
    loadNewer: excerpts.loadNewer,
    closeExcerpt: excerpts.close,
    quote: quoted.quote,
    send(conversationId, text, replyTo = null) {
      const clientId = mintClientId();
      const { files } = drafts.of(conversationId);
      outbox.add({ clientId, conversationId, act: { kind: 'message', text, files, replyTo } });
      drafts.clear(conversationId);
      typing.set(conversationId, false);
      return clientId;
    },
    act(conversationId, act) {
      const clientId = mintClientId();
      outbox.add({ clientId, conversationId, act });
      return clientId;
    },
    hold(conversationId, act) {
      const clientId = mintClientId();
      outbox.add({ clientId, conversationId, act }, true);
      return clientId;
    },
    release: outbox.release,
    watch: receipts.watch,
    watchPeople: presence.watch,
    seen: receipts.seen,
    setTyping: typing.set,
    retry: outbox.retry,
    drop: outbox.drop,
    setDraft: drafts.setText,
    attach: drafts.attach,
    detach: drafts.detach,
    fileOf: (fileId) => files.get(fileId).catch(() => null),
    freshLinks,
    adopt(conversation) {
      store.commit((model, at) => dispatch(model, { type: 'conversation', conversation }, at));
    },
    reloadList: conversations.reload,
  };
}
