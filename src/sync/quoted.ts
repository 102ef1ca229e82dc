import { HISTORY_PAGE_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { withQuoted } from './elsewhere';
import { receivePage } from './receive';
import { behind } from './refusal';
import type { Store } from './store';
import { isTransient, type Tasks } from './tasks';
import type { Transport } from './transport';

/** Milliseconds to gather what is quoted: a page shows several quotes at once. */
const GATHER_MS = 30;

/** Single entries that are quoted or pinned: each is fetched once, and from then on changed by the entries that come. */
export interface Quoted {
  /** Fetched as soon as there is a timeline whose entries keep them current. */
  quote(conversationId: Id, seqs: readonly number[]): void;
  /** Changes were missed: all that is held of a conversation is read again. */
  reread(conversationId: Id): void;
}

/** The numbers that wait for a call, those of the call on its way, and those that the server does not have. */
interface Asking {
  readonly waiting: Set<number>;
  readonly asked: Set<number>;
  readonly missing: Set<number>;
}

export function createQuoted(store: Store, tasks: Tasks, transport: Transport): Quoted {
  const asking = new Map<Id, Asking>();

  function askingOf(conversationId: Id): Asking {
    const held = asking.get(conversationId);
    if (held) return held;
    const none: Asking = { waiting: new Set(), asked: new Set(), missing: new Set() };
    asking.set(conversationId, none);
    return none;
  }

  function isReady(conversationId: Id): boolean {
    return store.model.state.timelines.get(conversationId)?.status === 'ready';
  }

  async function fetchAll(conversationId: Id): Promise<void> {
    const { waiting, asked, missing } = askingOf(conversationId);
    while (waiting.size > 0 && isReady(conversationId)) {
      const seqs = [...waiting].slice(0, HISTORY_PAGE_MAX);
      for (const seq of seqs) {
        waiting.delete(seq);
        asked.add(seq);
      }
      try {
        const found = await fetch(conversationId, seqs);
        for (const seq of seqs) if (!found.has(seq)) missing.add(seq);
      } catch (error) {
        if (!isTransient(error)) continue;
        for (const seq of seqs) waiting.add(seq);
        throw error;
      } finally {
        asked.clear();
      }
    }
  }

  /** Answers with the numbers that exist. */
  async function fetch(conversationId: Id, seqs: readonly number[]): Promise<ReadonlySet<number>> {
    const page = await transport.messages({ conversationId, seqs: [...seqs] });
    let isPlaced = false;
    store.commit((model) => {
      const next = withQuoted(model, conversationId, { ...page, seqs });
      isPlaced = next !== null;
      return receivePage(next ?? model, conversationId, page);
    });
    if (!isPlaced && isReady(conversationId)) throw behind();
    return new Set(page.entries.map((entry) => entry.seq));
  }

  function request(conversationId: Id, delay = 0): void {
    if (askingOf(conversationId).waiting.size === 0) return;
    void tasks.request(`quoted:${conversationId}`, () => fetchAll(conversationId), delay);
  }

  return {
    quote(conversationId, seqs) {
      const { waiting, asked, missing } = askingOf(conversationId);
      const held = store.model.state.quoted.get(conversationId);
      for (const seq of seqs) {
        if (seq >= 1 && !held?.has(seq) && !asked.has(seq) && !missing.has(seq)) waiting.add(seq);
      }
      request(conversationId, GATHER_MS);
    },
    reread(conversationId) {
      const { waiting, asked, missing } = askingOf(conversationId);
      const held = store.model.state.quoted.get(conversationId)?.keys() ?? [];
      for (const seq of [...held, ...asked, ...missing]) waiting.add(seq);
      missing.clear();
      request(conversationId);
    },
  };
}
