import type { Conversation } from '~/contract/conversation';
import { RECEIPT_EVERY_MS } from '~/contract/pace';
import type { Id } from '~/contract/primitives';
import type { Receipt, Watermarks } from '~/contract/receipt';
import type { Clock } from './clock';
import { type Model, omit, put, withState, withWatermarks } from './model';
import { afterWatermarks, receiveReceipt } from './receive';
import type { SyncState } from './state';
import type { Store } from './store';
import { isStale } from './summary';
import { isTransient, type Tasks } from './tasks';
import type { Transport } from './transport';

/** Conversations whose delivery is told at once: coming back to hundreds must not be a storm. */
const AT_ONCE = 4;

/** Milliseconds to gather changes of who is there; one's own departure may be among them. */
const GATHER_MS = 200;

/** What was delivered to this device and read on it, told sparingly; and how far others have come. */
export interface Receipts {
  seen(conversationId: Id, seq: number): void;
  /** The server has not been told that everything up to this number was seen. */
  tellRead(conversationId: Id, seq: number): void;
  watch(conversationId: Id): () => void;
  /** Receipts have no numbers: after a break those on the screen are asked for again. */
  resume(): void;
  /** Who is in the conversation may have changed. */
  refresh(conversationId: Id): void;
  /** To be called after each change of the state. */
  onChanged(previous: SyncState, next: SyncState): void;
}

