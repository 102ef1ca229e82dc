import type { Conversation } from '~/contract/conversation';
import type { MessageRef } from '~/contract/entry';
import { assertNever } from '~/contract/events';
import type { Id } from '~/contract/primitives';
import type { User } from '~/contract/user';
import type { Clock } from './clock';
import { createConnection } from './connection';
import { createConversations } from './conversations';
import { dispatch } from './dispatch';
import { createExcerpts } from './excerpts';
import { emptyModel, omit, put, withState } from './model';
import { createOutbox } from './outbox';
import { ownStorage } from './own-storage';
import { createPeople } from './people';
import { createPersistence } from './persistence';
import { createPresence } from './presence';
import { createQuoted } from './quoted';
import { createReceipts } from './receipts';
import { type Effect, receiveHead, receiveRestored } from './receive';
import type { Act, SyncState, Timeline } from './state';
import type { Storage } from './storage';
import { createStore } from './store';
import { createTasks } from './tasks';
import { createTimelines } from './timelines';
import type { Transport } from './transport';
import { createTyping } from './typing';

export interface EngineOptions {
  readonly me: User;
  readonly transport: Transport;
  readonly storage: Storage;
  readonly clock: Clock;
  /** Mints client ids; 21 or more random URL-safe characters. */
  readonly mintClientId: () => string;
}

/** One person's conversations on one device, kept equal to the server's. */
export interface Engine {
  getState(): SyncState;
  /** Calls back after every change; the answer unsubscribes. */
  subscribe(listener: () => void): () => void;
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
  /** Puts a message into the outbox, clears the draft, and answers with its clientId. Stored before it is sent. */
  send(conversationId: Id, text: string, replyTo?: MessageRef | null): string;
  /** Puts an edit, a deletion or a reaction into the outbox; shown at once (see `shownEntries`). Answers with its clientId. */
  act(conversationId: Id, act: Exclude<Act, { kind: 'message' }>): string;
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
  setDraft(conversationId: Id, text: string): void;
  /** Takes over a conversation that a procedure answered with, without waiting for the feed. */
  adopt(conversation: Conversation): void;
  /** Asks for the list of conversations again, after `listStatus` was `failed`. */
  reloadList(): void;
}

/** Milliseconds an acknowledgement may run ahead of the feed before what lies between is fetched. */
const AHEAD_MS = 200;

export function createEngine({ me, transport, storage, clock, mintClientId }: EngineOptions): Engine {
  const own = ownStorage(storage, me.id, clock);
  const persistence = createPersistence(own, clock);
  const store = createStore(emptyModel(me), { onChanged, perform });
  const tasks = createTasks(clock, isPaused);
  const outbox = createOutbox({ store, tasks, transport, storage: own, clock, isPaused });
  const meet = createPeople(store, tasks, transport);
  const conversations = createConversations(store, tasks, transport);
  const timelines = createTimelines(store, tasks, transport);
  const excerpts = createExcerpts(store, tasks, transport);
  const quoted = createQuoted(store, tasks, transport);
  const receipts = createReceipts(store, tasks, transport, clock);
  const typing = createTyping(store, transport, clock);
  const presence = createPresence(store, tasks, transport);
  const connection = createConnection(store, transport, {
    onBack,
    onLive,
    onLost,
    onSignedOut: persistence.abandon,
  });
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
    receipts.onChanged(previous, next);
    persistence.onChanged(previous, next);
  }

  function onBack(): void {
    tasks.wake();
    outbox.wake();
  }

  /** What has no numbers is asked for again. */
  function onLive(): void {
    receipts.resume();
    presence.resume();
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
          meet(effect.userIds);
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
    stored = restored.timelines;
    store.commit((model) => receiveRestored(model, restored));
    await outbox.restore();
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
    start: () => (starting ??= start()),
    stop() {
      if (isStopped) return;
      isStopped = true;
      connection.close();
      tasks.stop();
      typing.stop();
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
      outbox.add({ clientId, conversationId, act: { kind: 'message', text, replyTo } });
      setDraft(conversationId, '');
      typing.set(conversationId, false);
      return clientId;
    },
    act(conversationId, act) {
      const clientId = mintClientId();
      outbox.add({ clientId, conversationId, act });
      return clientId;
    },
    watch: receipts.watch,
    watchPeople: presence.watch,
    seen: receipts.seen,
    setTyping: typing.set,
    retry: outbox.retry,
    drop: outbox.drop,
    setDraft,
    adopt(conversation) {
      store.commit((model, at) => dispatch(model, { type: 'conversation', conversation }, at));
    },
    reloadList: conversations.reload,
  };

  function setDraft(conversationId: Id, text: string): void {
    store.commit((model) => {
      const { drafts } = model.state;
      if ((drafts.get(conversationId) ?? '') === text) return model;
      return withState(model, {
        drafts: text === '' ? omit(drafts, conversationId) : put(drafts, conversationId, text),
      });
    });
  }
}
