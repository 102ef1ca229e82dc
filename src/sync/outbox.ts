import type { Entry } from '~/contract/entry';
import type { AppCode } from '~/contract/errors';
import { assertNever } from '~/contract/events';
import type { Id, Instant } from '~/contract/primitives';
import type { Clock } from './clock';
import { type Model, omit, withState } from './model';
import type { OwnStorage } from './own-storage';
import { receiveAcknowledged } from './receive';
import type { Act, OutboxItem, SyncState } from './state';
import type { Store } from './store';
import { asQueued, fromStored, toStored } from './stored-item';
import { isTransient, type Tasks, WAKE_JITTER_MS } from './tasks';
import { type Transport, TransportError } from './transport';

export interface OutboxOptions {
  readonly store: Store;
  readonly tasks: Tasks;
  readonly transport: Transport;
  readonly storage: OwnStorage;
  readonly clock: Clock;
  /** Nothing is sent while it says so. */
  readonly isPaused: () => boolean;
}

/**
 * Acts on their way: one at a time in each conversation, in the order they were written. Each is stored before it is
 * sent and forgotten once the server has it; it carries its clientId through every attempt, so that the server has it once.
 */
export interface Outbox {
  /** Puts back what an earlier start left behind, before what was written since. */
  restore(): Promise<void>;
  add(item: Pick<OutboxItem, 'clientId' | 'conversationId' | 'act'>): void;
  retry(clientId: string): void;
  drop(clientId: string): void;
  /** Sends what waits, now that there is somebody to send it to. */
  wake(): void;
  /** To be called after each change of the state. */
  onChanged(previous: SyncState, next: SyncState): void;
}

const PREFIX = 'outbox:';

/** Milliseconds a stored pause is believed at most: a clock that was set back must not hold things up for days. */
const PAUSE_MAX_MS = 3_600_000;

export function createOutbox({ store, tasks, transport, storage, clock, isPaused }: OutboxOptions): Outbox {
  const writes = new Map<string, Promise<void>>();
  const orders = new Map<string, number>();
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
    void storage.delete(PREFIX + clientId);
  }

  function deliverAll(conversationId: Id, delay = 0): void {
    if (isRestored) void tasks.request(`send:${conversationId}`, () => deliver(conversationId), delay);
  }

  async function deliver(conversationId: Id): Promise<void> {
    for (let item = next(conversationId); item && !isPaused(); item = next(conversationId)) {
      await writes.get(item.clientId);
      if (next(conversationId)?.clientId !== item.clientId || isPaused()) continue;
      waitIfTooMany(item);
      await attempt(item);
    }
  }

  /** Throws as the server would, without asking it, while it is known to refuse. */
  function waitIfTooMany({ clientId, act }: OutboxItem): void {
    const until = pauses.get(paceOf(act)) ?? 0;
    if (until <= clock.now()) return;
    store.commit((model) => withItem(model, clientId, { retryAt: new Date(until).toISOString() }));
    throw new TransportError('RATE_LIMITED', 'the server has asked to wait', (until - clock.now()) / 1000);
  }

  /** The first of the conversation that is neither failed nor with the server already. */
  function next(conversationId: Id): OutboxItem | undefined {
    const { state, landed } = store.model;
    return state.outbox.find(
      (item) => item.conversationId === conversationId && item.status !== 'failed' && !landed.has(item.clientId),
    );
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
  function onRefused({ clientId, act }: OutboxItem, error: unknown): void {
    const retryAt = retryAtOf(error, clock.now());
    if (retryAt !== null) pauses.set(paceOf(act), Date.parse(retryAt));
    if (!isWaiting(store.model, clientId)) return;
    const isOver = !isTransient(error);
    const status = isOver ? 'failed' : 'queued';
    store.commit((model) => withItem(model, clientId, { status, error: isOver ? codeOf(error) : null, retryAt }));
    const refused = store.model.state.outbox.find((one) => one.clientId === clientId);
    // Not after a stop, when nothing changes any more: the next start may have dropped it already.
    if (refused?.status === 'failed' || (refused && refused.retryAt !== null)) save(refused);
    if (!isOver) throw error;
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
    add(draft) {
      const item: OutboxItem = {
        ...draft,
        createdAt: new Date(clock.now()).toISOString(),
        retryAt: null,
        status: 'queued',
        error: null,
      };
      putLast(item.clientId);
      save(item);
      store.commit((model) => withState(model, { outbox: [...model.state.outbox, item] }));
      deliverAll(item.conversationId);
    },
    retry(clientId) {
      const item = store.model.state.outbox.find((candidate) => candidate.clientId === clientId);
      if (item?.status !== 'failed') return;
      const queued: OutboxItem = { ...item, status: 'queued', error: null, retryAt: null };
      putLast(clientId);
      save(queued);
      store.commit((model) => {
        const others = model.state.outbox.filter((other) => other.clientId !== clientId);
        return withState(model, { outbox: [...others, queued] });
      });
      deliverAll(item.conversationId);
    },
    drop(clientId) {
      store.commit((model) => {
        const outbox = model.state.outbox.filter((item) => item.clientId !== clientId);
        return withState({ ...model, landed: omit(model.landed, clientId) }, { outbox });
      });
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

function codeOf(error: unknown): AppCode | null {
  return error instanceof TransportError && error.code !== 'NETWORK' ? error.code : null;
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
