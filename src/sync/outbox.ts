import type { Entry } from '~/contract/entry';
import { assertNever } from '~/contract/events';
import type { Id, Instant } from '~/contract/primitives';
import type { Clock } from './clock';
import { type Model, omit, withState } from './model';
import type { OwnStorage } from './own-storage';
import { filesOf, isUp } from './pending-file';
import { receiveAcknowledged } from './receive';
import type { Act, OutboxItem, PendingFile, SyncState } from './state';
import type { Store } from './store';
import { asQueued, fromStored, toStored } from './stored-item';
import { isTransient, type Tasks, WAKE_JITTER_MS } from './tasks';
import { type Transport, TransportError } from './transport';
import { type Refused, refusedBy, type Uploads } from './uploads';

export interface OutboxOptions {
  readonly store: Store;
  readonly tasks: Tasks;
  readonly transport: Transport;
  readonly storage: OwnStorage;
  readonly clock: Clock;
  readonly uploads: Pick<Uploads, 'again' | 'cancel' | 'review'>;
  /** Nothing is sent while it says so. */
  readonly isPaused: () => boolean;
}

/**
 * Acts on their way: one at a time in each conversation, in the order they were written, but for messages whose files
 * are not up yet (decision 011). Each is stored before it is sent and forgotten once the server has it; it carries its
 * clientId through every attempt, so that the server has it once.
 */
export interface Outbox {
  /** Puts back what an earlier start left behind, before what was written since. */
  restore(): Promise<void>;
  /** `held`: stored, and not sent before `release` or the next start. It holds nothing else up. */
  add(item: Pick<OutboxItem, 'clientId' | 'conversationId' | 'act'>, held?: boolean): void;
  release(clientId: string): void;
  retry(clientId: string): void;
  drop(clientId: string): void;
  /** A file of a message has become this. */
  setFile(file: PendingFile): void;
  /** A message fails for this file. */
  refuseFile(fileId: string, why: Refused): void;
  /** Sends what waits, now that there is somebody to send it to. */
  wake(): void;
  /** To be called after each change of the state. */
  onChanged(previous: SyncState, next: SyncState): void;
}

const PREFIX = 'outbox:';

/** Milliseconds a stored pause is believed at most: a clock that was set back must not hold things up for days. */
const PAUSE_MAX_MS = 3_600_000;

