import type { Entry } from '~/contract/entry';
import type { HistoryPage } from '~/contract/message';
import type { Id } from '~/contract/primitives';
import { type Model, omit, put, withState, withTimeline } from './model';
import { isRefusal, withRefusal } from './refusal';
import type { Excerpt } from './state';
import type { Store } from './store';
import { replay } from './timeline';
import { type Transport, TransportError } from './transport';

/** Stretches of a list away from its newest end, for who looks at an old message. */
export interface Excerpts {
  jumpTo(conversationId: Id, seq: number): Promise<void>;
  loadOlder(conversationId: Id): Promise<void>;
  loadNewer(conversationId: Id): Promise<void>;
  close(conversationId: Id): void;
  /** Changes were missed: what is shown is read again. */
  reread(conversationId: Id): void;
}

export function createExcerpts(store: Store, transport: Transport): Excerpts {
  const loading = new Map<string, Promise<void>>();
  const excerptOf = (conversationId: Id) => store.model.state.excerpts.get(conversationId);

  function once(key: string, work: () => Promise<void>): Promise<void> {
    const running = loading.get(key);
    if (running) return running;
    const run = work().finally(() => loading.delete(key));
    loading.set(key, run);
    return run;
  }

  async function ask(conversationId: Id, bound: { before?: number; after?: number; around?: number }) {
    const askedAt = store.now();
    try {
      return await transport.history({ conversationId, ...bound });
    } catch (error) {
      if (isRefusal(error)) store.commit((model, at) => withRefusal(model, conversationId, { askedAt, at }));
      throw error;
    }
  }

  async function load(conversationId: Id, seq: number): Promise<void> {
    const page = await ask(conversationId, { around: seq });
    if (!page.entries.some((entry) => entry.seq === seq)) {
      throw new TransportError('NOT_FOUND', 'There is no message with this number.');
    }
    store.commit((model) => {
      const excerpt: Excerpt = { entries: page.entries, around: seq, status: 'ready', older: 'ready', newer: 'ready' };
      return joined(
        withExcerpt(model, conversationId, { ...excerpt, entries: current(model, conversationId, page) }),
        conversationId,
      );
    });
  }

  async function extend(conversationId: Id, end: 'older' | 'newer'): Promise<void> {
    const held = excerptOf(conversationId);
    const first = held?.entries[0];
    const last = held?.entries.at(-1);
    if (!held || !first || !last || (end === 'older' && first.seq <= 1)) return;
    set(conversationId, { [end]: 'loading' });
    try {
      const page = await ask(conversationId, end === 'older' ? { before: first.seq } : { after: last.seq });
      store.commit((model) => extended(model, conversationId, page));
      set(conversationId, { [end]: 'ready' });
    } catch {
      set(conversationId, { [end]: 'failed' });
    }
  }

  function set(conversationId: Id, change: Partial<Excerpt>): void {
    store.commit((model) => {
      const held = model.state.excerpts.get(conversationId);
      return held ? withExcerpt(model, conversationId, { ...held, ...change }) : model;
    });
  }

  function close(conversationId: Id): void {
    store.commit((model) => {
      const excerpts = omit(model.state.excerpts, conversationId);
      return excerpts === model.state.excerpts ? model : withState(model, { excerpts });
    });
  }

  return {
    jumpTo(conversationId, seq) {
      const { entries, upTo } = store.model.state.timelines.get(conversationId) ?? { entries: [], upTo: 0 };
      const first = entries[0]?.seq ?? Number.POSITIVE_INFINITY;
      if (seq >= first && seq <= upTo) {
        close(conversationId);
        return Promise.resolve();
      }
      const held = excerptOf(conversationId);
      if (held && holds(held.entries, seq)) {
        set(conversationId, { around: seq });
        return Promise.resolve();
      }
      return once(`jump:${conversationId}:${seq}`, () => load(conversationId, seq));
    },
    loadOlder: (conversationId) => once(`older:${conversationId}`, () => extend(conversationId, 'older')),
    loadNewer: (conversationId) => once(`newer:${conversationId}`, () => extend(conversationId, 'newer')),
    close,
    reread(conversationId) {
      const held = excerptOf(conversationId);
      if (!held) return;
      // What cannot be read again is closed rather than shown as it was.
      void once(`jump:${conversationId}:${held.around}`, () => load(conversationId, held.around)).catch(() =>
        close(conversationId),
      );
    },
  };
}

function holds(entries: readonly Entry[], seq: number): boolean {
  const first = entries[0]?.seq ?? Number.POSITIVE_INFINITY;
  return seq >= first && seq < first + entries.length;
}

function withExcerpt(model: Model, conversationId: Id, excerpt: Excerpt): Model {
  return withState(model, { excerpts: put(model.state.excerpts, conversationId, excerpt) });
}

/** The page with what the timeline has applied since: a page may be older than that. */
function current(model: Model, conversationId: Id, page: HistoryPage): readonly Entry[] {
  return replay(page.entries, model.state.timelines.get(conversationId)?.entries ?? []);
}

/** A page that joins the excerpt at either end; one that does not, because it was replaced meanwhile, changes nothing. */
function extended(model: Model, conversationId: Id, page: HistoryPage): Model {
  const held = model.state.excerpts.get(conversationId);
  const first = held?.entries[0];
  const last = held?.entries.at(-1);
  const entries = current(model, conversationId, page);
  const [from, to] = [entries[0], entries.at(-1)];
  if (!held || !first || !last || !from || !to) return model;
  if (to.seq + 1 === first.seq) {
    return withExcerpt(model, conversationId, {
      ...held,
      entries: [...replay(entries, held.entries), ...held.entries],
    });
  }
  if (from.seq !== last.seq + 1) return model;
  const after = { ...held, entries: [...replay(held.entries, entries), ...entries] };
  return joined(withExcerpt(model, conversationId, after), conversationId);
}

/** An excerpt that has come to the timeline becomes its older part. */
function joined(model: Model, conversationId: Id): Model {
  const excerpt = model.state.excerpts.get(conversationId);
  const timeline = model.state.timelines.get(conversationId);
  const first = timeline?.entries[0];
  const last = excerpt?.entries.at(-1);
  if (!excerpt || timeline?.status !== 'ready' || !first || !last || last.seq + 1 < first.seq) return model;
  const before = excerpt.entries.filter((entry) => entry.seq < first.seq);
  const whole = { ...timeline, entries: [...before, ...timeline.entries] };
  const excerpts = omit(model.state.excerpts, conversationId);
  return withState(withTimeline(model, conversationId, whole), { excerpts });
}