export function createReceipts(store: Store, tasks: Tasks, transport: Transport, clock: Clock): Receipts {
  const watching = new Map<Id, number>();
  /** What is to be told, and when something was told last. */
  const read = new Map<Id, number>();
  const toldAt = new Map<Id, number>();
  /** Up to where delivery was told, so that a refusal is not repeated for ever. */
  const delivered = new Map<Id, number>();

  async function tell(conversationId: Id): Promise<void> {
    const seq = read.get(conversationId);
    if (seq === undefined) return;
    toldAt.set(conversationId, clock.now());
    try {
      const receipt = await transport.read({ conversationId, seq });
      store.commit((model) => receiveReceipt(model, receipt));
      recountIfUnsure(conversationId);
    } catch (error) {
      if (isTransient(error)) throw error;
    }
    if (read.get(conversationId) === seq) read.delete(conversationId);
    else soon(conversationId);
  }

  /** Answers since it was seen were counted by a server that did not know of it. */
  function recountIfUnsure(conversationId: Id): void {
    const mark = store.model.marks.get(conversationId);
    if (mark && isStale(mark)) store.commit((model) => ({ model, effects: [{ type: 'refresh', when: 'soon' }] }));
  }

  function soon(conversationId: Id): void {
    const passed = clock.now() - (toldAt.get(conversationId) ?? Number.NEGATIVE_INFINITY);
    void tasks.request(`read:${conversationId}`, () => tell(conversationId), Math.max(0, RECEIPT_EVERY_MS - passed));
  }

  /** Whether this device knows all of it and the server does not know that. */
  function isUndelivered({ id, kind, head, deliveredSeq }: Conversation): boolean {
    if (kind === 'room' || head <= deliveredSeq || head <= (delivered.get(id) ?? 0)) return false;
    return (store.model.marks.get(id)?.missed ?? 1) === 0;
  }

  function tellDeliveredIfDue(): void {
    for (const conversation of store.model.state.conversations.values()) {
      if (isUndelivered(conversation)) return void tasks.request('delivered', tellDelivered, RECEIPT_EVERY_MS);
    }
  }

  async function tellDelivered(): Promise<void> {
    const due = [...store.model.state.conversations.values()].filter(isUndelivered);
    const tellNext = async (): Promise<void> => {
      for (let next = due.shift(); next; next = due.shift()) await tellOne(next.id);
    };
    const outcomes = await Promise.allSettled(Array.from({ length: AT_ONCE }, tellNext));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure) throw failure.reason;
    tellDeliveredIfDue();
  }

  async function tellOne(conversationId: Id): Promise<void> {
    const seq = store.model.state.conversations.get(conversationId)?.head;
    if (seq === undefined) return;
    try {
      const receipt = await transport.delivered({ conversationId, seq });
      delivered.set(conversationId, seq);
      store.commit((model) => receiveReceipt(model, receipt));
    } catch (error) {
      if (isTransient(error)) throw error;
      delivered.set(conversationId, seq);
    }
  }

  async function fetch(conversationId: Id): Promise<void> {
    if (!watching.has(conversationId) || !store.model.state.conversations.has(conversationId)) return;
    try {
      const receipts = await transport.receipts(conversationId);
      if (!watching.has(conversationId)) return;
      store.commit((model) => {
        if (!model.state.conversations.has(conversationId)) return model;
        const held = model.state.receipts.get(conversationId);
        const merged = new Map(receipts.map((receipt) => [receipt.userId, higher(receipt, held?.get(receipt.userId))]));
        return withState(model, { receipts: put(model.state.receipts, conversationId, merged) });
      });
    } catch (error) {
      if (isTransient(error)) throw error;
    }
  }

  function request(conversationId: Id, delay = 0): void {
    if (store.model.state.conversations.get(conversationId)?.kind === 'room') return;
    void tasks.request(`receipts:${conversationId}`, () => fetch(conversationId), delay);
  }

  return {
    seen(conversationId, number) {
      const { conversations, timelines } = store.model.state;
      const conversation = conversations.get(conversationId);
      if (!conversation) return;
      const seq = Math.min(number, Math.max(conversation.head, timelines.get(conversationId)?.upTo ?? 0));
      if (seq <= conversation.readSeq && !conversation.markedUnread) return;
      if (seq <= (read.get(conversationId) ?? 0)) return;
      read.set(conversationId, seq);
      store.commit((model) => {
        const raised = withWatermarks(model, conversationId, { readSeq: seq, deliveredSeq: seq });
        return afterWatermarks(model, unmarked(raised, conversationId), conversationId);
      });
      soon(conversationId);
    },
    tellRead(conversationId, seq) {
      read.set(conversationId, Math.max(seq, read.get(conversationId) ?? 0));
      soon(conversationId);
    },
    watch(conversationId) {
      watching.set(conversationId, (watching.get(conversationId) ?? 0) + 1);
      request(conversationId);
      let isOver = false;
      return () => {
        if (isOver) return;
        isOver = true;
        const left = (watching.get(conversationId) ?? 1) - 1;
        if (left > 0) {
          watching.set(conversationId, left);
          return;
        }
        watching.delete(conversationId);
        store.commit((model) => withState(model, { receipts: omit(model.state.receipts, conversationId) }));
      };
    },
    resume() {
      for (const conversationId of watching.keys()) request(conversationId);
      for (const conversationId of read.keys()) soon(conversationId);
    },
    refresh(conversationId) {
      if (watching.has(conversationId)) request(conversationId, GATHER_MS);
    },
    onChanged(previous, next) {
      if (previous.conversations === next.conversations) return;
      for (const id of watching.keys()) {
        if (next.conversations.has(id) && !previous.conversations.has(id)) request(id);
      }
      tellDeliveredIfDue();
    },
  };
}

/** Reading ends what was marked as unread, also if there was nothing to read. */
function unmarked(model: Model, conversationId: Id): Model {
  const conversation = model.state.conversations.get(conversationId);
  if (!conversation?.markedUnread) return model;
  const after = { ...conversation, markedUnread: false };
  return withState(model, { conversations: put(model.state.conversations, conversationId, after) });
}

function higher(receipt: Receipt, held: Watermarks | undefined): Watermarks {
  return {
    readSeq: Math.max(receipt.readSeq, held?.readSeq ?? 0),
    deliveredSeq: Math.max(receipt.deliveredSeq, held?.deliveredSeq ?? 0),
  };
}
