import { HISTORY_PAGE_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { withQuoted } from './elsewhere';
import { omit, withState } from './model';
import { isRefusal } from './refusal';
import type { Store } from './store';
import type { Tasks } from './tasks';
import type { Transport } from './transport';

/** Milliseconds to gather what is quoted: a page shows several quotes at once. */
const GATHER_MS = 30;

/** Single entries that are quoted or pinned: each is fetched once, and from then on changed by the entries that come. */
export interface Quoted {
  quote(conversationId: Id, seqs: readonly number[]): void;
  /** Changes were missed: all that is held of a conversation is read again. */
  reread(conversationId: Id): void;
}

export function createQuoted(store: Store, tasks: Tasks, transport: Transport): Quoted {
  const wanted = new Map<Id, Set<number>>();
  const asked = new Map<Id, Set<number>>();

  async function fetch(conversationId: Id): Promise<void> {
    const waiting = wanted.get(conversationId);
    while (waiting && waiting.size > 0) {
      const seqs = [...waiting].slice(0, HISTORY_PAGE_MAX);
      try {
        const { entries } = await transport.messages({ conversationId, seqs });
        store.commit((model) => withQuoted(model, conversationId, entries));
      } catch (error) {
        if (!isRefusal(error)) throw error;
      }
      for (const seq of seqs) waiting.delete(seq);
    }
  }

  function quote(conversationId: Id, seqs: readonly number[]): void {
    const known = asked.get(conversationId) ?? new Set<number>();
    const fresh = seqs.filter((seq) => !known.has(seq));
    if (fresh.length === 0) return;
    asked.set(conversationId, known);
    const waiting = wanted.get(conversationId) ?? new Set<number>();
    wanted.set(conversationId, waiting);
    for (const seq of fresh) {
      known.add(seq);
      waiting.add(seq);
    }
    void tasks.request(`quoted:${conversationId}`, () => fetch(conversationId), GATHER_MS);
  }

  return {
    quote,
    reread(conversationId) {
      const seqs = [...(asked.get(conversationId) ?? [])];
      asked.delete(conversationId);
      store.commit((model) => {
        const quoted = omit(model.state.quoted, conversationId);
        return quoted === model.state.quoted ? model : withState(model, { quoted });
      });
      quote(conversationId, seqs);
    },
  };
}