export function createOutbox(options: OutboxOptions): Outbox {
  const { store, tasks, transport, storage, clock, uploads, isPaused } = options;
  const writes = new Map<string, Promise<void>>();
  const orders = new Map<string, number>();
  /** Acts that may still be taken back. */
  const holds = new Set<string>();
  const inFlight = new Map<string, () => void>();
  /** Until when the server takes no more of a kind, from whatever conversation. */
  const pauses = new Map<Pace, number>();
  let lastOrder = 0;
  let isRestored = false;

  /** After all that were written before, also in an earlier start or when the clock was set back. */
  function putLast(clientId: string): void {
    lastOrder = Math.max(clock.now(), lastOrder + 1);
    orders.set(clientId, lastOrder);
  }

  function save(item: OutboxItem): void {
    const stored = toStored(item, orders.get(item.clientId) ?? 0);
    writes.set(item.clientId, storage.set(PREFIX + item.clientId, stored));
  }

  function forget(clientId: string): void {
    writes.delete(clientId);
    orders.delete(clientId);
    holds.delete(clientId);
    void storage.delete(PREFIX + clientId);
  }

  function deliverAll(conversationId: Id, delay = 0): void {
    if (isRestored) void tasks.request(`send:${conversationId}`, () => deliver(conversationId), delay);
  }

  async function deliver(conversationId: Id): Promise<void> {
    for (let item = next(conversationId); item && !isPaused(); item = next(conversationId)) {
      await writes.get(item.clientId);
      const now = next(conversationId);
      if (now?.clientId !== item.clientId || isPaused()) continue;
      waitIfTooMany(now);
      await attempt(now);
    }
  }

  /** Throws as the server would, without asking it, while it is known to refuse. */
  function waitIfTooMany({ clientId, act }: OutboxItem): void {
    const until = pauses.get(paceOf(act)) ?? 0;
    if (until <= clock.now()) return;
    store.commit((model) => withItem(model, clientId, { retryAt: new Date(until).toISOString() }));
    throw new TransportError('RATE_LIMITED', 'the server has asked to wait', (until - clock.now()) / 1000);
  }

  /** The first of the conversation that is neither failed, held nor with the server already, and has all its files up. */
  function next(conversationId: Id): OutboxItem | undefined {
    const { state, landed } = store.model;
    return state.outbox.find(
      (item) =>
        item.conversationId === conversationId &&
        item.status !== 'failed' &&
        !holds.has(item.clientId) &&
        !landed.has(item.clientId) &&
        isUp(item),
    );
  }

  function held(clientId: string): OutboxItem | undefined {
    return store.model.state.outbox.find((item) => item.clientId === clientId);
  }

  /** More than one only if two tabs have sent the same draft. */
  function holding(fileId: string): readonly OutboxItem[] {
    return store.model.state.outbox.filter((item) => filesOf(item).some((file) => file.fileId === fileId));
  }

  /** Changed and stored. */
  function setItem(item: OutboxItem): void {
    store.commit((model) => {
      const outbox = model.state.outbox.map((one) => (one.clientId === item.clientId ? item : one));
      return withState(model, { outbox });
    });
    // Not after a stop, when nothing changes any more: the next start may have dropped it already.
    if (held(item.clientId) === item) save(item);
  }

  async function attempt(item: OutboxItem): Promise<void> {
    const { clientId } = item;
    store.commit((model) => withItem(model, clientId, { status: 'sending', retryAt: null }));
    const settled = new Promise<void>((resolve) => inFlight.set(clientId, resolve));
    const sent = perform(transport, item).then(
      (entry) => store.commit((model, at) => receiveAcknowledged(model, clientId, entry, at)),
      (error: unknown) => onRefused(item, error),
    );
    try {
      await Promise.race([sent, settled]);
    } finally {
      inFlight.delete(clientId);
      sent.catch(() => {});
    }
  }

  /** Throws what another attempt can mend. */
  async function onRefused({ clientId, act }: OutboxItem, refusal: unknown): Promise<void> {
    const retryAt = retryAtOf(refusal, clock.now());
    if (retryAt !== null) pauses.set(paceOf(act), Date.parse(retryAt));
    const { error, files } = await reviewed(act, refusal);
    const item = isWaiting(store.model, clientId) && held(clientId);
    if (!item) return;
    const waiting: OutboxItem = { ...item, status: 'queued', retryAt };
    if (files && item.act.kind === 'message') return setItem({ ...waiting, act: { ...item.act, files } });
    if (!isTransient(error)) return setItem({ ...waiting, ...refusedBy(error), status: 'failed' });
    if (retryAt !== null) setItem(waiting);
    else store.commit((model) => withItem(model, clientId, waiting));
    throw error;
  }

  /** A refusal that may be for a file: it is to be sent again, or was refused itself. */
  async function reviewed(act: Act, error: unknown) {
    if (act.kind !== 'message' || act.files.length === 0 || !mayBeForFiles(error)) return { error, files: null };
    try {
      return { error, files: await uploads.review(act.files) };
    } catch (reason) {
      return { error: reason, files: null };
    }
  }

  return {
    async restore() {
      const stored = await storage.entries(PREFIX);
      const items = stored.flatMap(([, value]) => fromStored(value) ?? []).sort((a, b) => a.order - b.order);
      for (const { clientId, order } of items) orders.set(clientId, order);
      lastOrder = Math.max(lastOrder, ...items.map((item) => item.order));
      for (const { act, retryAt } of items) {
        const until = Date.parse(retryAt ?? '');
        const isBelieved = until > (pauses.get(paceOf(act)) ?? clock.now()) && until <= clock.now() + PAUSE_MAX_MS;
        if (isBelieved) pauses.set(paceOf(act), until);
      }
      isRestored = true;
      store.commit((model) => {
        const held = new Set(model.state.outbox.map((item) => item.clientId));
        const restored = items.filter((item) => !held.has(item.clientId)).map(asQueued);
        return withState(model, { outbox: [...restored, ...model.state.outbox] });
      });
      for (const { conversationId } of store.model.state.outbox) deliverAll(conversationId);
    },
    wake() {
      const waiting = new Set(store.model.state.outbox.map((item) => item.conversationId));
      for (const conversationId of waiting) deliverAll(conversationId, clock.random() * WAKE_JITTER_MS);
    },
    add(draft, isHeld = false) {
      const item: OutboxItem = {
        ...draft,
        createdAt: new Date(clock.now()).toISOString(),
        retryAt: null,
        status: 'queued',
        error: null,
        words: null,
      };
      putLast(item.clientId);
      if (isHeld) holds.add(item.clientId);
      save(item);
      store.commit((model) => withState(model, { outbox: [...model.state.outbox, item] }));
      deliverAll(item.conversationId);
    },
    release(clientId) {
      const item = holds.delete(clientId) && held(clientId);
      if (item) deliverAll(item.conversationId);
    },
    retry(clientId) {
      const item = held(clientId);
      if (item?.status !== 'failed') return;
      const queued: OutboxItem = { ...item, status: 'queued', error: null, words: null, retryAt: null };
      uploads.again(filesOf(item));
      putLast(clientId);
      save(queued);
      store.commit((model) => {
        const others = model.state.outbox.filter((other) => other.clientId !== clientId);
        return withState(model, { outbox: [...others, queued] });
      });
      deliverAll(item.conversationId);
    },
    drop(clientId) {
      const item = isWaiting(store.model, clientId) && held(clientId);
      if (item) uploads.cancel(filesOf(item));
      store.commit((model) => {
        const outbox = model.state.outbox.filter((item) => item.clientId !== clientId);
        return withState({ ...model, landed: omit(model.landed, clientId) }, { outbox });
      });
    },
    setFile(file) {
      for (const item of holding(file.fileId)) {
        if (item.act.kind !== 'message') continue;
        const files = item.act.files.map((one) => (one.fileId === file.fileId ? file : one));
        setItem({ ...item, act: { ...item.act, files } });
        deliverAll(item.conversationId);
      }
    },
    refuseFile(fileId, why) {
      for (const item of holding(fileId)) {
        if (item.status !== 'failed') setItem({ ...item, ...why, status: 'failed', retryAt: null });
      }
    },
    onChanged(previous, next) {
      for (const [clientId, settle] of inFlight) if (!isWaiting(store.model, clientId)) settle();
      if (previous.outbox === next.outbox) return;
      const left = new Set(next.outbox.map((item) => item.clientId));
      for (const { clientId } of previous.outbox) if (!left.has(clientId)) forget(clientId);
    },
  };
}

