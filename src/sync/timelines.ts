import { SYNC_PAGE_MAX } from '~/contract/limits';
import type { Id } from '~/contract/primitives';
import { isBehind, withTimeline } from './model';
import { receiveNewest, receiveOlder, receiveSince, receiveStored } from './receive';
import { behind, isRefusal, withRefusal } from './refusal';
import type { LoadStatus, Timeline } from './state';
import type { Store } from './store';
import type { Tasks } from './tasks';
import { LOADING } from './timeline';
import type { Transport } from './transport';

/** Fetches what timelines lack: the newest page, what came since, older pages. */
export interface Timelines {
  open(conversationId: Id, stored: Timeline | undefined): Promise<void>;
  loadOlder(conversationId: Id): Promise<void>;
  catchUp(conversationId: Id): void;
}

export function createTimelines(store: Store, tasks: Tasks, transport: Transport): Timelines {
  const loadingOlder = new Map<Id, Promise<void>>();

  const held = (conversationId: Id) => store.model.state.timelines.get(conversationId);

  /** One at a time by conversation, until nothing lacks. Entries of the feed may come in between: numbers decide. */
  async function catchUp(conversationId: Id): Promise<void> {
    const isLacking = () => isBehind(store.model, conversationId);
    while (isLacking()) {
      const timeline = held(conversationId);
      const { resets, unsure } = store.model;
      const askedAt = store.now();
      try {
        const isReplaced = timeline && (timeline.status !== 'ready' || resets.has(conversationId));
        if (isReplaced) await loadNewest(conversationId);
        else await loadSince(conversationId, timeline?.upTo);
      } catch (error) {
        onFailure(conversationId, error, askedAt);
        throw error;
      }
      const after = store.model;
      const isUnchanged = held(conversationId) === timeline && after.resets === resets && after.unsure === unsure;
      if (isUnchanged && isLacking()) throw behind();
    }
  }

  async function loadNewest(conversationId: Id): Promise<void> {
    const askedAt = store.now();
    const page = await transport.history({ conversationId });
    store.commit((model) => receiveNewest(model, conversationId, page, askedAt));
  }

  /** Where no timeline is held, only the last number is in question. */
  async function loadSince(conversationId: Id, upTo: number | undefined): Promise<void> {
    const { marks, unsure } = store.model;
    const head = marks.get(conversationId)?.head ?? 0;
    const seq = upTo ?? head;
    // What the feed has told may be news to the server that answers; what is in question it has known, or forgotten.
    const known = unsure.has(conversationId) ? Math.max(seq, head) : seq;
    const page = await transport.since({ conversationId, seq, limit: SYNC_PAGE_MAX });
    store.commit((model, at) => receiveSince(model, page, { conversationId, known, at }));
  }

  function onFailure(conversationId: Id, error: unknown, askedAt: number): void {
    if (isRefusal(error)) store.commit((model, at) => withRefusal(model, conversationId, { askedAt, at }));
    if (held(conversationId)?.status === 'loading') setStatus(conversationId, { status: 'failed' });
  }

  /** Without a network nothing was tried; it is as soon as there is one. */
  function failUnlessTried(conversationId: Id): void {
    if (held(conversationId)?.status === 'loading') setStatus(conversationId, { status: 'failed' });
  }

  function setStatus(conversationId: Id, change: { status?: LoadStatus; older?: LoadStatus }): void {
    store.commit((model) => {
      const timeline = model.state.timelines.get(conversationId);
      return timeline ? withTimeline(model, conversationId, { ...timeline, ...change }) : model;
    });
  }

  async function older(conversationId: Id): Promise<void> {
    const askedAt = store.now();
    setStatus(conversationId, { older: 'loading' });
    try {
      for (let isJoined = false; !isJoined; ) {
        const before = held(conversationId)?.entries[0]?.seq;
        if (before === undefined || before <= 1) break;
        const page = await transport.history({ conversationId, before });
        store.commit((model) => {
          const change = receiveOlder(model, conversationId, page);
          isJoined = change !== null;
          return change ?? model;
        });
        if (!isJoined && held(conversationId)?.entries[0]?.seq === before) throw behind();
      }
      setStatus(conversationId, { older: 'ready' });
    } catch (error) {
      if (isRefusal(error)) store.commit((model, at) => withRefusal(model, conversationId, { askedAt, at }));
      setStatus(conversationId, { older: 'failed' });
    }
  }

  return {
    open(conversationId, stored) {
      const timeline = held(conversationId);
      if (!timeline && stored) {
        store.commit((model) => receiveStored(model, conversationId, stored));
      } else if (timeline?.status !== 'ready') {
        store.commit((model) => withTimeline(model, conversationId, LOADING));
      }
      return tasks
        .insist(`timeline:${conversationId}`, () => catchUp(conversationId))
        .then(() => failUnlessTried(conversationId));
    },
    loadOlder(conversationId) {
      const timeline = held(conversationId);
      if (timeline?.status !== 'ready' || (timeline.entries[0]?.seq ?? 1) <= 1) return Promise.resolve();
      const running = loadingOlder.get(conversationId);
      if (running) return running;
      const loading = older(conversationId).finally(() => loadingOlder.delete(conversationId));
      loadingOlder.set(conversationId, loading);
      return loading;
    },
    catchUp(conversationId) {
      void tasks.request(`timeline:${conversationId}`, () => catchUp(conversationId));
    },
  };
}
