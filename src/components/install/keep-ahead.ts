import type { Id } from '~/contract/primitives';
import type { Engine } from '~/sync/engine';
import { conversationList } from '~/sync/selectors';

/** Conversations whose last messages are kept although nobody has opened them here: those at the top of the list. */
const KEPT_AHEAD = 5;

/** Milliseconds between two: whoever opens one meanwhile goes first. */
const EVERY_MS = 1_000;

/** Loads them one after the other, so that they can be read without the server later; the answer ends that. */
export function keepAhead(engine: Engine): () => void {
  const tried = new Set<Id>();
  const timer = setInterval(() => {
    const state = engine.getState();
    const next = conversationList(state)
      .slice(0, KEPT_AHEAD)
      .find(({ id }) => !tried.has(id) && !state.timelines.has(id));
    if (!next || document.hidden) return;
    tried.add(next.id);
    void engine.open(next.id);
  }, EVERY_MS);
  return () => clearInterval(timer);
}
