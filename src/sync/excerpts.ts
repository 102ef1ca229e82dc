import type { HistoryPage } from '~/contract/message';
import type { Id } from '~/contract/primitives';
import { current, holds } from './elsewhere';
import { type Model, omit, put, withState, withTimeline } from './model';
import { type Change, receivePage } from './receive';
import { behind, isRefusal, withRefusal } from './refusal';
import type { Excerpt } from './state';
import type { Store } from './store';
import { isTransient, type Tasks } from './tasks';
import { type Transport, TransportError } from './transport';

/** Stretches of a list away from its newest end, for who looks at an old message. */
export interface Excerpts {
  /** Rejects if there is no such number, or no answer. The last of several calls, or of `close`, decides. */
  jumpTo(conversationId: Id, seq: number): Promise<void>;
  loadOlder(conversationId: Id): Promise<void>;
  loadNewer(conversationId: Id): Promise<void>;
  close(conversationId: Id): void;
  /** Changes were missed: what is shown is read again, until it succeeds or the server refuses. */
  reread(conversationId: Id): void;
}

type End = 'older' | 'newer';
type Bound = { readonly before: number } | { readonly after: number } | { readonly around: number };

export function createExcerpts(store: Store, tasks: Tasks, transport: Transport): Excerpts {
  /** Where the person is going, by conversation. */
  const heading = new Map<Id, number>();
  const extending = new Map<string, Promise<void>>();

  const excerptOf = (conversationId: Id) => store.model.state.excerpts.get(conversationId);
  const firstHeld = (conversationId: Id) => store.model.state.timelines.get(conversationId)?.entries[0]?.seq;

  async function ask(conversationId: Id, bound: Bound): Promise<HistoryPage> {
    const askedAt = store.now();
    try {
      return await transport.history({ conversationId, ...bound });
    } catch (error) {
      if (isRefusal(error)) store.commit((model, at) => withRefusal(model, conversationId, { askedAt, at }));
      throw error;
    }
  }

  /** Until the page is not older than what the timeline begins with: a reset may come while it is on its way. */
  async function read(conversationId: Id, bound: Bound, place: (model: Model, page: HistoryPage) => Change) {
    for (let isPlaced = false; !isPlaced; ) {
      const first = firstHeld(conversationId);
      const page = await ask(conversationId, bound);
      store.commit((model) => {
        const entries = current(model, conversationId, page);
        isPlaced = entries !== null;
        return entries ? place(model, { ...page, entries }) : model;
      });
      if (!isPlaced && firstHeld(conversationId) === first) throw behind();
    }
  }

  async function load(conversationId: Id, seq: number, isWanted: () => boolean): Promise<void> {
    let isThere = true;
    await read(conversationId, { around: seq }, (model, page) => {
      const { entries } = page;
      isThere = holds(entries, seq);
      if (!isThere || !isWanted()) return { model, effects: [] };
      const excerpt: Excerpt = { entries, around: seq, status: 'ready', older: 'ready', newer: 'ready' };
      return receivePage(joined(withExcerpt(model, conversationId, excerpt), conversationId), conversationId, page);
    });
    if (!isThere) throw noSuchMessage();
  }

  async function extend(conversationId: Id, end: End): Promise<void> {
    const held = excerptOf(conversationId);
    const first = held?.entries[0]?.seq ?? 1;
    const last = held?.entries.at(-1)?.seq ?? 0;
    if (!held || (end === 'older' && first <= 1)) return;
    set(conversationId, { [end]: 'loading' });
    try {
      await read(conversationId, end === 'older' ? { before: first } : { after: last }, (model, page) =>
        receivePage(extended(model, conversationId, page), conversationId, page),
      );
      set(conversationId, { [end]: 'ready' });
    } catch {
      set(conversationId, { [end]: 'failed' });
    }
  }

  function extendOnce(conversationId: Id, end: End): Promise<void> {
    const key = `${end}:${conversationId}`;
    const running = extending.get(key);
    if (running) return running;
    const run = extend(conversationId, end).finally(() => extending.delete(key));
    extending.set(key, run);
    return run;
  }

  function set(conversationId: Id, change: Partial<Excerpt>): void {
    store.commit((model) => {
      const held = model.state.excerpts.get(conversationId);
      return held ? withExcerpt(model, conversationId, { ...held, ...change }) : model;
    });
  }

  function close(conversationId: Id): void {
    heading.delete(conversationId);
    store.commit((model) => withoutExcerpt(model, conversationId));
  }

  return {
    async jumpTo(conversationId, seq) {
      if (seq < 1) throw noSuchMessage();
      const { entries } = store.model.state.timelines.get(conversationId) ?? { entries: [] };
      if (holds(entries, seq)) return close(conversationId);
      heading.set(conversationId, seq);
      if (holds(excerptOf(conversationId)?.entries ?? [], seq)) return set(conversationId, { around: seq });
      await load(conversationId, seq, () => heading.get(conversationId) === seq);
    },
    loadOlder: (conversationId) => extendOnce(conversationId, 'older'),
    loadNewer: (conversationId) => extendOnce(conversationId, 'newer'),
    close,
    reread(conversationId) {
      if (!excerptOf(conversationId)) return;
      void tasks.request(`excerpt:${conversationId}`, async () => {
        const around = excerptOf(conversationId)?.around;
        if (around === undefined) return;
        try {
          await load(conversationId, around, () => excerptOf(conversationId)?.around === around);
        } catch (error) {
          // What is there no more is not shown any more.
          if (!isTransient(error) && excerptOf(conversationId)?.around === around) close(conversationId);
          throw error;
        }
      });
    },
  };
}

