import type { Id } from '~/contract/primitives';
import { type Model, staleConversations, withState } from './model';
import { type Effect, receiveSummary } from './receive';
import { behind, isRefusal, withRefusal } from './refusal';
import type { Store } from './store';
import type { Mark } from './summary';
import type { Tasks } from './tasks';
import type { Transport } from './transport';

/** Milliseconds to gather changes that only the server can tell: joins come in crowds. */
const SOON_MS = 500;

/** Keeps the summaries of conversations current. */
export interface Conversations {
  refresh(when: 'now' | 'soon'): void;
  /** The person asks for the list again. */
  reload(): void;
}

export function createConversations(store: Store, tasks: Tasks, transport: Transport): Conversations {
  let isListed = false;

  async function refresh(): Promise<void> {
    const { marks } = store.model;
    const stale = staleConversations(store.model);
    if (!isListed || stale.length > 1) await walk();
    const outcomes = await Promise.allSettled(staleConversations(store.model).map(ask));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure) throw failure.reason;
    if (stale.some((id) => isUnanswered(store.model, id, marks.get(id)))) throw behind();
  }

  /** Through all pages the first time, later until nothing is stale any more: what has changed last comes first. */
  async function walk(): Promise<void> {
    let cursor: string | null = null;
    do {
      const askedAt = store.now();
      const page: Awaited<ReturnType<Transport['list']>> = await list(cursor);
      store.commit((model, at) => {
        const effects: Effect[] = [];
        const listed = page.conversations.reduce((next, one) => {
          const change = receiveSummary(next, one, { askedAt, at });
          effects.push(...change.effects);
          return change.model;
        }, model);
        return {
          model: listed.state.listStatus === 'ready' ? listed : withState(listed, { listStatus: 'ready' }),
          effects,
        };
      });
      cursor = page.nextCursor;
    } while (cursor !== null && (!isListed || staleConversations(store.model).length > 0));
    isListed = true;
  }

  async function list(cursor: string | null) {
    try {
      return await transport.list(cursor);
    } catch (error) {
      store.commit((model) =>
        model.state.listStatus === 'loading' ? withState(model, { listStatus: 'failed' }) : model,
      );
      throw error;
    }
  }

  async function ask(conversationId: Id): Promise<void> {
    const askedAt = store.now();
    try {
      const conversation = await transport.conversation(conversationId);
      store.commit((model, at) => receiveSummary(model, conversation, { askedAt, at }));
    } catch (error) {
      if (!isRefusal(error)) throw error;
      store.commit((model, at) => withRefusal(model, conversationId, { askedAt, at }));
    }
  }

  return {
    refresh(when) {
      void tasks.request('conversations', refresh, when === 'now' ? 0 : SOON_MS);
    },
    reload() {
      isListed = false;
      store.commit((model) =>
        model.state.listStatus === 'failed' ? withState(model, { listStatus: 'loading' }) : model,
      );
      void tasks.insist('conversations', refresh);
    },
  };
}

/** Whether it still lacks what it lacked before, and not only what came since. */
function isUnanswered({ marks, state }: Model, conversationId: Id, before: Mark | undefined): boolean {
  const mark = marks.get(conversationId);
  if (!mark) return false;
  if (!state.conversations.has(conversationId)) return true;
  const isMissing = mark.missed > 0 && mark.missed === before?.missed;
  const isUncounted = !mark.count.isSure && before?.count.isSure === false;
  return isMissing || isUncounted || (mark.doubtedAt !== null && mark.doubtedAt === before?.doubtedAt);
}