function isWaiting({ state, landed }: Model, clientId: string): boolean {
  return !landed.has(clientId) && state.outbox.some((item) => item.clientId === clientId);
}

function withItem(model: Model, clientId: string, change: Partial<OutboxItem>): Model {
  const outbox = model.state.outbox.map((item) => (item.clientId === clientId ? { ...item, ...change } : item));
  return withState(model, { outbox });
}

function mayBeForFiles(error: unknown): boolean {
  return error instanceof TransportError && (error.code === 'NOT_FOUND' || error.code === 'CONFLICT');
}

/** When the server takes the next one, if it has refused for too many. */
function retryAtOf(error: unknown, now: number): Instant | null {
  if (!(error instanceof TransportError) || error.retryAfter === undefined) return null;
  return new Date(now + error.retryAfter * 1000).toISOString();
}

/** What the server counts together when it says how much is too much. */
type Pace = 'message' | 'change' | 'reaction';

function paceOf({ kind }: Act): Pace {
  return kind === 'message' || kind === 'reaction' ? kind : 'change';
}

function perform(transport: Transport, { clientId, conversationId, act }: OutboxItem): Promise<Entry> {
  const target = (messageId: Id) => ({ conversationId, messageId, clientId });
  switch (act.kind) {
    case 'message':
      return transport.send({
        conversationId,
        clientId,
        text: act.text,
        ...(act.files.length > 0 && { uploadIds: act.files.flatMap(({ uploadId }) => uploadId ?? []) }),
        ...(act.replyTo && { replyToId: act.replyTo.id }),
      });
    case 'edit':
      return transport.edit({ ...target(act.targetId), text: act.text });
    case 'delete':
      return transport.delete({ ...target(act.targetId), scope: 'everyone' });
    case 'hide':
      return transport.delete({ ...target(act.targetId), scope: 'me' });
    case 'reaction':
      return transport.react({ ...target(act.targetId), emoji: act.emoji, on: act.on });
    default:
      return assertNever(act);
  }
}