function noSuchMessage(): TransportError {
  return new TransportError('NOT_FOUND', 'There is no message with this number.');
}

function withExcerpt(model: Model, conversationId: Id, excerpt: Excerpt): Model {
  return withState(model, { excerpts: put(model.state.excerpts, conversationId, excerpt) });
}

function withoutExcerpt(model: Model, conversationId: Id): Model {
  const excerpts = omit(model.state.excerpts, conversationId);
  return excerpts === model.state.excerpts ? model : withState(model, { excerpts });
}

/** A page that joins the excerpt at either end; one that does not, because it was replaced meanwhile, changes nothing. */
function extended(model: Model, conversationId: Id, { entries }: HistoryPage): Model {
  const held = model.state.excerpts.get(conversationId);
  if (!held) return model;
  const [first, last] = [held.entries[0]?.seq, held.entries.at(-1)?.seq ?? 0];
  const whole =
    entries.at(-1)?.seq === (first ?? 0) - 1
      ? [...entries, ...held.entries]
      : entries[0]?.seq === last + 1
        ? [...held.entries, ...entries]
        : held.entries;
  return joined(withExcerpt(model, conversationId, { ...held, entries: whole }), conversationId);
}

/** An excerpt that has come to the timeline becomes its older part, once the timeline has come to where the person looks. */
function joined(model: Model, conversationId: Id): Model {
  const excerpt = model.state.excerpts.get(conversationId);
  const timeline = model.state.timelines.get(conversationId);
  const first = timeline?.entries[0]?.seq;
  const start = excerpt?.entries[0]?.seq;
  if (!excerpt || timeline?.status !== 'ready' || first === undefined || start === undefined) return model;
  const isApart = start > timeline.upTo + 1 || start + excerpt.entries.length < first;
  if (isApart || excerpt.around > timeline.upTo) return model;
  const before = excerpt.entries.slice(0, Math.max(0, first - start));
  const whole = before.length > 0 ? { ...timeline, entries: [...before, ...timeline.entries] } : timeline;
  return withoutExcerpt(withTimeline(model, conversationId, whole), conversationId);
}
